using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace SkillsPassport.Credentials.Status;

/// <summary>
/// Turns a counter into status indexes that nobody can predict or relate: a keyed permutation of the numbers below the
/// list's size (a Feistel network over HMAC-SHA-256 with cycle walking). Unique by construction, so that allocating is
/// counting, however full the list is. Neighbouring credentials of a batch say nothing about each other.
/// </summary>
public sealed class StatusIndexPermutation
{
    private const int Rounds = 8;

    private readonly int _size;
    private readonly int _halfBits;
    private readonly int _halfMask;
    private readonly ushort[] _roundFunction;

    /// <summary>Derives the permutation of one list.</summary>
    /// <param name="key">Secret of that list, at least 16 bytes.</param>
    /// <param name="size">Number of indexes, 2 to <see cref="StatusList.MaxSize"/>.</param>
    public StatusIndexPermutation(byte[] key, int size)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentOutOfRangeException.ThrowIfLessThan(key.Length, 16, nameof(key));
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, StatusList.MaxSize);
        _size = size;
        _halfBits = (BitOperations.Log2((uint)size - 1) + 2) / 2;
        _halfMask = (1 << _halfBits) - 1;
        _roundFunction = Tabulate(key, _halfBits);
    }

    /// <summary>The index for this counter value; different counters below the size give different indexes.</summary>
    public int Permute(int counter)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)counter, (uint)_size, nameof(counter));
        var value = counter;
        do
        {
            value = Encrypt(value);
        }
        while (value >= _size); // the network works on a power of four; walk on until inside the list

        return value;
    }

    private int Encrypt(int value)
    {
        int left = value >> _halfBits, right = value & _halfMask;
        for (var round = 0; round < Rounds; round++)
        {
            (left, right) = (right, left ^ _roundFunction[round << _halfBits | right]);
        }

        return left << _halfBits | right;
    }

    // Half-blocks are small: all values of all rounds are computed once, sixteen from each HMAC.
    private static ushort[] Tabulate(byte[] key, int halfBits)
    {
        var table = new ushort[Rounds << halfBits];
        Span<byte> input = stackalloc byte[4];
        Span<byte> output = stackalloc byte[HMACSHA256.HashSizeInBytes];
        for (var block = 0; block * 16 < table.Length; block++)
        {
            BinaryPrimitives.WriteInt32BigEndian(input, block);
            HMACSHA256.HashData(key, input, output);
            for (var i = 0; i < 16 && block * 16 + i < table.Length; i++)
            {
                table[block * 16 + i] =
                    (ushort)(BinaryPrimitives.ReadUInt16BigEndian(output[(2 * i)..]) & (1 << halfBits) - 1);
            }
        }

        return table;
    }
}
