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
        var batch = api.GetProperty("paths").GetProperty("/api/verify/batch").GetProperty("post").GetProperty("responses");
        var lines = batch.GetProperty("200").GetProperty("content").GetProperty("application/x-ndjson").GetProperty("examples")
            .GetProperty("lines").GetProperty("value").GetString()!.Split('\n');
        Assert.Equal(Shape(real), Shape(JsonElement.Parse(lines[0]).GetProperty("report")));
        Assert.Equal("request_unreadable", JsonElement.Parse(lines[1]).GetProperty("code").GetString());
        Assert.Equal("", lines[2]);
    }

    [Fact]
    public async Task The_description_names_the_headers_that_are_really_sent()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var verifier = await RunningVerifier.StartAsync(scheme,
            args: ["--Limits:CountThisMachine=true", "--Limits:VerifyPerMinute=1"]);
        var api = await verifier.Http.GetFromJsonAsync<JsonElement>("/openapi/v1.json");
        foreach (var (key, method, status) in new[] { ("no key", HttpMethod.Post, 401), ("", HttpMethod.Get, 405), ("", HttpMethod.Post, 429) })
        {
            for (var tries = 0; ; tries++)
            {
                Assert.InRange(tries, 0, 10);
                using var request = new HttpRequestMessage(method, "/api/verify");
                request.Content = method == HttpMethod.Post ? JsonContent.Create(new { credential = "x" }) : null;
                request.Headers.Authorization = key.Length > 0 ? new("Bearer", key) : null;
                using var answer = await verifier.Http.SendAsync(request);
                if ((int)answer.StatusCode != status)
                {
                    continue;
                }

                var described = api.GetProperty("paths").GetProperty("/api/verify").GetProperty("post").GetProperty("responses")
                    .GetProperty($"{status}").GetProperty("headers").EnumerateObject().Select(header => header.Name).ToList();
                Assert.NotEmpty(described);
                var sent = answer.Headers.Concat(answer.Content.Headers).Select(header => header.Key).ToList();
                Assert.All(described, name => Assert.Contains(name, sent));
                break;
            }
        }
    }

    private static string Shape(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(",", json.EnumerateObject().Select(one => one.Name + Shape(one.Value))) + "}",
        JsonValueKind.Array => "[" + (json.GetArrayLength() == 0 ? "" : Shape(json[0])) + "]",
        JsonValueKind.True or JsonValueKind.False => "bool",
        var kind => kind.ToString(),
    };
}
