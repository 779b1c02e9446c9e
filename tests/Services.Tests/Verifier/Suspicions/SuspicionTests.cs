using System.Net;
using System.Text;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Hosting.Audit;
using SkillsPassport.Hosting.Officers;
using SkillsPassport.Services.Tests.Databases;
using SkillsPassport.Services.Tests.Issuer;
using SkillsPassport.Verifier.Database;
using SkillsPassport.Verifier.Suspicions;

namespace SkillsPassport.Services.Tests.Verifier.Suspicions;

/// <summary>A report goes into a sealed queue, its sender sees what became of it, officers read it and end it.</summary>
public sealed class SuspicionTests : SchemeTests
{
    private const string Password = "a long password";
    private static readonly byte[] Photo = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, .. "EVIDENCE-OF-PHOTO"u8];

    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task A_report_is_sealed_read_by_officers_and_ends_with_an_outcome_its_sender_can_see(string engine)
    {
        await using var verifier = await StartAsync(await TestDatabase.NewAsync(engine));
        var (number, secret) = await SentAsync(verifier, Fields(), Photo);
        Assert.Contains("Waiting to be read", await FollowAsync(verifier, number, secret));

        await StoredSealedAsync(verifier);
        using var officer = await SignInAsync(verifier, "olga");
        var list = await officer.GetAsync("/suspicions");
        Assert.Contains(number, list.Text);
        var shown = await officer.GetAsync($"/suspicions/{number}");
        Assert.Contains("He could not say his father's name", shown.Text);
        Assert.Contains("hxxps://verify[.]evil[.]example/C", shown.Text);
        Assert.Empty(shown.Page.QuerySelectorAll("a[href*=evil], img, script:not([src])"));
        Assert.Contains("+966 5000", shown.Text);
        Assert.Contains("This certificate is genuine", shown.Text);
        Assert.Contains("Being looked at", await FollowAsync(verifier, number, secret));

        await NoteAsync(officer, shown, "Called the centre: it is <b>closed</b> today.");
        Assert.Contains("it is <b>closed</b> today", (await officer.GetAsync($"/suspicions/{number}")).Text);
        var refused = await CloseAsync(officer, shown, outcome: "", reason: "Passed on to them");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        var closed = await CloseAsync(officer, shown, "ForwardedToIssuer", "Sent to the issuer by letter");
        Assert.Contains("Forwarded to the issuer", closed.Text);
        Assert.Equal(HttpStatusCode.Conflict, (await CloseAsync(officer, shown, "NothingFound", "Too late now")).Status);
        Assert.Contains("forwarded to the issuer", await FollowAsync(verifier, number, secret));

        await using var db = await DbAsync(verifier);
        Assert.Equal(["suspicion.received", "suspicion.read", "suspicion.noted", "suspicion.closed"],
            await db.Audit.Where(one => one.Subject == number).OrderBy(one => one.Sequence).Select(one => one.Act).ToListAsync());
        Assert.True((await verifier.Services.GetRequiredService<VerifyAudit>().VerifyAsync(default)).IsIntact);
        Assert.DoesNotContain("evil.example", verifier.Log.All);
        Assert.DoesNotContain(secret, verifier.Log.All);
    }

    [Fact]
    public async Task The_photo_leaves_only_as_a_download_and_each_time_is_an_entry()
    {
        await using var verifier = await StartAsync();
        var (number, _) = await SentAsync(verifier, Fields(), Photo);
        using var officer = await SignInAsync(verifier, "olga");
        var photo = await officer.GetAsync($"/suspicions/{number}/photo");
        Assert.Equal(Photo, photo.Bytes);
        Assert.Equal("application/octet-stream", photo.ContentType);
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = verifier.Http.BaseAddress };
        using var stranger = await http.GetAsync($"/suspicions/{number}/photo");
        Assert.Equal(HttpStatusCode.Redirect, stranger.StatusCode);
        Assert.StartsWith("/sign-in", stranger.Headers.Location!.IsAbsoluteUri ? stranger.Headers.Location.AbsolutePath : stranger.Headers.Location.ToString());
        await using var db = await DbAsync(verifier);
        Assert.Equal(1, await db.Audit.CountAsync(one => one.Act == "suspicion.photo" && one.Subject == number));
    }

    [Fact]
    public async Task The_same_form_sent_twice_is_one_case_and_shows_the_same_secret()
    {
        await using var verifier = await StartAsync();
        var token = ReportSuspicion.NewToken();
        var first = await SentAsync(verifier, Fields(token), Photo);
        var all = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => SentAsync(verifier, Fields(token), Photo)));
        Assert.All(all, again => Assert.Equal(first, again));
        await using var db = await DbAsync(verifier);
        Assert.Equal(1, await db.Suspicions.CountAsync());
        Assert.Equal(1, await db.Audit.CountAsync(one => one.Act == "suspicion.received"));
    }

    [Fact]
    public async Task A_certificate_goes_along_only_when_its_sender_agrees()
    {
        await using var verifier = await StartAsync();
        var payload = Base32.Encode(Scheme.Paper());
        var fields = Fields();
        (fields["shown"], fields["certificate"]) = (payload, "");
        fields.Remove("with");
        var (without, _) = await SentAsync(verifier, fields, null);
        (fields["with"], fields["token"]) = ("yes", ReportSuspicion.NewToken());
        var (with, _) = await SentAsync(verifier, fields, null);
        using var officer = await SignInAsync(verifier, "olga");
        Assert.Contains("None was handed in", (await officer.GetAsync($"/suspicions/{without}")).Text);
        var shown = await officer.GetAsync($"/suspicions/{with}");
        Assert.Contains("NSC-CON-PLM-L2-900101", shown.Text);
        Assert.Equal($"/C#{payload}", shown.Page.QuerySelector("main a[href^='/C']")!.GetAttribute("href"));
    }

    [Theory]
    [InlineData("kind", "", 422)]
    [InlineData("kind", "7", 422)]
    [InlineData("kind", "Nonsense", 422)]
    [InlineData("text", "", 200)]
    public async Task What_is_missing_is_said_and_what_was_typed_comes_back(string field, string value, int status)
    {
        await using var verifier = await StartAsync();
        var fields = Fields();
        fields[field] = value;
        var (answer, page) = await SendAsync(verifier, fields, null);
        Assert.Equal(status, (int)answer);
        if (status == 422)
        {
            Assert.Contains("He could not say", page);
            Assert.Contains("evil.example", page);
        }
    }

    [Fact]
    public async Task Nothing_said_a_large_file_and_what_is_no_photo_are_refused()
    {
        await using var verifier = await StartAsync();
        var empty = new Dictionary<string, string> { ["kind"] = "Other", ["token"] = ReportSuspicion.NewToken(), ["text"] = " \u202e " };
        Assert.Contains("Write what happened", (await SendAsync(verifier, empty, null)).Page);
        Assert.Contains("Only photos", (await SendAsync(verifier, Fields(), "<svg onload=alert(1)>"u8.ToArray())).Page);
        Assert.Contains("too large", (await SendAsync(verifier, Fields(), [0xFF, 0xD8, 0xFF, .. new byte[PhotoKind.Largest]])).Page);
        await using var db = await DbAsync(verifier);
        Assert.Equal(0, await db.Suspicions.CountAsync());
    }

    [Fact]
    public async Task A_wrong_secret_and_no_such_case_look_alike_and_guessing_is_limited()
    {
        await using var verifier = await StartAsync(args: ["--Suspicions:LooksPerHour=4"]);
        var (number, secret) = await SentAsync(verifier, Fields(), null);
        Assert.Contains("Waiting to be read", await FollowAsync(verifier, number.ToLowerInvariant().Replace("-", " "), secret));
        var wrong = await FollowAsync(verifier, number, "0000-0000-0000");
        var none = await FollowAsync(verifier, "0000-0000", secret);
        Assert.Contains("No report has this number", wrong);
        Assert.Equal(wrong.Replace(number, ""), none.Replace("0000-0000", ""));
        await FollowAsync(verifier, number, "x");
        Assert.Contains("Come back in an hour", await FollowAsync(verifier, number, secret));
        using var body = Case(number, secret);
        using var waiting = await verifier.Http.PostAsync("/report/case", body);
        Assert.InRange(waiting.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 3600);
    }

    [Fact]
    public async Task Reports_are_limited_for_one_address_and_for_all_before_they_are_read()
    {
        await using var verifier = await StartAsync(args: ["--Suspicions:PerHour=2"]);
        await SentAsync(verifier, Fields(), null);
        await SentAsync(verifier, Fields(), null);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await SendAsync(verifier, Fields(), null)).Status);
        using var empty = new MultipartFormDataContent { { new StringContent(""), "kind" } };
        using var waiting = await verifier.Http.PostAsync("/report", empty);
        Assert.InRange(waiting.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 3600);
        await using var crowd = await StartAsync(args: ["--Suspicions:PerDayForAll=1"]);
        await SentAsync(crowd, Fields(), null);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await SendAsync(crowd, Fields(), null)).Status);
    }

    [Fact]
    public async Task A_report_that_is_refused_may_be_corrected_though_not_without_end()
    {
        await using var verifier = await StartAsync(args: ["--Suspicions:PerHour=1"]);
        byte[] large = [0xFF, 0xD8, 0xFF, .. new byte[12 << 20]];
        var (status, page) = await SendAsync(verifier, Fields(), large);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("too large", page);
        Assert.Contains("send the report without it", page);
        Assert.Contains("He could not say", page);
        await SentAsync(verifier, Fields(), Photo);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await SendAsync(verifier, Fields(), null)).Status);

        await using var tried = await StartAsync(args: ["--Suspicions:PerHour=1"]);
        for (var refused = 0; refused < 5; refused++)
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendAsync(tried, Fields(), [1])).Status);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await SendAsync(tried, Fields(), [1])).Status);
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task When_its_time_is_over_a_case_is_deleted_with_all_its_evidence(string engine)
    {
        var database = await TestDatabase.NewAsync(engine);
        await using var verifier = await StartAsync(database, "--Suspicions:KeepDays=30", "--Suspicions:KeepOpenDays=90");
        var (closed, secret) = await SentAsync(verifier, Fields(), Photo);
        var (open, openSecret) = await SentAsync(verifier, Fields(), null);
        using var officer = await SignInAsync(verifier, "olga");
        var shown = await officer.GetAsync($"/suspicions/{closed}");
        await NoteAsync(officer, shown, "A note");
        await CloseAsync(officer, shown, "NothingFound", "All in order there");
        byte[] seal;
        await using (var db = await DbAsync(verifier))
        {
            seal = (await db.SuspicionPhotos.SingleAsync()).Sealed[..24];
        }

        int FilesWithSeal() => engine != "sqlite" ? 0
            : new[] { "", "-wal" }.Select(end => database.ConnectionString["Data Source=".Length..] + end)
                .Count(file => File.Exists(file) && Bytes(file).AsSpan().IndexOf(seal) >= 0);
        Assert.Equal(engine == "sqlite", FilesWithSeal() > 0);
        Assert.Equal(0, await DeleteAsync(verifier, days: 29));
        Assert.Equal(1, await DeleteAsync(verifier, days: 31));
        Assert.Contains("No report has this number", await FollowAsync(verifier, closed, secret));
        Assert.Contains("Waiting to be read", await FollowAsync(verifier, open, openSecret));
        Assert.Equal(1, await DeleteAsync(verifier, days: 91));
        await using var after = await DbAsync(verifier);
        Assert.Equal((0, 0, 0), (await after.Suspicions.CountAsync(), await after.SuspicionPhotos.CountAsync(), await after.SuspicionNotes.CountAsync()));
        Assert.Equal(2, await after.Audit.CountAsync(one => one.Act == "suspicion.deleted"));
        Assert.Equal(0, FilesWithSeal());
    }

    [Fact]
    public async Task An_auditor_reads_but_changes_nothing_and_nobody_else_comes_in()
    {
        await using var verifier = await StartAsync();
        var (number, _) = await SentAsync(verifier, Fields(), null);
        using var auditor = await SignInAsync(verifier, "amir");
        var shown = await auditor.GetAsync($"/suspicions/{number}");
        Assert.Contains("He could not say", shown.Text);
        Assert.Empty(shown.Page.QuerySelectorAll("main form[method=post]"));
        var posted = await auditor.PostAsync($"/suspicions/{number}?handler=Close", new() { ["outcome"] = "NothingFound", ["reason"] = "Because I say" });
        Assert.NotEqual(HttpStatusCode.OK, posted.Status);
        await using var db = await DbAsync(verifier);
        Assert.Equal(SuspicionState.Open, (await db.Suspicions.SingleAsync()).State);
        using var nobody = new OfficerBrowser(Url(verifier));
        foreach (var path in new[] { "/suspicions", $"/suspicions/{number}", "/audit" })
        {
            Assert.Equal("/sign-in", (await nobody.GetAsync(path)).Address.AbsolutePath);
        }
    }

    [Fact]
    public async Task Every_endpoint_of_the_verifier_says_who_may_come()
    {
        await using var verifier = await StartAsync();
        var routes = verifier.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText?.StartsWith("/health", StringComparison.Ordinal) != true).ToList();
        Assert.True(routes.Count > 15);
        Assert.All(routes, route => Assert.True(
            route.Metadata.GetMetadata<IAuthorizeData>() is not null || route.Metadata.GetMetadata<IAllowAnonymous>() is not null,
            $"{route.RoutePattern.RawText} names no policy"));
        var guarded = routes.Where(route => route.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .Select(route => "/" + route.RoutePattern.RawText!.TrimStart('/')).Distinct().Order();
        Assert.Equal(["/audit", "/sign-out", "/suspicions", "/suspicions/{number}", "/suspicions/{number}/photo"], guarded);
    }

    private Dictionary<string, string> Fields(string? token = null) => new()
    {
        ["token"] = token ?? ReportSuspicion.NewToken(),
        ["kind"] = nameof(SuspicionKind.Person),
        ["text"] = "He could not say his father's name.\nI asked twice.",
        ["certificate"] = Base32.Encode(Scheme.Paper()),
        ["address"] = "https://verify.evil.example/C",
        ["contact"] = "+966 5000",
    };

    private async Task<RunningVerifier> StartAsync(TestDatabase? database = null, params string[] args)
    {
        var verifier = await RunningVerifier.StartAsync(Scheme, database, args: args.Length > 0 ? args : ["--Suspicions:PerHour=50"]);
        Assert.Null(await AddOfficer.MakeAsync(verifier.Services, "olga", "Olga Operator", "operator", Password));
        Assert.Null(await AddOfficer.MakeAsync(verifier.Services, "amir", "Amir Auditor", "auditor", Password));
        return verifier;
    }

    private static string Url(RunningVerifier verifier) => verifier.Http.BaseAddress!.ToString();

    private static async Task<OfficerBrowser> SignInAsync(RunningVerifier verifier, string user)
    {
        var browser = new OfficerBrowser(Url(verifier));
        Assert.Equal("/suspicions", (await browser.SignInAsync(user, Password)).Address.AbsolutePath);
        Assert.All(browser.CookieNames, name => Assert.StartsWith("sp-verifier", name));
        return browser;
    }

    private static async Task<(string Number, string Secret)> SentAsync(RunningVerifier verifier, Dictionary<string, string> fields, byte[]? photo)
    {
        var (status, text) = await SendAsync(verifier, fields, photo);
        Assert.Equal(HttpStatusCode.OK, status);
        var page = await new HtmlParser().ParseDocumentAsync(text);
        return (page.QuerySelector("[data-number]")!.TextContent, page.QuerySelector("[data-secret]")!.TextContent);
    }

    private static async Task<(HttpStatusCode Status, string Page)> SendAsync(RunningVerifier verifier, Dictionary<string, string> fields, byte[]? photo)
    {
        using var body = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            body.Add(new StringContent(value), name);
        }

        if (photo is not null)
        {
            body.Add(new ByteArrayContent(photo), "photo", "../../evidence.html");
        }

        using var answer = await verifier.Http.PostAsync("/report", body);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<string> FollowAsync(RunningVerifier verifier, string number, string secret)
    {
        using var body = Case(number, secret);
        using var answer = await verifier.Http.PostAsync("/report/case", body);
        var page = await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync());
        var text = page.QuerySelector("main")!.InnerHtml;
        Assert.DoesNotContain("father", text);
        return text;
    }

    private static FormUrlEncodedContent Case(string number, string secret) =>
        new(new Dictionary<string, string> { ["number"] = number, ["secret"] = secret });

    private static Task<Shown> NoteAsync(OfficerBrowser officer, Shown shown, string text) => ActAsync(officer, shown, "Note", new() { ["text"] = text });

    private static Task<Shown> CloseAsync(OfficerBrowser officer, Shown shown, string outcome, string reason) =>
        ActAsync(officer, shown, "Close", new() { ["outcome"] = outcome, ["reason"] = reason });

    private static Task<Shown> ActAsync(OfficerBrowser officer, Shown shown, string handler, Dictionary<string, string> fields)
    {
        fields["__RequestVerificationToken"] = shown.Page.QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        return officer.PostAsync($"{shown.Address.AbsolutePath}?handler={handler}", fields);
    }

    private static Task<VerifierDb> DbAsync(RunningVerifier verifier) =>
        verifier.Services.GetRequiredService<IDbContextFactory<VerifierDb>>().CreateDbContextAsync();

    private static async Task StoredSealedAsync(RunningVerifier verifier)
    {
        await using var db = await DbAsync(verifier);
        var stored = (await db.Suspicions.SingleAsync()).Sealed.Concat((await db.SuspicionPhotos.SingleAsync()).Sealed).ToArray();
        Assert.All(new[] { "father", "evil", "5000", "EVIDENCE" },
            word => Assert.Equal(-1, stored.AsSpan().IndexOf(Encoding.UTF8.GetBytes(word))));
    }

    private static Task<int> DeleteAsync(RunningVerifier verifier, int days) => new DeleteOldSuspicions(
        verifier.Services.GetRequiredService<IDbContextFactory<VerifierDb>>(), verifier.Services.GetRequiredService<IOptions<SuspicionOptions>>(),
        new Later(days), NullLogger<DeleteOldSuspicions>.Instance).DeleteAsync(default);

    // The service still holds the file open.
    private static byte[] Bytes(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private sealed class Later(int days) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddDays(days);
    }
}
