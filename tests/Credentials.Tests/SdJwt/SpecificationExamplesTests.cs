using System.Text.Json;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.SdJwt;

namespace SkillsPassport.Credentials.Tests.SdJwt;

/// <summary>The examples of RFC 9901 and of the SD-JWT VC draft, with the RFC's issuer key.</summary>
public sealed class SpecificationExamplesTests
{
    private static readonly VerificationKey Key = ReadKey();

    public static TheoryData<string, int> Examples()
    {
        var data = new TheoryData<string, int>();
        foreach (var file in new[] { "sd-jwt-rfc9901-examples", "sd-jwt-vc-examples" })
        {
            for (var i = 0; i < Read(file).GetArrayLength(); i++)
            {
                data.Add(file, i);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_example_verifies_and_discloses_what_the_text_says(string file, int index)
    {
        var example = Read(file)[index];
        var compact = example.GetProperty("compact").GetString()!;
        if (example.GetProperty("kind").GetString() == "jwt")
        {
            Assert.True(Jws.Parse(compact, 100_000).VerifiedBy(Key));
            Assert.Equal(InputRefusal.Unreadable, Forge.RefusalOf(() => SdJwtPresentation.Parse(compact)));
            return;
        }

        var presentation = SdJwtPresentation.Parse(compact);
        Assert.True(presentation.IssuerJwt.VerifiedBy(Key));
        presentation.IssuerJwt.RequireType(example.GetProperty("header").GetProperty("typ").GetString()!);
        var claims = presentation.Process();
        Assert.DoesNotContain("_sd", claims.ToJsonString());
        Assert.DoesNotContain("\"...\"", claims.ToJsonString());
        foreach (var disclosure in example.GetProperty("disclosures").EnumerateArray())
        {
            Assert.Contains(presentation.DisclosedPaths, one => one.Value.Name == Name(disclosure)
                && JsonElement.DeepEquals(one.Value.Value, disclosure[disclosure.GetArrayLength() - 1]));
        }

        Assert.Equal(example.GetProperty("kind").GetString() == "sd-jwt+kb", presentation.KeyBindingJwt is not null);
        CheckKeyBinding(presentation, claims);
    }

    private static void CheckKeyBinding(SdJwtPresentation presentation, JsonObject claims)
    {
        if (presentation.KeyBindingJwt is not { } binding)
        {
            return;
        }

        var holder = Jwk.Parse(JsonSerializer.SerializeToElement(claims["cnf"]!["jwk"]));
        var made = binding.PayloadObject();
        Assert.Equal(KeyBindingResult.Ok, KeyBinding.Check(presentation, holder, made.GetProperty("aud").GetString()!,
            made.GetProperty("nonce").GetString()!,
            DateTimeOffset.FromUnixTimeSeconds(made.GetProperty("iat").GetInt64())));
    }

    private static string? Name(JsonElement disclosure) =>
        disclosure.GetArrayLength() == 3 ? disclosure[1].GetString() : null;

    private static JsonElement Read(string file) =>
        JsonDocument.Parse(File.ReadAllBytes($"Vectors/{file}.json")).RootElement;

    private static VerificationKey ReadKey() =>
        VerificationKey.FromJwk(Jwk.Parse(Read("rfc9901-issuer-key").GetProperty("jwk")));
}
