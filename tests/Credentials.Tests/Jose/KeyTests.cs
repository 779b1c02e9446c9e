using System.Security.Cryptography;
using System.Text.Json;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.Tests.Jose;

public sealed class KeyTests
{
    private const string X = "b28d4MwZMjw8-00CG4xfnn9SLMVMM19SlqZpVb_uNtQ";
    private const string Y = "Xv5zWwuoaTgdS6hV43yI6gBwTnjukmFQQnJ_kCxzqk8";

    [Fact]
    public void The_thumbprint_follows_rfc7638()
    {
        var json = $$"""{"crv":"P-256","kty":"EC","x":"{{X}}","y":"{{Y}}"}""";
        var expected = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(json));
        using var key = VerificationKey.FromJwk(Parse($$"""{"kty":"EC","crv":"P-256","x":"{{X}}","y":"{{Y}}"}"""));
        Assert.Equal(Base64UrlStrict.Encode(expected), key.Kid);
        Assert.Equal(expected[..8], key.Kid8);
    }

    [Theory]
    [InlineData($$"""{"kty":"EC","crv":"P-256","x":"{{X}}","y":"{{Y}}","d":"AA"}""")]
    [InlineData($$"""{"kty":"EC","crv":"P-384","x":"{{X}}","y":"{{Y}}"}""")]
    [InlineData($$"""{"kty":"OKP","crv":"P-256","x":"{{X}}","y":"{{Y}}"}""")]
    [InlineData($$"""{"kty":"EC","crv":"P-256","x":"{{X}}"}""")]
    [InlineData($$"""{"kty":"EC","crv":"P-256","x":"{{X}}","y":7}""")]
    [InlineData($$"""{"kty":"EC","crv":"P-256","x":"{{X}}","y":"{{X}}"}""")]
    [InlineData($$"""{"kty":"EC","crv":"P-256","x":"{{X}}=","y":"{{Y}}"}""")]
    [InlineData($$"""{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}""")]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","y":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""")]
    [InlineData($$"""{"kty":"EC","crv":"P-256","x":"{{X}}","y":"{{Y}}","use":"enc"}""")]
    [InlineData($$"""{"kty":"EC","crv":"P-256","x":"{{X}}","y":"{{Y}}","alg":"ECDH-ES"}""")]
    [InlineData($$"""{"kty":"EC","crv":"P-256","x":"{{X}}","y":"{{Y}}","kid":7}""")]
    [InlineData("""[]""")]
    public void A_key_that_is_not_a_public_p256_point_is_refused(string json) =>
        Assert.Equal(InputRefusal.Key, Forge.RefusalOf(() => Parse(json)));

    [Fact]
    public void A_point_off_the_curve_cannot_be_imported() =>
        Assert.Equal(InputRefusal.Key, Forge.RefusalOf(() => VerificationKey.FromJwk(new Jwk { X = X, Y = X })));

    [Fact]
    public void Other_curves_cannot_sign()
    {
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.Equal(InputRefusal.Key, Forge.RefusalOf(() => _ = new EcSigner(p384)));
    }

    [Fact]
    public void A_signer_refuses_a_chain_for_another_key()
    {
        var chain = TestChain.Make("https://issuer.example", Forge.Stranger.PublicJwk);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Equal(InputRefusal.Certificate, Forge.RefusalOf(() => _ = new EcSigner(key, [chain.Leaf])));
    }

    [Fact]
    public void A_signer_reads_pem()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var signer = EcSigner.FromPem(key.ExportPkcs8PrivateKeyPem(), null);
        Assert.Equal(Jwk.FromEcdsa(key).Thumbprint(), signer.Kid);
    }

    [Fact]
    public void Keys_are_shared_by_threads()
    {
        var failures = 0;
        Parallel.For(0, 400, i =>
        {
            var data = BitConverter.GetBytes(i);
            if (!Forge.IssuerKey.Verify(data, Forge.Issuer.Sign(data)))
            {
                Interlocked.Increment(ref failures);
            }
        });
        Assert.Equal(0, failures);
    }

    [Theory]
    [InlineData("0", true)]
    [InlineData("1773252000", true)]
    [InlineData("253402300799", true)]
    [InlineData("253402300800", false)]
    [InlineData("-1", false)]
    [InlineData("1.5", false)]
    [InlineData("1.0", false)]
    [InlineData("1e3", false)]
    [InlineData("1e400", false)]
    [InlineData("99999999999999999999", false)]
    [InlineData("\"1773252000\"", false)]
    [InlineData("null", false)]
    [InlineData("true", false)]
    public void A_numeric_date_is_whole_seconds_before_the_year_10000(string json, bool ok)
    {
        using var document = StrictJson.Parse(System.Text.Encoding.UTF8.GetBytes($"[{json}]"));
        Assert.Equal(ok, StrictJson.TryGetDate(document.RootElement[0], out _));
    }

    private static Jwk Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Jwk.Parse(document.RootElement);
    }
}
