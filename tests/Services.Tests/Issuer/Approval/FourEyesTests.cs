using System.Net;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Services.Tests.Databases;

namespace SkillsPassport.Services.Tests.Issuer.Approval;

public sealed class FourEyesTests
{
    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task Two_officers_approve_and_the_uploader_is_neither(string engine)
    {
        await using var issuer = await RunningIssuer.StartAsync(engine, issuing: false);
        using var a = await issuer.SignInAsync("officer.a");
        using var b = await issuer.SignInAsync("officer.b");
        using var c = await issuer.SignInAsync("officer.c");
        var id = (await a.SendSheetAsync(SheetText.Sheet(SheetText.Row(1)))).SheetId!;

        Assert.Null((await a.GetAsync($"/sheets/{id}")).Page.QuerySelector("form[action*=Approve]"));
        Assert.Equal(HttpStatusCode.Forbidden, (await PostApproval(a, b, id)).Status);
        Assert.Equal(HttpStatusCode.OK, (await b.ApproveAsync(id)).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await PostApproval(b, c, id)).Status);
        Assert.Equal(SheetState.Submitted, await StateOf(issuer, id));
        Assert.Equal(HttpStatusCode.OK, (await c.ApproveAsync(id)).Status);
        Assert.Equal(SheetState.Approved, await StateOf(issuer, id));
    }

    [Fact]
    public async Task Assessors_and_auditors_approve_nothing()
    {
        await using var issuer = await RunningIssuer.StartAsync(issuing: false);
        using var assessor = await issuer.SignInAsync("assessor");
        using var auditor = await issuer.SignInAsync("auditor");
        using var officer = await issuer.SignInAsync("officer.a");
        var id = (await assessor.SendSheetAsync(SheetText.Sheet(SheetText.Row(1)))).SheetId!;
        foreach (var browser in new[] { assessor, auditor })
        {
            Assert.Equal("/not-allowed", (await PostApproval(browser, officer, id)).Address.AbsolutePath);
        }

        Assert.Equal("/not-allowed", (await auditor.GetAsync("/sheets/new")).Address.AbsolutePath);
        await using var db = issuer.Db();
        Assert.Equal(0, await db.Approvals.CountAsync());
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task One_officer_pressing_many_times_at_two_copies_counts_once(string engine)
    {
        await using var issuer = await RunningIssuer.StartAsync(engine, issuing: false);
        await using var second = await RunningIssuer.StartAsync(beside: issuer, issuing: false);
        using var assessor = await issuer.SignInAsync("assessor");
        var id = (await assessor.SendSheetAsync(SheetText.Sheet(SheetText.Row(1)))).SheetId!;
        using var here = await issuer.SignInAsync("officer.a");
        using var there = await second.SignInAsync("officer.a");
        var pages = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(i => (i % 2 == 0 ? here : there).GetAsync($"/sheets/{id}")));
        await Task.WhenAll(pages.Select((page, i) => (i % 2 == 0 ? here : there).SubmitAsync(page, "form[action*=Approve]", [])));
        await using var db = issuer.Db();
        Assert.Equal(1, await db.Approvals.CountAsync());
        Assert.Equal(SheetState.Submitted, await StateOf(issuer, id));
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task The_database_itself_refuses_the_uploader_and_a_third_approval(string engine)
    {
        await using var issuer = await RunningIssuer.StartAsync(engine, issuing: false);
        using var assessor = await issuer.SignInAsync("assessor");
        var id = (await assessor.SendSheetAsync(SheetText.Sheet(SheetText.Row(1)))).SheetId!;
        foreach (var (officer, ordinal, uploader) in new[] { ("assessor", 1, "assessor"), ("assessor", 1, "officer.b"), ("officer.a", 3, "assessor") })
        {
            await using var db = issuer.Db();
            db.Approvals.Add(new SheetApproval
            {
                SheetId = id, Officer = officer, Ordinal = ordinal, Uploader = uploader, Digest = "x", Seal = [1],
                At = DateTimeOffset.UtcNow,
            });
            await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync());
        }
    }

    [Fact]
    public async Task Another_digest_than_the_sheets_is_not_approved()
    {
        await using var issuer = await RunningIssuer.StartAsync(issuing: false);
        using var assessor = await issuer.SignInAsync("assessor");
        using var officer = await issuer.SignInAsync("officer.a");
        var id = (await assessor.SendSheetAsync(SheetText.Sheet(SheetText.Row(1)))).SheetId!;
        Assert.Equal(HttpStatusCode.Conflict, (await officer.ApproveAsync(id, new string('0', 64))).Status);
    }

    [Fact]
    public async Task A_sheet_is_sent_back_with_a_reason_and_can_then_be_sent_again()
    {
        await using var issuer = await RunningIssuer.StartAsync(issuing: false);
        using var assessor = await issuer.SignInAsync("assessor");
        using var officer = await issuer.SignInAsync("officer.a");
        var sheet = SheetText.Sheet(SheetText.Row(1));
        var id = (await assessor.SendSheetAsync(sheet)).SheetId!;
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await officer.RejectAsync(id, " ")).Status);
        Assert.Contains("The session was another one", (await officer.RejectAsync(id, "The session was another one")).Text);
        Assert.Equal(HttpStatusCode.OK, (await officer.GetAsync($"/sheets/{id}")).Status);
        Assert.NotEqual(id, (await assessor.SendSheetAsync(sheet)).SheetId);
    }

    [Fact]
    public async Task The_preview_shows_what_the_paper_will_say_and_never_a_whole_number()
    {
        await using var issuer = await RunningIssuer.StartAsync(issuing: false);
        using var assessor = await issuer.SignInAsync("assessor");
        var row = SheetText.Row(1);
        var id = (await assessor.SendSheetAsync(SheetText.Sheet(row))).SheetId!;
        var preview = await assessor.GetAsync($"/sheets/{id}/rows/2");
        Assert.Contains("PREVIEW", preview.Text);
        Assert.Contains(row["name_bn"], preview.Text);
        Assert.Contains("National Skills Certificate", preview.Text);
        Assert.DoesNotContain(row["identity_no"], preview.Page.DocumentElement.OuterHtml);
    }

    [Fact]
    public async Task Without_signing_in_there_is_nothing_to_see()
    {
        await using var issuer = await RunningIssuer.StartAsync(issuing: false);
        using var nobody = new OfficerBrowser(issuer.Url);
        foreach (var path in new[] { "/sheets", "/sheets/new", "/certificates", "/audit", "/sheets/template.csv" })
        {
            Assert.Equal("/sign-in", (await nobody.GetAsync(path)).Address.AbsolutePath);
        }
    }

    [Fact]
    public async Task Guessing_passwords_ends_after_a_few_tries_at_every_copy()
    {
        await using var issuer = await RunningIssuer.StartAsync(issuing: false);
        await using var second = await RunningIssuer.StartAsync(beside: issuer, issuing: false);
        using var here = new OfficerBrowser(issuer.Url);
        using var there = new OfficerBrowser(second.Url);
        for (var i = 0; i < 8; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await (i % 2 == 0 ? here : there).SignInAsync("officer.a", "wrong password")).Status);
        }

        var refused = await here.SignInAsync("officer.a", RunningIssuer.Password);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
        Assert.InRange(refused.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(15));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await there.SignInAsync("officer.a", RunningIssuer.Password)).Status);
    }

    [Fact]
    public async Task Whoever_guesses_a_password_shuts_the_officer_out_nowhere_else_and_many_guessers_are_stopped()
    {
        await using var issuer = await RunningIssuer.StartAsync(
            issuing: false, settings: ["--Proxy:Known=127.0.0.0/8,::1"]);

        async Task<HttpStatusCode> TryAsync(string from, string password)
        {
            using var browser = new OfficerBrowser(issuer.Url, from: from);
            return (await browser.SignInAsync("officer.a", password)).Status;
        }

        // The last half of an IPv6 address is the subscriber's own to vary.
        for (var i = 0; i < 70; i++)
        {
            Assert.Equal(i < 8 ? HttpStatusCode.Unauthorized : HttpStatusCode.TooManyRequests,
                await TryAsync($"2001:db8:0:1::{i + 1:x}", "wrong password"));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await TryAsync("2001:db8:0:1::99", RunningIssuer.Password));
        Assert.Equal(HttpStatusCode.OK, await TryAsync("203.0.113.1", RunningIssuer.Password));

        // 64 wrong ones in all, wherever they come from; a right one between them gives none back.
        for (var i = 8; i < 64; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync($"203.0.113.{i}", "wrong password"));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await TryAsync("203.0.113.200", RunningIssuer.Password));
    }

    /// <summary>Posts an approval with one officer's cookies, though the page offers no button: the form is another officer's.</summary>
    private static async Task<Shown> PostApproval(OfficerBrowser who, OfficerBrowser withButton, string id)
    {
        var digest = (await withButton.GetAsync($"/sheets/{id}")).Page.QuerySelector(".digest")!.TextContent;
        var own = await who.GetAsync($"/sheets/{id}");
        var token = own.Page.QuerySelector("form.who input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        return await who.PostAsync($"/sheets/{id}?handler=Approve", new() { ["digest"] = digest, ["__RequestVerificationToken"] = token });
    }

    private static async Task<SheetState> StateOf(RunningIssuer issuer, string id)
    {
        await using var db = issuer.Db();
        return (await db.Sheets.SingleAsync(sheet => sheet.Id == id)).State;
    }
}
