using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials.Trust;
using World = SkillsPassport.Credentials.Tests.Verification.VerdictWorld;

namespace SkillsPassport.Credentials.Tests.Verification;

/// <summary>
/// Writes <c>Vectors/wallet-verdicts.json</c> the way <see cref="VerdictVectorsGenerator"/> writes the other:
/// <c>SKILLSPASSPORT_WRITE_VECTORS=1 dotnet test tests/Credentials.Tests --filter WalletVectorsGenerator</c>.
/// </summary>
public sealed class WalletVectorsGenerator
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Cases whose content the other implementation must spell alike too.</summary>
    private static readonly string[] WithContent =
        ["presented by its holder", "statement of achievement", "nothing disclosed", "half of the units disclosed", "issuer unknown",
            "a kind nobody described", "a disclosure in a disclosure", "centre unknown", "a claim with the name of a prototype"];

    [Fact]
    public void Each_case_has_a_name_of_its_own_and_the_verdict_it_asks_for()
    {
        var trustList = TrustListSigner.Sign(World.TrustList(), World.Key("root"));
        var defaults = new JsonObject
        {
            ["now"] = World.Now.ToUnixTimeSeconds(),
            ["audience"] = WalletForge.Audience,
            ["nonce"] = WalletForge.Nonce,
            ["trustList"] = trustList,
            ["rootJwk"] = World.Key("root").PublicJwk.ToJson(),
            ["statusLists"] = new JsonObject
            {
                [WalletForge.StatusUri] = Convert.ToBase64String(WalletForge.StatusList()),
            },
        };
        var cases = new JsonArray();
        var differences = new List<string>();
        foreach (var one in WalletCases.All())
        {
            var json = Write(one);
            var vector = WalletVectors.Complete(defaults, json);
            var report = VerdictVectors.Run(vector).ToJson();
            if (VerdictVectors.Difference(report, vector.GetProperty("expect")) is { } difference)
            {
                differences.Add($"{one.Name}: expected {json["expect"]!.ToJsonString()}, got {difference} {report["checks"]!.ToJsonString()}");
            }

            if (one.Expect.Genuine.Reason.Length == 1)
            {
                json["expect"]!["checks"] = VerdictVectors.Checks(report);
            }

            if (WithContent.Contains(one.Name))
            {
                json["expect"]!["content"] = report["content"]!.DeepClone();
            }

            cases.Add(json);
        }

        Assert.True(differences.Count == 0, string.Join("\n", differences));
        Assert.Equal(cases.Count, cases.Select(one => one!["name"]!.GetValue<string>()).Distinct().Count());
        var file = new JsonObject
        {
            ["$comment"] = "Verdicts on SD-JWT VC, with and without key binding, that the C# library and the JavaScript client "
                + "must both give; the rules are schemas/api/verification.json. Everything in it is invented. A case has what "
                + "`defaults` have unless it says otherwise; null means: not there. statusLists: signed JWT (base64 of the "
                + "text) by address. The rest as in verdicts.json. content, where given: exactly this.",
            ["defaults"] = defaults,
            ["cases"] = cases,
        };
        VerdictVectorsGenerator.WriteIfAsked("wallet-verdicts.json", file.ToJsonString(Format) + "\n");
    }

    private static JsonObject Write(WalletCase one)
    {
        var json = new JsonObject { ["name"] = one.Name, ["payload"] = one.Credential() };
        if (one.Now != World.Now)
        {
            json["now"] = one.Now.ToUnixTimeSeconds();
        }

        if (one.Audience is null)
        {
            json["audience"] = null;
        }

        if (one.Nonce is null)
        {
            json["nonce"] = null;
        }

        if (one.NoTrust)
        {
            json["trustList"] = null;
        }
        else if (one.Trust is { } change)
        {
            json["trustList"] = TrustListSigner.Sign(change(World.TrustList()), World.Key("root"));
        }

        if (one.Remembered is { } seen)
        {
            json["remembered"] = new JsonObject { ["sequence"] = seen.Sequence, ["digest"] = seen.Digest };
        }

        if (one.MetadataKey is { } label)
        {
            json["metadataKeys"] = new JsonObject { [World.Keyless] = new JsonArray(World.Key(label).PublicJwk.ToJson()) };
        }

        var usual = new WalletCase("", one.Expect, one.Credential);
        if (one.Status is null || one.StatusUri != usual.StatusUri || one.Status.Method != usual.Status!.Method)
        {
            json["statusLists"] = one.Status is { } list
                ? new JsonObject { [one.StatusUri] = Convert.ToBase64String(list()) } : new JsonObject();
        }

        json["expect"] = VerdictVectorsGenerator.Expectation(one.Expect);
        return json;
    }
}

/// <summary>Reads the cases of <c>Vectors/wallet-verdicts.json</c>.</summary>
internal static class WalletVectors
{
    public static JsonElement Complete(JsonObject defaults, JsonObject one)
    {
        var whole = (JsonObject)one.DeepClone();
        foreach (var (name, value) in defaults)
        {
            if (!whole.ContainsKey(name))
            {
                whole[name] = value?.DeepClone();
            }
        }

        return JsonSerializer.SerializeToElement(whole);
    }

    public static IReadOnlyList<JsonElement> Read()
    {
        var file = JsonNode.Parse(File.ReadAllBytes(Vector.Path("wallet-verdicts.json")))!;
        var defaults = file["defaults"]!.AsObject();
        return [.. file["cases"]!.AsArray().Select(one => Complete(defaults, one!.AsObject()))];
    }
}

public sealed class WalletVectorsTests
{
    private static readonly IReadOnlyList<JsonElement> Cases = WalletVectors.Read();

    public static TheoryData<string> Names() => [.. Cases.Select(one => one.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_verdict_on_a_wallet_credential_is_the_expected_one(string name)
    {
        var vector = Cases.Single(one => one.GetProperty("name").GetString() == name);
        var report = VerdictVectors.Run(vector).ToJson();
        var expected = vector.GetProperty("expect");
        Assert.Null(VerdictVectors.Difference(report, expected));
        if (expected.TryGetProperty("content", out var content))
        {
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(content.GetRawText()), report["content"]));
        }
    }

    [Fact]
    public void The_wallet_file_holds_exactly_the_cases_of_its_generator() => Assert.Equal(
        WalletCases.All().Select(one => one.Name), Cases.Select(one => one.GetProperty("name").GetString()));
}
