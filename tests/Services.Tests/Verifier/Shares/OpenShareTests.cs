using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SkillsPassport.Services.Tests.Peers;

namespace SkillsPassport.Services.Tests.Verifier.Shares;

public sealed class OpenShareTests : VerifierTests
{
    private const string Id = "q83vEjRWeJASNFZ4kBI0Vg";

    private string Link => $"https://verify.example/S#{new Uri(Scheme.Wallet.Url).Authority}/shares/{Id}";

    [Fact]
    public async Task What_the_worker_shared_is_fetched_and_verified_for_this_link()
    {
        Share(Scheme.Presentation(Link, Id), Scheme.Presentation(Link, Id, index: 9));
        var answer = await OpenAsync(Link);
        Assert.Equal("active", answer.GetProperty("state").GetString());
        Assert.Equal(Scheme.Wallet.Url, answer.GetProperty("wallet").GetProperty("id").GetString());
        Assert.Equal("Demo wallet", answer.GetProperty("wallet").GetProperty("name").GetProperty("en").GetString());
        Assert.True(answer.GetProperty("expires").GetInt64() > 0);
        Assert.Equal(2, answer.GetProperty("reports").GetArrayLength());
        Assert.All(answer.GetProperty("reports").EnumerateArray(), report =>
            Assert.Equal(("valid", "yes"), (report.State(), report.Answer("person"))));
    }

    [Fact]
    public async Task A_presentation_made_for_another_link_is_not_this_persons()
    {
        Share(Scheme.Presentation(Link + "x", Id), Scheme.Presentation(Link, "another-nonce-1234567890"), Scheme.SdJwt());
        var reports = (await OpenAsync(Link)).GetProperty("reports").EnumerateArray().ToList();
        Assert.Equal(["kb_audience", "kb_nonce", "kb_missing"], reports.Select(report => report.Reason("person")));
        Assert.DoesNotContain(reports, report => report.State() == "valid");
    }

    [Fact]
    public async Task A_stopped_share_and_an_ended_one_are_told_plainly()
    {
        Scheme.Wallet.On($"/shares/{Id}", context =>
        {
            context.Response.StatusCode = StatusCodes.Status410Gone;
            return Task.CompletedTask;
        });
        var stopped = await OpenAsync(Link);
        Assert.Equal(("stopped", 0), (stopped.GetProperty("state").GetString(), stopped.GetProperty("reports").GetArrayLength()));
        Share(DateTimeOffset.UtcNow.AddMinutes(-1), Scheme.Presentation(Link, Id));
        Assert.Equal("stopped", (await OpenAsync(Link)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task An_unknown_share_and_a_wallet_that_does_not_answer_are_two_things()
    {
        await ExpectAsync(Link, HttpStatusCode.NotFound, "share_unknown");
        Scheme.Wallet.On($"/shares/{Id}", context =>
        {
            context.Response.StatusCode = StatusCodes.Status502BadGateway;
            return Task.CompletedTask;
        });
        await ExpectAsync(Link, HttpStatusCode.ServiceUnavailable, "wallet_unreachable");
        Scheme.Wallet.On($"/shares/{Id}", context => context.Response.WriteAsync("{\"presentations\":[]}"));
        await ExpectAsync(Link, HttpStatusCode.ServiceUnavailable, "wallet_unreachable");
        Scheme.Wallet.On($"/shares/{Id}", context =>
        {
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        });
        await ExpectAsync(Link, HttpStatusCode.ServiceUnavailable, "wallet_unreachable");
        Assert.Equal(0, Scheme.Wallet.Hits("/elsewhere"));
    }

    [Theory]
    [InlineData("https://verify.example/S#evil.example/shares/ID", 422, "wallet_not_listed")]
    [InlineData("https://verify.example/S#169.254.169.254/shares/ID", 422, "wallet_not_listed")]
    [InlineData("https://verify.example/S#127.0.0.1:PORT/shares/ID", 422, "wallet_not_listed")]
    [InlineData("https://verify.example/S#2130706433:PORT/shares/ID", 422, "wallet_not_listed")]
    [InlineData("https://verify.example/S#localhost/shares/ID", 422, "wallet_not_listed")]
    [InlineData("https://verify.example/S#localhost:PORT.evil.example/shares/ID", 400, "share_link_unreadable")]
    [InlineData("https://verify.example/S#[::1]:PORT/shares/ID", 400, "share_link_unreadable")]
    [InlineData("https://verify.example/S#user@localhost:PORT/shares/ID", 400, "share_link_unreadable")]
    [InlineData("https://verify.example/S#localhost:PORT@evil.example/shares/ID", 400, "share_link_unreadable")]
    [InlineData("https://verify.example/S#localhost:PORT/shares/../admin/ID", 400, "share_link_unreadable")]
    [InlineData("https://verify.example/S#localhost:PORT/shares/ID?x=1", 400, "share_link_unreadable")]
    [InlineData("https://verify.example/S#localhost:PORT/shares/ID#x", 400, "share_link_unreadable")]
    [InlineData("https://verify.example/S#localhost:PORT/shares/short", 400, "share_link_unreadable")]
    [InlineData("https://verify.example/S#http://localhost:PORT/shares/ID", 400, "share_link_unreadable")]
    [InlineData("javascript:alert(1)", 400, "share_link_unreadable")]
    [InlineData("", 400, "share_link_unreadable")]
    public async Task A_link_leads_to_a_listed_wallet_or_nowhere(string link, int status, string code)
    {
        var port = new Uri(Scheme.Wallet.Url).Port.ToString();
        await ExpectAsync(link.Replace("PORT", port).Replace("ID", Id), (HttpStatusCode)status, code);
        Assert.Equal(0, Scheme.Wallet.AllHits);
    }

    [Fact]
    public async Task One_address_cannot_make_us_ask_a_wallet_without_end()
    {
        HttpStatusCode last = default;
        for (var i = 0; i < 61; i++)
        {
            using var answer = await Verifier.Http.PostAsJsonAsync("/api/shares", new { link = Link });
            last = answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
        Assert.Equal(60, Scheme.Wallet.AllHits);
    }

    [Fact]
    public async Task Neither_the_link_nor_what_is_behind_it_is_logged()
    {
        Share(Scheme.Presentation(Link, Id));
        await OpenAsync(Link);
        Scheme.Wallet.On($"/shares/{Id}", context => context.Response.WriteAsync("garbage"));
        await ExpectAsync(Link, HttpStatusCode.ServiceUnavailable, "wallet_unreachable");
        Assert.DoesNotContain(Id, Verifier.Log.All);
        Hidden.TokensIn(Verifier.Log.All);
    }

    private void Share(params string[] presentations) => Share(DateTimeOffset.UtcNow.AddDays(7), presentations);

    private void Share(DateTimeOffset expires, params string[] presentations) => Scheme.Wallet.Serve($"/shares/{Id}",
        JsonSerializer.SerializeToUtf8Bytes(new { presentations, expires = expires.ToUnixTimeSeconds() }),
        "application/json");

    private async Task<JsonElement> OpenAsync(string link)
    {
        using var answer = await Verifier.Http.PostAsJsonAsync("/api/shares", new { link });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private async Task ExpectAsync(string link, HttpStatusCode status, string code)
    {
        using var answer = await Verifier.Http.PostAsJsonAsync("/api/shares", new { link });
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((status, code), (answer.StatusCode, problem.GetProperty("code").GetString()));
    }
}
