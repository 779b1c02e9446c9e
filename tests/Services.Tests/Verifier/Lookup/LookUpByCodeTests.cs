using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Services.Tests.Databases;

namespace SkillsPassport.Services.Tests.Verifier.Lookup;

public sealed class LookUpByCodeTests : VerifierTests
{
    private readonly string _code = NewCode();

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Answer(Scheme.Paper());
    }

    [Fact]
    public async Task A_code_as_a_person_types_it_gives_the_signed_bytes_which_verify_like_any_other()
    {
        foreach (var typed in (string[])[_code, CertificateCode.Display(_code), $" {_code.ToLowerInvariant()} "])
        {
            using var answer = await LookUpAsync(typed);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
            var payload = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("payload").GetString()!;
            Assert.Equal("valid", (await Verifier.VerifyAsync(payload)).State());
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("7K3M")]
    [InlineData("U000-0000-0000")]
    [InlineData("0000-0000-0001")]
    public async Task A_typing_mistake_is_told_at_once_and_asks_nobody(string typed)
    {
        using var answer = await LookUpAsync(typed);
        Assert.Equal((HttpStatusCode.BadRequest, "certificate_code_unreadable"), (answer.StatusCode, await CodeAsync(answer)));
        Assert.Equal(0, Scheme.Issuer.AllHits);
    }

    [Fact]
    public async Task An_unknown_code_is_a_404_of_one_shape()
    {
        using var answer = await LookUpAsync(NewCode());
        Assert.Equal((HttpStatusCode.NotFound, "certificate_unknown"), (answer.StatusCode, await CodeAsync(answer)));
    }

    [Fact]
    public async Task An_issuer_that_cannot_be_asked_is_not_an_unknown_certificate()
    {
        Scheme.Issuer.On("/lookup", context =>
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return Task.CompletedTask;
        });
        using var answer = await LookUpAsync(_code);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "issuer_unreachable"), (answer.StatusCode, await CodeAsync(answer)));
        Assert.NotNull(answer.Headers.RetryAfter?.Delta);
    }

    [Theory]
    [InlineData(16, HttpStatusCode.NotFound, "certificate_unknown")]
    [InlineData(17, HttpStatusCode.ServiceUnavailable, "issuer_unreachable")]
    public async Task Nobody_hears_that_no_issuer_knows_a_code_unless_every_issuer_was_asked(
        int issuers, HttpStatusCode status, string code)
    {
        Scheme.PublishNextTrustList(list => list with
        {
            Issuers = [.. list.Issuers, .. Enumerable.Range(2, issuers - 1).Select(n =>
                Scheme.IssuerEntry($"https://issuer-{n}.example", [Scheme.Key(Scheme.NewKey())]) with
                {
                    Lookup = Scheme.Issuer.Url + "/lookup",
                })],
        });
        await using var verifier = await RunningVerifier.StartAsync(Scheme);
        using var answer = await verifier.Http.PostAsJsonAsync("/api/lookup", new { code = NewCode() });
        Assert.Equal((status, code), (answer.StatusCode, await CodeAsync(answer)));
        using var known = await verifier.Http.PostAsJsonAsync("/api/lookup", new { code = _code });
        Assert.Equal(HttpStatusCode.OK, known.StatusCode);
    }

    [Fact]
    public async Task An_issuer_answers_for_its_own_certificates_only()
    {
        Answer(Scheme.Paper(issuer: "https://other.example", statusUri: "https://other.example/status/1.cwt"));
        using var answer = await LookUpAsync(_code);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task Two_copies_on_one_database_count_tries_together(string engine)
    {
        var database = await TestDatabase.NewAsync(engine);
        await using var first = await RunningVerifier.StartAsync(Scheme, database, args: ["--Lookup:PerMinute=6"]);
        await using var second = await RunningVerifier.StartAsync(Scheme, database, args: ["--Lookup:PerMinute=6"]);
        var answers = new List<HttpResponseMessage>();
        for (var i = 0; i < 10; i++)
        {
            var http = i % 2 == 0 ? first.Http : second.Http;
            answers.Add(await http.PostAsJsonAsync("/api/lookup", new { code = NewCode() }));
        }

        Assert.Equal(6, answers.Count(answer => answer.StatusCode == HttpStatusCode.NotFound));
        var refused = answers.Where(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ToList();
        Assert.Equal(4, refused.Count);
        Assert.All(refused, answer => Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60));
        answers.ForEach(answer => answer.Dispose());
    }

    [Theory]
    [InlineData("ABC \"1\"")]
    [InlineData(null)]
    public async Task What_was_mistyped_stays_in_its_field(string? typed)
    {
        typed ??= NewCode();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["code"] = typed });
        using var answer = await Verifier.Http.PostAsync("/code", form);
        var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        Assert.Equal(typed, page.QuerySelector("#code")!.GetAttribute("value"));
    }

    [Fact]
    public async Task The_page_says_when_to_come_back_too()
    {
        await using var verifier = await RunningVerifier.StartAsync(Scheme, args: ["--Lookup:PerMinute=1"]);
        for (var i = 0; i < 2; i++)
        {
            using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["code"] = NewCode() });
            using var answer = await verifier.Http.PostAsync("/code", form);
            Assert.Equal(i == 0 ? HttpStatusCode.NotFound : HttpStatusCode.TooManyRequests, answer.StatusCode);
            Assert.Equal(i == 1, answer.Headers.RetryAfter?.Delta?.TotalSeconds is >= 1 and <= 60);
        }
    }

    [Fact]
    public async Task Many_strangers_who_miss_slow_each_other_and_nobody_who_finds_a_certificate()
    {
        await using var verifier = await RunningVerifier.StartAsync(Scheme, args:
            ["--Proxy:Known=127.0.0.0/8,::1", "--Lookup:MissesPerTenMinutes=3", "--Lookup:MissesPerMinuteForAll=6"]);
        async Task<HttpResponseMessage> FromAsync(string address, string code) => await verifier.Http.SendAsync(
            new(HttpMethod.Post, "/api/lookup")
            {
                Headers = { { "X-Forwarded-For", address } }, Content = JsonContent.Create(new { code }),
            });
        async Task AnswersAsync(string address, string code, HttpStatusCode expected, int times = 1)
        {
            for (var i = 0; i < times; i++)
            {
                using var answer = await FromAsync(address, code);
                Assert.Equal((address, i, expected), (address, i, answer.StatusCode));
                Assert.Equal(expected == HttpStatusCode.TooManyRequests, answer.Headers.RetryAfter?.Delta is not null);
            }
        }

        foreach (var stranger in (string[])["203.0.113.1", "203.0.113.2"])
        {
            await AnswersAsync(stranger, NewCode(), HttpStatusCode.NotFound, times: 3);
            await AnswersAsync(stranger, NewCode(), HttpStatusCode.TooManyRequests);
        }

        // Together they are at the end: one who never missed has one miss, and whoever finds has no end.
        await AnswersAsync("203.0.113.3", NewCode(), HttpStatusCode.NotFound);
        await AnswersAsync("203.0.113.3", NewCode(), HttpStatusCode.TooManyRequests);
        await AnswersAsync("198.51.100.1", _code, HttpStatusCode.OK, times: 5);
        await AnswersAsync("203.0.113.1", _code, HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task An_issuer_that_is_asked_too_often_is_busy_and_not_unreachable()
    {
        Scheme.Issuer.On("/lookup", context =>
        {
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            context.Response.Headers.RetryAfter = "7";
            return Task.CompletedTask;
        });
        using var answer = await LookUpAsync(_code);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "issuer_busy"), (answer.StatusCode, await CodeAsync(answer)));
        Assert.Equal(TimeSpan.FromSeconds(7), answer.Headers.RetryAfter?.Delta);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["code"] = _code });
        using var page = await Verifier.Http.PostAsync("/code", form);
        Assert.Equal(TimeSpan.FromSeconds(7), page.Headers.RetryAfter?.Delta);
    }

    [Theory]
    [InlineData("{\"code\":\"a\",\"code\":\"b\"}", 400)]
    [InlineData("{\"code\":{}}", 400)]
    [InlineData("", 400)]
    [InlineData("long", 413)]
    public async Task A_request_that_is_no_request_gets_a_problem(string body, int status)
    {
        using var content = new StringContent(body == "long" ? new string(' ', 100_000) : body, null, "application/json");
        using var answer = await Verifier.Http.PostAsync("/api/lookup", content);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain("MiB", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_code_is_never_logged()
    {
        foreach (var spelled in new[] { _code, CertificateCode.Display(_code) })
        {
            using var answer = await LookUpAsync(spelled);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.DoesNotContain(_code, Verifier.Log.All);
        Assert.DoesNotContain(CertificateCode.Display(_code), Verifier.Log.All);
    }

    private static string NewCode() => CertificateCode.New(RandomNumberGenerator.Create());

    private static async Task<string?> CodeAsync(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString();

    private Task<HttpResponseMessage> LookUpAsync(string code) => Verifier.Http.PostAsJsonAsync("/api/lookup", new { code });

    private void Answer(byte[] paper) => Scheme.Issuer.On("/lookup", async context =>
    {
        var asked = await context.Request.ReadFromJsonAsync<JsonElement>();
        if (context.Request.Method != "POST" || asked.GetProperty("code").GetString() != _code)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = "application/cwt";
        await context.Response.Body.WriteAsync(paper);
    });
}
