using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SkillsPassport.Credentials.Registers;
using SkillsPassport.Services.Tests.Databases;
using SkillsPassport.Services.Tests.Peers;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Services.Tests.Wallet.Receive;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.Recruiters;

namespace SkillsPassport.Services.Tests.Wallet.Recruiters;

public sealed class RecruiterTests : IAsyncLifetime
{
    private static readonly Recruiter Padma = PublishedRecruiters.One("RL-9001", "Padma Demo Overseas Ltd", "পদ্মা ডেমো ওভারসিজ");
    private static readonly Recruiter Jamuna = PublishedRecruiters.One("RL-354", "Jamuna Manpower", "যমুনা ম্যানপাওয়ার") with { SubAgents = [] };
    private static readonly string[] Quick = ["--Registers:RefreshSeconds=1"];

    private Scheme _scheme = null!;
    private PublishedRecruiters _register = null!;

    public static TheoryData<string> Engines => TestDatabase.Engines;

    public async Task InitializeAsync()
    {
        _scheme = await Scheme.StartAsync();
        _register = new PublishedRecruiters(_scheme);
    }

    public async Task DisposeAsync() => await _scheme.DisposeAsync();

    [Fact]
    public async Task A_recruiter_is_found_by_number_name_branch_or_sub_agent_and_its_licence_is_said()
    {
        _register.Name();
        _register.Publish(
            Padma,
            PublishedRecruiters.Suspended(Jamuna),
            Jamuna with { Rl = "RL-12", Name = new("Old Agency", null), Until = new(2025, 6, 30), Branches = [] },
            Jamuna with { Rl = "RL-13", Name = new("Closed Agency", null), CancelledFrom = new(2026, 2, 1), Branches = [] });
        await using var wallet = await RunningWallet.StartAsync(_scheme, args: Quick);
        using var phone = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(_scheme));
        await Eventually.TrueAsync(async () => (await SearchAsync(phone, "RL-9001")).Contains("licence valid"));
        foreach (var (typed, found) in new[]
        {
            ("rl 9001", "Padma Demo Overseas LtdRL-9001 licence valid"), ("আরএল-৯০০১", "Padma Demo"), ("৯০০১", "Padma Demo"),
            ("padma OVERSEAS", "Padma Demo"), ("পদ্মা", "Padma Demo"), ("karim", "sub-agent: Karim Travels"),
            ("করিম ট্রাভেলস", "Padma Demo"), ("Padma Demo Overseas Ltd Sylhet", "branch: Padma Demo Overseas Ltd Sylhet branch"),
            ("Jamuna", "licence suspended"), ("12", "licence expired"), ("Closed", "licence cancelled"),
        })
        {
            Assert.Contains(found, await SearchAsync(phone, typed));
        }

        Assert.All([await SearchAsync(phone, "RL-777"), await SearchAsync(phone, "<script>"), await SearchAsync(phone, "RL-\ufffe9001")], none =>
            Assert.Contains("Not on the ministry's register", none));

        // What was not searched for is not said to be missing.
        Assert.All([await SearchAsync(phone, "a"), await SearchAsync(phone, "প")], shortOnes =>
        {
            Assert.Contains("at least two letters", shortOnes);
            Assert.DoesNotContain("Not on the ministry's register", shortOnes);
        });

        // A number that is compared with a printed licence is written as there, whatever the reader's language.
        await phone.GoAsync("/share/new?what=job&r=RL-9001&lang=bn");
        Assert.Contains("(RL-9001)", phone.Page.QuerySelector("[data-licence]")!.TextContent);
        await phone.GoAsync("/share/new?what=job&r=RL-9001&lang=en");
        Assert.Equal("valid", phone.Page.QuerySelector("[data-licence]")!.GetAttribute("data-licence"));
        Assert.Equal("Padma Demo Overseas Ltd", phone.Page.QuerySelector("#Label")!.GetAttribute("value"));
        Assert.Null(phone.Page.QuerySelector("[name=Anyway]"));
        foreach (var (rl, word) in new[] { ("RL-354", "suspended"), ("RL-12", "expired"), ("RL-13", "cancelled"), ("RL-777", "notlisted") })
        {
            await phone.GoAsync($"/share/new?what=job&r={rl}");
            Assert.Equal(word, phone.Page.QuerySelector(".say.no[data-licence]")!.GetAttribute("data-licence"));
            await phone.SubmitAsync("main form", ("Label", "X"), ("Pin", "493817"));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, phone.Status);
            Assert.Contains("Tick the box", phone.Text);
        }

        // Whoever was told on the page is not told again.
        await phone.SubmitAsync("main form", ("Label", "X"), ("Anyway", "true"), ("Pin", "493817"));
        Assert.Contains("The link is ready", phone.Text);
        await Task.Delay(2500);
        await phone.GoAsync("/passport");
        Assert.DoesNotContain("Stop sharing", phone.Text);
    }

    [Fact]
    public async Task What_could_not_be_checked_is_never_said_to_be_fine()
    {
        await using var wallet = await RunningWallet.StartAsync(_scheme, args: Quick);
        using var phone = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(_scheme));
        Assert.Contains("could not be checked", await SearchAsync(phone, "RL-354"));
        Assert.NotNull(phone.Page.QuerySelector("a[href*='r=RL-354']"));
        Assert.DoesNotContain("licence valid", phone.Text);
        _register.Name();
        _register.Publish(TimeSpan.FromHours(1), Jamuna);
        await Eventually.TrueAsync(async () => (await SearchAsync(phone, "RL-354")).Contains("licence valid"));
        await phone.ShareAsync(whom: "RL-354");
        var page = phone.Path.Split('?')[0];
        Assert.Equal("valid", phone.Page.QuerySelector("[data-licence]")!.GetAttribute("data-licence"));

        // Its time is over and nothing newer came.
        wallet.Clock.Forward(TimeSpan.FromMinutes(61));
        await phone.SignInAsync("01712345678", "493817");
        await phone.GoAsync(page);
        Assert.Equal("couldnotcheck", phone.Page.QuerySelector(".say.unknown[data-licence]")!.GetAttribute("data-licence"));
        await phone.GoAsync("/share/new?what=job&r=RL-354");
        Assert.Equal("couldnotcheck", phone.Page.QuerySelector(".say.unknown[data-licence]")!.GetAttribute("data-licence"));
        Assert.Contains("does not mean that the licence is fine", phone.Text);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Whoever_shared_with_a_recruiter_that_is_suspended_is_told_once_and_stops_with_one_tap(string engine)
    {
        _register.Name();
        _register.Publish(Padma, Jamuna);
        await using var wallet = await RunningWallet.StartAsync(_scheme, engine, args: Quick);
        await using var copy = await RunningWallet.StartAsync(_scheme, sameDatabaseAs: wallet, args: Quick);
        var issuer = PeerIssuer.Of(_scheme);
        using var one = await wallet.WorkerWithCertificateAsync(issuer);
        await Eventually.TrueAsync(async () => (await SearchAsync(one, "RL-354")).Contains("licence valid"));
        string[] links = [await one.ShareAsync(whom: "RL-354"), await one.ShareAsync(whom: "RL-354"), await one.ShareAsync(whom: "RL-9001")];
        using var two = await wallet.WorkerWithCertificateAsync(issuer, "01812345678");
        await two.ShareAsync(whom: "RL-354");
        using var other = await wallet.WorkerWithCertificateAsync(issuer, "01912345678");
        await other.ShareAsync(whom: "RL-9001");

        _register.Publish(Padma, PublishedRecruiters.Suspended(Jamuna));
        await Eventually.TrueAsync(async () => (await one.GoAsync("/passport")).Text.Contains("suspended this agency's licence")
            && (await two.GoAsync("/passport")).Text.Contains("Jamuna Manpower (RL-354)"));
        _register.Publish(Padma, PublishedRecruiters.Suspended(Jamuna));
        await Task.Delay(2500);
        await using var db = await wallet.Services.GetRequiredService<IDbContextFactory<WalletDb>>().CreateDbContextAsync();
        Assert.Equal(2, await db.RecruiterWarnings.CountAsync());
        Assert.Equal(2, await db.Messages.CountAsync(message => message.Kind == MessageKind.RecruiterWarned));
        Assert.Equal(2, await db.History.CountAsync(line => line.Kind == HistoryKind.RecruiterWarned));
        await other.GoAsync("/passport");
        Assert.DoesNotContain("Stop sharing", other.Text);

        await one.GoAsync("/passport");
        await two.PostBareAsync(
            one.Page.QuerySelector("form[action*='handler=stop']")!.GetAttribute("action")!,
            ("__RequestVerificationToken", two.Page.QuerySelector("main form input")!.GetAttribute("value")!));
        Assert.Equal(HttpStatusCode.NotFound, two.Status);
        await one.SubmitAsync("form[action*='handler=stop']");
        Assert.Contains("Sharing is stopped", one.Text);
        Assert.Equal(
            [HttpStatusCode.Gone, HttpStatusCode.Gone, HttpStatusCode.OK],
            (await Task.WhenAll(links.Select(link => wallet.OpenAsync(link)))).Select(answer => answer.StatusCode));
        await one.GoAsync("/passport");
        Assert.DoesNotContain("Stop sharing", one.Text);
        await two.GoAsync("/passport");
        await two.SubmitAsync("form[action*='handler=seen']");
        Assert.DoesNotContain("Stop sharing", two.Text);
    }

    [Fact]
    public async Task A_process_that_dies_in_the_middle_leaves_nobody_untold_and_nobody_told_twice()
    {
        _register.Name();
        _register.Publish(Jamuna);
        await using var wallet = await RunningWallet.StartAsync(_scheme, args: Quick);
        var issuer = PeerIssuer.Of(_scheme);
        foreach (var number in new[] { "01712345678", "01812345678", "01912345678" })
        {
            using var phone = await wallet.WorkerWithCertificateAsync(issuer, number);
            await Eventually.TrueAsync(async () => (await SearchAsync(phone, "RL-354")).Contains("licence valid"));
            await phone.ShareAsync(whom: "RL-354");
        }

        await using var db = await wallet.Services.GetRequiredService<IDbContextFactory<WalletDb>>().CreateDbContextAsync();
        // The second worker's message can never be stored: whatever went before it in that transaction must not stay.
        await db.Database.ExecuteSqlRawAsync("""
            CREATE TRIGGER power_cut BEFORE INSERT ON text_messages
            WHEN NEW.kind = 'RecruiterWarned' AND EXISTS (SELECT 1 FROM text_messages WHERE kind = 'RecruiterWarned')
            BEGIN SELECT RAISE(ABORT, 'power cut'); END
            """);
        var warn = wallet.Services.GetRequiredService<WarnWorkers>();
        var content = wallet.Services.GetRequiredService<AskRegister>().Fresh!.Content with
        {
            Recruiters = [PublishedRecruiters.Suspended(Jamuna)],
        };
        Assert.False(await warn.RunAsync(content, PublishedRecruiters.Today, default));
        Assert.Equal((1, 1, 1), await ToldAsync());
        await db.Database.ExecuteSqlRawAsync("DROP TRIGGER power_cut");
        var both = await Task.WhenAll(
            warn.RunAsync(content, PublishedRecruiters.Today, default), warn.RunAsync(content, PublishedRecruiters.Today, default));
        Assert.All(both, Assert.True);
        Assert.Equal((3, 3, 3), await ToldAsync());

        async Task<(int, int, int)> ToldAsync() => (
            await db.RecruiterWarnings.CountAsync(),
            await db.Messages.CountAsync(message => message.Kind == MessageKind.RecruiterWarned),
            await db.History.CountAsync(line => line.Kind == HistoryKind.RecruiterWarned));
    }

    private static async Task<string> SearchAsync(Phone phone, string typed) =>
        (await phone.GoAsync($"/share/new?what=job&q={Uri.EscapeDataString(typed)}")).Text;
}
