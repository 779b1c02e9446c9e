using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Hosting.Trust;
using SkillsPassport.Services.Tests.Peers;

namespace SkillsPassport.Services.Tests.Verifier.Verify;

public sealed class VerifyBatchTests() : VerifierTests(
    "--Batch:MostItems=300", "--Batch:MostBytes=3000000", "--Outbound:Timeout=00:00:30")
{
    private const string Lines = "application/x-ndjson";

    [Theory]
    [InlineData(Lines)]
    [InlineData("application/json")]
    public async Task Every_item_is_answered_by_one_line_in_order_like_a_request_of_its_own(string type)
    {
        Scheme.Statuses[3] = 1;
        Scheme.PublishStatus();
        var items = new List<object>();
        for (var i = 0; i < 250; i++)
        {
            items.Add((i % 5) switch
            {
                0 => new { id = $"paper-{i}", credential = Base32.Encode(Scheme.Paper(i)) },
                1 => new { id = $"wallet-{i}", credential = Scheme.SdJwt(i) },
                2 => new { id = $"holder-{i}", credential = Scheme.Presentation("me", "nonce-1234567890123456", i),
                    audience = "me", nonce = "nonce-1234567890123456" },
                3 => new { id = $"rubbish-{i}", credential = "rubbish" },
                _ => new { id = i, credential = Base32.Encode(Scheme.Paper(3)) },
            });
        }

        var (answer, lines) = await PostAsync(type == Lines
            ? string.Join('\n', items.Select(one => JsonSerializer.Serialize(one))) + "\n" : JsonSerializer.Serialize(items), type);

        Assert.Equal((HttpStatusCode.OK, Lines), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        Assert.Equal(Enumerable.Range(1, 250), lines.Select(line => line.GetProperty("line").GetInt32()));
        for (var i = 0; i < 250; i++)
        {
            var kind = ((string[])["paper-", "wallet-", "holder-", "rubbish-", ""])[i % 5];
            Assert.Equal($"{kind}{i}", lines[i].GetProperty("id").ToString());
            Assert.Equal(((string[])["valid", "could_not_check", "valid", "not_genuine", "revoked"])[i % 5],
                lines[i].GetProperty("report").State());
        }
    }

    [Fact]
    public async Task A_bad_line_gets_a_problem_with_its_number_and_id_and_the_rest_goes_on()
    {
        var good = JsonSerializer.Serialize(new { credential = Base32.Encode(Scheme.Paper()) });
        var (answer, lines) = await PostAsync($$"""
            not json
            {{good}}

            {"id":"twice","credential":"a","credential":"b"}
            {"id":"none"}
            []
            {"id":7,"credential":5}
            {"id":{"a":1},"credential":"a"}
            {"id":"{{new string('x', 201)}}","credential":"a"}
            {"credential":"\ud800"}
            {"id":"long","credential":"{{new string('A', 1024 * 1024)}}"}
            {"id":null,"credential":"{{"\\u0041"}}"}
            {{good}}
            """, Lines);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal([1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13], lines.Select(line => line.GetProperty("line").GetInt32()));
        Assert.Equal(
            ["request_unreadable", "valid", "request_unreadable", "request_unreadable", "request_unreadable",
                "request_unreadable", "request_unreadable", "request_unreadable", "request_unreadable", "request_too_large",
                "not_genuine", "valid"],
            lines.Select(line => line.TryGetProperty("report", out var report) ? report.State()
                : line.GetProperty("code").GetString()));
        Assert.Equal("twice", lines[2].GetProperty("id").GetString());
        Assert.Equal(7, lines[5].GetProperty("id").GetInt32());
        Assert.Equal(JsonValueKind.Null, lines[0].GetProperty("id").ValueKind);
        Assert.Equal(400, lines[0].GetProperty("status").GetInt32());
        Assert.Equal("urn:skills-passport:problem:request_unreadable", lines[0].GetProperty("type").GetString());
        Assert.Equal(["line", "id", "type", "title", "status", "detail", "code"],
            lines[0].EnumerateObject().Select(member => member.Name));
    }

    [Theory]
    [InlineData("", Lines, 400, "request_empty")]
    [InlineData("\n \r\n\n", Lines, 400, "request_empty")]
    [InlineData("", "application/json", 400, "request_empty")]
    [InlineData("   ", "application/json", 400, "batch_broken")]
    [InlineData("{\"credential\":\"a\"}", "application/json", 400, "batch_broken")]
    [InlineData("\"a\"", "application/json", 400, "batch_broken")]
    [InlineData("[", "application/json", 400, "batch_broken")]
    [InlineData("[{\"credential\":\"a\"", "application/json", 400, "batch_broken")]
    [InlineData("\uFEFF[]", "application/json", 400, "batch_broken")]
    [InlineData("{}", "text/plain", 415, "content_type_unsupported")]
    [InlineData("{}", "application/x-ndjson; charset=utf-16", 415, "content_type_unsupported")]
    public async Task What_is_no_list_at_all_is_refused_as_a_whole(string body, string type, int status, string code)
    {
        using var answer = await Verifier.Http.PostAsync("/api/verify/batch", Content(body, type));
        Assert.Equal((status, "application/problem+json"),
            ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal(code, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("[]", 0, null)]
    [InlineData(" [ ] \n", 0, null)]
    [InlineData("[1,]", 2, null)]
    [InlineData("[1 2]", 1, null)]
    [InlineData("[{\"credential\":\"a]}\\\",[\"}]", 1, null)]
    [InlineData("[1]x", 1, "batch_broken")]
    [InlineData("[1][2]", 1, "batch_broken")]
    [InlineData("[1,{\"credential\":\"a\"", 1, "batch_broken")]
    public async Task An_array_is_cut_into_its_elements_and_one_that_breaks_off_says_so(string body, int items, string? code)
    {
        var (answer, lines) = await PostAsync(body, "application/json");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(items, lines.Count(line => line.GetProperty("line").ValueKind == JsonValueKind.Number));
        Assert.Equal(code, lines.Where(line => line.GetProperty("line").ValueKind == JsonValueKind.Null)
            .Select(line => line.GetProperty("code").GetString()).SingleOrDefault());
    }

    [Theory]
    [InlineData(Lines)]
    [InlineData("application/json")]
    public async Task Beyond_the_bound_the_last_line_says_that_nothing_more_was_read(string type)
    {
        var items = Enumerable.Repeat("{\"credential\":\"a\"}", 301);
        var (_, lines) = await PostAsync(type == Lines ? string.Join('\n', items) : $"[{string.Join(',', items)}]", type);
        Assert.Equal(301, lines.Count);
        Assert.Equal(300, lines[^2].GetProperty("line").GetInt32());
        Assert.Equal((413, "batch_too_long"),
            (lines[^1].GetProperty("status").GetInt32(), lines[^1].GetProperty("code").GetString()));
    }

    [Fact]
    public async Task A_large_batch_is_refused_when_it_says_so_and_cut_off_when_it_does_not()
    {
        var body = string.Concat(Enumerable.Repeat($"{{\"credential\":\"{new string('A', 20_000)}\"}}\n", 160));
        using var stated = await Verifier.Http.PostAsync("/api/verify/batch", Content(body, Lines));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, stated.StatusCode);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/verify/batch") { Content = Content(body, Lines) };
        request.Headers.TransferEncodingChunked = true;
        using var unstated = await Verifier.Http.SendAsync(request);
        var lines = Parse(await unstated.Content.ReadAsStringAsync());
        Assert.InRange(lines.Count, 100, 151);
        Assert.Equal("batch_too_large", lines[^1].GetProperty("code").GetString());
    }

    [Fact]
    public async Task One_giant_line_costs_no_memory_and_spoils_nothing_else()
    {
        var body = "{\"credential\":\"" + new string('A', 2_500_000) + "\"}\n{\"credential\":\"a\"}";
        var (_, lines) = await PostAsync(body, Lines);
        Assert.Equal("request_too_large", lines[0].GetProperty("code").GetString());
        Assert.Equal("not_genuine", lines[1].GetProperty("report").State());
    }

    [Fact]
    public async Task Answers_come_while_the_request_is_still_being_sent()
    {
        await using var line = await RawRequest.PostAsync(Verifier.Http.BaseAddress!, "/api/verify/batch", Lines);
        for (var i = 0; i < 3; i++)
        {
            await line.SendAsync(JsonSerializer.Serialize(new { id = i, credential = Base32.Encode(Scheme.Paper()) }) + "\n");
            Assert.Contains($"{{\"line\":{i + 1},\"id\":{i},\"report\":{{", await line.ReadUntilAsync("}\n"));
        }

        await line.EndAsync();
    }

    [Fact]
    public async Task Who_sends_drop_by_drop_is_cut_off_in_time_with_what_was_answered()
    {
        await using var strict = await RunningVerifier.StartAsync(Scheme, args: ["--Batch:MostSeconds=4"]);
        await using var line = await RawRequest.PostAsync(strict.Http.BaseAddress!, "/api/verify/batch", Lines);
        await line.SendAsync("{\"credential\":\"a\"}\n{\"credential\":\"");
        _ = Task.Run(async () =>
        {
            for (var i = 0; i < 20; i++)
            {
                await Task.Delay(400);
                await line.SendAsync(new string('A', 400));
            }
        });
        var answers = await line.ReadUntilAsync("batch_too_slow");
        Assert.Contains("\"line\":1,", answers);
        Assert.Contains("{\"line\":null,\"id\":null,", answers);
    }

    [Fact]
    public async Task Who_hangs_up_stops_the_work()
    {
        // The list never comes, so that the work would go on for the whole of the gate's patience.
        var waiting = new TaskCompletionSource();
        Scheme.Issuer.On("/status/1.cwt", async context =>
        {
            waiting.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        var line = await RawRequest.PostAsync(Verifier.Http.BaseAddress!, "/api/verify/batch", Lines);
        await line.SendAsync(JsonSerializer.Serialize(new { credential = Base32.Encode(Scheme.Paper()) }) + "\n");
        await waiting.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await line.DisposeAsync();
        await Eventually.TrueAsync(() => Task.FromResult(Verifier.OpenRequests == 0), seconds: 15);
        Assert.DoesNotContain("Fault ", Verifier.Log.All);
    }

    [Fact]
    public async Task A_fault_at_one_item_is_that_items_answer_and_the_others_are_answered()
    {
        using var broken = Scheme.NewKey();
        Scheme.PublishNextTrustList(list => list with
        {
            Issuers = [.. list.Issuers, Scheme.IssuerEntry("https://broken.example", [Scheme.Key(broken)])],
        });
        await Eventually.TrueAsync(() => Task.FromResult(Verifier.Log.All.Contains("Trust list 2 is in force")));
        // A key that is gone from under the service: any check that needs it is a fault.
        Verifier.Services.GetRequiredService<ITrustList>().Current!.FindIssuer("https://broken.example")!.OnlyKey!.Key.Dispose();
        var faulty = Base32.Encode(Scheme.Paper(key: broken, issuer: "https://broken.example",
            statusUri: "https://broken.example/status/1.cwt"));
        var (_, lines) = await PostAsync(string.Join('\n', Enumerable.Range(1, 40).Select(i => JsonSerializer.Serialize(
            new { id = $"item-{i}", credential = i % 10 == 3 ? faulty : Base32.Encode(Scheme.Paper(i)) }))), Lines);

        Assert.Equal(Enumerable.Range(1, 40).Select(i => (i, $"item-{i}")),
            lines.Select(line => (line.GetProperty("line").GetInt32(), line.GetProperty("id").GetString()!)));
        Assert.Equal(Enumerable.Range(1, 40).Select(i => i % 10 == 3 ? "item_faulted" : "valid"),
            lines.Select(line => line.TryGetProperty("report", out var report) ? report.State()
                : line.GetProperty("code").GetString()!));
        Assert.Equal(["line", "id", "type", "title", "status", "detail", "code", "traceId"],
            lines[2].EnumerateObject().Select(member => member.Name));
        Assert.Equal(500, lines[2].GetProperty("status").GetInt32());
        Assert.DoesNotContain("Disposed", lines[2].GetRawText(), StringComparison.OrdinalIgnoreCase);
        var trace = lines[2].GetProperty("traceId").GetString();
        Assert.Equal(2, Verifier.Log.All.Split($"Fault {trace} at line 3 of a batch").Length);
        Assert.Equal(5, Verifier.Log.All.Split($"Fault {trace}").Length);
    }

    [Fact]
    public async Task A_status_list_is_fetched_once_however_many_items_name_it()
    {
        Scheme.Issuer.On("/status/1.cwt", async context =>
        {
            await Task.Delay(300);
            await context.Response.Body.WriteAsync(Scheme.StatusCwt(Scheme.PaperStatusUri));
        });
        var (_, lines) = await PostAsync(string.Join('\n', Enumerable.Range(0, 200).Select(i =>
            JsonSerializer.Serialize(new { credential = Base32.Encode(Scheme.Paper(i)) }))), Lines);
        Assert.Equal(200, lines.Count);
        Assert.All(lines, line => Assert.Equal("valid", line.GetProperty("report").State()));
        Assert.InRange(Scheme.Issuer.Hits("/status/1.cwt"), 1, 20); // the others are the background's own polls
    }

    [Fact]
    public async Task A_list_that_cannot_be_had_is_could_not_check_for_every_item_and_waited_for_once()
    {
        Scheme.Issuer.On("/status/1.cwt", context =>
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        });
        var (_, lines) = await PostAsync(string.Join('\n', Enumerable.Range(0, 200).Select(i =>
            JsonSerializer.Serialize(new { credential = Base32.Encode(Scheme.Paper(i)) }))), Lines);
        Assert.Equal(200, lines.Count);
        Assert.All(lines, line => Assert.Equal("CouldNotCheck status_unreachable", line.GetProperty("report").Check("status")));
        Assert.InRange(Scheme.Issuer.Hits("/status/1.cwt"), 1, 20);
    }

    [Fact]
    public async Task A_client_that_reads_only_after_sending_everything_is_not_blocked()
    {
        var body = string.Join('\n', Enumerable.Range(0, 300).Select(i =>
            JsonSerializer.Serialize(new { credential = Scheme.SdJwt(i) })));
        await using var line = await RawRequest.PostAsync(Verifier.Http.BaseAddress!, "/api/verify/batch", Lines);
        await line.SendAsync(body).WaitAsync(TimeSpan.FromSeconds(60));
        await line.EndAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Contains("\"line\":300,", await line.ReadUntilAsync("0\r\n\r\n"));
    }

    [Fact]
    public async Task Nothing_of_a_batch_is_logged()
    {
        var paper = Base32.Encode(Scheme.Paper());
        var (_, lines) = await PostAsync($"{{\"id\":\"EMPLOYEE-4711\",\"credential\":\"{paper}\"}}\nEMPLOYEE-4712", Lines);
        Assert.Equal(2, lines.Count);
        Assert.DoesNotContain(paper[40..80], Verifier.Log.All);
        Assert.DoesNotContain("EMPLOYEE", Verifier.Log.All);
    }

    private async Task<(HttpResponseMessage Answer, List<JsonElement> Lines)> PostAsync(string body, string type)
    {
        var answer = await Verifier.Http.PostAsync("/api/verify/batch", Content(body, type));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return (answer, Parse(text));
    }

    private static List<JsonElement> Parse(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];

    private static ByteArrayContent Content(string body, string type) => new(Encoding.UTF8.GetBytes(body))
    {
        Headers = { ContentType = MediaTypeHeaderValue.Parse(type) },
    };
}
