using System.Security.Cryptography;
using System.Text;

namespace SkillsPassport.Hosting.Protection;

/// <summary>
/// Finds equal values without storing them: HMAC-SHA-256 under a key outside the database. Normalise first: a blind
/// index knows nothing of alike, only of equal.
/// </summary>
public sealed class BlindIndex(byte[] key)
{
    /// <summary>32 bytes that are the same for the same purpose and value, and tell nothing without the key.</summary>
    public byte[] Compute(string purpose, string value)
    {
        var labelled = Encoding.UTF8.GetBytes($"{purpose.Length}:{purpose}:{value}");
        return HMACSHA256.HashData(key, labelled);
    }
}
