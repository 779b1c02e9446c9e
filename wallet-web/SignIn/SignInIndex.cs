using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using SkillsPassport.Hosting.Protection;

namespace SkillsPassport.Wallet.SignIn;

/// <summary>Phone number and PIN together name a passport. The index is a slow PBKDF2 of the PIN, salted by the number
/// and keyed from outside the database: without the key a stolen database says nothing about either, every look-up
/// takes the same time, and a stranger who registers somebody's number first keeps nobody out.</summary>
public sealed class SignInIndex(BlindIndex blindIndex, IOptions<WalletOptions> options)
{
    private readonly int _rounds = options.Value.PinRounds;

    public byte[] Compute(string phone, string pin)
    {
        var salt = blindIndex.Compute("wallet-pin-salt", phone);
        var slow = Rfc2898DeriveBytes.Pbkdf2(pin, salt, _rounds, HashAlgorithmName.SHA256, 32);
        return blindIndex.Compute("wallet-sign-in", Convert.ToHexStringLower(slow));
    }
}
