namespace SkillsPassport.Credentials.Jose;

/// <summary>
/// Arithmetic modulo the prime of P-256, on eight words of 32 bits, the lowest first. For public numbers only: how long
/// it takes depends on them. Every credential brings a holder's point to be checked, and big integers make garbage at
/// each step.
/// </summary>
internal static class P256Field
{
    private const int Words = 8;

    /// <summary>2^256 - 2^224 + 2^192 + 2^96 - 1.</summary>
    private static ReadOnlySpan<uint> Prime => [uint.MaxValue, uint.MaxValue, uint.MaxValue, 0, 0, 0, 1, uint.MaxValue];

    /// <summary>The curve's b.</summary>
    private static ReadOnlySpan<uint> B =>
    [
        0x27D2604B, 0x3BCE3C3E, 0xCC53B0F6, 0x651D06B0, 0x769886BC, 0xB3EBBD55, 0xAA3A93E7, 0x5AC635D8,
    ];

    /// <summary>True when x and y are below the prime and y² = x³ - 3x + b (SEC 2 section 2.4.2).</summary>
    public static bool IsOnCurve(ReadOnlySpan<byte> bigEndianX, ReadOnlySpan<byte> bigEndianY)
    {
        Span<uint> x = stackalloc uint[Words];
        Span<uint> y = stackalloc uint[Words];
        if (!TryRead(bigEndianX, x) || !TryRead(bigEndianY, y))
        {
            return false;
        }

        Span<uint> cube = stackalloc uint[Words];
        Span<uint> square = stackalloc uint[Words];
        Multiply(x, x, cube);
        Multiply(cube, x, cube);
        Multiply(y, y, square);
        Span<long> difference = stackalloc long[Words];
        for (var i = 0; i < Words; i++)
        {
            difference[i] = (long)square[i] - cube[i] + (3L * x[i]) - B[i];
        }

        Reduce(difference, square);
        return !square.ContainsAnyExcept(0u);
    }

    private static bool TryRead(ReadOnlySpan<byte> bigEndian, Span<uint> number)
    {
        for (var i = 0; i < Words; i++)
        {
            number[i] = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bigEndian[(4 * (Words - 1 - i))..]);
        }

        return IsBelowPrime(number);
    }

    private static void Multiply(ReadOnlySpan<uint> one, ReadOnlySpan<uint> other, Span<uint> result)
    {
        Span<uint> c = stackalloc uint[2 * Words];
        c.Clear();
        for (var i = 0; i < Words; i++)
        {
            ulong carry = 0;
            for (var j = 0; j < Words; j++)
            {
                carry += ((ulong)one[i] * other[j]) + c[i + j];
                c[i + j] = (uint)carry;
                carry >>= 32;
            }

            c[i + Words] = (uint)carry;
        }

        // FIPS 186-4 section D.2.3: t + 2s1 + 2s2 + s3 + s4 - d1 - d2 - d3 - d4, word by word.
        Span<long> sum =
        [
            (long)c[0] + c[8] + c[9] - c[11] - c[12] - c[13] - c[14],
            (long)c[1] + c[9] + c[10] - c[12] - c[13] - c[14] - c[15],
            (long)c[2] + c[10] + c[11] - c[13] - c[14] - c[15],
            c[3] + (2L * c[11]) + (2L * c[12]) + c[13] - c[15] - c[8] - c[9],
            c[4] + (2L * c[12]) + (2L * c[13]) + c[14] - c[9] - c[10],
            c[5] + (2L * c[13]) + (2L * c[14]) + c[15] - c[10] - c[11],
            c[6] + (3L * c[14]) + (2L * c[15]) + c[13] - c[8] - c[9],
            c[7] + (3L * c[15]) + c[8] - c[10] - c[11] - c[12] - c[13],
        ];
        Reduce(sum, result);
    }

    /// <summary>Brings words that are too large or negative back to a number below the prime.</summary>
    private static void Reduce(Span<long> words, Span<uint> result)
    {
        for (var overflow = Carry(words); overflow != 0; overflow = Carry(words))
        {
            // 2^256 = 2^224 - 2^192 - 2^96 + 1 modulo the prime.
            words[0] += overflow;
            words[3] -= overflow;
            words[6] -= overflow;
            words[7] += overflow;
        }

        for (var i = 0; i < Words; i++)
        {
            result[i] = (uint)words[i];
        }

        if (!IsBelowPrime(result))
        {
            Subtract(result, Prime);
        }
    }

    /// <summary>Makes every word 32 bits again; gives what is left over at the top, which may be negative.</summary>
    private static long Carry(Span<long> words)
    {
        long carry = 0;
        foreach (ref var word in words)
        {
            carry += word;
            word = (uint)carry;
            carry >>= 32;
        }

        return carry;
    }

    private static bool IsBelowPrime(ReadOnlySpan<uint> number)
    {
        for (var i = Words - 1; i >= 0; i--)
        {
            if (number[i] != Prime[i])
            {
                return number[i] < Prime[i];
            }
        }

        return false;
    }

    private static void Subtract(Span<uint> from, ReadOnlySpan<uint> number)
    {
        long borrow = 0;
        for (var i = 0; i < Words; i++)
        {
            borrow += (long)from[i] - number[i];
            from[i] = (uint)borrow;
            borrow >>= 32;
        }
    }
}
