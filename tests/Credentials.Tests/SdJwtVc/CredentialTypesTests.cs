using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Credentials.SdJwtVc;

namespace SkillsPassport.Credentials.Tests.SdJwtVc;

public sealed class CredentialTypesTests
{
    [Fact]
    public void A_published_version_never_changes()
    {
        // A change of these hashes breaks vct#integrity of every credential in circulation: publish a new version.
        Assert.Equal(
            [
                "sha256-frXHNjv8pM9LeJ0HhUINk3hhVOPK5JRmvIfYePnY3hI=",
                "sha256-PgeV4FdDpFqL1PQWF5NarUc+241HWHh42brtf0giMi0=",
            ],
            CredentialTypes.All.Select(type => type.Integrity));
    }

    [Fact]
    public void Every_type_is_named_in_english_and_bangla()
    {
        foreach (var type in CredentialTypes.All)
        {
            Assert.All(["en", "bn"], locale => Assert.Contains(locale, type.Display.Keys));
            Assert.All(type.Claims, claim => Assert.Equal(["en", "bn"], claim.Display.Select(one => one.Locale)));
            Assert.True(Encoding.UTF8.GetString(type.MetadataBytes).IsNormalized(NormalizationForm.FormC));
            Assert.Equal($"https://passport.example.gov.bd/credentials/{type.Name}/{type.Version}", type.Vct);
            Assert.Equal(type, CredentialTypes.For(type.Award));
        }
    }

    [Fact]
    public void Every_claim_of_the_schema_is_in_the_metadata_and_the_other_way_round()
    {
        foreach (var type in CredentialTypes.All)
        {
            using var schema = JsonDocument.Parse(type.SchemaBytes);
            var inSchema = schema.RootElement.GetProperty("properties").EnumerateObject().Select(one => one.Name);
            var inMetadata = type.Claims.Where(claim => claim.Path.Count == 1).Select(claim => claim.Path[0]!);
            Assert.Equal(inSchema.Order(), inMetadata.Order());
            Assert.Equal(
                schema.RootElement.GetProperty("required").EnumerateArray().Select(one => one.GetString()!).Order(),
                type.Claims.Where(claim => claim is { Mandatory: true, Path.Count: 1 }).Select(claim => claim.Path[0]!).Order());
        }
    }

    [Fact]
    public void Registered_claims_are_never_hidden()
    {
        string[] registered = ["iss", "nbf", "exp", "cnf", "vct", "vct#integrity", "status"];
        foreach (var type in CredentialTypes.All)
        {
            Assert.All(registered, name => Assert.Equal(SelectiveDisclosure.Never,
                type.Claims.Single(claim => claim.Path.Count == 1 && claim.Path[0] == name).Sd));
        }
    }

    [Fact]
    public void Integrity_is_the_strongest_hash_of_the_octets()
    {
        var type = CredentialTypes.All[0];
        var wrong = "sha512-" + Convert.ToBase64String(new byte[64]);
        var sha512 = "sha512-" + Convert.ToBase64String(SHA512.HashData(type.MetadataBytes));
        Assert.True(type.IsIntegrity(type.Integrity));
        Assert.True(type.IsIntegrity(sha512));
        Assert.True(type.IsIntegrity($"{wrong} {sha512}"));
        Assert.False(type.IsIntegrity($"{type.Integrity} {wrong}"));
        Assert.False(type.IsIntegrity(""));
        Assert.False(type.IsIntegrity("md5-AAAA"));
        Assert.False(type.IsIntegrity(type.Integrity.TrimEnd('=')));
    }

    [Theory]
    [InlineData("""{"vct":"x","extends":"y","display":[],"claims":[]}""")]
    [InlineData("""{"vct":"x","display":[],"claims":[{"path":["a"],"sd":"sometimes"}]}""")]
    [InlineData("""{"vct":"x","display":[],"claims":[{"path":["a",0]}]}""")]
    [InlineData("""{"vct":"x","display":[],"claims":[{"path":["a"]}]}""")]
    [InlineData("""{"vct":"x","display":[],"claims":[{"path":["b"],"mandatory":true},{"path":["c"]}]}""")]
    [InlineData("""{"vct":"x","display":[],"claims":[{"path":["b"],"sd":"always"},{"path":["b","d"],"sd":"always"},{"path":["c"]}]}""")]
    public void Metadata_are_processed_fully_or_not_at_all(string metadata) =>
        Assert.Equal(InputRefusal.TypeMetadata, Forge.RefusalOf(() => _ = new CredentialType(
            "x", "1", AwardType.NationalSkillsCertificate, Encoding.UTF8.GetBytes(metadata),
            """{"additionalProperties":false,"properties":{"b":{},"c":{}}}"""u8.ToArray())));
}
