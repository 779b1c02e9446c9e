using System.Net;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Services.Tests.Databases;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Services.Tests.Wallet.Receive;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Services.Tests.Wallet.Counter;

/// <summary>A helped session handles what is brought into it. What the worker had begun or kept is the worker's.</summary>
public sealed class HelpedOffersTests : SchemeTests
{
    public static TheoryData<string> Engines => TestDatabase.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task A_helper_neither_sees_nor_drops_nor_guesses_at_what_the_worker_had_waiting(string engine)
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme, engine);
        var issuer = PeerIssuer.Of(Scheme);
        using var worker = await wallet.AgreedAsync(issuer);
        var page = worker.Path;
        using var desk = await wallet.StaffAsync("rahima");
        await desk.HelpAsync();
        await desk.GoAsync("/add");
        Assert.Equal("/add", desk.Path);
        Assert.DoesNotContain("Demo issuer", desk.Text);
        Assert.DoesNotContain(page, desk.Page.Body!.InnerHtml);
        var token = desk.Page.QuerySelector("header form input")!.GetAttribute("value")!;
        await desk.GoAsync(page);
        Assert.Equal(HttpStatusCode.NotFound, desk.Status);
        await desk.PostBareAsync(page, ("__RequestVerificationToken", token), ("Code", "000000"));
        Assert.Equal(HttpStatusCode.NotFound, desk.Status);
        await desk.PostBareAsync(page + "?handler=Drop", ("__RequestVerificationToken", token));
        Assert.Equal(HttpStatusCode.NotFound, desk.Status);
        Assert.Equal((5, 0), (issuer.TriesLeft, Scheme.Issuer.Hits("/token")));

        await worker.SubmitAsync("main form", ("Code", issuer.Pin));
        Assert.StartsWith("/certificate/", worker.Path);
    }

    [Fact]
    public async Task A_slip_the_worker_brings_to_the_counter_is_gone_on_with_and_not_dropped()
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme);
        var issuer = PeerIssuer.Of(Scheme);
        using var worker = await wallet.AgreedAsync(issuer);
        using var desk = await wallet.StaffAsync("rahima");
        await desk.HelpAsync();
        await desk.GoAsync(issuer.Claim);
        Assert.StartsWith("/receive/", desk.Path);
        Assert.Null(desk.Page.QuerySelector("#drop"));
        var token = desk.Page.QuerySelector("header form input")!.GetAttribute("value")!;
        var page = desk.Path;
        await desk.PostBareAsync(page + "?handler=Drop", ("__RequestVerificationToken", token));
        Assert.Equal(page, desk.Path);

        // The next helped session begins anew.
        using var other = await wallet.StaffAsync("karim");
        await other.HelpAsync();
        await other.GoAsync(page);
        Assert.Equal(HttpStatusCode.NotFound, other.Status);

        await desk.GoAsync(page);
        await desk.SubmitAsync("main form", ("Code", issuer.Pin));
        Assert.StartsWith("/helped", desk.Path);
        await worker.GoAsync("/passport");
        Assert.Contains("MD RAFIQUL ISLAM", worker.Text);
    }

    [Fact]
    public async Task By_number_a_helper_changes_nothing_of_what_the_worker_had_kept_by_the_same_number()
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme);
        var issuer = PeerIssuer.Of(Scheme);
        using var worker = await wallet.WorkerAsync();
        issuer.WaitSeconds = 3600;
        await AskAsync(worker, issuer, "1994");
        Assert.StartsWith("/receive/", worker.Path);
        var kept = await SealedAsync(wallet);
        using var desk = await wallet.StaffAsync("rahima");
        await desk.HelpAsync();
        issuer.WaitSeconds = 0;
        await AskAsync(desk, issuer, "1980");
        Assert.Contains("These three do not fit together", desk.Text);
        Assert.Equal(kept, await SealedAsync(wallet));

        // With the right three it is received all the same.
        await AskAsync(desk, issuer, "1994");
        Assert.StartsWith("/helped", desk.Path);
        Assert.Equal(1, issuer.Redeemed);
    }

    [Fact]
    public async Task What_a_helper_brought_in_by_mistake_a_helper_drops()
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme);
        var issuer = PeerIssuer.Of(Scheme);
        using var worker = await wallet.WorkerAsync();
        using var desk = await wallet.StaffAsync("rahima");
        await desk.HelpAsync();
        await desk.GoAsync(issuer.Claim);
        await desk.SubmitAsync("main form");
        await desk.GoAsync("/add");
        Assert.Contains("A certificate from Demo issuer is not finished", desk.Text);
        await desk.GoAsync(desk.Page.QuerySelector("main a[href^='/receive/']")!.GetAttribute("href")!);
        await desk.SubmitAsync("form#drop");
        Assert.Equal("/add", desk.Path);
        Assert.DoesNotContain("Demo issuer", desk.Text);
    }

    private static async Task AskAsync(Phone phone, PeerIssuer issuer, string year)
    {
        await phone.GoAsync("/add/number");
        await phone.SubmitAsync(
            "main form", ("Issuer", issuer.Url), ("Number", PeerIssuer.Number), ("Year", year), ("Code", issuer.Pin));
    }

    private static async Task<string> SealedAsync(RunningWallet wallet)
    {
        await using var db = await wallet.DbAsync();
        return Convert.ToHexString(await db.Intentions.Where(one => one.Step == IntentionStep.Waiting)
            .Select(one => one.Sealed).SingleAsync());
    }
}
