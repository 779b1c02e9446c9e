using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Services.Tests.Peers;

namespace SkillsPassport.Services.Tests.Verifier.Verify;

public sealed class BadRequestTests : VerifierTests
{
    [Theory]
    [InlineData("", "application/json", 400, "request_empty")]
    [InlineData("", "application/pdf", 400, "request_empty")]
    [InlineData("{", "application/json", 400, "request_unreadable")]
    [InlineData("[]", "application/json", 400, "request_unreadable")]
    [InlineData("{}", "application/json", 400, "request_unreadable")]
    [InlineData("{\"credential\":5}", "application/json", 400, "request_unreadable")]
    [InlineData("{\"CREDENTIAL\":\"a\"}", "application/json", 400, "request_unreadable")]
    [InlineData("{\"credential\":null}", "application/json", 400, "request_unreadable")]
    [InlineData("{\"credential\":\"a\",\"credential\":\"b\"}", "application/json", 400, "request_unreadable")]
    [InlineData("{\"credential\":\"a\",\"x\":1,\"x\":2}", "application/json", 400, "request_unreadable")]
    [InlineData("{\"credential\":\"a\"}{}", "application/json", 400, "request_unreadable")]
    [InlineData("{\"credential\":\"a\",}", "application/json", 400, "request_unreadable")]
    [InlineData("{\"credential\":\"\\ud800\"}", "application/json", 400, "request_unreadable")]
    [InlineData("\uFEFF{\"credential\":\"a\"}", "application/json", 400, "request_unreadable")]
    [InlineData("{\"credential\":\"a\"}", "text/plain", 415, "content_type_unsupported")]
    [InlineData("{\"credential\":\"a\"}", "application/json; charset=utf-16", 415, "content_type_unsupported")]
    [InlineData("{\"credential\":\"a\"}", "application/jsonp", 415, "content_type_unsupported")]
    public async Task A_request_that_is_no_request_gets_a_problem(string body, string type, int status, string code)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        using var answer = await Verifier.Http.PostAsync("/api/verify", content);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
    }

    [Theory]
    [InlineData("/api/verify", "application/json")]
    [InlineData("/api/verify/batch", "application/x-ndjson")]
    [InlineData("/api/lookup", "application/json")]
    public async Task A_packed_body_is_refused_and_not_read_as_what_it_is_not(string path, string type)
    {
        foreach (var (encoding, status) in new[] { ("gzip", 415), ("nonsense", 415), ("identity", 0) })
        {
            using var content = new ByteArrayContent("{\"credential\":\"a\"}"u8.ToArray());
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
            content.Headers.ContentEncoding.Add(encoding);
            using var answer = await Verifier.Http.PostAsync(path, content);
            Assert.Equal(status == 415, answer.StatusCode == HttpStatusCode.UnsupportedMediaType);
        }
    }

    [Fact]
    public async Task Deep_nesting_is_refused()
    {
        foreach (var body in (string[])[new string('[', 100_000), "{\"x\":" + new string('[', 5_000)])
        {
            using var answer = await Verifier.Http.PostAsync("/api/verify", Json(Encoding.UTF8.GetBytes(body)));
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
    }

    [Fact]
    public async Task More_than_ten_mebibytes_are_too_large_and_nine_are_a_report()
    {
        using var stated = await Verifier.Http.PostAsync("/api/verify", Json(new byte[10 * 1024 * 1024 + 1]));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, stated.StatusCode);
        using var chunked = new HttpRequestMessage(HttpMethod.Post, "/api/verify")
        {
            Content = Json(new byte[10 * 1024 * 1024 + 1]),
        };
        chunked.Headers.TransferEncodingChunked = true;
        using var unstated = await Verifier.Http.SendAsync(chunked);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, unstated.StatusCode);
        var report = await Verifier.VerifyAsync(new string('A', 9 * 1024 * 1024));
        Assert.Equal(("not_genuine", "Failed format_too_large"), (report.State(), report.Check("format")));
    }

    [Theory]
    [InlineData("/api/lookup")]
    [InlineData("/api/shares")]
    [InlineData("/api/receipts")]
    public async Task A_body_that_no_address_takes_gets_a_problem_with_a_code(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = Json(new byte[10 * 1024 * 1024 + 1]), Headers = { ExpectContinue = true },
        };
        using var answer = await Verifier.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("request_too_large", problem.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("/api/verify", "request_too_slow")]
    [InlineData("/api/verify/batch", "batch_too_slow")]
    [InlineData("/api/lookup", "request_too_slow")]
    public async Task A_body_that_does_not_come_gets_a_problem_with_a_code(string path, string code)
    {
        await using var request = await RawRequest.PostAsync(Verifier.Http.BaseAddress!, path, "application/json");
        var answer = await request.ReadUntilAsync("}");
        Assert.StartsWith("HTTP/1.1 408", answer, StringComparison.Ordinal);
        Assert.Contains($"\"code\":\"{code}\"", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_thousand_mutated_inputs_never_break_the_service()
    {
        var random = new Random(20261121);
        byte[][] seeds =
        [
            JsonSerializer.SerializeToUtf8Bytes(new { credential = Scheme.SdJwt() }),
            JsonSerializer.SerializeToUtf8Bytes(new
            {
                credential = Scheme.Presentation("aud", "nonce-1234567890123456"), audience = "aud",
                nonce = "nonce-1234567890123456",
            }),
            JsonSerializer.SerializeToUtf8Bytes(new { credential = Base32.Encode(Scheme.Paper()) }),
        ];
        var reports = 0;
        for (var i = 0; i < 2000; i++)
        {
            using var answer = await Verifier.Http.PostAsync("/api/verify", Json(Mutate(seeds[i % 3], random)));
            Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest, $"{i}: {answer.StatusCode}");
            reports += answer.StatusCode == HttpStatusCode.OK ? 1 : 0;
        }

        Assert.True(reports > 500, $"Only {reports} mutations reached the verifier.");
    }

    [Fact]
    public async Task What_is_verified_is_never_logged()
    {
        var paper = Base32.Encode(Scheme.Paper());
        await Verifier.VerifyAsync("HTTPS://VERIFY.EXAMPLE/C#" + paper);
        await Verifier.VerifyAsync(Scheme.SdJwt());
        await Verifier.VerifyAsync("garbage-" + paper);
        var log = Verifier.Log.All;
        Assert.Contains("Trust list 1 is in force", log);
        Assert.DoesNotContain(paper[40..80], log);
        Assert.DoesNotContain("RAFIQUL", log);
        Hidden.TokensIn(log);
    }

    private static ByteArrayContent Json(byte[] body) =>
        new(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    private static byte[] Mutate(byte[] seed, Random random)
    {
        var bytes = seed.ToList();
        for (var changes = random.Next(1, 5); changes > 0 && bytes.Count > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] = (byte)"ABCDEFabcdef0123456789_-~."[random.Next(26)];
                    break;
                case 2:
                    bytes.RemoveAt(at);
                    break;
                case 3:
                    bytes.Insert(at, bytes[random.Next(bytes.Count)]);
                    break;
                default:
                    bytes.RemoveRange(at, Math.Min(random.Next(64), bytes.Count - at));
                    break;
            }
        }

        return [.. bytes];
    }
}
