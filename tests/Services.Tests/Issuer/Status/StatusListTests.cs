using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Credentials.Status;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Issuer.Issuing;
using SkillsPassport.Services.Tests.Databases;

namespace SkillsPassport.Services.Tests.Issuer.Status;

/// <summary>The issuer's status lists as a verifier anywhere in the world gets them.</summary>
public sealed class StatusListTests
{
    private const string PublicUrl = "http://localhost:5101";
    private const string Serial = "NSC-CON-PLM-L2-900001";

    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task Every_act_of_an_officer_is_in_the_list_at_the_next_request(string engine)
    {
        await using var issuer = await RunningIssuer.StartAsync(engine);
        await issuer.IssuedAsync(SheetText.Sheet(SheetText.Row(1), SheetText.Row(2)));
        using var http = new HttpClient { BaseAddress = new Uri(issuer.Url) };
        using var officer = await issuer.SignInAsync("officer.a");
        Assert.Equal(0, await StatusAsync(issuer, http, Serial));
        foreach (var (act, value) in new[] { ("suspend", 2), ("reinstate", 0), ("suspend", 2), ("revoke", 1) })
        {
            await ActAsync(officer, act);
            Assert.Equal(value, await StatusAsync(issuer, http, Serial));
            Assert.Equal(0, await StatusAsync(issuer, http, "NSC-CON-PLM-L2-900002"));
        }
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task A_second_copy_of_the_service_says_the_same_at_once(string engine)
    {
        await using var one = await RunningIssuer.StartAsync(engine);
        await using var two = await RunningIssuer.StartAsync(engine, beside: one);
        await one.IssuedAsync(SheetText.Sheet(SheetText.Row(1)));
        using var atOne = new HttpClient { BaseAddress = new Uri(one.Url) };
        using var atTwo = new HttpClient { BaseAddress = new Uri(two.Url) };
        using var officer = await one.SignInAsync("officer.a");
        Assert.Equal(0, await StatusAsync(two, atTwo, Serial)); // now both hold the list in memory
        Assert.Equal(0, await StatusAsync(one, atOne, Serial));
        await ActAsync(officer, "revoke");
        Assert.Equal(1, await StatusAsync(two, atTwo, Serial));
        Assert.Equal(1, await StatusAsync(one, atOne, Serial));
    }

    [Fact]
    public async Task Both_forms_name_their_own_address_and_say_the_same()
    {
        await using var issuer = await RunningIssuer.StartAsync();
        await issuer.IssuedAsync(SheetText.Sheet(SheetText.Row(1)));
        using var http = new HttpClient { BaseAddress = new Uri(issuer.Url) };
        using var key = KeyOf(issuer);
        var jwt = StatusListToken.ParseJwt(await http.GetStringAsync("/status/0"));
        var cwt = StatusListToken.ParseCwt(await http.GetByteArrayAsync("/status/0.cwt"));
        Assert.True(jwt.VerifiedBy(key));
        Assert.True(cwt.VerifiedBy(key));
        Assert.Equal((PublicUrl + "/status/0", PublicUrl + "/status/0.cwt"), (jwt.Uri, cwt.Uri));
        foreach (var token in new[] { jwt, cwt })
        {
            Assert.Equal(TimeSpan.FromHours(1), token.Ttl);
            Assert.Equal(token.IssuedAt.AddHours(23), token.Expires);
            Assert.Equal(PublicUrl + "/status-lists", token.AggregationUri);
            Assert.Equal((1 << 17, 2), (token.Open(token.Uri).Size, token.Open(token.Uri).Bits));
        }
    }

    [Fact]
    public async Task Anybody_may_read_and_cache_a_list_and_ask_whether_it_changed()
    {
        await using var issuer = await RunningIssuer.StartAsync();
        await issuer.IssuedAsync(SheetText.Sheet(SheetText.Row(1)));
        using var http = new HttpClient { BaseAddress = new Uri(issuer.Url) };
        using var officer = await issuer.SignInAsync("officer.a");
        using var first = await http.GetAsync("/status/0.cwt");
        Assert.Equal(Specs.TokenStatusList.CwtMediaType, first.Content.Headers.ContentType?.MediaType);
        Assert.Equal("*", Assert.Single(first.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal("public, max-age=2", first.Headers.CacheControl?.ToString());
        var tag = first.Headers.ETag!;
        await ActAsync(officer, "revoke");
        using var changed = await AskAgainAsync(http, tag.ToString());
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.NotEqual(tag, changed.Headers.ETag);
        // A minute may turn between two requests, and then the list is signed anew: the second try cannot meet
        // the next turn.
        using var same = await AskAgainAsync(http, changed.Headers.ETag!.ToString());
        using var again = await AskAgainAsync(http, (same.Headers.ETag ?? changed.Headers.ETag).ToString());
        Assert.Contains(HttpStatusCode.NotModified, new[] { same.StatusCode, again.StatusCode });
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/status/0.cwt");
        using var allowed = await http.SendAsync(preflight);
        Assert.Equal(HttpStatusCode.NoContent, allowed.StatusCode);
        Assert.Equal("If-None-Match", Assert.Single(allowed.Headers.GetValues("Access-Control-Allow-Headers")));
    }

    [Fact]
    public async Task A_list_that_is_not_there_or_of_another_time_is_not_made_up()
    {
        await using var issuer = await RunningIssuer.StartAsync();
        await issuer.IssuedAsync(SheetText.Sheet(SheetText.Row(1)));
        using var http = new HttpClient { BaseAddress = new Uri(issuer.Url) };
        foreach (var (path, expected) in new[]
        {
            ("/status/9", HttpStatusCode.NotFound), ("/status/9.cwt", HttpStatusCode.NotFound),
            ("/status/0?time=1700000000", HttpStatusCode.NotImplemented),
        })
        {
            using var answer = await http.GetAsync(path);
            Assert.Equal((path, expected), (path, answer.StatusCode));
        }

        foreach (var path in new[] { "/status/-1", "/status/x", "/status/99999999999", "/status/0.jwt", "/status/0/1" })
        {
            using var answer = await http.GetAsync(path);
            var type = answer.Content.Headers.ContentType?.MediaType;
            Assert.DoesNotContain("statuslist", type ?? "", StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_aggregation_names_every_list_in_both_forms()
    {
        await using var issuer = await RunningIssuer.StartAsync();
        await issuer.IssuedAsync(SheetText.Sheet(SheetText.Row(1)));
        using var http = new HttpClient { BaseAddress = new Uri(issuer.Url) };
        using var lists = JsonDocument.Parse(await http.GetStringAsync("/status-lists"));
        Assert.Equal([PublicUrl + "/status/0", PublicUrl + "/status/0.cwt"],
            lists.RootElement.GetProperty("status_lists").EnumerateArray().Select(uri => uri.GetString()));
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task Places_taken_by_two_copies_at_once_are_never_the_same_and_never_in_a_row(string engine)
    {
        await using var one = await RunningIssuer.StartAsync(engine);
        await using var two = await RunningIssuer.StartAsync(engine, beside: one);
        var taken = (await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            var issuer = i % 2 == 0 ? one : two;
            await using var db = issuer.Db();
            await using var transaction = await db.Database.BeginTransactionAsync();
            var places = await issuer.Services.GetRequiredService<StatusIndexes>().TakeAsync(db, 100, default);
            await transaction.CommitAsync();
            return places;
        }))).SelectMany(places => places).ToList();
        Assert.Equal(800, taken.Distinct().Count());
        Assert.All(taken, place => Assert.InRange(place.Index, 0, StatusIndexes.ListSize - 1));
        Assert.InRange(taken.Zip(taken.Skip(1)).Count(pair => pair.Second.Index - pair.First.Index == 1), 0, 3);
    }

    private static async Task ActAsync(OfficerBrowser officer, string act)
    {
        var page = await officer.GetAsync($"/certificates/{Serial}/{act}");
        var shown = await officer.SubmitAsync(page, "form:has(textarea)", new() { ["reason"] = $"Reason to {act} it" });
        Assert.Equal($"/certificates/{Serial}", shown.Address.AbsolutePath);
    }

    private static async Task<HttpResponseMessage> AskAgainAsync(HttpClient http, string tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/status/0.cwt");
        request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        return await http.SendAsync(request);
    }

    /// <summary>The status of a certificate's paper copy, found as a verifier finds it: from the signed bytes.</summary>
    private static async Task<int> StatusAsync(RunningIssuer issuer, HttpClient http, string serial)
    {
        await using var db = issuer.Db();
        var paper = PaperCwt.Parse(db.Copies.Single(copy => copy.SerialNo == serial && copy.Form == CopyForm.Paper).Bytes);
        Assert.StartsWith(PublicUrl, paper.StatusUri, StringComparison.Ordinal);
        using var key = KeyOf(issuer);
        var token = StatusListToken.ParseCwt(await http.GetByteArrayAsync(paper.StatusUri[PublicUrl.Length..]));
        Assert.True(token.VerifiedBy(key));
        return token.Open(paper.StatusUri).Get(paper.StatusIndex)!.Value;
    }

    private static VerificationKey KeyOf(RunningIssuer issuer) =>
        VerificationKey.FromJwk(issuer.Services.GetRequiredService<IssuerKeys>().Signer.PublicJwk);
}
