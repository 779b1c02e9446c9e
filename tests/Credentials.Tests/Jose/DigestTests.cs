using System.Security.Cryptography;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.Tests.Jose;

/// <summary>Short texts are hashed past .NET's own way: both must say the same of every text.</summary>
public sealed class DigestTests
{
    private static readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static readonly int[] _lengths =
        [.. Enumerable.Range(0, 600), 4095, 4096, 4097, 8191, 8192, 8193, 10_000];

    [Fact]
    public void What_we_sign_at_every_length_verifies_with_dotnet()
    {
        using var signer = new EcSigner(ECDsa.Create(_key.ExportParameters(true)));
        Assert.All(_lengths, length => Assert.True(
            _key.VerifyData(Text(length), signer.Sign(Text(length)), HashAlgorithmName.SHA256)));
    }

    [Fact]
    public void What_dotnet_signs_at_every_length_verifies_with_us_and_not_after_a_changed_bit()
    {
        using var key = VerificationKey.FromJwk(Jwk.FromEcdsa(_key));
        Assert.All(_lengths, length =>
        {
            // In the middle of a buffer: nothing before or after it may count.
            byte[] around = [1, .. Text(length), 2];
            var signature = _key.SignData(Text(length), HashAlgorithmName.SHA256);
            Assert.True(key.Verify(around.AsSpan(1, length), signature));
            if (length > 0)
            {
                around[1 + (length * 7 / 11)] ^= 1;
                Assert.False(key.Verify(around.AsSpan(1, length), signature));
            }
        });
    }

    [Fact]
    public void Signatures_with_numbers_of_every_length_verify_and_their_neighbours_do_not()
    {
        using var key = VerificationKey.FromJwk(Jwk.FromEcdsa(_key));
        var text = Text(100);
        var lengths = new HashSet<(int, bool)>();
        for (var i = 0; i < 4_000; i++)
        {
            var signature = _key.SignData(text, HashAlgorithmName.SHA256);
            foreach (var number in new[] { signature[..32], signature[32..] })
            {
                var first = Array.FindIndex(number, octet => octet != 0);
                lengths.Add((32 - first, number[first] >= 0x80));
            }

            Assert.True(key.Verify(text, signature));
            signature[i % signature.Length] ^= (byte)(1 << (i % 8));
            Assert.False(key.Verify(text, signature));
        }

        // Whole ones and shorter ones, with and without a first bit that would make them look negative.
        Assert.Superset(new HashSet<(int, bool)> { (32, true), (32, false), (31, true), (31, false) }, lengths);
    }

    [Fact]
    public void Many_threads_at_once_do_not_disturb_each_other()
    {
        using var key = VerificationKey.FromJwk(Jwk.FromEcdsa(_key));
        using var signer = new EcSigner(ECDsa.Create(_key.ExportParameters(true)));
        Parallel.For(0, 5_000, i =>
        {
            var text = Text(100 + (i % 100));
            BitConverter.TryWriteBytes(text, i);
            Assert.True(key.Verify(text, signer.Sign(text)));
        });
    }

    private static byte[] Text(int length)
    {
        var text = new byte[length];
        new Random(length).NextBytes(text);
        return text;
    }
}
