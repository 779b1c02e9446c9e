using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SkillsPassport.Credentials.SdJwt;
using SkillsPassport.Services.Tests.Databases;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Services.Tests.Wallet.Receive;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Services.Tests.Wallet.Share;

/// <summary>A PIN, a number of openings, going on, and who is told.</summary>
public sealed class SaferShareTests : SchemeTests
{
    private const string Visit = "a-visit-of-22-letters-x";

    public static TheoryData<string> Engines => TestDatabase.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task A_pin_opens_it_five_tries_are_free_then_slower_and_it_is_in_no_link_message_or_log(string engine)
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme, engine);
        using var phone = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(Scheme));
        var link = await phone.ShareAsync(more: [("WithPin", "true"), ("Tell", "true")]);
        var page = phone.Path.Split('?')[0];
        var pin = phone.Page.QuerySelector("#share-pin")!.TextContent;
        Assert.Matches("^[0-9]{6}$", pin);
        Assert.DoesNotContain(pin, phone.Page.QuerySelector("a[href*='wa.me']")!.GetAttribute("href")![20..]);
        Assert.DoesNotContain(pin, link);

        await AnswersAsync(wallet, link, new { visit = Visit }, HttpStatusCode.Forbidden, "pin_needed");
        var wrong = pin == "111111" ? "222222" : "111111";
        // At once, through the front door: no more than five are looked at.
        var guesses = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => wallet.OpenAsync(link, new { pin = wrong })));
        Assert.Equal(5, guesses.Count(guess => guess.StatusCode == HttpStatusCode.Forbidden));
        Assert.Equal(7, guesses.Count(guess => guess.StatusCode == HttpStatusCode.TooManyRequests));
        var wait = await AnswersAsync(wallet, link, new { pin }, HttpStatusCode.TooManyRequests, "pin_wait");
        Assert.InRange(wait.GetProperty("wait").GetInt32(), 1, 30);

        wallet.Clock.Forward(TimeSpan.FromSeconds(31));
        var bengali = string.Concat(pin.Select(digit => (char)('০' + (digit - '0'))));
        var opened = await wallet.OpenAsync(link, new { visit = Visit, pin = $" {bengali[..3]} {bengali[3..]}" });
        Assert.Equal(HttpStatusCode.OK, opened.StatusCode);
        // A reload, or an answer that was lost, is the same opening and asks no second time; another visit does.
        Assert.Equal(HttpStatusCode.OK, (await wallet.OpenAsync(link, new { visit = Visit })).StatusCode);
        await AnswersAsync(wallet, link, new { visit = Visit + "2" }, HttpStatusCode.Forbidden, "pin_needed");
        wallet.Clock.Forward(TimeSpan.FromMinutes(31));
        await AnswersAsync(wallet, link, new { visit = Visit }, HttpStatusCode.Forbidden, "pin_needed");

        await phone.SignInAsync("01712345678", "493817");
        await phone.GoAsync("/passport");
        Assert.Contains("Gulf Manpower: opened once since you last looked", phone.Text);
        await phone.GoAsync(page);
        Assert.Contains("Opened once", phone.Text);
        Assert.Contains("From: not known", phone.Text);
        await phone.GoAsync("/passport");
        Assert.DoesNotContain("since you last looked", phone.Text);
        await phone.GoAsync("/history");
        Assert.Contains("Somebody guessed at a link's PIN: Gulf Manpower", phone.Text);
        await phone.GoAsync("/outbox");
        Assert.Contains("tries to guess the PIN", phone.Text);
        Assert.Contains("A link you shared was opened", phone.Text);
        Assert.DoesNotContain(pin, phone.Text);
        await phone.GoAsync(page + "/card");
        Assert.NotNull(phone.Page.QuerySelector("#slip .qr svg"));
        Assert.DoesNotContain(pin, phone.Page.QuerySelector("#slip")!.TextContent);
        Assert.DoesNotContain("Gulf Manpower", phone.Page.QuerySelector("#slip")!.TextContent);
        Assert.DoesNotContain($"\"{pin}\"", wallet.Log.All);
        Assert.DoesNotContain($" {pin} ", wallet.Log.All);
        Assert.DoesNotContain(link[(link.LastIndexOf('/') + 1)..], wallet.Log.All);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task It_opens_as_often_as_the_worker_allows_and_never_once_more_however_many_come_at_once(string engine)
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme, engine);
        using var phone = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(Scheme));
        var link = await phone.ShareAsync(more: [("Openings", "3")]);
        var page = phone.Path.Split('?')[0];
        var asked = await AnswersAsync(wallet, link, new { visit = Visit }, HttpStatusCode.Conflict, "confirm_needed");
        Assert.Equal(3, asked.GetProperty("openingsLeft").GetInt32());
        var first = await wallet.OpenAsync(link, new { visit = Visit, confirm = true, country = "SA" });
        Assert.Equal(2, (await first.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("openingsLeft").GetInt32());
        var many = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => wallet.OpenAsync(
            link, new { visit = $"{Visit}-{i}", confirm = true, country = "<b>" })));
        Assert.Equal(2, many.Count(one => one.StatusCode == HttpStatusCode.OK));
        Assert.All(many.Where(one => one.StatusCode != HttpStatusCode.OK), one => Assert.Equal(HttpStatusCode.Gone, one.StatusCode));
        await AnswersAsync(wallet, link, new { confirm = true }, HttpStatusCode.Gone, "used_up");
        Assert.Equal(HttpStatusCode.OK, (await wallet.OpenAsync(link, new { visit = Visit })).StatusCode);

        await phone.GoAsync(page);
        Assert.Contains("Used up", phone.Text);
        Assert.Contains("Opened 3 times", phone.Text);
        Assert.Contains("From: Saudi Arabia", phone.Text);
        Assert.Equal(3, phone.Page.QuerySelectorAll("section[aria-labelledby=openings] li").Length);
        await phone.SubmitAsync("#extend", ("Limit", "4"), ("Pin", "493817"));
        Assert.Contains("1 more opening allowed", phone.Text);
        Assert.Equal(HttpStatusCode.OK, (await wallet.OpenAsync(link, new { confirm = true })).StatusCode);
        await AnswersAsync(wallet, link, new { confirm = true }, HttpStatusCode.Gone, "used_up");

        await phone.SubmitAsync("#extend", ("Limit", "4"), ("Pin", "111999"));
        Assert.True(phone.Page.QuerySelector("#problem")!.CompareDocumentPosition(phone.Page.QuerySelector("h1")!)
            .HasFlag(AngleSharp.Dom.DocumentPositions.Following), "what is wrong stands at the top");

        // The form to stop stands on the page that refused the extension, and stops all the same.
        await phone.SubmitAsync("#stop");
        Assert.Contains("Stopped", phone.Text);
        Assert.DoesNotContain("allowed", phone.Page.QuerySelector("section[aria-labelledby=openings]")!.TextContent);
    }

    [Fact]
    public async Task A_used_up_link_can_be_stopped_as_long_as_somebody_still_sees_it()
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme);
        using var phone = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(Scheme));
        var links = new List<(string Link, string Page)>();
        foreach (var label in new[] { "Stopped", "Left alone" })
        {
            links.Add((await phone.ShareAsync(label: label, more: [("Openings", "1")]), phone.Path.Split('?')[0]));
            Assert.Equal(HttpStatusCode.OK, (await wallet.OpenAsync(links[^1].Link, new { visit = Visit, confirm = true })).StatusCode);
        }

        await phone.GoAsync(links[0].Page);
        Assert.Contains("Used up", phone.Text);
        Assert.Contains("can still see it until", phone.Text);
        await phone.SubmitAsync("#stop");
        Assert.Contains("Stopped", phone.Text);
        Assert.Null(phone.Page.QuerySelector("#stop"));
        Assert.Equal(HttpStatusCode.Gone, (await wallet.OpenAsync(links[0].Link, new { visit = Visit })).StatusCode);

        Assert.Equal(HttpStatusCode.OK, (await wallet.OpenAsync(links[1].Link, new { visit = Visit })).StatusCode);
        wallet.Clock.Forward(TimeSpan.FromMinutes(31));
        await AnswersAsync(wallet, links[1].Link, new { visit = Visit, confirm = true }, HttpStatusCode.Gone, "used_up");
        await phone.SignInAsync("01712345678", "493817");
        await phone.GoAsync(links[1].Page);
        Assert.Null(phone.Page.QuerySelector("#stop, #still-seen"));
    }

    [Fact]
    public async Task A_link_just_made_may_go_on_until_ends_that_differ()
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme);
        using var phone = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(Scheme));
        await phone.ShareAsync("own&picked=1&f=full_name", days: 30);
        wallet.Clock.Forward(TimeSpan.FromSeconds(20));
        await phone.GoAsync(phone.Path.Split('?')[0]);
        var ends = phone.Page.QuerySelectorAll("#extend label:has([name=Ends])").Select(one => one.TextContent.Trim()).ToList();
        Assert.Equal(2, ends.Count);
        Assert.Equal(ends.Count, ends.Distinct().Count());
        Assert.NotNull(phone.Page.QuerySelectorAll("#extend [name=Ends]")[1].GetAttribute("checked"));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Forms_that_let_it_go_on_and_come_at_once_are_all_told_that_it_does(string engine)
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme, engine);
        using var phone = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(Scheme));
        await phone.ShareAsync("own&picked=1&f=full_name", days: 1);
        var page = phone.Path.Split('?')[0];
        var ends = wallet.Clock.GetUtcNow().AddDays(30).ToUnixTimeSeconds();
        var copies = Enumerable.Range(0, 4).Select(_ => wallet.NewPhone()).ToList();
        foreach (var copy in copies)
        {
            copy.Cookies.Add(phone.Cookies.GetAllCookies());
            await copy.GoAsync(page);
        }

        await Task.WhenAll(copies.Select(copy => copy.SubmitAsync("#extend", ("Ends", $"{ends}"), ("Pin", "493817"))));
        Assert.All(copies, copy => Assert.Equal(HttpStatusCode.OK, copy.Status));
        Assert.All(copies, copy => Assert.Contains("The link goes on", copy.Text));
        await phone.GoAsync("/history");
        Assert.Single(phone.Page.QuerySelectorAll("li"), line => line.TextContent.Contains("Link goes on longer", StringComparison.Ordinal));
        copies.ForEach(copy => copy.Dispose());
    }

    [Fact]
    public async Task It_goes_on_under_the_same_link_with_the_same_fields_and_only_with_the_pin()
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme);
        using var phone = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(Scheme));
        var link = await phone.ShareAsync("own&picked=1&f=full_name", days: 1);
        var page = phone.Path.Split('?')[0];
        var before = await PresentationAsync(wallet, link);
        await phone.SubmitAsync("#extend", ("Pin", "000000"));
        Assert.Contains("The PIN is wrong", phone.Text);
        wallet.Clock.Forward(TimeSpan.FromHours(25));
        Assert.Equal(HttpStatusCode.Gone, (await wallet.OpenAsync(link)).StatusCode);
        await phone.SignInAsync("01712345678", "493817");
        await phone.GoAsync(page);
        var token = phone.Page.QuerySelector("#extend [name=__RequestVerificationToken]")!.GetAttribute("value")!;
        await phone.SubmitAsync("#extend", ("Ends", "1"), ("Pin", "493817"));
        Assert.Contains("Choose how long it stays open", phone.Text);
        var ends = wallet.Clock.GetUtcNow().AddDays(30).ToUnixTimeSeconds();
        for (var twice = 0; twice < 2; twice++)
        {
            await phone.PostBareAsync(
                page + "?handler=extend", ("__RequestVerificationToken", token), ("Ends", $"{ends}"), ("Pin", "493817"));
            Assert.Contains("The link goes on", phone.Text);
        }

        var after = await PresentationAsync(wallet, link);
        Assert.Equal(["full_name"], after.DisclosedPaths.Keys);
        Assert.Equal(before.DisclosedPaths.Keys, after.DisclosedPaths.Keys);
        await phone.GoAsync("/history");
        Assert.Single(phone.Page.QuerySelectorAll("ol b"), line => line.TextContent.StartsWith("Link goes on longer", StringComparison.Ordinal));
        await phone.GoAsync(page);
        await phone.SubmitAsync("#stop");
        Assert.Null(phone.Page.QuerySelector("#extend"));
        await phone.PostBareAsync(
            page + "?handler=extend", ("__RequestVerificationToken", token), ("Ends", $"{ends + 9}"), ("Pin", "493817"));
        Assert.Contains("This link cannot go on", phone.Text);
        Assert.Equal(HttpStatusCode.Gone, (await wallet.OpenAsync(link)).StatusCode);
    }

    [Fact]
    public async Task One_form_sent_twice_makes_one_share_and_whoever_wants_no_message_gets_none()
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme);
        using var phone = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(Scheme));
        await phone.GoAsync("/share/new?what=job&r=other");
        var fields = phone.Page.QuerySelectorAll("main form[method=post] input[type=hidden]")
            .Select(input => (input.GetAttribute("name")!, input.GetAttribute("value")!))
            .Concat([("Label", "Gulf Manpower"), ("Days", "7"), ("Pin", "493817")]).ToArray();
        await phone.PostBareAsync("/share/new", fields);
        var made = phone.Path;
        await phone.PostBareAsync("/share/new", fields);
        Assert.Equal(made, phone.Path);
        await wallet.OpenAsync(phone.Page.QuerySelector("#link")!.TextContent);
        await phone.GoAsync("/share");
        Assert.Single(phone.Page.QuerySelectorAll("main ul a.item"));
        await using var db = await wallet.Services.GetRequiredService<IDbContextFactory<WalletDb>>().CreateDbContextAsync();
        Assert.Equal(0, await db.Messages.CountAsync(one => one.Kind == MessageKind.ShareOpened));

        // The id of another worker's share takes nothing over.
        using var other = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(Scheme), "01812345678");
        var id = made.Split('/', '?')[2];
        Assert.Equal(HttpStatusCode.NotFound, (await other.GoAsync($"/share/new?what=job&r=other&once={id}")).Status);
        await other.GoAsync("/share/new?what=job&r=other");
        await other.SubmitAsync("main form", ("once", id), ("Label", "x"), ("Days", "7"), ("Pin", "493817"));
        Assert.Equal(HttpStatusCode.NotFound, other.Status);
        // Back, after the answer was lost: the page leads to what was made.
        Assert.Equal(made, (await phone.GoAsync($"/share/new?what=job&r=other&once={id}")).Path);
    }

    [Theory]
    [InlineData("{\"pin\":1}")]
    [InlineData("{\"visit\":\"a\",\"visit\":\"b\"}")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("TOO LONG")]
    public async Task What_is_no_request_opens_nothing(string body)
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme);
        using var http = new HttpClient();
        using var content = new StringContent(
            body == "TOO LONG" ? $"{{\"pin\":\"{new string('1', 5000)}\"}}" : body, null, "application/json");
        var answer = await http.PostAsync(wallet.Url + "/shares/AAAAAAAAAAAAAAAAAAAAAA", content);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory, InlineData("bogus"), InlineData("utf-7"), InlineData("\"")]
    public async Task A_body_in_letters_nobody_knows_is_refused(string charset)
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme);
        using var http = new HttpClient();
        using var content = new ByteArrayContent("{}"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", $"application/json; charset={charset}");
        var answer = await http.PostAsync(wallet.Url + "/shares/AAAAAAAAAAAAAAAAAAAAAA", content);
        Assert.True((int)answer.StatusCode is 400 or 404 or 415, $"{answer.StatusCode}");
    }

    private static async Task<JsonElement> AnswersAsync(
        RunningWallet wallet, string link, object knock, HttpStatusCode status, string code)
    {
        using var answer = await wallet.OpenAsync(link, knock);
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((status, code), (answer.StatusCode, json.GetProperty("code").GetString()));
        Assert.False(json.TryGetProperty("presentations", out _));
        return json;
    }

    private static async Task<SdJwtPresentation> PresentationAsync(RunningWallet wallet, string link)
    {
        var json = await (await wallet.OpenAsync(link)).Content.ReadFromJsonAsync<JsonElement>();
        return SdJwtPresentation.Parse(json.GetProperty("presentations")[0].GetString()!);
    }
}
