using System.Text.Json;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Trust;
using SkillsPassport.Credentials.Verification;

namespace SkillsPassport.Credentials.Tests.Verification;

/// <summary>
/// Runs one case of <c>Vectors/verdicts.json</c> as any implementation would: from the file's texts alone.
/// </summary>
internal static class VerdictVectors
{
    public static VerificationReport Run(JsonElement vector)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(vector.GetProperty("now").GetInt64());
        using var root = VerificationKey.FromJwk(Jwk.Parse(vector.GetProperty("rootJwk")));
        var trust = ReadTrust(vector, root);
        var lists = new VerifiedStatusLists();
        VerificationInput.TryRead(vector.GetProperty("payload").GetString(), out var request);
        request = request with { ExpectedAudience = Text(vector, "audience"), ExpectedNonce = Text(vector, "nonce") };
        var verifier = new CredentialVerifier(new FixedClock(now));
        var report = verifier.Verify(request, trust, lists);
        if (report.MissingStatusList is { } missing && trust is not null
            && vector.GetProperty("statusLists").TryGetProperty(missing.OriginalString, out var token))
        {
            lists.TryAccept(token.GetBytesFromBase64(), missing.OriginalString, report.Issuer!.Id, trust, now, out _);
            report = verifier.Verify(request, trust, lists);
        }
        else if (report.MissingStatusList is null)
        {
            // A list at hand is used even where none would be asked for.
            foreach (var list in vector.GetProperty("statusLists").EnumerateObject())
            {
                if (trust is not null && report.Issuer is { } issuer)
                {
                    lists.TryAccept(list.Value.GetBytesFromBase64(), list.Name, issuer.Id, trust, now, out _);
                }
            }

            report = verifier.Verify(request, trust, lists);
        }

        return report;
    }

    private static string? Text(JsonElement vector, string name) =>
        vector.TryGetProperty(name, out var text) ? text.GetString() : null;

    private static TrustSnapshot? ReadTrust(JsonElement vector, VerificationKey root)
    {
        if (vector.GetProperty("trustList") is not { ValueKind: JsonValueKind.String } text)
        {
            return null;
        }

        try
        {
            var list = Credentials.Trust.TrustList.Parse(text.GetString()!, root);
            if (vector.TryGetProperty("remembered", out var seen))
            {
                new TrustListMemory(seen.GetProperty("sequence").GetInt64(), seen.GetProperty("digest").GetString()!)
                    .Accept(list);
            }

            return TrustSnapshot.Of(list, !vector.TryGetProperty("metadataKeys", out var keys) ? null
                : keys.EnumerateObject().ToDictionary(issuer => issuer.Name, IReadOnlyList<Jwk> (issuer) =>
                    [.. issuer.Value.EnumerateArray().Select(Jwk.Parse)]));
        }
        catch (TrustListException refusal)
        {
            return TrustSnapshot.Refused(refusal);
        }
    }

    /// <summary>Compares a report's JSON with a case's expectation; null when they agree.</summary>
    public static string? Difference(JsonObject report, JsonElement expected)
    {
        if (report["state"]!.GetValue<string>() != expected.GetProperty("state").GetString())
        {
            return $"state {report["state"]}";
        }

        foreach (var answer in expected.GetProperty("answers").EnumerateObject())
        {
            var given = report["answers"]![answer.Name]!;
            var reason = answer.Value.GetProperty("reason");
            var reasons = reason.ValueKind == JsonValueKind.Array
                ? reason.EnumerateArray().Select(one => one.GetString()) : [reason.GetString()];
            if (given["answer"]!.GetValue<string>() != answer.Value.GetProperty("answer").GetString()
                || !reasons.Contains(given["reason"]!.GetValue<string>()))
            {
                return $"{answer.Name}: {given.ToJsonString()}";
            }
        }

        if (expected.TryGetProperty("content", out var content)
            && !JsonNode.DeepEquals(JsonNode.Parse(content.GetRawText()), report["content"]))
        {
            return "content " + report["content"]?.ToJsonString();
        }

        if (expected.TryGetProperty("checks", out var checks))
        {
            var given = Checks(report).ToJsonString();
            return given == JsonNode.Parse(checks.GetRawText())!.ToJsonString() ? null : "checks " + given;
        }

        return null;
    }

    public static JsonObject Checks(JsonObject report) => new(report["checks"]!.AsArray().Select(check =>
        KeyValuePair.Create(check!["check"]!.GetValue<string>(), (JsonNode?)new JsonObject
        {
            ["outcome"] = check["outcome"]!.GetValue<string>(),
            ["reason"] = check["reason"]!.GetValue<string>(),
        })));
}

/// <summary>A clock that stands still.</summary>
internal sealed class FixedClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
