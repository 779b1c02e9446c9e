using System.Text.Json;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Verification;
using SkillsPassport.Verifier.Browser;

namespace SkillsPassport.Verifier.Receipts;

/// <summary>
/// What a verifier found about one credential at one moment, and nothing about the person but the certificate's number:
/// <c>schemas/api/verification-receipt.schema.json</c>.
/// </summary>
public sealed class Receipt
{
    /// <summary>Longest receipt that is read.</summary>
    public const int LongestText = 16 * 1024;

    /// <summary>64 bytes in base64url.</summary>
    private const int SignatureLength = 86;

    private readonly JsonElement _payload;

    private Receipt(string text, JsonElement payload) => (Text, _payload) = (text, payload);

    /// <summary>The signed text.</summary>
    public string Text { get; }

    public string Verifier => _payload.GetProperty(Specs.Jose.Iss).GetString()!;

    public string Id => _payload.GetProperty(Specs.Jose.Jti).GetString()!;

    public DateTimeOffset At => Time(_payload, Specs.Jose.Iat);

    public VerdictState State => Wire.Read<VerdictState>(_payload.GetProperty("state").GetString()!);

    public string Digest => _payload.GetProperty("credential").GetProperty("sha256").GetString()!;

    public string? RequestedFor => TextOf(_payload, "requestedFor");

    /// <summary>For whom the holder made the presentation; null where no key binding was checked.</summary>
    public string? PresentedTo => TextOf(_payload, "presentedTo");

    public bool IsDemo => _payload.TryGetProperty(Specs.TrustList.Demo, out var demo) && demo.GetBoolean();

    /// <summary>Number, award and issuer; null when it is not known to be the issuer's.</summary>
    public (string? Serial, string? Award, string Issuer)? Certificate => Part("certificate") is { } part
        ? (TextOf(part, "serial"), TextOf(part, "award"), TextOf(part, "issuer")!) : null;

    /// <summary>The issuer's name in a language, else in English; null when it has none.</summary>
    public string? IssuerNameIn(string language) => Part("certificate") is not { } part ? null
        : (part.TryGetProperty("issuerNames", out var names) ? TextOf(names, language) : null)
            ?? TextOf(part, "issuerName");

    public (long Sequence, DateTimeOffset IssuedAt)? TrustList => Part("trustList") is { } part
        ? (part.GetProperty(Specs.TrustList.Sequence).GetInt64(), Time(part, Specs.Jose.Iat)) : null;

    public DateTimeOffset? StatusAsOf => Part("status") is { } part ? Time(part, Specs.Jose.Iat) : null;

    public IEnumerable<(Question Question, AnswerValue Value, ReasonCode Reason)> Answers =>
        from answer in _payload.GetProperty("answers").EnumerateObject()
        select (Wire.Read<Question>(answer.Name),
            Wire.Read<AnswerValue>(answer.Value.GetProperty("answer").GetString()!),
            Wire.Read<ReasonCode>(answer.Value.GetProperty("reason").GetString()!));

    /// <summary>Names of the checks with this outcome.</summary>
    public IReadOnlyList<string> Checks(string outcome)
    {
        var part = _payload.GetProperty("checks").GetProperty(outcome);
        return part.ValueKind == JsonValueKind.Array
            ? [.. part.EnumerateArray().Select(one => one.GetString()!)]
            : [.. part.EnumerateObject().Select(one => one.Name)];
    }

    /// <summary>Signs what was found.</summary>
    public static Receipt Sign(VerificationReport report, CheckedBytes bytes, string verifier, string id,
        string? requestedFor, string? presentedTo, ISigner signer)
    {
        var json = Write(report, bytes, verifier, id);
        foreach (var (name, value) in new[] { ("requestedFor", requestedFor), ("presentedTo", presentedTo) })
        {
            if (value is not null)
            {
                json[name] = value;
            }
        }
        var payload = JsonSerializer.SerializeToUtf8Bytes(json, PageJson.Options);
        var header = new JsonObject { [Specs.Jose.Typ] = Specs.Receipt.Typ, [Specs.Jose.Kid] = signer.Kid };
        return new Receipt(Jws.Sign(signer, header, payload), StrictJson.Read(payload));
    }

    /// <summary>Reads a receipt that one of these keys signed, from its text or its link.</summary>
    public static ReceiptReading Read(string? typed, ReceiptKeys keys, string verifier)
    {
        var text = SentText.Trim(typed ?? "");
        text = text[(text.LastIndexOf('#') + 1)..];
        try
        {
            // Links get cut off by mail programs; that is no forgery.
            if (text.Length - text.LastIndexOf('.') - 1 != SignatureLength)
            {
                return new ReceiptReading.Unreadable();
            }
            var jws = Jws.Parse(text, LongestText).RequireType(Specs.Receipt.Typ);
            if (keys.Find(jws.Kid) is not { } key)
            {
                var named = jws.PayloadObject().TryGetProperty(Specs.Jose.Iss, out var iss)
                    && iss.ValueKind == JsonValueKind.String ? iss.GetString()! : "";
                // It says that it is from here, but no key of this verifier made it.
                return named == verifier ? new ReceiptReading.Forged() : new ReceiptReading.Elsewhere(named);
            }
            return jws.VerifiedBy(key)
                ? new ReceiptReading.Genuine(new Receipt(text, jws.PayloadObject())) : new ReceiptReading.Forged();
        }
        catch (FormatException)
        {
            return new ReceiptReading.Unreadable();
        }
    }

    private static JsonObject Write(VerificationReport report, CheckedBytes bytes, string verifier, string id)
    {
        var known = report.Genuine.Value == AnswerValue.Yes;
        return new JsonObject
        {
            [Specs.Jose.Iss] = verifier,
            [Specs.Jose.Iat] = report.CheckedAt.ToUnixTimeSeconds(),
            [Specs.Jose.Jti] = id,
            ["credential"] = new JsonObject { ["format"] = report.Format, ["sha256"] = bytes.Digest },
            // A number that nobody vouches for is not repeated: the digest still says which paper was meant.
            ["certificate"] = !known ? null : new JsonObject
            {
                ["serial"] = report.Content?["serial_no"]?.DeepClone(),
                ["award"] = report.Content?["award"]?.DeepClone(),
                ["issuer"] = report.Issuer!.Id,
                ["issuerName"] = report.Issuer.Name?.En,
                ["issuerNames"] = new JsonObject(new (string Language, string? Name)[]
                    { ("bn", report.Issuer.Name?.Bn), ("ar", report.Issuer.Name?.Ar) }
                    .Where(one => one.Name is not null)
                    .Select(one => KeyValuePair.Create(one.Language, (JsonNode?)one.Name))),
            },
            ["state"] = Wire.Name(report.State),
            ["answers"] = new JsonObject(Enum.GetValues<Question>().Select(question => KeyValuePair.Create(
                Wire.Name(question), (JsonNode?)new JsonObject
                {
                    ["answer"] = Wire.Name(report[question].Value), ["reason"] = Wire.Name(report[question].Reason),
                }))),
            ["checks"] = new JsonObject
            {
                ["passed"] = new JsonArray([.. With(report, CheckOutcome.Passed)
                    .Select(one => (JsonNode?)Wire.Name(one.Check))]),
                ["failed"] = Reasons(report, CheckOutcome.Failed),
                ["couldNotCheck"] = Reasons(report, CheckOutcome.CouldNotCheck),
            },
            ["trustList"] = report.TrustList is not { } list ? null : new JsonObject
            {
                [Specs.TrustList.Sequence] = list.Sequence,
                ["digest"] = list.Digest,
                [Specs.Jose.Iat] = list.IssuedAt.ToUnixTimeSeconds(),
            },
            ["status"] = report.Status is not { } status ? null : new JsonObject
            {
                [Specs.TokenStatusList.Uri] = status.List,
                [Specs.Jose.Iat] = status.AsOf.ToUnixTimeSeconds(),
                ["state"] = status.State,
            },
            [Specs.TrustList.Demo] = known && report.Issuer is { Demo: true },
        };
    }

    private static JsonObject Reasons(VerificationReport report, CheckOutcome outcome) => new(With(report, outcome)
        .Select(one => KeyValuePair.Create(Wire.Name(one.Check), (JsonNode?)Wire.Name(one.Reason))));

    private static IEnumerable<CheckResult> With(VerificationReport report, CheckOutcome outcome) =>
        report.Checks.Where(check => check.Outcome == outcome);

    private JsonElement? Part(string name) =>
        _payload.TryGetProperty(name, out var part) && part.ValueKind == JsonValueKind.Object ? part : null;

    private static string? TextOf(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static DateTimeOffset Time(JsonElement json, string name) =>
        DateTimeOffset.FromUnixTimeSeconds(json.GetProperty(name).GetInt64());
}

/// <summary>What somebody's receipt turned out to be.</summary>
public abstract record ReceiptReading
{
    public sealed record Genuine(Receipt Receipt) : ReceiptReading;

    /// <summary>Changed, or never made by the verifier it names: this one.</summary>
    public sealed record Forged : ReceiptReading;

    /// <summary>It names a verifier whose keys are not known here.</summary>
    public sealed record Elsewhere(string Verifier) : ReceiptReading;

    public sealed record Unreadable : ReceiptReading;
}
