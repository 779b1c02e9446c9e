using System.Net.Http.Json;
using System.Text.Json;

namespace SkillsPassport.Services.Tests.Verifier.OpenApi;

public sealed class DescribeApiTests
{
    [Fact]
    public async Task The_description_names_every_operation_and_carries_the_reports_published_schema()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var verifier = await RunningVerifier.StartAsync(scheme);
        var api = await verifier.Http.GetFromJsonAsync<JsonElement>("/openapi/v1.json");
        Assert.StartsWith("3.1", api.GetProperty("openapi").GetString());
        Assert.Equal(
            [
                "/api/comparisons", "/api/lookup", "/api/receipts", "/api/shares", "/api/verify",
                "/api/verify/batch", "/trust/comparisons", "/trust/list", "/trust/status",
            ],
            api.GetProperty("paths").EnumerateObject().Select(path => path.Name).Order());
        var schema = api.GetProperty("components").GetProperty("schemas").GetProperty("VerificationReport");
        Assert.Equal("https://passport.example.gov.bd/schemas/api/verification-report.schema.json",
            schema.GetProperty("$id").GetString());
        var verify = api.GetProperty("paths").GetProperty("/api/verify").GetProperty("post");
        Assert.Equal(["application/json", "application/pdf"],
            verify.GetProperty("requestBody").GetProperty("content").EnumerateObject().Select(type => type.Name));
        Assert.True(verify.GetProperty("responses").TryGetProperty("413", out _));

        // The example cannot drift from what is really answered.
        var example = verify.GetProperty("responses").GetProperty("200").GetProperty("content")
            .GetProperty("application/json").GetProperty("examples").GetProperty("valid").GetProperty("value");
        var real = await verifier.VerifyAsync(scheme.Paper());
        Assert.Equal(Shape(real), Shape(example));
    }

    private static string Shape(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(",", json.EnumerateObject().Select(one => one.Name + Shape(one.Value))) + "}",
        JsonValueKind.Array => "[" + (json.GetArrayLength() == 0 ? "" : Shape(json[0])) + "]",
        JsonValueKind.True or JsonValueKind.False => "bool",
        var kind => kind.ToString(),
    };
}
