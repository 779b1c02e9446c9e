using System.Globalization;
using System.Numerics;
using System.Reflection;
using System.Security.Cryptography;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.Tests.Jose;

/// <summary>
/// FIPS 186-5 section 6.4.2 at its edges: signatures that only the owner of the key could make up, so that no other
/// text's signature leads there. Each is asked of a fresh key and of one that has been used so often that it is kept ready.
/// </summary>
public sealed class SignatureTests
{
    private static readonly BigInteger Order =
        BigInteger.Parse("0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", NumberStyles.HexNumber);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_signature_that_leads_to_the_point_at_infinity_is_no_signature(bool often)
    {
        using var subject = new Subject(often);
        for (var i = 0; i < 8; i++)
        {
            byte[] data = [(byte)i];
            // r = -e/d, so that e/s G + r/s Q is nothing, whatever s is.
            var r = Modulo(-Digest(data) * Inverse(subject.Secret));
            Assert.False(subject.Verify(data, r, i + 1));
            Assert.False(subject.Verify(data, r, Order - 1 - i));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_signature_whose_two_points_are_one_is_no_signature(bool often)
    {
        using var subject = new Subject(often);
        for (var i = 0; i < 8; i++)
        {
            byte[] data = [(byte)i];
            Assert.False(subject.Verify(data, Modulo(Digest(data) * Inverse(subject.Secret)), i + 1));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_verdict_is_that_of_the_platform(bool often)
    {
        using var subject = new Subject(often);
        for (var i = 0; i < 1_000; i++)
        {
            var data = RandomNumberGenerator.GetBytes(i % 40);
            var signature = subject.Key.SignData(data, HashAlgorithmName.SHA256);
            Assert.True(subject.Verify(data, signature));
            // The other root is a signature as well, as far as ECDSA goes.
            var r = Number(signature[..32]);
            Assert.True(subject.Verify(data, r, Order - Number(signature[32..])));
            signature[i % 64] ^= (byte)(1 << (i % 8));
            Assert.Equal(subject.Key.VerifyData(data, signature, HashAlgorithmName.SHA256), subject.Verify(data, signature));
            Assert.False(subject.Verify(data, Modulo(r + i + 1), r));
            Assert.False(subject.Verify(data, i, r));
            Assert.False(subject.Verify(data, r, i));
            Assert.False(subject.Verify(data, Order + (i % 2), r));
        }
    }

    /// <summary>Products and sums where quick ways of multiplying go wrong: numbers of few bits, of all bits, near the
    /// order, and sums of a point with itself.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Signatures_with_odd_multiples_are_good_and_others_are_not(bool often)
    {
        BigInteger[] edges =
        [
            .. Enumerable.Range(0, 10).Select(i => (BigInteger)(i + 1)), .. Enumerable.Range(0, 10).Select(i => Order - 1 - i),
            .. Enumerable.Range(1, 16).SelectMany(i => new[] { (BigInteger.One << (16 * i)) - 1, BigInteger.One << ((16 * i) - 1) })
                .Select(Modulo),
            (Order - 1) / 2, (Order + 1) / 2,
        ];
        using var subject = new Subject(often);
        foreach (var u2 in edges)
        {
            // u1 G and u2 Q are the same point, or each other's opposite, where u1 = u2 d or -u2 d.
            foreach (var u1 in (BigInteger[])[.. edges, 0, Modulo(u2 * subject.Secret), Modulo(-u2 * subject.Secret)])
            {
                var times = Modulo(u1 + (u2 * subject.Secret));
                var r = times.IsZero ? 1 : Modulo(XOfMultiple(times));
                var s = Modulo(r * Inverse(u2));
                byte[] digest = Bytes(Modulo(u1 * s)), signature = [.. Bytes(r), .. Bytes(s)];
                Assert.Equal(!times.IsZero, subject.VerifyDigest(digest, signature));
                Assert.Equal(!times.IsZero, subject.Key.VerifyHash(digest, signature));
                digest[31] ^= 1;
                Assert.Equal(subject.Key.VerifyHash(digest, signature), subject.VerifyDigest(digest, signature));
            }
        }
    }

    private static BigInteger XOfMultiple(BigInteger times)
    {
        using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = Bytes(times) });
        return Number(key.ExportParameters(false).Q.X!);
    }

    private static BigInteger Digest(byte[] data) => Modulo(Number(SHA256.HashData(data)));

    private static BigInteger Modulo(BigInteger value) => ((value % Order) + Order) % Order;

    // Fermat: the order is prime.
    private static BigInteger Inverse(BigInteger value) => BigInteger.ModPow(value, Order - 2, Order);

    private static BigInteger Number(byte[] octets) => new(octets, isUnsigned: true, isBigEndian: true);

    private static byte[] Bytes(BigInteger value)
    {
        var octets = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[32 - octets.Length], .. octets];
    }

    private sealed class Subject : IDisposable
    {
        private delegate bool Asked(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature);

        private readonly VerificationKey _verification;

        public Subject(bool often)
        {
            _verification = VerificationKey.FromJwk(Jwk.FromEcdsa(Key));
            if (often)
            {
                KeepReady();
            }
        }

        public ECDsa Key { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        public BigInteger Secret => Number(Key.ExportParameters(true).D!);

        public bool Verify(byte[] data, BigInteger r, BigInteger s) => Verify(data, [.. Bytes(r), .. Bytes(s)]);

        public bool Verify(byte[] data, byte[] signature) => _verification.Verify(data, signature);

        // A digest cannot be chosen from outside, which is as it should be.
        public bool VerifyDigest(byte[] digest, byte[] signature)
        {
            var verifier = typeof(VerificationKey).GetMethod("Verifier", BindingFlags.NonPublic | BindingFlags.Instance)!
                .Invoke(_verification, null)!;
            return verifier.GetType().GetMethod("Verify")!.CreateDelegate<Asked>(verifier)(digest, signature);
        }

        public void Dispose()
        {
            Key.Dispose();
            _verification.Dispose();
        }

        private void KeepReady()
        {
            byte[] data = [1, 2, 3];
            var signature = Key.SignData(data, HashAlgorithmName.SHA256);
            var isKeptReady = typeof(VerificationKey).GetProperty("IsKeptReady", BindingFlags.NonPublic | BindingFlags.Instance)!;
            for (var i = 0; !(bool)isKeptReady.GetValue(_verification)!; i++)
            {
                Assert.True(i < 1_000_000, "A key that is used all the time is not kept ready.");
                Assert.True(Verify(data, signature));
            }
        }
    }
}
