using System.Buffers.Binary;

namespace SkillsPassport.Credentials.Jose;

/// <summary>Compares octets by content, so that a dictionary can be asked with a span of something larger.</summary>
internal sealed class OctetComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    public static readonly OctetComparer Instance = new();

    private OctetComparer()
    {
    }

    public bool Equals(byte[]? one, byte[]? other) => one.AsSpan().SequenceEqual(other);

    public bool Equals(ReadOnlySpan<byte> one, byte[] other) => one.SequenceEqual(other);

    public int GetHashCode(byte[] octets) => GetHashCode((ReadOnlySpan<byte>)octets);

    // Length, beginning and end tell names apart, and headers and certificates by their end. Keys that agree in all of
    // that share a place, in tables of a few hundred at most.
    public int GetHashCode(ReadOnlySpan<byte> octets)
    {
        if (octets.Length >= sizeof(ulong))
        {
            return HashCode.Combine(octets.Length, BinaryPrimitives.ReadUInt64LittleEndian(octets),
                BinaryPrimitives.ReadUInt64LittleEndian(octets[^sizeof(ulong)..]));
        }

        ulong few = 0;
        foreach (var octet in octets)
        {
            few = (few << 8) | octet;
        }

        return HashCode.Combine(octets.Length, few);
    }

    public byte[] Create(ReadOnlySpan<byte> octets) => octets.ToArray();
}
