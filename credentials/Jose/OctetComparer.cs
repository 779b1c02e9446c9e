using System.Runtime.InteropServices;

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

    // All octets, in a hash seeded anew for each process: what strangers send must not share one place of a table.
    public int GetHashCode(ReadOnlySpan<byte> octets)
    {
        var hash = string.GetHashCode(MemoryMarshal.Cast<byte, char>(octets));
        return octets.Length % sizeof(char) == 0 ? hash : HashCode.Combine(hash, octets[^1]);
    }

    public byte[] Create(ReadOnlySpan<byte> octets) => octets.ToArray();
}
