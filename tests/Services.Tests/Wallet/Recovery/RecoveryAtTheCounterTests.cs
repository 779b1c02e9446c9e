using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SkillsPassport.Hosting.Protection;
using SkillsPassport.Services.Tests.Databases;
using SkillsPassport.Services.Tests.Peers;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Services.Tests.Wallet.Counter;
using SkillsPassport.Services.Tests.Wallet.Receive;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.Recovery;
using static SkillsPassport.Services.Tests.Wallet.Recovery.RecoveryTests;

namespace SkillsPassport.Services.Tests.Wallet.Recovery;

/// <summary>What goes wrong at a counter, by mistake or on purpose, keeps nobody from the own passport.</summary>
public sealed class RecoveryAtTheCounterTests : IAsyncLifetime
{
    private Scheme _scheme = null!;

    public static TheoryData<string> Engines => TestDatabase.Engines;

    public async Task InitializeAsync() => _scheme = await Scheme.StartAsync();

    public async Task DisposeAsync() => await _scheme.DisposeAsync();

    [Fact]
    public async Task A_second_person_refuses_until_the_new_pin_is_set_also_what_another_approved_or_nobody_had_to()
    {
        await using var wallet = await StartAsync();
        using var worker = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(_scheme));
        using var desk = await wallet.StaffAsync("rahima");
        using var second = await wallet.StaffAsync("karim", "supervisor");
        using var third = await wallet.StaffAsync("salma", "supervisor");
        using var phone = wallet.NewPhone();
        var approved = await AskAsync(desk, NewNumber);
        await second.GoAsync("/counter/recoveries");
        await second.SubmitAsync("main form", ("Approve", "true"));
        await RefuseAsync(third);
        await RecoverAsync(phone, approved);
        Assert.Contains("It was refused", phone.Text);
        await worker.GoAsync("/history");
        Assert.Contains("The request for a new PIN was refused: Officer salma, Dhaka TTC", worker.Text);

        // One that needs no second person, and whose time has come.
        var alone = await AskAsync(desk);
        wallet.Clock.Forward(TimeSpan.FromHours(73));
        await third.SignInAtCounterAsync("salma");
        await RefuseAsync(third);
        await RecoverAsync(phone, alone);
        Assert.Contains("It was refused", phone.Text);
        using var other = await wallet.StaffAsync("jamal");
        await AskAsync(other);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_slip_that_was_lost_is_given_again_to_whoever_asked_and_the_wait_goes_on(string engine)
    {
        await using var wallet = await StartAsync(engine);
        using var worker = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(_scheme));
        using var desk = await wallet.StaffAsync("rahima");
        using var second = await wallet.StaffAsync("karim", "supervisor");
        var lost = await AskAsync(desk, NewNumber);
        await second.GoAsync("/counter/recoveries");
        await second.SubmitAsync("main form", ("Approve", "true"));

        // Somebody else, or something else, gets none, and is told what can be done.
        using var other = await wallet.StaffAsync("jamal");
        await TryAskAsync(other);
        Assert.Equal(HttpStatusCode.Conflict, other.Status);
        Assert.Contains("another slip", other.Text);
        Assert.Contains("second officer", other.Text);
        await TryAskAsync(other, NewNumber);
        await other.EnterCodeAsync();
        Assert.Contains("another slip", other.Text);
        await TryAskAsync(desk);
        Assert.Equal(HttpStatusCode.Conflict, desk.Status);

        wallet.Clock.Forward(TimeSpan.FromHours(24));
        await desk.SignInAtCounterAsync("rahima");
        var slip = await AskAsync(desk, NewNumber);
        using var phone = wallet.NewPhone();
        await RecoverAsync(phone, lost);
        Assert.Contains("A newer slip took its place", phone.Text);
        await RecoverAsync(phone, slip);
        Assert.Contains("Not yet", phone.Text);
        wallet.Clock.Forward(TimeSpan.FromHours(49));
        await RecoverAsync(phone, slip);
        Assert.Equal("/recover/code", phone.Path);
        await worker.SignInAsync(Number, "493817");
        await worker.GoAsync("/history");
        Assert.Contains("Another slip was given for a new PIN: Officer rahima, Dhaka TTC", worker.Text);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task The_slips_page_sent_again_shows_the_same_slip_and_another_one_says_that_it_replaces_it(string engine)
    {
        await using var wallet = await StartAsync(engine);
        using var worker = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(_scheme));
        using var desk = await wallet.StaffAsync("rahima");
        await desk.GoAsync("/counter/recovery");
        var (token, once) = (FieldOf(desk, "__RequestVerificationToken"), FieldOf(desk, "Once"));
        async Task<string> SendAsync()
        {
            await desk.PostBareAsync(
                "/counter/recovery", ("__RequestVerificationToken", token), ("Once", once), ("Seen", "true"),
                ("Certificate", "NSC-CON-PLM-L2-900101"), ("Document", "NationalId"), ("Ending", "4821"));
            return desk.Page.QuerySelector("#slip-code")!.TextContent;
        }

        var slip = await SendAsync();
        Assert.Equal(slip, await SendAsync());
        Assert.Null(desk.Page.QuerySelector("#replaces"));
        using var phone = wallet.NewPhone();
        await RecoverAsync(phone, slip);
        Assert.Contains("Not yet", phone.Text);

        // Asked anew, it is another slip, and whoever has the earlier one is told.
        var newer = await AskAsync(desk);
        Assert.NotEqual(slip, newer);
        Assert.Contains("The earlier slip no longer works", desk.Text);
        await RecoverAsync(phone, slip);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, phone.Status);
        Assert.Contains("A newer slip took its place", phone.Text);
        await RecoverAsync(phone, newer);
        Assert.Contains("Not yet", phone.Text);
        await worker.GoAsync("/history");
        Assert.Single(worker.Page.QuerySelectorAll("li"), line => line.TextContent.Contains("Another slip was given", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_messages_off_no_helper_alone_opens_a_passport()
    {
        await using var wallet = await StartAsync(args: ["--Messages:Provider=off"]);
        using var worker = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(_scheme));
        using var desk = await wallet.StaffAsync("rahima");
        var slip = await AskAsync(desk);
        wallet.Clock.Forward(TimeSpan.FromHours(73));
        await RecoverAsync(desk, slip);
        Assert.Equal("/recover", desk.Path);
        Assert.Contains("A second person", desk.Text);
        using var second = await wallet.StaffAsync("karim", "supervisor");
        await second.GoAsync("/counter/recoveries");
        await second.SubmitAsync("main form", ("Approve", "true"));
        using var phone = wallet.NewPhone();
        await RecoverAsync(phone, slip);
        Assert.Equal("/recover/pin", phone.Path);
    }

    [Fact]
    public async Task A_helper_sends_ten_codes_a_day_to_a_number_and_forty_in_all()
    {
        await using var wallet = await StartAsync();
        using var worker = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(_scheme));
        using var desk = await wallet.StaffAsync("rahima");
        using var other = await wallet.StaffAsync("jamal");
        for (var i = 0; i < 10; i++)
        {
            await TryAskAsync(i % 2 == 0 ? desk : other, NewNumber);
        }

        await TryAskAsync(other, NewNumber);
        Assert.Equal(HttpStatusCode.TooManyRequests, other.Status);
        Assert.Contains("Too many codes were sent today", other.Text);
        for (var i = 0; i < 35; i++)
        {
            await TryAskAsync(desk, $"019{i:D8}");
            Assert.Equal("/counter/recovery/code", desk.Path);
        }

        await TryAskAsync(desk, "01812345678");
        Assert.Equal(HttpStatusCode.TooManyRequests, desk.Status);
        wallet.Clock.Forward(TimeSpan.FromHours(25));
        await desk.SignInAtCounterAsync("rahima");
        await AskAsync(desk, NewNumber);
    }

    [Fact]
    public async Task Whoever_floods_from_the_owners_own_address_does_not_shut_the_link_that_stops_it()
    {
        await using var wallet = await StartAsync();
        using var worker = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(_scheme));
        using var desk = await wallet.StaffAsync("rahima");
        await AskAsync(desk);
        await worker.GoAsync("/outbox");
        var message = worker.Page.QuerySelector("[data-to='+8801712345678'] [lang=bn]")!.TextContent;
        using var enemy = wallet.NewPhone();
        for (var i = 0; i < 61; i++)
        {
            await enemy.GoAsync($"/recover/stop/{i:x24}");
            Assert.Equal(HttpStatusCode.Gone, enemy.Status);
        }

        using var owner = wallet.NewPhone();
        await owner.GoAsync(StopLink().Match(message).Value);
        Assert.Equal(HttpStatusCode.OK, owner.Status);
        await owner.SubmitAsync("main form");
        Assert.Contains("It is stopped", owner.Text);
    }

    [Fact]
    public async Task Whoever_floods_from_the_owners_own_address_shuts_no_slip_and_the_owners_own_looks_count_nowhere()
    {
        await using var wallet = await StartAsync();
        using var worker = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(_scheme));
        using var desk = await wallet.StaffAsync("rahima");
        var slip = await AskAsync(desk);
        using var owner = wallet.NewPhone();
        for (var i = 0; i < 61; i++)
        {
            await RecoverAsync(owner, slip);
        }

        using var enemy = wallet.NewPhone();
        for (var i = 0; i < 60; i++)
        {
            await RecoverAsync(enemy, "AAAAABBBBB");
            Assert.Equal(HttpStatusCode.UnprocessableEntity, enemy.Status);
        }

        await RecoverAsync(enemy, "AAAAABBBBB");
        Assert.Equal(HttpStatusCode.TooManyRequests, enemy.Status);
        Assert.Contains("the right code still works", enemy.Text);
        await RecoverAsync(owner, slip);
        Assert.Contains("Not yet", owner.Text);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_new_PIN_whose_forms_come_at_once_is_set_and_nobody_is_told_that_it_cannot_be(string engine)
    {
        await using var wallet = await StartAsync(engine);
        using var worker = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(_scheme));
        using var desk = await wallet.StaffAsync("rahima");
        var slip = await AskAsync(desk);
        wallet.Clock.Forward(TimeSpan.FromHours(73));
        using var phone = wallet.NewPhone();
        await RecoverAsync(phone, slip);
        await phone.EnterCodeAsync();
        Assert.Equal("/recover/pin", phone.Path);
        var copies = Enumerable.Range(0, 4).Select(_ => wallet.NewPhone()).ToList();
        foreach (var copy in copies)
        {
            copy.Cookies.Add(phone.Cookies.GetAllCookies());
            await copy.GoAsync("/recover/pin");
        }

        await Task.WhenAll(copies.Select(copy => copy.SubmitAsync("main form", ("Pin", "750264"), ("Again", "750264"))));
        Assert.Single(copies, copy => copy.Path == "/passport");
        Assert.Equal(3, copies.Count(copy => copy.Text.Contains("Your new PIN is set.", StringComparison.Ordinal)));
        copies.ForEach(copy => copy.Dispose());
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_request_whose_time_is_over_alarms_nobody_and_is_not_stopped_any_more(string engine)
    {
        await using var wallet = await StartAsync(engine);
        using var worker = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(_scheme));
        using var desk = await wallet.StaffAsync("rahima");
        await AskAsync(desk);
        await worker.GoAsync("/outbox");
        var stop = StopLink().Match(worker.Page.QuerySelector("[data-to='+8801712345678'] [lang=bn]")!.TextContent).Value;
        using var anybody = wallet.NewPhone();
        await anybody.GoAsync(stop);
        await using (var db = await wallet.DbAsync())
        {
            wallet.Clock.Forward((await db.Recoveries.SingleAsync()).EndsAt - wallet.Clock.GetUtcNow() - TimeSpan.FromMinutes(2));
        }

        await worker.SignInAsync(Number, "493817");
        Assert.Contains("Somebody asked for a new PIN", worker.Text);
        await worker.GoAsync("/account/recovery");
        wallet.Clock.Forward(TimeSpan.FromMinutes(4));
        await worker.SubmitAsync("main form", ("Pin", "493817"));
        Assert.Contains("No request is open", worker.Text);
        wallet.Clock.Forward(TimeSpan.FromDays(30));
        await anybody.SubmitAsync("main form");
        Assert.Equal(HttpStatusCode.Gone, anybody.Status);
        Assert.Contains("nothing to stop", anybody.Text);
        Assert.Equal(HttpStatusCode.Gone, (await anybody.GoAsync(stop)).Status);
        await worker.SignInAsync(Number, "493817");
        Assert.Equal("/passport", worker.Path);
        Assert.DoesNotContain("Somebody asked for a new PIN", worker.Text);
        await worker.GoAsync("/account/recovery");
        Assert.Contains("No request is open", worker.Text);

        // Nobody stopped anything: the next request is told with a link that stops it.
        await desk.SignInAtCounterAsync("rahima");
        await AskAsync(desk);
        await worker.GoAsync("/outbox");
        Assert.Matches(StopLink(), worker.Page.QuerySelector("[data-to='+8801712345678'] [lang=bn]")!.TextContent);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Whoever_waits_for_a_second_person_comes_first_and_none_is_out_of_reach(string engine)
    {
        await using var wallet = await StartAsync(engine);
        using var worker = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(_scheme));
        using var desk = await wallet.StaffAsync("rahima");
        using var second = await wallet.StaffAsync("karim", "supervisor");
        await AskAsync(desk, NewNumber);
        var asked = await OlderOnesAsync(wallet, 230);
        await second.GoAsync("/counter/recoveries");
        Assert.Equal(asked, second.Page.QuerySelector("[data-recovery]")!.GetAttribute("data-recovery"));
        Assert.NotNull(second.Page.QuerySelector("[data-recovery] [value=true]"));
        var seen = new HashSet<string>();
        while (true)
        {
            seen.UnionWith(second.Page.QuerySelectorAll("[data-recovery]").Select(one => one.GetAttribute("data-recovery")!));
            if (second.Page.QuerySelector("#more") is not { } more)
            {
                break;
            }

            await second.GoAsync(more.GetAttribute("href")!);
        }

        Assert.Equal(231, seen.Count);

        // What was settled on a later page leads back to the first.
        await second.SubmitAsync("main form", ("Approve", "false"));
        Assert.Equal("/counter/recoveries", second.Path);
    }

    private static string FieldOf(Phone desk, string name) =>
        desk.Page.QuerySelector($"main input[name={name}]")!.GetAttribute("value")!;

    /// <summary>Older requests that need nobody.</summary>
    /// <returns>The one that was there before.</returns>
    private static async Task<string> OlderOnesAsync(RunningWallet wallet, int count)
    {
        var cipher = wallet.Services.GetRequiredService<FieldCipher>();
        await using var db = await wallet.DbAsync();
        var real = await db.Recoveries.AsNoTracking().SingleAsync();
        var details = RecoveryDetails.Open(cipher, real);
        for (var i = 0; i < count; i++)
        {
            var id = Guid.NewGuid();
            db.Recoveries.Add(new RecoveryRequest
            {
                Id = id, WalletId = Guid.NewGuid(), Reason = RecoveryReason.ForgottenPin, AskedBy = "jamal",
                NeedsSecond = false, Sealed = details.Seal(cipher, id), SlipDigest = id.ToByteArray(),
                AskedAt = real.AskedAt.AddMinutes(-i - 1), OpensAt = real.OpensAt, EndsAt = real.EndsAt,
            });
        }

        await db.SaveChangesAsync();
        return real.Id.ToString();
    }

    private static async Task RefuseAsync(Phone second)
    {
        await second.GoAsync("/counter/recoveries");
        Assert.Null(second.Page.QuerySelector("main [name=Approve][value=true]"));
        Assert.NotNull(second.Page.QuerySelector("main [name=Approve][value=false]"));
        await second.SubmitAsync("main form", ("Approve", "false"));
        Assert.Equal(HttpStatusCode.OK, second.Status);
        Assert.Contains("No requests", second.Text);
    }

    private Task<RunningWallet> StartAsync(string engine = "sqlite", string[]? args = null) =>
        RunningWallet.StartAsync(_scheme, engine, args: ["--Recovery:Wait=3.00:00:00", .. args ?? []]);
}
