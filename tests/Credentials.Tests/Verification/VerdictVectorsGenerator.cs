using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Trust;
using World = SkillsPassport.Credentials.Tests.Verification.VerdictWorld;

namespace SkillsPassport.Credentials.Tests.Verification;

/// <summary>
/// Writes <c>Vectors/verdicts.json</c>. ES256 signatures differ each time, so the file is made once and kept; to make
/// it again: <c>SKILLSPASSPORT_WRITE_VECTORS=1 dotnet test tests/Credentials.Tests --filter
/// VerdictVectorsGenerator</c>.
/// </summary>
public sealed class VerdictVectorsGenerator
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Cases whose content the other implementation must spell alike too.</summary>
    private static readonly string[] WithContent =
        ["certificate in order", "certificate of the old framework, expired", "log entry 820541FF"];

    [Fact]
    public void Each_case_has_a_name_of_its_own_and_the_verdict_it_asks_for()
    {
        var differences = new List<string>();
        var cases = new JsonArray();
        foreach (var one in VerdictCases.All())
        {
            var json = Write(one);
            var report = VerdictVectors.Run(JsonSerializer.SerializeToElement(json)).ToJson();
            if (VerdictVectors.Difference(report, JsonSerializer.SerializeToElement(json["expect"])) is { } difference)
            {
                differences.Add($"{one.Name}: expected {json["expect"]!.ToJsonString()}, got {difference}");
            }

            // Of several reasons that would do it is the one the library gives.
            json["expect"]!["answers"]!["genuine"]!["reason"] = report["answers"]!["genuine"]!["reason"]!.DeepClone();
            json["expect"]!["checks"] = VerdictVectors.Checks(report);

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
            ["$comment"] = "Verdicts that the C# library and the browser module must both give; the rules are "
                + "schemas/api/verification.json. Everything in it is invented. now: seconds since 1970. payload: what was "
                + "scanned. remembered: the newest trust list accepted before. metadataKeys: keys out of JWT VC Issuer "
                + "Metadata. statusLists: signed CWT (base64) by address. A reason that is an array: any one of them. "
                + "checks and content, where given: exactly these.",
            ["cases"] = cases,
        };
        WriteIfAsked("verdicts.json", file.ToJsonString(Format) + "\n");
    }

    private static JsonObject Write(VerdictCase one)
    {
        var signed = Sign(one);
        var root = World.Key("root").PublicJwk;
        var json = new JsonObject
        {
            ["name"] = one.Name,
            ["now"] = one.Now.ToUnixTimeSeconds(),
            ["payload"] = one.Payload(),
            ["trustList"] = one.TrustText(signed),
            ["rootJwk"] = root.ToJson(),
        };
        if (one.Remembered is { } remembered)
        {
            using var key = Credentials.Jose.VerificationKey.FromJwk(root);
            var memory = remembered(Credentials.Trust.TrustList.Parse(signed, key));
            json["remembered"] = new JsonObject { ["sequence"] = memory.Sequence, ["digest"] = memory.Digest };
        }

        if (one.MetadataKey is { } label)
        {
            json["metadataKeys"] = new JsonObject { [one.Issuer] = new JsonArray(World.Key(label).PublicJwk.ToJson()) };
        }

        json["statusLists"] = one.Status is { } list
            ? new JsonObject { [one.StatusUri] = Convert.ToBase64String(list()) } : new JsonObject();
        json["expect"] = Expectation(one.Expect);
        return json;
    }

    internal static JsonObject Expectation(Expected expect) => new()
    {
        ["state"] = expect.State,
        ["answers"] = new JsonObject
        {
            ["genuine"] = Answer(expect.Genuine),
            ["accredited"] = Answer(expect.Accredited),
            ["valid"] = Answer(expect.Valid),
            ["person"] = Answer(expect.Person),
        },
    };

    private static string Sign(VerdictCase one)
    {
        var root = World.Key(one.SignedByRoot);
        var signed = TrustListSigner.Sign(one.Trust(World.TrustList()), root);
        if (one.ListJson is not { } change)
        {
            return signed;
        }

        var parts = signed.Split('.');
        Assert.True(Base64UrlStrict.TryDecode(parts[1], out var payload));
        var list = JsonNode.Parse(payload)!.AsObject();
        change(list);
        Assert.True(Base64UrlStrict.TryDecode(parts[0], out var header));
        return Forge.Jws(header, JsonSerializer.SerializeToUtf8Bytes(list), root);
    }

    private static JsonObject Answer((string Answer, string[] Reason) expected) => new()
    {
        ["answer"] = expected.Answer,
        ["reason"] = expected.Reason is [var only] ? only
            : new JsonArray([.. expected.Reason.Select(reason => JsonValue.Create(reason))]),
    };

    /// <summary>Only by whoever changes the cases on purpose: every run makes them anew, with other signatures.</summary>
    internal static void WriteIfAsked(string name, string text)
    {
        if (Environment.GetEnvironmentVariable("SKILLSPASSPORT_WRITE_VECTORS") == "1")
        {
            File.WriteAllText(SourceFile(name), text, new UTF8Encoding(false));
        }
    }

    private static string SourceFile(string name, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "Vectors", name);
}
