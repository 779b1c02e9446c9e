using System.Text.Json.Nodes;
using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.SdJwt;
using SkillsPassport.Credentials.SdJwtVc;

namespace SkillsPassport.Credentials.Tests.SdJwtVc;

public sealed class SdJwtVcCredentialTests
{
    private static readonly CredentialType Certificate = CredentialTypes.For(AwardType.NationalSkillsCertificate);

    [Theory]
    [InlineData("iss", "\"https://evil.example\"")]
    [InlineData("nbf", "0")]
    [InlineData("exp", "99999999999")]
    [InlineData("cnf", "{}")]
    [InlineData("vct", "\"x\"")]
    [InlineData("vct#integrity", "\"x\"")]
    [InlineData("aka_vcts", "[\"x\"]")]
    [InlineData("status", "{}")]
    public void A_registered_claim_in_a_disclosure_is_refused(string name, string value)
    {
        var disclosure = $$"""["s","{{name}}",{{value}}]""";
        var plain = name == "vct" ? "" : "\"vct\":\"x\",";
        var text = Forge.SdJwt($$"""{{{plain}}"_sd":["{{Forge.H(disclosure)}}"]}""", disclosure);
        Assert.Equal(InputRefusal.Disclosure, RefusalOf(text));
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"vct":7}""")]
    [InlineData("""{"vct":""}""")]
    [InlineData("""{"vct":"x","iss":7}""")]
    [InlineData("""{"vct":"x","iss":["https://a"]}""")]
    [InlineData("""{"vct":"x","exp":"1"}""")]
    [InlineData("""{"vct":"x","exp":1.5}""")]
    [InlineData("""{"vct":"x","exp":1e400}""")]
    [InlineData("""{"vct":"x","exp":999999999999999999999}""")]
    [InlineData("""{"vct":"x","nbf":null}""")]
    [InlineData("""{"vct":"x","iat":-1}""")]
    [InlineData("""{"vct":"x","aka_vcts":[]}""")]
    [InlineData("""{"vct":"x","aka_vcts":["x"]}""")]
    [InlineData("""{"vct":"x","aka_vcts":["y","y"]}""")]
    [InlineData("""{"vct":"x","aka_vcts":[7]}""")]
    [InlineData("""{"vct":"x","cnf":{}}""")]
    [InlineData("""{"vct":"x","cnf":"k"}""")]
    [InlineData("""{"vct":"x","status":7}""")]
    [InlineData("""{"vct":"x","status":{"status_list":{"idx":-1,"uri":"https://a"}}}""")]
    [InlineData("""{"vct":"x","status":{"status_list":{"idx":"1","uri":"https://a"}}}""")]
    [InlineData("""{"vct":"x","status":{"status_list":{"idx":99999999999,"uri":"https://a"}}}""")]
    [InlineData("""{"vct":"x","status":{"status_list":{"idx":1}}}""")]
    [InlineData("""{"vct":"x","status":{"status_list":{"idx":1,"uri":7}}}""")]
    public void A_claim_of_the_wrong_type_is_refused(string payload) =>
        Assert.Equal(InputRefusal.Claims, RefusalOf(Forge.SdJwt(payload)));

    [Fact]
    public void A_private_key_in_cnf_is_refused()
    {
        var cnf = Forge.Cnf(Forge.Holder);
        cnf["jwk"]!["d"] = "AA";
        Assert.Equal(InputRefusal.Key, RefusalOf(Forge.SdJwt(
            new JsonObject { ["vct"] = "x", ["cnf"] = cnf }.ToJsonString())));
    }

    [Theory]
    [InlineData("vc+sd-jwt")]
    [InlineData("JWT")]
    [InlineData("kb+jwt")]
    [InlineData("example+sd-jwt")]
    [InlineData("DC+SD-JWT")]
    public void Another_typ_is_refused(string typ)
    {
        var text = Forge.Jws($$"""{"alg":"ES256","typ":"{{typ}}"}""", """{"vct":"x"}""") + "~";
        Assert.Equal(InputRefusal.Type, RefusalOf(text));
        Assert.Equal("x", SdJwtVcCredential.Read(SdJwtPresentation.Parse(text), typ).Vct);
    }

    public static TheoryData<string> Mismatches() => new()
    {
        "a name in plain sight", "a unit in plain sight", "a hidden title", "hidden units", "a missing serial number",
        "another hash of the metadata", "another type",
    };

    [Theory]
    [MemberData(nameof(Mismatches))]
    public void Claims_that_do_not_conform_to_the_type_metadata_are_refused(string what)
    {
        var honest = Jws.Parse(Awards.Signed(Awards.Plumber).Split('~')[0], 99_999);
        var payload = JsonNode.Parse(honest.Payload)!.AsObject();
        var disclosures = new List<string>();
        switch (what)
        {
            case "a name in plain sight":
                payload["full_name"] = "MD RAFIQUL ISLAM";
                break;
            case "a unit in plain sight":
                payload["units"]!.AsArray().Add(new JsonObject { ["code"] = "X" });
                break;
            case "a hidden title":
                Hide("title", "\"National Skills Certificate\"");
                break;
            case "hidden units":
                Hide("units", "[]");
                break;
            case "a missing serial number":
                payload.Remove("serial_no");
                break;
            case "another hash of the metadata":
                payload["vct#integrity"] = "sha256-" + Convert.ToBase64String(new byte[32]);
                break;
            default:
                payload["vct"] = CredentialTypes.All[1].Vct;
                break;
        }

        var credential = SdJwtVcCredential.Read(SdJwtPresentation.Parse(
            Forge.SdJwt(payload.ToJsonString(), [.. disclosures])));
        Assert.Equal(InputRefusal.TypeMetadata, Forge.RefusalOf(() => credential.ConformsTo(Certificate)));

        void Hide(string name, string value)
        {
            var disclosure = $$"""["s","{{name}}",{{value}}]""";
            payload.Remove(name);
            payload["_sd"]!.AsArray().Add(Forge.H(disclosure));
            disclosures.Add(disclosure);
        }
    }

    [Fact]
    public void Hidden_claims_may_be_missing_from_a_presentation()
    {
        var whole = SdJwtPresentation.Parse(Awards.Signed(Awards.Plumber));
        foreach (var keep in new Func<string, bool>[] { _ => false, path => path == "full_name", path => path == "units/2" })
        {
            var shown = SdJwtVcCredential.Read(SdJwtPresentation.Parse(whole.Present(keep)));
            shown.ConformsTo(Certificate);
        }
    }

    [Fact]
    public void No_changed_character_of_a_presentation_is_ever_accepted()
    {
        var now = Awards.Target.IssuedAt;
        var whole = SdJwtPresentation.Parse(Awards.Signed(Awards.Plumber))
            .Present(path => path is "full_name" or "units/0");
        var text = KeyBinding.Append(whole, Forge.Holder, "https://v.example", "n", now);
        Assert.True(Accepts(text, now));
        var random = new Random(9901);
        for (var at = 0; at < text.Length; at++)
        {
            var letter = text[at] is var old && old != 'A' ? 'A' : 'B';
            Assert.False(Accepts(string.Concat(text.AsSpan(0, at), [letter], text.AsSpan(at + 1)), now), $"at {at}");
            var bit = (char)(old ^ (1 << random.Next(7)));
            Assert.False(Accepts(string.Concat(text.AsSpan(0, at), [bit], text.AsSpan(at + 1)), now), $"at {at}");
        }

        Assert.False(Accepts(text[..^1], now));
        Assert.False(Accepts(text + "A", now));
        Assert.False(Accepts(text + "~", now));
    }

    private static bool Accepts(string text, DateTimeOffset now)
    {
        try
        {
            var presentation = SdJwtPresentation.Parse(text);
            if (!presentation.IssuerJwt.VerifiedBy(Forge.IssuerKey))
            {
                return false;
            }

            var credential = SdJwtVcCredential.Read(presentation);
            credential.ConformsTo(Certificate);
            return KeyBinding.Check(presentation, credential.HolderKey!, "https://v.example", "n", now)
                == KeyBindingResult.Ok;
        }
        catch (InputRefusedException)
        {
            return false;
        }
    }

    private static InputRefusal RefusalOf(string text) =>
        Forge.RefusalOf(() => SdJwtVcCredential.Read(SdJwtPresentation.Parse(text)));
}
