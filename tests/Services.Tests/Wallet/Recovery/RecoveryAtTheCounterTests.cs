using System.Net;
using SkillsPassport.Services.Tests.Peers;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Services.Tests.Wallet.Counter;
using SkillsPassport.Services.Tests.Wallet.Receive;
using static SkillsPassport.Services.Tests.Wallet.Recovery.RecoveryTests;

namespace SkillsPassport.Services.Tests.Wallet.Recovery;

/// <summary>What goes wrong at a counter, by mistake or on purpose, keeps nobody from the own passport.</summary>
public sealed class RecoveryAtTheCounterTests : IAsyncLifetime
{
    private Scheme _scheme = null!;

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
