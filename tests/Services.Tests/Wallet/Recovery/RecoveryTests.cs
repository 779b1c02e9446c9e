using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SkillsPassport.Services.Tests.Databases;
using SkillsPassport.Services.Tests.Peers;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Services.Tests.Wallet.Counter;
using SkillsPassport.Services.Tests.Wallet.Receive;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Services.Tests.Wallet.Recovery;

/// <summary>A passport is given back to its owner, slowly and in the open, and to nobody else.</summary>
public sealed partial class RecoveryTests : IAsyncLifetime
{
    internal const string Number = "01712345678";
    internal const string NewNumber = "01898765432";
    private const string Certificate = "nsc con plm l2 900101";
    private Scheme _scheme = null!;

    public static TheoryData<string> Engines => TestDatabase.Engines;

    public async Task InitializeAsync() => _scheme = await Scheme.StartAsync();

    public async Task DisposeAsync() => await _scheme.DisposeAsync();

    [Theory, MemberData(nameof(Engines))]
    public async Task A_forgotten_pin_is_replaced_after_the_wait_and_nothing_is_lost(string engine)
    {
        await using var wallet = await StartAsync(engine);
        using var worker = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(_scheme));
        await worker.ShareAsync();
        using var desk = await wallet.StaffAsync("rahima");
        var slip = await AskAsync(desk);

        using var phone = wallet.NewPhone();
        await RecoverAsync(phone, slip);
        Assert.Contains("Not yet", phone.Text);
        wallet.Clock.Forward(TimeSpan.FromHours(73));
        await RecoverAsync(phone, slip);
        Assert.Equal("/recover/code", phone.Path);
        await phone.EnterCodeAsync();
        Assert.Equal("/recover/pin", phone.Path);
        await phone.SubmitAsync("main form", ("Pin", "750264"), ("Again", "750264"));
        Assert.Equal("/passport", phone.Path);
        Assert.Contains("MD RAFIQUL ISLAM", phone.Text);
        Assert.Contains("Gulf Manpower", phone.Text);
        await phone.GoAsync("/history");
        Assert.Contains("asked for a new PIN at a counter: Officer rahima, Dhaka TTC", phone.Text);
        Assert.Contains("A new PIN was set", phone.Text);

        // The old PIN, the old sessions and the slip are over.
        await worker.GoAsync("/passport");
        Assert.StartsWith("/sign-in", worker.Path);
        await worker.SignInAsync(Number, "493817");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, worker.Status);
        await RecoverAsync(worker, slip);
        Assert.Contains("It was used", worker.Text);
    }

    [Fact]
    public async Task A_slip_is_no_way_to_try_the_pins_of_another_passport_of_the_number()
    {
        await using var wallet = await StartAsync();
        using var worker = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(_scheme));
        using var brother = await wallet.WorkerAsync(pin: "862044");
        using var desk = await wallet.StaffAsync("rahima");
        var slip = await AskAsync(desk);
        wallet.Clock.Forward(TimeSpan.FromHours(73));
        using var phone = wallet.NewPhone();
        await RecoverAsync(phone, slip);
        await phone.EnterCodeAsync();
        for (var i = 0; i < 12; i++)
        {
            await phone.SubmitAsync("main form", ("Pin", "862044"), ("Again", "862044"));
            Assert.Contains("too easy", phone.Text);
        }

        await phone.SubmitAsync("main form", ("Pin", "862044"), ("Again", "862044"));
        Assert.Equal(HttpStatusCode.TooManyRequests, phone.Status);
        await phone.SubmitAsync("main form", ("Pin", "750264"), ("Again", "750264"));
        Assert.Contains("many new PINs", phone.Text);

        // Nothing is lost: the next day it goes on with the same slip.
        wallet.Clock.Forward(TimeSpan.FromHours(25));
        await RecoverAsync(phone, slip);
        await phone.EnterCodeAsync();
        await phone.SubmitAsync("main form", ("Pin", "750264"), ("Again", "750264"));
        Assert.Equal("/passport", phone.Path);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_new_number_needs_a_second_person_and_then_opens_with_it(string engine)
    {
        await using var wallet = await StartAsync(engine);
        using var worker = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(_scheme));
        using var desk = await wallet.StaffAsync("rahima");
        using var second = await wallet.StaffAsync("karim", "supervisor");
        var slip = await AskAsync(desk, NewNumber);
        wallet.Clock.Forward(TimeSpan.FromHours(73));
        using var phone = wallet.NewPhone();
        await RecoverAsync(phone, slip);
        Assert.Contains("A second person", phone.Text);

        using var third = await wallet.StaffAsync("second-desk", "supervisor");
        await third.GoAsync("/counter/recoveries");
        Assert.Contains("Officer rahima, Dhaka TTC", third.Text);
        Assert.DoesNotContain("RAFIQUL", third.Text);
        await third.SubmitAsync("main form", ("Approve", "true"));
        await RecoverAsync(phone, slip);
        await phone.EnterCodeAsync();
        await phone.SubmitAsync("main form", ("Pin", "750264"), ("Again", "750264"));
        Assert.Contains("MD RAFIQUL ISLAM", phone.Text);
        using var again = wallet.NewPhone();
        await again.SignInAsync(NewNumber, "750264");
        Assert.Equal("/passport", again.Path);
        await again.SignInAsync(Number, "750264");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.Status);
    }

    [Fact]
    public async Task The_sim_alone_opens_nothing_and_shortens_no_wait()
    {
        await using var wallet = await StartAsync();
        using var worker = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(_scheme));
        using var desk = await wallet.StaffAsync("rahima");
        var slip = await AskAsync(desk);
        wallet.Clock.Forward(TimeSpan.FromHours(71));
        using var thief = wallet.NewPhone();
        await RecoverAsync(thief, slip);
        Assert.Contains("Not yet", thief.Text);
        foreach (var page in new[] { "/recover/code", "/recover/pin" })
        {
            await thief.GoAsync(page);
            Assert.StartsWith("/recover", thief.Path);
            Assert.Null(thief.Page.QuerySelector("#Again"));
        }

        // After the wait, the slip is still needed.
        wallet.Clock.Forward(TimeSpan.FromHours(2));
        await RecoverAsync(thief, "AAAAABBBBB");
        Assert.Contains("not known", thief.Text);
        // And a new passport for the number is an empty one.
        await thief.SignUpAsync(Number, "862044");
        Assert.Contains("No certificates yet", thief.Text);
        await worker.SignInAsync(Number, "493817");
        Assert.Contains("MD RAFIQUL ISLAM", worker.Text);
    }

    [Fact]
    public async Task A_lone_insider_takes_nothing_over()
    {
        await using var wallet = await StartAsync();
        using var worker = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(_scheme));
        // A supervisor's account can ask too, but never say yes to itself.
        using var insider = await wallet.StaffAsync("insider", "supervisor");
        var slip = await AskAsync(insider, NewNumber);
        await insider.GoAsync("/counter/recoveries");
        await insider.SubmitAsync("main form", ("Approve", "true"));
        Assert.Equal(HttpStatusCode.Forbidden, insider.Status);
        Assert.Contains("somebody else", insider.Text);
        wallet.Clock.Forward(TimeSpan.FromHours(100));
        await RecoverAsync(insider, slip);
        Assert.DoesNotContain("/code", insider.Path);

        // The number that stays is of no use without its SIM: the code goes there.
        await worker.SignInAsync(Number, "493817");
        await worker.GoAsync("/account/recovery");
        await worker.SubmitAsync("main form", ("Pin", "493817"));
        Assert.Contains("It is stopped", worker.Text);
        await insider.SignInAtCounterAsync("insider");
        var again = await AskAsync(insider);
        wallet.Clock.Forward(TimeSpan.FromHours(100));
        await RecoverAsync(insider, again);
        Assert.Contains("A second person", insider.Text);
    }

    [Fact]
    public async Task The_owner_is_told_by_message_and_in_the_passport_and_stops_it_with_one_tap()
    {
        await using var wallet = await StartAsync();
        using var worker = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(_scheme));
        using var desk = await wallet.StaffAsync("rahima");
        var slip = await AskAsync(desk);
        await worker.GoAsync("/passport");
        Assert.Contains("Somebody asked for a new PIN", worker.Text);
        await worker.GoAsync("/outbox");
        var message = worker.Page.QuerySelector("[data-to='+8801712345678'] [lang=bn]")!.TextContent;
        var stop = StopLink().Match(message).Value;

        // A link that a network looks at stops nothing; a tap does.
        using var anybody = wallet.NewPhone();
        await anybody.GoAsync(stop);
        await worker.GoAsync("/passport");
        Assert.Contains("Somebody asked for a new PIN", worker.Text);
        await anybody.GoAsync(stop);
        await anybody.SubmitAsync("main form");
        Assert.Contains("It is stopped", anybody.Text);
        await anybody.GoAsync(stop);
        Assert.Equal(HttpStatusCode.Gone, anybody.Status);
        wallet.Clock.Forward(TimeSpan.FromHours(100));
        await RecoverAsync(anybody, slip);
        Assert.Contains("It was stopped", anybody.Text);

        // A thief with the old SIM stops the owner once: the next request is stopped in the passport only, and
        // needs a second person.
        await desk.SignInAtCounterAsync("rahima");
        var second = await AskAsync(desk);
        await worker.GoAsync("/outbox");
        Assert.DoesNotMatch(StopLink(), worker.Page.QuerySelector("[data-to='+8801712345678'] [lang=bn]")!.TextContent);
        wallet.Clock.Forward(TimeSpan.FromHours(100));
        await RecoverAsync(anybody, second);
        Assert.Contains("A second person", anybody.Text);
    }

    [Fact]
    public async Task A_document_that_does_not_fit_asks_for_nothing_is_counted_and_told_to_the_owner()
    {
        await using var wallet = await StartAsync(args: ["--Recovery:MismatchesPerHelperPerDay=2"]);
        using var worker = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(_scheme));
        using var desk = await wallet.StaffAsync("rahima");
        await TryAskAsync(desk, ending: "0000");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, desk.Status);
        var mismatch = desk.Page.QuerySelector("#problem")!.TextContent;
        await TryAskAsync(desk, certificate: "NSC-NO-SUCH-CERTIFICATE");
        Assert.Equal(mismatch, desk.Page.QuerySelector("#problem")!.TextContent);
        await TryAskAsync(desk);
        Assert.Equal(HttpStatusCode.TooManyRequests, desk.Status);
        await worker.GoAsync("/history");
        Assert.Contains("did not fit: Officer rahima, Dhaka TTC", worker.Text);
        using var other = await wallet.StaffAsync("jamal");
        await AskAsync(other);
        using var third = await wallet.StaffAsync("salma");
        await TryAskAsync(third);
        Assert.Equal(HttpStatusCode.Conflict, third.Status);
    }

    [Fact]
    public async Task A_stolen_phone_cannot_stop_the_owners_recovery_without_the_pin()
    {
        await using var wallet = await StartAsync();
        using var stolen = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(_scheme));
        using var desk = await wallet.StaffAsync("rahima");
        await AskAsync(desk);
        await stolen.GoAsync("/account/recovery");
        await stolen.SubmitAsync("main form", ("Pin", "000000"));
        Assert.Contains("The PIN is wrong", stolen.Text);
        await stolen.GoAsync("/passport");
        Assert.Contains("Somebody asked for a new PIN", stolen.Text);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_passport_from_before_there_were_counters_is_found_too(string engine)
    {
        await using var wallet = await StartAsync(engine);
        using var worker = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(_scheme));
        await using (var db = await wallet.Services.GetRequiredService<IDbContextFactory<WalletDb>>().CreateDbContextAsync())
        {
            await db.Wallets.ExecuteUpdateAsync(set => set.SetProperty(one => one.PhoneIndex, (byte[]?)null));
            await db.Certificates.ExecuteUpdateAsync(set => set.SetProperty(one => one.SerialIndex, (byte[]?)null));
        }

        await using var restarted = await RunningWallet.StartAsync(_scheme, sameDatabaseAs: wallet);
        await Eventually.TrueAsync(async () =>
        {
            await using var db = await wallet.Services.GetRequiredService<IDbContextFactory<WalletDb>>().CreateDbContextAsync();
            return await db.Certificates.AllAsync(one => one.SerialIndex != null);
        });
        using var desk = await restarted.StaffAsync("rahima");
        await AskAsync(desk);
        await desk.HelpAsync();
        Assert.Equal("/helped", desk.Path);
    }

    [Fact]
    public async Task Where_two_passports_hold_the_certificate_the_helper_chooses_and_only_that_owner_is_told()
    {
        await using var wallet = await StartAsync();
        using var old = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(_scheme));
        using var fresh = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(_scheme), NewNumber);
        using var desk = await wallet.StaffAsync("rahima");
        await TryAskAsync(desk);
        Assert.Contains("Several passports hold this certificate", desk.Text);
        Assert.DoesNotContain("RAFIQUL", desk.Text);
        Assert.DoesNotContain(Number[1..], desk.Text);
        Assert.Null(desk.Page.QuerySelector("#slip-code"));
        var choices = desk.Page.QuerySelectorAll("label.choice").Where(one => one.QuerySelector("[name=Which]") is not null).ToList();
        Assert.Equal(["+880 ••• 432", "+880 ••• 678"], choices.Select(one => one.QuerySelector("span")!.TextContent));

        (string, string)[] typed =
            [("Certificate", Certificate), ("Document", "NationalId"), ("Ending", "4821"), ("NewNumber", ""), ("Seen", "true")];
        await desk.SubmitAsync("main form", [.. typed, ("Which", "somebody's else")]);
        Assert.Null(desk.Page.QuerySelector("#slip-code"));
        await desk.SubmitAsync("main form", [.. typed, ("Which", choices[1].QuerySelector("input")!.GetAttribute("value")!)]);
        Assert.NotNull(desk.Page.QuerySelector("#slip-code"));
        await old.GoAsync("/history");
        Assert.Contains("asked for a new PIN at a counter", old.Text);
        await fresh.GoAsync("/history");
        Assert.DoesNotContain("new PIN", fresh.Text);
    }

    private Task<RunningWallet> StartAsync(string engine = "sqlite", string[]? args = null) =>
        RunningWallet.StartAsync(_scheme, engine, args: ["--Recovery:Wait=3.00:00:00", .. args ?? []]);

    internal static async Task TryAskAsync(
        Phone desk, string newNumber = "", string certificate = Certificate, string ending = "৪৮২১")
    {
        await desk.GoAsync("/counter/recovery");
        await desk.SubmitAsync(
            "main form", ("Certificate", certificate), ("Document", "NationalId"), ("Ending", ending),
            ("NewNumber", newNumber), ("Seen", "true"));
    }

    internal static async Task<string> AskAsync(Phone desk, string newNumber = "")
    {
        await TryAskAsync(desk, newNumber);
        if (newNumber.Length > 0)
        {
            Assert.Equal("/counter/recovery/code", desk.Path);
            foreach (var code in await desk.CodesAsync())
            {
                await desk.SubmitAsync("main form", ("Code", code));
                break;
            }
        }

        return desk.Page.QuerySelector("#slip-code")?.TextContent.Trim() ?? throw new InvalidOperationException(desk.Text);
    }

    internal static async Task RecoverAsync(Phone phone, string slip)
    {
        await phone.GoAsync("/recover");
        await phone.SubmitAsync("main form", ("Slip", slip.ToLowerInvariant()));
    }

    [GeneratedRegex("/recover/stop/[0-9a-f]+")]
    internal static partial Regex StopLink();
}
