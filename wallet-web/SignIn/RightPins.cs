using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Caching.Memory;

namespace SkillsPassport.Wallet.SignIn;

/// <summary>Knows again, while a session lasts, the PIN that opened it, so that asking for it again does not cost the
/// slow hash each time. A keyed digest in the memory of this process, under a key that is nowhere else: no database, no
/// file and no backup holds it. Only a right PIN is quick; every other one is hashed and counted as ever.</summary>
public sealed class RightPins : IDisposable
{
    private const int MostSessions = 200_000;
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = MostSessions });

    /// <param name="signInIndex">What number and PIN give today: after a changed PIN nothing is known.</param>
    public void Remember(Guid device, byte[] signInIndex, string pin) => _known.Set(
        device, Digest(device, signInIndex, pin),
        new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Session.Idle });

    public bool Knows(Guid device, byte[] signInIndex, string pin) =>
        _known.TryGetValue<byte[]>(device, out var known)
        && CryptographicOperations.FixedTimeEquals(known, Digest(device, signInIndex, pin));

    public void Dispose() => _known.Dispose();

    private byte[] Digest(Guid device, byte[] signInIndex, string pin) => HMACSHA256.HashData(
        _key, Encoding.UTF8.GetBytes($"{device:N}|{Convert.ToHexString(signInIndex)}|{pin}"));
}
