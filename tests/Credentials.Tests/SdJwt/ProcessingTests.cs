using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.SdJwt;

namespace SkillsPassport.Credentials.Tests.SdJwt;

/// <summary>RFC 9901 section 7.1, one test per rule; every SD-JWT here is validly signed.</summary>
public sealed class ProcessingTests
{
    private const string Name = """["s1","name","A"]""";
    private const string Other = """["s2","other","B"]""";
    private const string Element = """["s3","X"]""";
    private static readonly string N = Forge.H(Name);
    private static readonly string O = Forge.H(Other);
    private static readonly string E = Forge.H(Element);

    public static TheoryData<string, string, string[]> Refused()
    {
        const string Reserved = """["s","_sd","x"]""";
        const string Dots = """["s","...","x"]""";
        const string Algorithm = """["s","_sd_alg","x"]""";
        var holdsName = $$"""["s","inner",{"_sd":["{{N}}"]}]""";
        return new()
        {
            { "the same digest twice in one object", $$"""{"_sd":["{{N}}","{{N}}"]}""", [Name] },
            { "the same digest twice, undisclosed", $$"""{"_sd":["{{N}}","{{N}}"]}""", [] },
            { "the same digest in two objects", $$"""{"a":{"_sd":["{{N}}"]},"b":{"_sd":["{{N}}"]} }""", [Name] },
            { "the same digest in two objects, undisclosed", $$"""{"a":{"_sd":["{{N}}"]},"b":{"_sd":["{{N}}"]} }""", [] },
            { "the same digest in object and array", $$"""{"_sd":["{{E}}"],"l":[{"...":"{{E}}"}]}""", [] },
            { "the same digest inside a disclosure", $$"""{"_sd":["{{Forge.H(holdsName)}}","{{N}}"]}""", [holdsName] },
            { "a disclosure nothing refers to", """{"a":1}""", [Name] },
            { "a disclosure nothing refers to beside a good one", $$"""{"_sd":["{{N}}"]}""", [Name, Other] },
            { "the same disclosure twice", $$"""{"_sd":["{{N}}"]}""", [Name, Name] },
            { "a name that is already in plain sight", $$"""{"name":"Z","_sd":["{{N}}"]}""", [Name] },
            { "a name that is there as null", $$"""{"name":null,"_sd":["{{N}}"]}""", [Name] },
            { "one name in two disclosures", $$"""{"_sd":["{{N}}","{{Forge.H("""["s9","name","B"]""")}}"]}""",
                [Name, """["s9","name","B"]"""] },
            { "the name _sd", $$"""{"_sd":["{{Forge.H(Reserved)}}"]}""", [Reserved] },
            { "the name ...", $$"""{"_sd":["{{Forge.H(Dots)}}"]}""", [Dots] },
            { "the name _sd_alg", $$"""{"_sd":["{{Forge.H(Algorithm)}}"]}""", [Algorithm] },
            { "two elements where a claim is", $$"""{"_sd":["{{E}}"]}""", [Element] },
            { "three elements in an array", $$"""{"l":[{"...":"{{N}}"}]}""", [Name] },
            { "one element", $$"""{"_sd":["{{Forge.H("""["s"]""")}}"]}""", ["""["s"]"""] },
            { "four elements", $$"""{"_sd":["{{Forge.H("""["s","a","b","c"]""")}}"]}""", ["""["s","a","b","c"]"""] },
            { "an object instead of an array", $$"""{"_sd":["{{Forge.H("""{"a":1}""")}}"]}""", ["""{"a":1}"""] },
            { "a salt that is no text", $$"""{"_sd":["{{Forge.H("""[1,"a","b"]""")}}"]}""", ["""[1,"a","b"]"""] },
            { "a name that is no text", $$"""{"_sd":["{{Forge.H("""["s",1,"b"]""")}}"]}""", ["""["s",1,"b"]"""] },
            { "_sd that is no array", """{"_sd":"x"}""", [] },
            { "_sd that is an object", """{"a":{"_sd":{}}}""", [] },
            { "a digest that is a number", """{"_sd":[1]}""", [] },
            { "a digest that is null", """{"_sd":[null]}""", [] },
            { "an array digest that is no text", """{"l":[{"...":1}]}""", [] },
            { "an array digest with company", $$"""{"l":[{"...":"{{E}}","x":1}]}""", [Element] },
            { "an array digest with company, undisclosed", $$"""{"l":[{"...":"{{E}}","x":1}]}""", [] },
            { "... outside an array", $$"""{"l":{"...":"{{E}}"} }""", [] },
            { "_sd_alg below the top", """{"a":{"_sd_alg":"sha-256"}}""", [] },
            { "_sd_alg below a claim without a name", """{"":{"_sd_alg":"sha-256"}}""", [] },
            { "_sd_alg inside a disclosure", $$"""{"_sd":["{{Forge.H("""["s","a",{"_sd_alg":"sha-256"}]""")}}"]}""",
                ["""["s","a",{"_sd_alg":"sha-256"}]"""] },
        };
    }

    [Fact]
    public void A_claim_whose_name_is_empty_is_not_taken_for_the_top()
    {
        const string Below = """["s8","name","B"]""";
        var payload = $$"""{"":{"_sd":["{{Forge.H(Below)}}"]},"_sd":["{{N}}"]}""";
        var presentation = SdJwtPresentation.Parse(Forge.SdJwt(payload, [Name, Below]));
        Assert.Equal(["/name", "name"], presentation.DisclosedPaths.Keys.Order(StringComparer.Ordinal));
        var shown = SdJwtPresentation.Parse(presentation.Present(path => path == "name")).Process();
        Assert.Equal("A", (string?)shown["name"]);
        Assert.Empty(shown[""]!.AsObject());
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_broken_disclosure_rule_spoils_the_whole(string what, string payload, string[] disclosures)
    {
        var refusal = Forge.RefusalOf(() => SdJwtPresentation.Parse(Forge.SdJwt(payload, disclosures)).Process());
        Assert.True(refusal == InputRefusal.Disclosure, what);
    }

    [Theory]
    [InlineData("\"sha-1\"")]
    [InlineData("\"md5\"")]
    [InlineData("\"SHA-256\"")]
    [InlineData("\"sha-384\"")]
    [InlineData("[\"sha-256\"]")]
    [InlineData("null")]
    [InlineData("7")]
    public void Another_hash_algorithm_is_refused(string algorithm)
    {
        var text = Forge.SdJwt($$"""{"_sd_alg":{{algorithm}},"_sd":["{{N}}"]}""", Name);
        Assert.Equal(InputRefusal.Algorithm, Forge.RefusalOf(() => SdJwtPresentation.Parse(text).Process()));
    }

    [Fact]
    public void Nested_and_array_disclosures_find_their_places()
    {
        var inner = $$"""["s4","inner",{"_sd":["{{N}}"],"l":[1,{"...":"{{E}}"}]}]""";
        var text = Forge.SdJwt($$"""{"_sd":["{{Forge.H(inner)}}","{{O}}"],"_sd_alg":"sha-256","p":true}""", inner, Name, Element);
        var presentation = SdJwtPresentation.Parse(text);
        Assert.Equal("""{"p":true,"inner":{"l":[1,"X"],"name":"A"}}""", presentation.Process().ToJsonString());
        Assert.Equal(["inner", "inner/l/1", "inner/name"], presentation.DisclosedPaths.Keys.Order());
    }

    [Fact]
    public void Undisclosed_claims_and_decoys_leave_no_trace()
    {
        var text = Forge.SdJwt($$"""{"_sd":["{{N}}","decoy"],"l":[{"...":"{{E}}"},2]}""");
        Assert.Equal("""{"l":[2]}""", SdJwtPresentation.Parse(text).Process().ToJsonString());
    }

    [Fact]
    public void A_presentation_keeps_chosen_claims_with_what_is_around_them()
    {
        var inner = $$"""["s4","inner",{"_sd":["{{N}}"]}]""";
        var whole = SdJwtPresentation.Parse(
            Forge.SdJwt($$"""{"_sd":["{{Forge.H(inner)}}","{{O}}"]}""", inner, Name, Other));
        Assert.Equal("""{"inner":{"name":"A"}}""", Shown(whole.Present(path => path.StartsWith("inner"))));
        Assert.Equal("""{"other":"B"}""", Shown(whole.Present(path => path is "other" or "inner/name")));
        Assert.Equal("{}", Shown(whole.Present(_ => false)));
        Assert.Equal(whole.WithoutKeyBinding, whole.Present(_ => true));
    }

    [Fact]
    public void A_chain_of_disclosures_deeper_than_any_claim_is_refused()
    {
        var disclosures = new List<string>();
        var value = "1";
        for (var i = 0; i < 20; i++)
        {
            var one = $$"""["s{{i}}","a",{{value}}]""";
            disclosures.Add(one);
            value = $$"""{"_sd":["{{Forge.H(one)}}"]}""";
        }

        Assert.Equal(InputRefusal.TooLarge, Forge.RefusalOf(() =>
            SdJwtPresentation.Parse(Forge.SdJwt(value, [.. disclosures])).Process()));
    }

    [Fact]
    public void Too_many_disclosures_and_too_long_texts_are_refused()
    {
        var jwt = Forge.SdJwt("{}");
        var many = jwt + string.Concat(Enumerable.Range(0, 257).Select(i => Forge.D($$"""["s","c{{i}}",1]""") + "~"));
        Assert.Equal(InputRefusal.TooLarge, Forge.RefusalOf(() => SdJwtPresentation.Parse(many)));
        var long10 = jwt + new string('A', 10_000_000) + "~";
        Assert.Equal(InputRefusal.TooLarge, Forge.RefusalOf(() => SdJwtPresentation.Parse(long10)));
    }

    [Theory]
    [InlineData("WyJzIiwiYSIsMV0=")]
    [InlineData("WyJzIiwiYSIsMV1")]
    [InlineData(" WyJzIiwiYSIsMV0")]
    [InlineData("")]
    public void A_disclosure_has_one_spelling(string disclosure)
    {
        var text = Forge.SdJwt("{}") + disclosure + "~";
        Assert.ThrowsAny<FormatException>(() => SdJwtPresentation.Parse(text));
    }

    [Fact]
    public void Duplicate_names_in_payload_or_disclosure_are_refused()
    {
        Assert.Equal(InputRefusal.Unreadable, Forge.RefusalOf(() =>
            SdJwtPresentation.Parse(Forge.SdJwt("""{"a":1,"a":2}""")).Process()));
        Assert.Equal(InputRefusal.Unreadable, Forge.RefusalOf(() =>
            SdJwtPresentation.Parse(Forge.SdJwt("{}", """["s","a",{"b":1,"b":2}]"""))));
    }

    [Fact]
    public void A_jwt_without_a_tilde_is_not_an_sd_jwt() => Assert.Equal(InputRefusal.Unreadable,
        Forge.RefusalOf(() => SdJwtPresentation.Parse(Forge.Jws("""{"alg":"ES256"}""", "{}"))));

    private static string Shown(string text) => SdJwtPresentation.Parse(text).Process().ToJsonString();
}
