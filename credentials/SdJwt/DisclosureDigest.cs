using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.SdJwt;

/// <summary>SHA-256 over a disclosure as it travels (RFC 9901 section 4.2.3), as octets: nothing to allocate.</summary>
[InlineArray(SHA256.HashSizeInBytes)]
internal struct DisclosureDigest : IEquatable<DisclosureDigest>, IComparable<DisclosureDigest>
{
    /// <summary>Length of the digest as text, base64url.</summary>
    public const int TextLength = 43;

    private byte _first;

    // Kept by each thread: for a hundred octets, making a context takes longer than hashing.
    [ThreadStatic]
    private static IncrementalHash? _hash;

    public static DisclosureDigest Of(ReadOnlySpan<byte> disclosure)
    {
        var hash = _hash ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var digest = default(DisclosureDigest);
        hash.AppendData(disclosure);
        hash.GetHashAndReset(digest);
        return digest;
    }

    /// <summary>Reads a digest's text; false for any other spelling, which no disclosure can have.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out DisclosureDigest digest)
    {
        digest = default;
        return text.Length == TextLength && Base64UrlStrict.Decode(text, digest) == SHA256.HashSizeInBytes;
    }

    /// <summary>Writes <see cref="TextLength"/> letters.</summary>
    public readonly void WriteTo(Span<byte> text) => Base64Url.EncodeToUtf8(this, text);

    public readonly bool Equals(DisclosureDigest other) =>
        ((ReadOnlySpan<byte>)this).SequenceEqual((ReadOnlySpan<byte>)other);

    public readonly int CompareTo(DisclosureDigest other) =>
        ((ReadOnlySpan<byte>)this).SequenceCompareTo((ReadOnlySpan<byte>)other);

    public override readonly bool Equals(object? other) => other is DisclosureDigest digest && Equals(digest);

    // Seeded anew in each process: a sender can choose what stands in a payload, but not what collides.
    public override readonly int GetHashCode()
    {
        var words = MemoryMarshal.Cast<byte, ulong>((ReadOnlySpan<byte>)this);
        return HashCode.Combine(words[0], words[1], words[2], words[3]);
    }

    /// <summary>The digest as text.</summary>
    public override readonly string ToString() => Base64UrlStrict.Encode(this);
}
