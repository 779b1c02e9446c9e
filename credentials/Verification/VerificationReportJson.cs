using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Credentials.Verification;

/// <summary>
/// Writes a report in the shape of <c>schemas/api/verification-report.schema.json</c>, straight to UTF-8: a verifier
/// under load writes one for each signature it checks, and a tree of nodes would cost as much as the signature.
/// </summary>
internal static class VerificationReportJson
{
    private const int Version = 1;
    private const int TimeLength = 20;

    private static readonly Question[] Questions = Enum.GetValues<Question>();

    /// <summary>What has passed is said in the same octets every time.</summary>
    private static readonly Dictionary<CheckResult, byte[]> Passed = VerificationTable.AllPassed.ToDictionary(
        check => check, check => Spell(json => Write(json, check)),
        (IEqualityComparer<CheckResult>)ReferenceEqualityComparer.Instance);

    public static void Write(Utf8JsonWriter json, VerificationReport report)
    {
        json.WriteStartObject();
        json.WriteNumber("version"u8, Version);
        json.WriteString("format"u8, report.Format);
        Write(json, "checkedAt"u8, report.CheckedAt);
        json.WriteString("state"u8, Wire.Encoded(report.State));
        json.WriteStartObject("answers"u8);
        foreach (var question in Questions)
        {
            json.WritePropertyName(Wire.Encoded(question));
            Write(json, question, report[question]);
        }

        json.WriteEndObject();
        WriteChecks(json, report.Checks);
        WriteSources(json, report);
        json.WritePropertyName("content"u8);
        report.WriteContent(json);
        json.WriteEndObject();
    }

    /// <summary>What is written, as a tree.</summary>
    public static JsonObject Tree(Action<Utf8JsonWriter> write) => JsonNode.Parse(Spell(write))!.AsObject();

    /// <summary>What is written, as octets to keep.</summary>
    public static byte[] Spell(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, WireJson.Writer);
        write(json);
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteChecks(Utf8JsonWriter json, IReadOnlyList<CheckResult> checks)
    {
        json.WriteStartArray("checks"u8);
        foreach (var check in checks)
        {
            if (Passed.TryGetValue(check, out var spelled))
            {
                json.WriteRawValue(spelled, skipInputValidation: true);
            }
            else
            {
                Write(json, check);
            }
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, CheckResult check)
    {
        json.WriteStartObject();
        json.WriteString("check"u8, Wire.Encoded(check.Check));
        json.WriteString("outcome"u8, check.Outcome switch
        {
            CheckOutcome.Passed => nameof(CheckOutcome.Passed),
            CheckOutcome.Failed => nameof(CheckOutcome.Failed),
            CheckOutcome.CouldNotCheck => nameof(CheckOutcome.CouldNotCheck),
            CheckOutcome.NotApplicable => nameof(CheckOutcome.NotApplicable),
        });
        json.WriteString("reason"u8, Wire.Encoded(check.Reason));
        json.WriteString("spec"u8, check.Spec);
        json.WriteString("detail"u8, check.Detail);
        json.WriteEndObject();
    }

    private static void WriteSources(Utf8JsonWriter json, VerificationReport report)
    {
        json.WritePropertyName("issuer"u8);
        if (report.Issuer is { } issuer)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, issuer.Id);
            json.WritePropertyName("name"u8);
            Write(json, issuer.Name);
            json.WriteBoolean("demo"u8, issuer.Demo);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNullValue();
        }

        json.WritePropertyName("status"u8);
        if (report.Status is { } status)
        {
            json.WriteStartObject();
            json.WriteString("state"u8, status.State);
            Write(json, "asOf"u8, status.AsOf);
            json.WriteString("list"u8, status.List);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNullValue();
        }

        json.WritePropertyName("trustList"u8);
        if (report.TrustList is { } list)
        {
            json.WriteStartObject();
            json.WriteNumber("sequence"u8, list.Sequence);
            Write(json, "issuedAt"u8, list.IssuedAt);
            Write(json, "nextUpdate"u8, list.NextUpdate);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNullValue();
        }
    }

    private static void Write(Utf8JsonWriter json, LocalisedName? name)
    {
        if (name is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteString("en"u8, name.En);
        if (name.Bn is not null)
        {
            json.WriteString("bn"u8, name.Bn);
        }

        if (name.Ar is not null)
        {
            json.WriteString("ar"u8, name.Ar);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Question question, Answer answer)
    {
        json.WriteStartObject();
        json.WriteString("answer"u8, Wire.Encoded(answer.Value));
        json.WriteString("reason"u8, Wire.Encoded(answer.Reason));
        if (question == Question.Valid && answer.AsOf is { } asOf)
        {
            Write(json, "asOf"u8, asOf);
        }
        else if (question == Question.Valid)
        {
            json.WriteNull("asOf"u8);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, DateTimeOffset time)
    {
        Span<byte> text = stackalloc byte[TimeLength];
        time.UtcDateTime.TryFormat(text, out _, "s", CultureInfo.InvariantCulture);
        text[^1] = (byte)'Z';
        json.WriteString(name, text);
    }
}
