using System.Buffers.Binary;
using System.Numerics;

namespace SkillsPassport.Credentials.Jose;

/// <summary>
/// Division modulo the order of P-256, on eight words of 32 bits, the lowest first. For public numbers only: how long
/// it takes depends on them. OpenSSL's own takes ten times as long.
/// </summary>
internal static class P256Order
{
    private const int Words = 8;

    // Quotients are told from this many leading bits, so that the numbers of a step fit 31 bits, and its sums 64.
    private const int LeadingBits = 62;

    private static ReadOnlySpan<uint> Order =>
    [
        0xFC632551, 0xF3B9CAC2, 0xA7179E84, 0xBCE6FAAD, uint.MaxValue, uint.MaxValue, 0, uint.MaxValue,
    ];

    /// <summary>
    /// Finds the number whose product with this one is 1 modulo the order: Euclid's algorithm in Lehmer's way, many
    /// quotients at once from the leading bits, as long as Collins' condition says that they are right (Knuth, The Art
    /// of Computer Programming 2, section 4.5.2, algorithm L).
    /// </summary>
    /// <param name="number">32 octets.</param>
    /// <param name="inverse">32 octets; filled when the answer is true.</param>
    /// <returns>False where leading bits do not tell: 0, 1, numbers of few bits or hardly below the order, and beyond
    /// it. Of random ones that is one in billions.</returns>
    public static bool TryInvert(ReadOnlySpan<byte> number, Span<byte> inverse)
    {
        // a = -x number and b = y number at first, with both signs changed after an odd count of steps.
        Span<uint> a = stackalloc uint[Words];
        Span<uint> b = stackalloc uint[Words];
        Span<uint> x = stackalloc uint[Words];
        Span<uint> y = stackalloc uint[Words];
        Order.CopyTo(a);
        Read(number, b);
        x.Clear();
        y.Clear();
        y[0] = 1;
        var isOdd = false;
        for (var top = TopOf(a); top >= 2; top = TopOf(a))
        {
            var shift = BitOperations.LeadingZeroCount(a[top]);
            var steps = Steps.From(Leading(a, top, shift), Leading(b, top, shift));
            if (steps.IsNone)
            {
                return false;
            }

            steps.Subtract(a, b);
            steps.Add(x, y);
            isOdd ^= steps.IsOdd;
        }

        return TryEnd(Low(a), Low(b), x, y, isOdd, inverse);
    }

    // The last steps, where both numbers fit a word of the machine.
    private static bool TryEnd(ulong a, ulong b, Span<uint> x, Span<uint> y, bool isOdd, Span<byte> inverse)
    {
        (ulong U0, ulong V0, ulong U1, ulong V1) m = (1, 0, 0, 1);
        for (; b > 1; isOdd = !isOdd)
        {
            var quotient = a / b;
            (a, b) = (b, a - (quotient * b));
            m = (m.U1, m.V1, m.U0 + (quotient * m.U1), m.V0 + (quotient * m.V1));
        }

        UInt128 carry = 0;
        for (var i = 0; i < Words; i++)
        {
            carry += ((UInt128)m.U1 * x[i]) + ((UInt128)m.V1 * y[i]);
            y[i] = (uint)carry;
            carry >>= 32;
        }

        if (isOdd)
        {
            SubtractFromOrder(y);
        }

        for (var i = 0; i < Words; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(inverse[(4 * (Words - 1 - i))..], y[i]);
        }

        return b == 1;
    }

    private static void Read(ReadOnlySpan<byte> bigEndian, Span<uint> number)
    {
        for (var i = 0; i < Words; i++)
        {
            number[i] = BinaryPrimitives.ReadUInt32BigEndian(bigEndian[(4 * (Words - 1 - i))..]);
        }
    }

    private static int TopOf(ReadOnlySpan<uint> number) => number.LastIndexOfAnyExcept(0u);

    private static ulong Low(ReadOnlySpan<uint> number) => ((ulong)number[1] << 32) | number[0];

    private static ulong Leading(ReadOnlySpan<uint> number, int top, int shift)
    {
        var three = ((UInt128)number[top] << 64) | ((UInt128)number[top - 1] << 32) | number[top - 2];
        return (ulong)((three << shift) >> (96 - LeadingBits));
    }

    private static void SubtractFromOrder(Span<uint> number)
    {
        long borrow = 0;
        for (var i = 0; i < Words; i++)
        {
            borrow += (long)Order[i] - number[i];
            number[i] = (uint)borrow;
            borrow >>= 32;
        }
    }

    /// <summary>Several steps of Euclid's algorithm in one: what becomes of its two numbers, signs left out.</summary>
    private readonly record struct Steps(ulong U0, ulong V0, ulong U1, ulong V1, bool IsOdd)
    {
        public bool IsNone => V0 == 0;

        public static Steps From(ulong a, ulong b)
        {
            ulong u0 = 0, u1 = 1, u2 = 0, v0 = 0, v1 = 0, v2 = 1;
            var isOdd = true;
            // Collins: the step before this one was right for whatever bits follow.
            while (b >= v2 && a - b >= v1 + v2)
            {
                var quotient = a / b;
                (a, b) = (b, a - (quotient * b));
                (u0, u1, u2) = (u1, u2, u1 + (quotient * u2));
                (v0, v1, v2) = (v1, v2, v1 + (quotient * v2));
                isOdd = !isOdd;
            }

            return new Steps(u0, v0, u1, v1, isOdd);
        }

        /// <summary>To the numbers themselves: what is taken off is always the smaller.</summary>
        public void Subtract(Span<uint> a, Span<uint> b)
        {
            // After an odd count of steps it is the other product.
            var sign = IsOdd ? -1L : 1L;
            long u0 = sign * (long)U0, v0 = sign * (long)V0, u1 = sign * (long)U1, v1 = sign * (long)V1;
            long carryA = 0, carryB = 0;
            for (var i = 0; i < Words; i++)
            {
                carryA += (u0 * a[i]) - (v0 * b[i]);
                carryB += (v1 * b[i]) - (u1 * a[i]);
                (a[i], b[i]) = ((uint)carryA, (uint)carryB);
                carryA >>= 32;
                carryB >>= 32;
            }
        }

        /// <summary>To their factors, whose signs are told apart.</summary>
        public void Add(Span<uint> x, Span<uint> y)
        {
            ulong carryX = 0, carryY = 0;
            for (var i = 0; i < Words; i++)
            {
                carryX += (U0 * x[i]) + (V0 * y[i]);
                carryY += (U1 * x[i]) + (V1 * y[i]);
                (x[i], y[i]) = ((uint)carryX, (uint)carryY);
                carryX >>= 32;
                carryY >>= 32;
            }
        }
    }
}
