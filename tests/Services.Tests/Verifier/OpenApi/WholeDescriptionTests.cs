using System.Net.Http.Json;
using System.Text.Json;

namespace SkillsPassport.Services.Tests.Verifier.OpenApi;

/// <summary>What a developer finds in the description, for every operation: nothing missing, nothing dangling.</summary>
public sealed class WholeDescriptionTests
{
    [Fact]
    public async Task Every_operation_has_a_name_a_summary_and_examples_and_every_reference_leads_somewhere()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var verifier = await RunningVerifier.StartAsync(scheme);
        var api = await verifier.Http.GetFromJsonAsync<JsonElement>("/openapi/v1.json");
        var missing = new List<string>();
        var names = new HashSet<string>();
        foreach (var path in api.GetProperty("paths").EnumerateObject())
        {
            foreach (var method in path.Value.EnumerateObject())
            {
                var at = $"{method.Name} {path.Name}";
                var operation = method.Value;
                Need(operation.TryGetProperty("summary", out _), at, "summary");
                Need(operation.TryGetProperty("operationId", out var id) && names.Add(id.GetString()!), at, "its own operationId");
                if (operation.TryGetProperty("requestBody", out var body))
                {
                    Contents(body, at + " request");
                }

                foreach (var response in operation.GetProperty("responses").EnumerateObject())
                {
                    Need(response.Value.TryGetProperty("description", out _), at, "description of " + response.Name);
                    Contents(response.Value, $"{at} {response.Name}");
                }

                Need(operation.GetProperty("responses").EnumerateObject().Any(one => one.Name[0] is '4' or '5'), at, "refusals");
            }
        }

        void Contents(JsonElement owner, string at)
        {
            foreach (var content in owner.TryGetProperty("content", out var all) ? all.EnumerateObject() : default)
            {
                Need(content.Value.TryGetProperty("schema", out _), at, "schema of " + content.Name);
                Need(content.Name == "application/pdf" || content.Value.TryGetProperty("example", out _)
                    || content.Value.TryGetProperty("examples", out _), at, "example of " + content.Name);
            }
        }

        void Need(bool there, string at, string what)
        {
            if (!there)
            {
                missing.Add($"{at}: {what}");
            }
        }

        Assert.Empty(missing);
        foreach (var reference in References(api))
        {
            if (!reference.StartsWith("#/$defs/", StringComparison.Ordinal)) // those stand inside the report's own schema
            {
                Assert.StartsWith("#/components/schemas/", reference);
                Assert.True(api.GetProperty("components").GetProperty("schemas").TryGetProperty(reference.Split('/')[^1], out _), reference);
            }
        }

        foreach (var path in (string[])["/api/verify", "/api/verify/batch", "/api/lookup", "/api/receipts", "/api/shares"])
        {
            foreach (var status in (string[])["405", "408", "413", "415", "429"])
            {
                Assert.True(api.GetProperty("paths").GetProperty(path).GetProperty("post").GetProperty("responses")
                    .TryGetProperty(status, out var answer), $"{path} {status}");
                Assert.NotEmpty(answer.GetProperty("content").GetProperty("application/problem+json")
                    .GetProperty("example").GetProperty("code").GetString()!);
            }
        }

        Assert.Equal("bearer", api.GetProperty("components").GetProperty("securitySchemes").GetProperty("apiKey")
            .GetProperty("scheme").GetString());
    }

    private static IEnumerable<string> References(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(member =>
            member.Name == "$ref" && member.Value.ValueKind == JsonValueKind.String ? [member.Value.GetString()!] : References(member.Value)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(References),
        _ => [],
    };
}
