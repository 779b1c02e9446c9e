using System.Text;
using System.Text.Json;
using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Credentials.SdJwtVc;

namespace SkillsPassport.Credentials.Tests.Issuing;

public sealed class JsonSchemaTests
{
    [Theory]
    [InlineData("""{"type":"string","pattern":"^[0-9]{4}$"}""", "\"0001\"", true)]
    [InlineData("""{"type":"string","pattern":"^[0-9]{4}$"}""", "\"0001\\n\"", false)]
    [InlineData("""{"type":"string","pattern":"^[0-9]{4}$"}""", "\"০০০১\"", false)]
    [InlineData("""{"type":"string"}""", "1", false)]
    [InlineData("""{"type":"integer"}""", "1.5", false)]
    [InlineData("""{"type":"integer","minimum":0,"maximum":9}""", "-1", false)]
    [InlineData("""{"type":"integer","minimum":0,"maximum":9}""", "10", false)]
    [InlineData("""{"type":"integer","minimum":0,"maximum":9}""", "9", true)]
    [InlineData("""{"const":true}""", "false", false)]
    [InlineData("""{"enum":["a","b"]}""", "\"c\"", false)]
    [InlineData("""{"enum":["a","b"]}""", "\"b\"", true)]
    [InlineData("""{"type":"string","minLength":2,"maxLength":3}""", "\"a\"", false)]
    [InlineData("""{"type":"string","minLength":2,"maxLength":3}""", "\"abcd\"", false)]
    [InlineData("""{"type":"string","format":"date"}""", "\"2026-02-29\"", false)]
    [InlineData("""{"type":"string","format":"date"}""", "\"2024-02-29\"", true)]
    [InlineData("""{"type":"string","format":"date"}""", "\"12-03-2026\"", false)]
    [InlineData("""{"type":"object","required":["a"]}""", "{}", false)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"integer"}}}""", """{"a":"x"}""", false)]
    [InlineData("""{"type":"object","properties":{"a":{}},"additionalProperties":false}""", """{"b":1}""", false)]
    [InlineData("""{"type":"array","items":{"type":"integer"}}""", "[1,\"x\"]", false)]
    [InlineData("""{"type":"array","minItems":1}""", "[]", false)]
    [InlineData("""{"type":"array","maxItems":1}""", "[1,2]", false)]
    [InlineData("""{"type":"array","uniqueItems":true}""", """[{"a":1},{"a":1}]""", false)]
    [InlineData("""{"type":"array","uniqueItems":true}""", """[{"a":1},{"a":2}]""", true)]
    public void Each_keyword_of_the_subset_is_checked(string schema, string value, bool conforms)
    {
        using var document = JsonDocument.Parse(value);
        Assert.Equal(conforms, JsonSchema.Parse(Encoding.UTF8.GetBytes(schema)).Check(document.RootElement).Count == 0);
    }

    [Theory]
    [InlineData("""{"oneOf":[]}""")]
    [InlineData("""{"$ref":"#/x"}""")]
    [InlineData("""{"format":"email"}""")]
    [InlineData("""{"additionalProperties":true}""")]
    [InlineData("""{"type":"number"}""")]
    [InlineData("""{"properties":{"a":{"not":{}}}}""")]
    public void A_keyword_outside_the_subset_is_refused_when_the_schema_is_read(string schema) =>
        Assert.Throws<FormatException>(() => JsonSchema.Parse(Encoding.UTF8.GetBytes(schema)));

    [Fact]
    public void The_published_examples_conform_to_their_schemas()
    {
        foreach (var type in CredentialTypes.All)
        {
            using var example = JsonDocument.Parse(
                CredentialTypes.ReadPublished(type.Name, type.Version, "example.json"));
            Assert.Empty(type.Schema.Check(example.RootElement));
        }
    }
}
