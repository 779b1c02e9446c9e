using System.IO.Compression;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.Status;

/// <summary>
/// The packed list of a Token Status List (draft-ietf-oauth-status-list-20 section 4.1): entries of 1, 2, 4 or 8 bits,
/// the first entry in the least significant bits of the first byte. (The W3C Bitstring Status List is the other way
/// round.) Compressed as zlib (RFC 1950).
/// </summary>
public sealed class StatusList
{
    /// <summary>Most entries this library handles in one list.</summary>
    public const int MaxSize = 1 << 24;

    private readonly byte[] _packed;
    private readonly int _entriesPerByteShift;
    private readonly int _mask;

    /// <summary>An all-zero list.</summary>
    /// <param name="bits">Bits of an entry: 1, 2, 4 or 8.</param>
    /// <param name="size">Number of entries; a whole number of bytes is used.</param>
    public StatusList(int bits, int size)
        : this(bits, size, new byte[PackedLength(bits, size)])
    {
    }

    /// <summary>A list over packed bytes, which it takes over.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Bits, size or length do not belong together.</exception>
    public StatusList(int bits, int size, byte[] packed)
    {
        ArgumentNullException.ThrowIfNull(packed);
        ArgumentOutOfRangeException.ThrowIfNotEqual(packed.Length, PackedLength(bits, size));
        _packed = packed;
        _mask = (1 << bits) - 1;
        _entriesPerByteShift = bits switch { 1 => 3, 2 => 2, 4 => 1, _ => 0 };
        Bits = bits;
        Size = size;
    }

    /// <summary>Bits of an entry.</summary>
    public int Bits { get; }

    /// <summary>Number of entries.</summary>
    public int Size { get; }

    /// <summary>The packed bytes.</summary>
    public ReadOnlySpan<byte> Packed => _packed;

    /// <summary>Value of one entry.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such entry, or a value wider than an entry.</exception>
    public byte this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Size, nameof(index));
            return (byte)(_packed[index >> _entriesPerByteShift] >> ShiftOf(index) & _mask);
        }

        set
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Size, nameof(index));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, _mask);
            ref var cell = ref _packed[index >> _entriesPerByteShift];
            var shift = ShiftOf(index);
            cell = (byte)(cell & ~(_mask << shift) | value << shift);
        }
    }

    /// <summary>True for the entry widths the specification has.</summary>
    public static bool IsEntryWidth(int bits) => bits is 1 or 2 or 4 or 8;

    /// <summary>The <c>lst</c> bytes: packed and compressed.</summary>
    public byte[] Compress()
    {
        using var buffer = new MemoryStream();
        using (var zlib = new ZLibStream(buffer, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            zlib.Write(_packed);
        }

        return buffer.ToArray();
    }

    /// <summary>
    /// Inflates <c>lst</c> bytes. Stops as soon as more than <paramref name="maxSize"/> entries come out, so that a
    /// small
    /// token cannot fill the memory; refuses a damaged, unfinished or prolonged stream.
    /// </summary>
    /// <exception cref="InputRefusedException">Not one whole zlib stream of at most that many entries.</exception>
    public static StatusList Decompress(ReadOnlySpan<byte> lst, int bits, int maxSize)
    {
        if (!IsEntryWidth(bits))
        {
            throw new InputRefusedException(InputRefusal.Claims, "Entries have 1, 2, 4 or 8 bits.");
        }

        var limit = PackedLength(bits, maxSize);
        byte[] packed;
        try
        {
            packed = Inflate(lst, limit);
        }
        catch (Exception damaged) when (damaged is InvalidDataException or IOException)
        {
            // IOException: the runtime's own ZLibException is one.
            throw new InputRefusedException(InputRefusal.Unreadable, "The list is not zlib data.");
        }

        // .NET ends silently where data break off or go on; the checksum at the very end tells (RFC 1950 section 2.2).
        if (packed.Length == 0 || lst.Length < 6
            || System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(lst[^4..]) != Adler32(packed))
        {
            throw new InputRefusedException(InputRefusal.Unreadable, "The list is not one whole zlib stream.");
        }

        return new StatusList(bits, packed.Length * (8 / bits), packed);
    }

    private static byte[] Inflate(ReadOnlySpan<byte> lst, int limit)
    {
        using var zlib = new ZLibStream(new MemoryStream(lst.ToArray(), writable: false), CompressionMode.Decompress);
        var packed = new byte[Math.Min(limit, Math.Max(1024, lst.Length * 4)) + 1];
        for (var length = 0; ;)
        {
            if (length == packed.Length)
            {
                Array.Resize(ref packed, (int)Math.Min(limit + 1L, length * 4L));
            }

            var read = zlib.Read(packed, length, packed.Length - length);
            if (read == 0)
            {
                Array.Resize(ref packed, length);
                return packed;
            }

            length += read;
            if (length > limit)
            {
                throw new InputRefusedException(InputRefusal.TooLarge, "The list holds more entries than it may.");
            }
        }
    }

    private static uint Adler32(ReadOnlySpan<byte> bytes)
    {
        const uint Modulus = 65521;
        const int LongestRun = 5552; // most bytes before the sums could overflow 32 bits
        uint a = 1, b = 0;
        while (!bytes.IsEmpty)
        {
            var run = bytes[..Math.Min(LongestRun, bytes.Length)];
            foreach (var value in run)
            {
                a += value;
                b += a;
            }

            a %= Modulus;
            b %= Modulus;
            bytes = bytes[run.Length..];
        }

        return b << 16 | a;
    }

    private static int PackedLength(int bits, int size)
    {
        if (!IsEntryWidth(bits) || size is < 1 or > MaxSize)
        {
            throw new ArgumentOutOfRangeException(nameof(size), "Entries of 1, 2, 4 or 8 bits, at least one of them.");
        }

        return (int)(((long)size * bits + 7) / 8);
    }

    private int ShiftOf(int index) => (index & (1 << _entriesPerByteShift) - 1) * Bits;
}
