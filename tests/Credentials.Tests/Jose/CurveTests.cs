using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.Tests.Jose;

/// <summary>SEC 2 section 2.4.2: which pairs of numbers are points of P-256, told by big integers.</summary>
public sealed class CurveTests
{
    private static readonly BigInteger Prime = Hex("FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF");
    private static readonly BigInteger B = Hex("5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B");

    [Fact]
    public void Points_of_fresh_keys_are_on_the_curve()
    {
        for (var i = 0; i < 200; i++)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var point = key.ExportParameters(false).Q;
            Assert.True(IsValid(point.X!, point.Y!));
            Assert.True(IsValid(point.X!, Bytes(Prime - Number(point.Y!))));
            foreach (var bit in (int[])[0, 31, 32, 95, 96, 191, 192, 223, 224, 255])
            {
                Assert.False(IsValid(point.X!, Flipped(point.Y!, bit)));
                Assert.False(IsValid(Flipped(point.X!, bit), point.Y!));
            }
        }
    }

    [Fact]
    public void Every_answer_is_that_of_big_integers_also_at_the_edges()
    {
        BigInteger[] edges =
        [
            .. Enumerable.Range(0, 6).SelectMany(i => new[] { (BigInteger)i, Prime - 1 - i, Prime + i }),
            .. Enumerable.Range(1, 255).Select(bit => BigInteger.One << bit),
            .. Enumerable.Range(1, 255).Select(bit => (BigInteger.One << bit) - 1),
            (BigInteger.One << 256) - 1,
        ];
        foreach (var x in edges)
        {
            // A root when there is one: the prime is 3 modulo 4.
            var square = Modulo((x * x * x) - (3 * x) + B);
            var root = BigInteger.ModPow(square, (Prime + 1) / 4, Prime);
            foreach (var y in (BigInteger[])[root, Prime - root, root + 1, root + Prime, 0])
            {
                if (y < BigInteger.One << 256)
                {
                    Assert.Equal(x < Prime && y < Prime && Modulo(y * y) == square, IsValid(Bytes(x), Bytes(y)));
                }
            }
        }
    }

    private static bool IsValid(byte[] x, byte[] y) =>
        new Jwk { X = Base64UrlStrict.Encode(x), Y = Base64UrlStrict.Encode(y) }.IsValid();

    private static BigInteger Modulo(BigInteger value) => ((value % Prime) + Prime) % Prime;

    private static byte[] Flipped(byte[] bytes, int bit)
    {
        byte[] changed = [.. bytes];
        changed[31 - (bit / 8)] ^= (byte)(1 << (bit % 8));
        return changed;
    }

    private static byte[] Bytes(BigInteger value)
    {
        var bytes = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[32 - bytes.Length], .. bytes];
    }

    private static BigInteger Number(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private static BigInteger Hex(string hex) =>
        BigInteger.Parse("0" + hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
