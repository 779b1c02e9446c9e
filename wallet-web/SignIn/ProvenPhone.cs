using Microsoft.AspNetCore.DataProtection;

namespace SkillsPassport.Wallet.SignIn;

/// <summary>Remembers for ten minutes, in an encrypted cookie of this browser, that its holder entered a code sent to a
/// number. It opens nothing: the PIN is still asked.</summary>
public sealed class ProvenPhone(IDataProtectionProvider protection) : NumberCookie(
    protection, "sp-wallet-proven", "wallet-proven-phone", TimeSpan.FromMinutes(10), outlivesBrowser: false);
