using System.Globalization;
using System.Numerics;
using System.Reflection;
using System.Security.Cryptography;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.Tests.Jose;

/// <summary>Division modulo the order of P-256, told by big integers. A wrong quotient would only be slow, since OpenSSL
/// looks at each; so it is asked here directly.</summary>
public sealed class OrderTests
{
    private static readonly BigInteger Order =
        BigInteger.Parse("0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", NumberStyles.HexNumber);

    private static readonly Asked TryInvert = typeof(VerificationKey).Assembly
        .GetType($"{typeof(VerificationKey).Namespace}.P256Order", throwOnError: true)!
        .GetMethod("TryInvert", BindingFlags.Static | BindingFlags.Public)!.CreateDelegate<Asked>();

    private delegate bool Asked(ReadOnlySpan<byte> number, Span<byte> inverse);

    [Fact]
    public void Numbers_as_signatures_have_them_have_their_inverse()
    {
        for (var i = 0; i < 20_000; i++)
        {
            var number = Modulo(Number(RandomNumberGenerator.GetBytes(32)));
            Assert.Equal(BigInteger.One, Modulo(number * Inverse(number)!.Value));
        }
    }

    [Fact]
    public void Odd_numbers_have_their_inverse_or_none_and_never_another()
    {
        BigInteger[] near = [.. Enumerable.Range(0, 257).Select(bit => BigInteger.One << bit)];
        BigInteger[] parts = [.. Enumerable.Range(2, 60).Select(part => Order / part), .. near.Select(power => Order / power)];
        // Quotients of 1 and nothing else, the most steps there can be; and with another one somewhere.
        var (one, next) = (BigInteger.One, BigInteger.One);
        while (one < Order)
        {
            (one, next) = (next, one + next);
        }

        var golden = Enumerable.Range(0, 500).Select(i => (Order * one / next) + (BigInteger.One << (i / 2)) + i);
        BigInteger[] edges = [0, Order, .. near, .. near.Select(power => Order - power), .. parts, .. golden];
        var found = 0;
        foreach (var edge in edges)
        {
            foreach (var number in Enumerable.Range(-3, 7).Select(step => edge + step))
            {
                if (number.Sign >= 0 && number < BigInteger.One << 256 && Inverse(number) is { } inverse
                    && number.Sign > 0 && number < Order)
                {
                    Assert.Equal(BigInteger.One, Modulo(number * inverse));
                    found++;
                }
            }
        }

        Assert.InRange(found, 1_000, 10_000);
    }

    private static BigInteger? Inverse(BigInteger number)
    {
        var octets = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        var inverse = new byte[32];
        return TryInvert([.. new byte[32 - octets.Length], .. octets], inverse) ? Number(inverse) : null;
    }

    private static BigInteger Number(byte[] octets) => new(octets, isUnsigned: true, isBigEndian: true);

    private static BigInteger Modulo(BigInteger value) => ((value % Order) + Order) % Order;
}
