using System.Net;
using System.Text.Json;
using SkillsPassport.Credentials.Registers;
using SkillsPassport.Services.Tests.Databases;
using SkillsPassport.Services.Tests.Peers;

namespace SkillsPassport.Services.Tests.Verifier.Comparisons;

public sealed class AskComparisonsTests : IAsyncLifetime
{
    private const string Saudi = "/api/comparisons?country=SA&framework=BD-NSQF&level=3";

    private Scheme _scheme = null!;
    private PublishedRegister _register = null!;

    public async Task InitializeAsync()
    {
        _scheme = await Scheme.StartAsync();
        _register = new PublishedRegister(_scheme);
    }

    [Fact]
    public async Task The_signed_register_is_passed_on_byte_for_byte_to_any_origin()
    {
        _register.Name();
        var jws = _register.Publish([PublishedRegister.Row("cmp-1", ComparisonStatus.NonePublished)]);
        await using var verifier = await FollowingAsync();

        using var answer = await verifier.Http.GetAsync("/trust/comparisons");

        Assert.Equal(jws, await answer.Content.ReadAsStringAsync());
        Assert.Equal("application/comparison-register+jwt", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        using var again = new HttpRequestMessage(HttpMethod.Get, "/trust/comparisons");
        again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await verifier.Http.SendAsync(again)).StatusCode);
    }

    [Fact]
    public async Task Talks_and_tests_are_never_shown_as_recognition()
    {
        _register.Name();
        _register.Publish(
        [
            PublishedRegister.Row("cmp-talks", ComparisonStatus.UnderNegotiation, level: "3"),
            PublishedRegister.Row("cmp-svp", ComparisonStatus.BilateralTestRequired, level: "3", occupations: ["welding"]),
        ]);
        await using var verifier = await FollowingAsync();

        var answer = await AskAsync(verifier, Saudi + "&occupation=WEL&on=2026-11-21");

        Assert.Equal("not_compared", answer.GetProperty("result").GetString());
        Assert.Equal(["bilateral-test-required", "under-negotiation"],
            answer.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("status").GetString()));
        Assert.All(answer.GetProperty("rows").EnumerateArray(), row =>
        {
            Assert.False(row.GetProperty("recognition").GetBoolean());
            Assert.Equal(JsonValueKind.Null, row.GetProperty("to").GetProperty("level").ValueKind);
            Assert.Equal("Comparison for information. It is not recognition by the destination country.",
                row.GetProperty("notice").GetString());
        });
        Assert.Contains("SVP", answer.GetProperty("requires").GetProperty("skillTest").GetString());
        Assert.Equal("welding", answer.GetProperty("occupation").GetString());
    }

    [Fact]
    public async Task Recognition_holds_from_its_first_day_to_its_last()
    {
        _register.Name();
        _register.Publish(
        [
            PublishedRegister.Row("cmp-mra", ComparisonStatus.MraInForce, level: "3", from: "3") with
            {
                ValidUntil = new(2026, 6, 30),
            },
        ]);
        await using var verifier = await FollowingAsync();

        foreach (var (day, result) in new[]
        {
            ("2025-12-31", "not_compared"), ("2026-01-01", "recognised"), ("2026-06-30", "recognised"),
            ("2026-07-01", "not_compared"), ("২০২৬-০৬-৩০", "recognised"),
        })
        {
            Assert.Equal(result,
                (await AskAsync(verifier, $"{Saudi}&on={Uri.EscapeDataString(day)}")).GetProperty("result").GetString());
        }

        Assert.Equal("not_compared", (await AskAsync(verifier,
            "/api/comparisons?country=SA&framework=BD-NSQF&level=2&on=2026-06-30")).GetProperty("result").GetString());
        Assert.Equal("not_compared", (await AskAsync(verifier,
            "/api/comparisons?country=SA&framework=BD-NTVQF&level=3&on=2026-06-30")).GetProperty("result").GetString());
    }

    [Fact]
    public async Task Where_nothing_is_published_the_answer_is_not_compared()
    {
        await using var verifier = await StartAsync();
        var unnamed = await AskAsync(verifier, Saudi);
        Assert.Equal(JsonValueKind.Null, unnamed.GetProperty("register").ValueKind);
        Assert.Equal("not_compared", unnamed.GetProperty("result").GetString());

        _register.Name();
        _register.Publish([]);
        await Eventually.TrueAsync(async () => (await verifier.Http.GetAsync("/trust/comparisons")).IsSuccessStatusCode);

        foreach (var country in new[] { "FR", "zz", "kw" })
        {
            var answer = await AskAsync(verifier, $"/api/comparisons?country={country}&framework=BD-NSQF&level=3");
            Assert.Equal("not_compared", answer.GetProperty("result").GetString());
            Assert.Empty(answer.GetProperty("rows").EnumerateArray());
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("?country=SA")]
    [InlineData("?country=SAU&framework=BD-NSQF&level=3")]
    [InlineData("?country=SA&country=AE&framework=BD-NSQF&level=3")]
    [InlineData("?country=SA&framework=NSQF&level=3")]
    [InlineData("?country=SA&framework=BD-NSQF&level=99")]
    [InlineData("?country=SA&framework=BD-NSQF&level=*")]
    [InlineData("?country=SA&framework=BD-NSQF&level=3&version=1999")]
    [InlineData("?country=SA&framework=BD-NSQF&level=3&occupation=flying")]
    [InlineData("?country=SA&framework=BD-NSQF&level=3&on=21-11-2026")]
    [InlineData("?country=SA&framework=BD-NSQF&level=3&on=2026-02-30")]
    [InlineData("?country=SA&framework=BD-NSQF&level=3&on=9999-12-31")]
    [InlineData("?country=%00%00&framework=BD-NSQF&level=3")]
    public async Task A_question_that_is_not_complete_is_a_problem_with_words(string query)
    {
        await using var verifier = await StartAsync();
        using var answer = await verifier.Http.GetAsync("/api/comparisons" + query);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal("comparison_question_unreadable", problem.GetProperty("code").GetString());
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
    }

    [Fact]
    public async Task A_register_signed_by_nobody_on_the_trust_list_answers_nothing()
    {
        _register.Name();
        _register.Publish([PublishedRegister.Row("cmp-1", ComparisonStatus.MraInForce, level: "3")], key: Scheme.NewKey());
        await using var verifier = await StartAsync();
        await RefusedAsync(verifier, "comparisons_missing");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await verifier.Http.GetAsync("/trust/comparisons")).StatusCode);
    }

    [Fact]
    public async Task A_key_that_is_found_stolen_takes_its_register_away()
    {
        _register.Name();
        _register.Publish([PublishedRegister.Row("cmp-1", ComparisonStatus.MraInForce, level: "3")]);
        await using var verifier = await FollowingAsync();
        Assert.Equal("recognised", (await AskAsync(verifier, Saudi)).GetProperty("result").GetString());

        _register.Name(compromisedFrom: DateTimeOffset.UtcNow.AddDays(-1));

        await Eventually.TrueAsync(async () => !(await verifier.Http.GetAsync(Saudi)).IsSuccessStatusCode);
        await RefusedAsync(verifier, "comparisons_missing");
    }

    [Fact]
    public async Task A_stale_register_is_could_not_check()
    {
        _register.Name();
        _register.Publish([PublishedRegister.Row("cmp-1", ComparisonStatus.MraInForce, level: "3")], register => register with
        {
            Iat = DateTimeOffset.UtcNow.AddDays(-2).ToUnixTimeSeconds(),
            NextUpdate = DateTimeOffset.UtcNow.AddDays(-1).ToUnixTimeSeconds(),
        });
        await using var verifier = await FollowingAsync();
        await RefusedAsync(verifier, "comparisons_stale");
        // The page gets the bytes all the same, and says itself how old they are.
        Assert.Equal(HttpStatusCode.OK, (await verifier.Http.GetAsync("/trust/comparisons")).StatusCode);
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task An_older_register_is_refused_even_after_a_restart(string engine)
    {
        var database = await TestDatabase.NewAsync(engine);
        _register.Name();
        var old = _register.Publish([PublishedRegister.Row("cmp-1", ComparisonStatus.MraInForce, level: "3")]);
        var newer = _register.PublishNext();
        await using (var verifier = await FollowingAsync(database))
        {
            Assert.Equal(newer, await verifier.Http.GetStringAsync("/trust/comparisons"));
        }

        _scheme.Authority.Serve(PublishedRegister.Path, System.Text.Encoding.ASCII.GetBytes(old),
            RegisterKind.Comparisons.MediaType);
        await using var second = await FollowingAsync(database);
        await second.Log.UntilAsync("is older than");
        Assert.Equal(newer, await second.Http.GetStringAsync("/trust/comparisons"));
    }

    [Fact]
    public async Task With_the_authority_away_the_last_good_register_stays()
    {
        _register.Name();
        _register.Publish([PublishedRegister.Row("cmp-1", ComparisonStatus.IndicativeComparison, level: "3", from: "3")]);
        await using var verifier = await FollowingAsync();
        Assert.Equal("compared", (await AskAsync(verifier, Saudi)).GetProperty("result").GetString());

        _scheme.Authority.Off(PublishedRegister.Path);
        await Task.Delay(1500);

        var row = (await AskAsync(verifier, Saudi)).GetProperty("rows")[0];
        Assert.Equal("3", row.GetProperty("to").GetProperty("level").GetString());
        Assert.Equal("As published.", row.GetProperty("disclaimer").GetString());
    }

    [Fact]
    public async Task A_row_for_single_occupations_decides_nothing_when_none_was_named()
    {
        _register.Name();
        _register.Publish([PublishedRegister.Row("cmp-1", ComparisonStatus.MraInForce, level: "3", occupations: ["welding"])]);
        await using var verifier = await FollowingAsync();

        var unnamed = await AskAsync(verifier, Saudi);
        Assert.Equal("not_compared", unnamed.GetProperty("result").GetString());
        Assert.True(unnamed.GetProperty("rows")[0].GetProperty("limited").GetBoolean());
        Assert.Equal("recognised", (await AskAsync(verifier, Saudi + "&occupation=welding")).GetProperty("result").GetString());
        Assert.Equal("not_compared", (await AskAsync(verifier, Saudi + "&occupation=plumbing")).GetProperty("result").GetString());
    }

    public async Task DisposeAsync() => await _scheme.DisposeAsync();

    private async Task<RunningVerifier> StartAsync(TestDatabase? database = null) =>
        await RunningVerifier.StartAsync(_scheme, database, args: ["--Registers:RefreshSeconds=1"]);

    /// <summary>The same, and waits until it has the register.</summary>
    private async Task<RunningVerifier> FollowingAsync(TestDatabase? database = null)
    {
        var verifier = await StartAsync(database);
        await Eventually.TrueAsync(async () => (await verifier.Http.GetAsync("/trust/comparisons")).IsSuccessStatusCode);
        return verifier;
    }

    private static async Task<JsonElement> AskAsync(RunningVerifier verifier, string question)
    {
        using var answer = await verifier.Http.GetAsync(question);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private static async Task RefusedAsync(RunningVerifier verifier, string code)
    {
        using var answer = await verifier.Http.GetAsync(Saudi);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(code, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement
            .GetProperty("code").GetString());
    }
}
