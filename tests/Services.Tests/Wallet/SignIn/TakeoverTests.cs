using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Services.Tests.Wallet.Counter;
using SkillsPassport.Services.Tests.Wallet.Receive;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Services.Tests.Wallet.SignIn;

/// <summary>Taking a passport over by guessing, with the phone's cookie, or by shutting its owner out.</summary>
public sealed class TakeoverTests : SchemeTests
{
    private const string Number = "01712345678";

    [Fact]
    public async Task Of_a_months_guesses_from_everywhere_as_many_are_looked_at_as_the_threat_model_says()
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme);
        using var owner = await wallet.WorkerAsync();
        var limits = new SignInOptions();

        // One number, the pace never in the way, each try from another address, for twenty-nine days.
        const int month = 1_500;
        var looked = 0;
        for (var i = 0; i < month; i++)
        {
            wallet.Clock.Forward(TimeSpan.FromDays(29) / month);
            var refusal = await TryAsync(wallet, Number, $"{862_000 + i}", new IPAddress([10, 1, (byte)(i >> 8), (byte)i]));
            looked += refusal == SignInRefusal.WrongNumberOrPin ? 1 : 0;
        }

        Assert.Equal(limits.WrongPerNumber, looked);

        // All numbers, all addresses, one day: what a million tries sent at once would meet.
        wallet.Clock.Forward(TimeSpan.FromDays(1));
        var guesses = wallet.Services.GetRequiredService<Guesses>();
        var taken = 0;
        for (var i = 0; i < limits.WrongPerDayForAll + 200; i++)
        {
            taken += await guesses.TakeAsync(KnownDevice.Stranger($"n{i}"), $"n{i}", $"a{i}", default) ? 1 : 0;
        }

        Assert.Equal(limits.WrongPerDayForAll, taken);
        var pins = Enumerable.Range(0, 1_000_000).Count(pin => Pin.Check($"{pin:D6}", "+8801712345678") == PinProblem.None);
        var threats = await File.ReadAllTextAsync(Path.Combine(Root(), "docs/threat-model.md"));
        Assert.Contains($"{limits.WrongPerNumber} wrong PINs from everybody", threats, StringComparison.Ordinal);
        Assert.Contains($"{limits.WrongPerProvenNumber} more for whoever holds the SIM", threats, StringComparison.Ordinal);
        Assert.Contains($"{limits.WrongPerKnownPhone} for whoever holds a phone", threats, StringComparison.Ordinal);
        Assert.Contains($"{limits.WrongPerSession} in an open", threats, StringComparison.Ordinal);
        Assert.Contains($"{limits.WrongPerDayForAll:N0} wrong PINs a day", threats, StringComparison.Ordinal);
        Assert.Contains($"{limits.WrongPerAddressPerHour} an hour from one address", threats, StringComparison.Ordinal);
        Assert.Contains($"one in {pins / limits.WrongPerDayForAll / 10 * 10}", threats, StringComparison.Ordinal);

        await owner.SignInAsync(Number, "493817");
        Assert.Equal("/passport", owner.Path);
    }

    [Fact]
    public async Task Whoever_floods_the_door_from_the_owners_own_address_does_not_shut_the_owner_out()
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme, args: ["--SignIn:WrongPerAddressPerHour=5"]);
        using var owner = await wallet.WorkerAsync();
        // A mobile network hides thousands of phones behind one address.
        for (var i = 0; i < 301; i++)
        {
            await TryAsync(wallet, $"0181{i:0000000}", "862044", IPAddress.Loopback);
        }

        using var stranger = wallet.NewPhone();
        await stranger.SignInAsync(Number, "493817");
        Assert.Equal(HttpStatusCode.TooManyRequests, stranger.Status);
        await owner.SignInAsync(Number, "493817");
        Assert.Equal("/passport", owner.Path);
    }

    [Fact]
    public async Task With_every_share_and_every_code_of_the_day_used_up_the_counter_still_lets_the_owner_in()
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme, args:
        [
            "--SignIn:WrongPerNumber=5", "--SignIn:WrongPerProvenNumber=5", "--Messages:CodesPerNumberPerDay=3",
            "--Recovery:Wait=00:00:01",
        ]);
        using var owner = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(Scheme));
        using var desk = await wallet.StaffAsync("rahima");
        await desk.GoAsync("/counter/recovery");
        await desk.SubmitAsync(
            "main form", ("Certificate", "NSC-CON-PLM-L2-900101"), ("Document", "NationalId"), ("Ending", "4821"),
            ("Seen", "true"));
        var slip = desk.Page.QuerySelector("#slip-code")!.TextContent.Trim();
        for (var i = 0; i < 6; i++)
        {
            wallet.Clock.Forward(TimeSpan.FromMinutes(16));
            await TryAsync(wallet, Number, $"86204{i}", new IPAddress([10, 0, 0, (byte)i]));
        }

        using var enemy = wallet.NewPhone();
        do
        {
            await enemy.GoAsync("/sign-in?other=1");
            var token = enemy.Page.QuerySelector("#pin-form input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
            await enemy.PostBareAsync("/sign-in?handler=code", ("Phone", Number), ("__RequestVerificationToken", token));
        }
        while (enemy.Status == HttpStatusCode.OK);

        // Passkeys ask nothing of these; a known phone counts for itself; a new one goes by the counter.
        await enemy.GoAsync("/sign-in");
        var form = enemy.Page.QuerySelector("form[data-passkey] input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        await enemy.PostBareAsync("/sign-in/passkey?handler=options", ("__RequestVerificationToken", form));
        Assert.Equal(HttpStatusCode.OK, enemy.Status);
        await owner.SignInAsync(Number, "493817");
        Assert.Equal("/passport", owner.Path);
        using var newPhone = wallet.NewPhone();
        await newPhone.SignInAsync(Number, "493817");
        Assert.Equal(HttpStatusCode.TooManyRequests, newPhone.Status);
        await newPhone.GoAsync("/recover");
        await newPhone.SubmitAsync("main form", ("Slip", slip));
        await newPhone.EnterCodeAsync();
        await newPhone.SubmitAsync("main form", ("Pin", "750264"), ("Again", "750264"));
        Assert.Equal("/passport", newPhone.Path);
        Assert.Contains("MD RAFIQUL ISLAM", newPhone.Text);
    }

    [Fact]
    public async Task A_stolen_cookie_reads_but_takes_nothing_away_and_dies_with_the_owners_lock()
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme);
        using var owner = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(Scheme));
        using var thief = wallet.NewPhone();
        foreach (var cookie in owner.Cookies.GetCookies(new Uri(wallet.Url)).Where(one => one.Name.StartsWith("sp-wallet", StringComparison.Ordinal)))
        {
            thief.Cookies.Add(new Uri(wallet.Url), new Cookie(cookie.Name, cookie.Value));
        }

        await thief.GoAsync("/passport");
        Assert.Contains("MD RAFIQUL ISLAM", thief.Text);
        var token = thief.Page.QuerySelector("header form input")!.GetAttribute("value")!;
        string[] acts =
        [
            "/share/new?what=job", "/account?handler=Pin", "/account?handler=Export", "/account?handler=Delete",
            "/account/passkeys?handler=options", "/account/passkeys?handler=remove", "/account/recovery",
            "/account/counter-code", "/account/import",
        ];
        foreach (var act in acts)
        {
            wallet.Clock.Forward(TimeSpan.FromMinutes(1));
            await thief.PostBareAsync(
                act, ("__RequestVerificationToken", token), ("Pin", "862044"), ("NewPin", "750264"), ("Again", "750264"),
                ("Sure", "true"), ("Label", "x"), ("Days", "7"), ("what", "job"));
            Assert.True(thief.Status is HttpStatusCode.UnprocessableEntity or HttpStatusCode.TooManyRequests, $"{act}: {thief.Status}");
        }

        await owner.GoAsync("/passport");
        Assert.Contains("MD RAFIQUL ISLAM", owner.Text);
        await owner.SubmitAsync("header form");
        await thief.GoAsync("/passport");
        Assert.StartsWith("/sign-in", thief.Path);
        await using var db = await wallet.Services.GetRequiredService<IDbContextFactory<WalletDb>>().CreateDbContextAsync();
        Assert.Empty(await db.Shares.ToListAsync());
        Assert.Equal(0, (await db.Wallets.SingleAsync()).Stamp);
    }

    /// <summary>The sign-in itself, without the way to it: a million tries do not fit through a browser.</summary>
    private static async Task<SignInRefusal?> TryAsync(RunningWallet wallet, string number, string pin, IPAddress from)
    {
        await using var scope = wallet.Services.CreateAsyncScope();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        context.Connection.RemoteIpAddress = from;
        return (await wallet.Services.GetRequiredService<OpenPassport>().RunAsync(context, number, pin, false)).Refusal;
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "SkillsPassport.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
