using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SkillsPassport.Services.Tests.Peers;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Services.Tests.Wallet.Receive;

namespace SkillsPassport.Services.Tests.Wallet.Share;

/// <summary>A worker's wallet and a recruiter's verifier, both as they run, over the trust list.</summary>
public sealed class RecruiterSeesTests
{
    [Fact]
    public async Task Nothing_that_was_not_chosen_reaches_the_recruiter_and_a_preview_is_no_opening()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme, args: [$"--Wallet:PublicUrl={scheme.Wallet.Url}"]);
        await using var verifier = await RunningVerifier.StartAsync(
            scheme, args: ["--Proxy:Known=127.0.0.0/8,::1", "--Shares:CountryHeader=X-Country"]);
        using var phone = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(scheme));
        var link = await phone.ShareAsync("level", more: [("WithPin", "true")]);
        var pin = phone.Page.QuerySelector("#share-pin")!.TextContent;
        var page = phone.Path.Split('?')[0];
        var path = link[link.IndexOf("/shares/", StringComparison.Ordinal)..];
        using var http = new HttpClient();
        scheme.Wallet.On(path, async context =>
        {
            using var request = new HttpRequestMessage(new(context.Request.Method), wallet.Url + path)
            {
                Content = new StreamContent(context.Request.Body),
            };
            request.Content.Headers.Add("Content-Type", context.Request.ContentType);
            using var answer = await http.SendAsync(request);
            context.Response.StatusCode = (int)answer.StatusCode;
            await context.Response.WriteAsync(await answer.Content.ReadAsStringAsync());
        });

        // What a messenger's program fetches: the page, with words that name nobody; the wallet hears nothing of it.
        using var preview = new HttpRequestMessage(HttpMethod.Get, "/S");
        preview.Headers.UserAgent.ParseAdd("WhatsApp/2.24");
        var shown = await (await verifier.Http.SendAsync(preview)).Content.ReadAsStringAsync();
        Assert.Contains("<meta property=\"og:title\" content=\"A worker shows you a skills certificate\">", shown);
        Assert.Contains("noindex", shown);
        Assert.Equal(0, scheme.Wallet.AllHits);

        const string visit = "q83vEjRWeJASNFZ4kBI0Vg";
        Assert.Equal("pin_needed", (await AskAsync(new { link, visit })).GetProperty("state").GetString());
        Assert.Equal("pin_wrong", (await AskAsync(new { link, visit, pin = "12" })).GetProperty("state").GetString());
        var opened = await AskAsync(new { link, visit, pin });
        Assert.Equal("active", opened.GetProperty("state").GetString());
        Assert.Equal("valid", opened.GetProperty("reports")[0].GetProperty("state").GetString());
        string[] hidden =
        [
            "RAFIQUL", "রফিকুল", "ABDUL KARIM", "ROKEYA", "1990", "4821", "7K2", "RPLC-DEMO-01", "Gulf Manpower", "1712345678", pin,
        ];
        Hidden.In(opened.GetRawText(), hidden);

        // A receipt in the same visit is no other opening; without the visit it is not made.
        using var receipt = await verifier.Http.PostAsJsonAsync("/api/receipts", new { credential = link, visit });
        Assert.Equal(HttpStatusCode.OK, receipt.StatusCode);
        using var without = await verifier.Http.PostAsJsonAsync("/api/receipts", new { credential = link });
        Assert.Equal(
            "share_not_opened",
            (await without.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
        await phone.GoAsync(page);
        Assert.Contains("Opened once", phone.Text);
        Assert.Contains("From: United Arab Emirates", phone.Text);
        Hidden.In(verifier.Log.All, pin);
        Assert.DoesNotContain(path[8..], verifier.Log.All);

        async Task<JsonElement> AskAsync(object body)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/shares") { Content = JsonContent.Create(body) };
            request.Headers.Add("X-Country", "ae");
            using var answer = await verifier.Http.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return await answer.Content.ReadFromJsonAsync<JsonElement>();
        }
    }

    [Theory]
    [InlineData("{\"link\":\"LINK\",\"visit\":\"short\"}")]
    [InlineData("{\"link\":\"LINK\",\"visit\":\"q83vEjRWeJASNFZ4kBI0V!\"}")]
    [InlineData("{\"link\":\"LINK\",\"pin\":\"111111111111111111111111111111111\"}")]
    public async Task A_visit_or_pin_that_is_none_is_refused_before_the_wallet_is_asked(string body)
    {
        await using var scheme = await Scheme.StartAsync();
        await using var verifier = await RunningVerifier.StartAsync(scheme);
        var link = $"https://v.example/S#{new Uri(scheme.Wallet.Url).Authority}/shares/q83vEjRWeJASNFZ4kBI0Vg";
        using var content = new StringContent(body.Replace("LINK", link), null, "application/json");
        Assert.Equal(HttpStatusCode.BadRequest, (await verifier.Http.PostAsync("/api/shares", content)).StatusCode);
        Assert.Equal(0, scheme.Wallet.AllHits);
    }
}
