using System.Text;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.SdJwtVc;

namespace SkillsPassport.Credentials.Tests.SdJwtVc;

public sealed class IssuerMetadataTests
{
    private const string Issuer = "https://issuer.example/tenant/1";

    [Theory]
    [InlineData("https://issuer.example", "https://issuer.example/.well-known/jwt-vc-issuer")]
    [InlineData("https://issuer.example/", "https://issuer.example/.well-known/jwt-vc-issuer")]
    [InlineData(Issuer, "https://issuer.example/.well-known/jwt-vc-issuer/tenant/1")]
    [InlineData("http://localhost:5101", "http://localhost:5101/.well-known/jwt-vc-issuer")]
    public void The_well_known_path_goes_between_host_and_path(string issuer, string expected) =>
        Assert.Equal(new Uri(expected), IssuerMetadata.AddressOf(new Uri(issuer)));

    [Fact]
    public void What_is_built_is_read_back()
    {
        var metadata = IssuerMetadata.Parse(
            IssuerMetadata.Build(Issuer, [Forge.Issuer.PublicJwk, Forge.Stranger.PublicJwk]), Issuer);
        Assert.Equal([Forge.Issuer.Kid, Forge.Stranger.Kid], metadata.Keys.Select(key => key.Kid));
    }

    [Theory]
    [InlineData("""{"issuer":"https://evil.example","jwks":{"keys":[]}}""")]
    [InlineData("""{"issuer":"https://issuer.example/tenant/1/","jwks":{"keys":[]}}""")]
    [InlineData("""{"jwks":{"keys":[]}}""")]
    [InlineData("""{"issuer":"https://issuer.example/tenant/1"}""")]
    [InlineData("""{"issuer":"https://issuer.example/tenant/1","jwks":{"keys":[]},"jwks_uri":"https://a"}""")]
    [InlineData("""{"issuer":"https://issuer.example/tenant/1","jwks":{"keys":7}}""")]
    [InlineData("""{"issuer":"https://issuer.example/tenant/1","jwks_uri":"keys"}""")]
    [InlineData("""[]""")]
    public void Metadata_of_another_issuer_or_with_no_single_source_of_keys_are_refused(string json) =>
        Assert.Equal(InputRefusal.Key, Forge.RefusalOf(() =>
            IssuerMetadata.Parse(Encoding.UTF8.GetBytes(json), Issuer)));

    [Fact]
    public void Keys_of_other_kinds_are_skipped_and_kids_are_unique()
    {
        var good = Forge.Issuer.PublicJwk.ToJson().ToJsonString();
        var mixed = $$"""{"issuer":"{{Issuer}}","jwks":{"keys":[{"kty":"RSA","n":"AA","e":"AQAB"},{{good}}]} }""";
        Assert.Single(IssuerMetadata.Parse(Encoding.UTF8.GetBytes(mixed), Issuer).Keys);
        var twice = $$"""{"issuer":"{{Issuer}}","jwks":{"keys":[{{good}},{{good}}]} }""";
        Assert.Equal(InputRefusal.Key, Forge.RefusalOf(() =>
            IssuerMetadata.Parse(Encoding.UTF8.GetBytes(twice), Issuer)));
    }
}
