using System.Buffers.Binary;
using System.Security.Cryptography;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Hosting.Protection;
using SkillsPassport.Issuer.Database;
using Microsoft.EntityFrameworkCore;

namespace SkillsPassport.Issuer.Protocol;

/// <summary>
/// Nonces of the nonce endpoint. Anybody may ask for one, so nothing is stored then: a nonce carries its end and a
/// keyed checksum, and only a used one becomes a row, which is what makes it single-use for every copy of the service.
/// </summary>
public sealed class Nonces(BlindIndex index, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private const int RandomBytes = 16;
    private const int SignedBytes = RandomBytes + sizeof(long);
    private const int MarkBytes = 16;

    public string New()
    {
        Span<byte> nonce = stackalloc byte[SignedBytes + MarkBytes];
        RandomNumberGenerator.Fill(nonce[..RandomBytes]);
        BinaryPrimitives.WriteInt64BigEndian(nonce[RandomBytes..], (clock.GetUtcNow() + Lifetime).ToUnixTimeSeconds());
        Mark(nonce[..SignedBytes]).CopyTo(nonce[SignedBytes..]);
        return Base64UrlStrict.Encode(nonce);
    }

    /// <summary>Takes a nonce out of circulation inside the caller's transaction; false when it is not ours, stale or
    /// used.</summary>
    public async Task<bool> UseAsync(IssuerDb db, string nonce, CancellationToken cancel)
    {
        if (EndOf(nonce) is not { } end || end <= clock.GetUtcNow())
        {
            return false;
        }

        // One statement decides between two requests with the same nonce, also on two machines.
        return await db.Database.ExecuteSqlAsync($"""
            INSERT INTO used_nonces (id, expires_at) VALUES ({nonce}, {end.UtcTicks}) ON CONFLICT (id) DO NOTHING
            """, cancel) == 1;
    }

    private DateTimeOffset? EndOf(string nonce)
    {
        if (!Base64UrlStrict.TryDecode(nonce, out var bytes) || bytes.Length != SignedBytes + MarkBytes
            || !CryptographicOperations.FixedTimeEquals(Mark(bytes.AsSpan(0, SignedBytes)), bytes.AsSpan(SignedBytes)))
        {
            return null;
        }

        return DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(RandomBytes)));
    }

    private byte[] Mark(ReadOnlySpan<byte> bytes) =>
        index.Compute("c-nonce", Convert.ToHexStringLower(bytes))[..MarkBytes];
}
