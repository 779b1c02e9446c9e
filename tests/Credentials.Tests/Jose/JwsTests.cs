using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.Tests.Jose;

public sealed class JwsTests
{
    private const string Payload = """{"a":1}""";

    [Fact]
    public void What_was_signed_is_read_and_verified()
    {
        var text = Jws.Sign(Forge.Issuer, new JsonObject { ["typ"] = "x+jwt", ["kid"] = "k" }, "payload"u8);
        var jws = Jws.Parse(text, 1000).RequireType("x+jwt");
        Assert.Equal("k", jws.Kid);
        Assert.Equal("payload"u8.ToArray(), jws.Payload);
        Assert.True(jws.VerifiedBy(Forge.IssuerKey));
        using var stranger = VerificationKey.FromJwk(Forge.Stranger.PublicJwk);
        Assert.False(jws.VerifiedBy(stranger));
    }

    [Theory]
    [InlineData("""{"alg":"none"}""", InputRefusal.Algorithm)]
    [InlineData("""{"alg":"None"}""", InputRefusal.Algorithm)]
    [InlineData("""{"alg":"nOnE"}""", InputRefusal.Algorithm)]
    [InlineData("""{"alg":"HS256"}""", InputRefusal.Algorithm)]
    [InlineData("""{"alg":"RS256"}""", InputRefusal.Algorithm)]
    [InlineData("""{"alg":"ES384"}""", InputRefusal.Algorithm)]
    [InlineData("""{"alg":"es256"}""", InputRefusal.Algorithm)]
    [InlineData("""{"alg":["ES256"]}""", InputRefusal.Algorithm)]
    [InlineData("""{"typ":"JWT"}""", InputRefusal.Algorithm)]
    [InlineData("""{"alg":"ES256","jwk":{}}""", InputRefusal.Header)]
    [InlineData("""{"alg":"ES256","jku":"https://evil.example/keys"}""", InputRefusal.Header)]
    [InlineData("""{"alg":"ES256","x5u":"https://evil.example/c"}""", InputRefusal.Header)]
    [InlineData("""{"alg":"ES256","crit":["exp"]}""", InputRefusal.Header)]
    [InlineData("""{"alg":"ES256","b64":false}""", InputRefusal.Header)]
    [InlineData("""{"alg":"ES256","b64":true}""", InputRefusal.Header)]
    [InlineData("""{"alg":"ES256","zip":"DEF"}""", InputRefusal.Header)]
    [InlineData("""{"alg":"ES256","enc":"A128GCM"}""", InputRefusal.Header)]
    [InlineData("""{"alg":"ES256","typ":7}""", InputRefusal.Header)]
    [InlineData("""{"alg":"ES256","kid":7}""", InputRefusal.Header)]
    [InlineData("""{"alg":"ES256","kid":""}""", InputRefusal.Header)]
    [InlineData("""{"alg":"ES256","kid":"a\u0000b"}""", InputRefusal.Header)]
    [InlineData("""{"alg":"ES256","kid":"a\nb"}""", InputRefusal.Header)]
    [InlineData("""{"alg":"ES256","alg":"ES256"}""", InputRefusal.Unreadable)]
    [InlineData("""{"alg":"ES256","\u0061lg":"none"}""", InputRefusal.Unreadable)]
    [InlineData("""["ES256"]""", InputRefusal.Unreadable)]
    [InlineData("""{"alg":"ES256",}""", InputRefusal.Unreadable)]
    [InlineData("""{"alg":"ES256"}{}""", InputRefusal.Unreadable)]
    [InlineData("""{"alg":"ES256","x":"\ud800"}""", InputRefusal.Unreadable)]
    public void A_header_that_breaks_a_rule_is_refused(string header, InputRefusal refusal) =>
        Assert.Equal(refusal, Forge.RefusalOf(() => Jws.Parse(Forge.Jws(header, Payload), 10_000)));

    [Fact]
    public void A_signature_made_with_the_public_key_as_secret_is_refused()
    {
        var input = $"{Forge.D("""{"alg":"HS256"}""")}.{Forge.D(Payload)}";
        var secret = Encoding.UTF8.GetBytes(Forge.Issuer.PublicJwk.ToJson().ToJsonString());
        var forged = $"{input}.{Forge.B64(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(input)))}";
        Assert.Equal(InputRefusal.Algorithm, Forge.RefusalOf(() => Jws.Parse(forged, 10_000)));
    }

    [Fact]
    public void An_embedded_key_passes_only_in_a_possession_proof()
    {
        var text = Forge.Jws($$"""{"alg":"ES256","jwk":{{Forge.Stranger.PublicJwk.ToJson().ToJsonString()}}}""", Payload);
        Assert.Equal(InputRefusal.Header, Forge.RefusalOf(() => Jws.Parse(text, 10_000)));
        Jws.Parse(text, 10_000, JwsHeaderRules.PossessionProof);
    }

    [Theory]
    [InlineData("", InputRefusal.Unreadable)]
    [InlineData("a", InputRefusal.Unreadable)]
    [InlineData("a.b", InputRefusal.Unreadable)]
    [InlineData(".b.c", InputRefusal.Unreadable)]
    [InlineData("e30.e30.AA.AA.AA", InputRefusal.Unreadable)]
    [InlineData("e30=.e30.AA", InputRefusal.NotCanonical)]
    [InlineData("e30 .e30.AA", InputRefusal.NotCanonical)]
    [InlineData("e30.e31.AA", InputRefusal.NotCanonical)]
    [InlineData("e30.e30.AB", InputRefusal.NotCanonical)]
    [InlineData("e30.e30.A", InputRefusal.NotCanonical)]
    [InlineData("e+0.e30.AA", InputRefusal.NotCanonical)]
    public void Anything_but_three_canonical_parts_is_refused(string text, InputRefusal refusal) =>
        Assert.Equal(refusal, Forge.RefusalOf(() => Jws.Parse(text, 10_000)));

    [Fact]
    public void A_byte_order_mark_and_invalid_utf8_are_refused()
    {
        byte[] header = [.. """{"alg":"ES256","kid":"x"}"""u8];
        byte[] marked = [0xEF, 0xBB, 0xBF, .. header];
        var broken = (byte[])header.Clone();
        broken[^3] = 0xFF;
        foreach (var bad in new[] { marked, broken })
        {
            Assert.Equal(InputRefusal.Unreadable, Forge.RefusalOf(() => Jws.Parse(Forge.Jws(bad, []), 10_000)));
        }
    }

    [Fact]
    public void Deep_nesting_is_refused_in_header_and_payload()
    {
        var deep = new string('[', 17) + new string(']', 17);
        Assert.Equal(InputRefusal.Unreadable, Forge.RefusalOf(() =>
            Jws.Parse(Forge.Jws($$"""{"alg":"ES256","x":{{deep}}}""", Payload), 10_000)));
        Assert.Equal(InputRefusal.Unreadable, Forge.RefusalOf(() =>
            Jws.Parse(Forge.Jws("""{"alg":"ES256"}""", $$"""{"x":{{deep}}}"""), 10_000).PayloadObject()));
    }

    [Fact]
    public void A_token_longer_than_allowed_is_refused_before_it_is_read() =>
        Assert.Equal(InputRefusal.TooLarge, Forge.RefusalOf(() => Jws.Parse(new string('A', 10_000_000), 1_000_000)));

    [Fact]
    public void A_long_header_is_refused()
    {
        var header = $$"""{"alg":"ES256","x":"{{new string('a', 40_000)}}"}""";
        Assert.Equal(InputRefusal.TooLarge, Forge.RefusalOf(() => Jws.Parse(Forge.Jws(header, Payload), 1_000_000)));
    }

    [Fact]
    public void Each_purpose_has_its_own_type()
    {
        var jws = Jws.Parse(Forge.Jws("""{"alg":"ES256","typ":"kb+jwt"}""", Payload), 1000);
        foreach (var other in new[] { "dc+sd-jwt", "KB+JWT", "application/kb+jwt", "statuslist+jwt" })
        {
            Assert.Equal(InputRefusal.Type, Forge.RefusalOf(() => jws.RequireType(other)));
        }
    }

    [Fact]
    public void Only_64_bytes_with_r_and_s_in_range_are_a_signature()
    {
        var good = Forge.Issuer.Sign("data"u8);
        var order = Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");
        var (r, s) = (good[..32], good[32..]);
        Assert.True(Forge.IssuerKey.Verify("data"u8, good));
        byte[][] bad =
        [
            [], good[..63], [.. good, 0], new byte[64], [.. new byte[32], .. s], [.. r, .. new byte[32]],
            [.. order, .. s], [.. r, .. order], [.. Enumerable.Repeat((byte)0xFF, 32), .. s],
            [.. r, .. Enumerable.Repeat((byte)0xFF, 32)], Der(r, s), [.. s, .. r],
        ];
        Assert.All(bad, signature => Assert.False(Forge.IssuerKey.Verify("data"u8, signature)));
    }

    private static byte[] Der(byte[] r, byte[] s)
    {
        var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteIntegerUnsigned(r);
            writer.WriteIntegerUnsigned(s);
        }

        return writer.Encode();
    }
}
