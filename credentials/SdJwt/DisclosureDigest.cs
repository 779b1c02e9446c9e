using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.SdJwt;

/// <summary>
/// base64url SHA-256 over a disclosure as it travels (RFC 9901 section 4.2.3): the letters themselves, which are what
/// is compared; nothing to allocate.
/// </summary>
[InlineArray(TextLength)]
internal struct DisclosureDigest : IEquatable<DisclosureDigest>, IComparable<DisclosureDigest>
{
    /// <summary>Length of a digest.</summary>
    public const int TextLength = 43;

    private byte _first;

    /// <summary>The letters.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Text => this;

    public static DisclosureDigest Of(ReadOnlySpan<byte> disclosure)
    {
        Span<byte> octets = stackalloc byte[Sha256.DigestBytes];
        Sha256.Hash(disclosure, octets);
        var digest = default(DisclosureDigest);
        Base64Url.EncodeToUtf8(octets, digest);
        return digest;
    }

    /// <summary>Takes what stands in a digest's place; false for any other length, which no disclosure's has.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out DisclosureDigest digest)
    {
        digest = default;
        return text.Length == TextLength && text.TryCopyTo(digest);
    }

    public readonly bool Equals(DisclosureDigest other) => Text.SequenceEqual(other.Text);

    public readonly int CompareTo(DisclosureDigest other) => Text.SequenceCompareTo(other.Text);

    public override readonly bool Equals(object? other) => other is DisclosureDigest digest && Equals(digest);

    // Seeded anew in each process: a sender can choose what stands in a payload, but not what collides.
    public override readonly int GetHashCode()
    {
        var words = MemoryMarshal.Cast<byte, ulong>(Text[..(5 * sizeof(ulong))]);
        return HashCode.Combine(words[0], words[1], words[2], words[3], words[4], Text[^1]);
    }

    /// <summary>The digest as text.</summary>
    public override readonly string ToString() => Encoding.ASCII.GetString(Text);
}
