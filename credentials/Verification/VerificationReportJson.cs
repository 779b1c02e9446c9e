using System.Globalization;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Credentials.Verification;

/// <summary>Writes a report in the shape of <c>schemas/api/verification-report.schema.json</c>.</summary>
internal static class VerificationReportJson
{
    private const int Version = 1;

    public static JsonObject Write(VerificationReport report) => new()
    {
        ["version"] = Version,
        ["format"] = report.Format,
        ["checkedAt"] = Time(report.CheckedAt),
        ["state"] = Wire.Name(report.State),
        ["answers"] = new JsonObject(Enum.GetValues<Question>().Select(question =>
            KeyValuePair.Create(Wire.Name(question), (JsonNode?)Write(question, report[question])))),
        ["checks"] = new JsonArray([.. report.Checks.Select(check => new JsonObject
        {
            ["check"] = Wire.Name(check.Check),
            ["outcome"] = check.Outcome.ToString(),
            ["reason"] = Wire.Name(check.Reason),
            ["spec"] = check.Spec,
            ["detail"] = check.Detail,
        })]),
        ["issuer"] = report.Issuer is not { } issuer ? null : new JsonObject
        {
            ["id"] = issuer.Id,
            ["name"] = issuer.Name is null ? null : Write(issuer.Name),
            ["demo"] = issuer.Demo,
        },
        ["status"] = report.Status is not { } status ? null : new JsonObject
        {
            ["state"] = status.State,
            ["asOf"] = Time(status.AsOf),
            ["list"] = status.List,
        },
        ["trustList"] = report.TrustList is not { } list ? null : new JsonObject
        {
            ["sequence"] = list.Sequence,
            ["issuedAt"] = Time(list.IssuedAt),
            ["nextUpdate"] = Time(list.NextUpdate),
        },
        ["content"] = report.Content?.DeepClone(),
    };

    internal static JsonObject Write(LocalisedName name)
    {
        var json = new JsonObject { ["en"] = name.En };
        if (name.Bn is not null)
        {
            json["bn"] = name.Bn;
        }

        if (name.Ar is not null)
        {
            json["ar"] = name.Ar;
        }

        return json;
    }

    private static JsonObject Write(Question question, Answer answer)
    {
        var json = new JsonObject
        {
            ["answer"] = Wire.Name(answer.Value),
            ["reason"] = Wire.Name(answer.Reason),
        };
        if (question == Question.Valid)
        {
            json["asOf"] = answer.AsOf is { } asOf ? Time(asOf) : null;
        }

        return json;
    }

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
