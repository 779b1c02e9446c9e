using Microsoft.AspNetCore.DataProtection;

namespace SkillsPassport.Wallet.SignIn;

/// <summary>Locking ends the session but remembers, encrypted in a cookie for half a day, whose passport it was:
/// opening it again takes the PIN only.</summary>
public sealed class QuickLock(IDataProtectionProvider protection) : NumberCookie(
    protection, "sp-wallet-locked", "wallet-quick-lock", TimeSpan.FromHours(12), outlivesBrowser: true);
