using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using SkillsPassport.Hosting.Protection;
using SkillsPassport.Services.Tests.Peers;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Services.Tests.Wallet;
using SkillsPassport.Services.Tests.Wallet.Counter;
using SkillsPassport.Services.Tests.Wallet.Receive;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Journeys.Tests.Wallet;

/// <summary>One wallet for all journeys; each has a worker of its own.</summary>
public sealed class CutWorld : IAsyncLifetime
{
    private int _workers = 1_000_000;

    public Scheme Scheme { get; private set; } = null!;

    public RunningWallet Wallet { get; private set; } = null!;

    public PeerIssuer Issuer { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Scheme = await Scheme.StartAsync();
        Wallet = await RunningWallet.StartAsync(Scheme, args: ["--Recovery:Wait=00:00:01"]);
        Issuer = PeerIssuer.Of(Scheme);
    }

    public async Task DisposeAsync()
    {
        await Wallet.DisposeAsync();
        await Scheme.DisposeAsync();
    }

    public string NewNumber() => $"0171{Interlocked.Increment(ref _workers)}";
}

/// <summary>The worker's journeys on a small screen, with the line cut in the middle of each: before the request leaves,
/// before the answer comes, within the answer. The worker goes back and tries again: nothing is lost, nothing is doubled,
/// and the worker is told. <c>SLOW3G=1</c> makes the line as slow as Slow 3G and the phone four times slower.</summary>
public sealed class CutNetworkTests(Chromium chromium, CutWorld world) : IClassFixture<Chromium>, IClassFixture<CutWorld>
{
    private const string Pin = "493817";
    private const string NewPin = "750264";
    private const string BrowsersOwn = "chrome-error:";
    private static readonly bool Slow = Environment.GetEnvironmentVariable("SLOW3G") == "1";

    private IPage _page = null!;
    private CutLine _line = null!;
    private string _number = "";

    [Theory]
    [InlineData("sign up", HistoryKind.PassportOpened)]
    [InlineData("sign in", HistoryKind.NewPhone)]
    [InlineData("agree to an offer", HistoryKind.OfferAgreed)]
    [InlineData("receive", HistoryKind.CertificateReceived)]
    [InlineData("share", HistoryKind.ShareMade)]
    [InlineData("stop a share", HistoryKind.ShareStopped)]
    [InlineData("sign out a phone", HistoryKind.PhoneSignedOut)]
    [InlineData("change the PIN", HistoryKind.PinChanged)]
    [InlineData("recover", HistoryKind.RecoveryDone)]
    [InlineData("delete", null)]
    public async Task Cut_in_the_middle_nothing_is_lost_nothing_is_doubled_and_the_worker_is_told(
        string journey, HistoryKind? once)
    {
        _number = world.NewNumber();
        await using var line = _line = new CutLine(world.Wallet.Url);
        await using var watched = await chromium.NewPageAsync("en", width: 320);
        _page = watched.Page;
        await SlowDownAsync();
        await PrepareAsync(journey);
        var form = _page.Url;
        var done = false;
        foreach (var cut in new[] { Cut.BeforeTheRequest, Cut.BeforeTheAnswer, Cut.WithinTheAnswer, Cut.None })
        {
            if (!done)
            {
                done = await SendAsync(journey, form, cut);
            }
        }

        Assert.True(done, $"{journey} ended at {_page.Url}");
        await AssertOnceAsync(journey, once);
    }

    /// <returns>Whether the worker sees that it is done.</returns>
    private async Task<bool> SendAsync(string journey, string form, Cut cut)
    {
        var broken = _line.Broken;
        _line.Cut = cut;
        await FillAsync(journey);
        if (cut == Cut.None)
        {
            await ArriveAsync(url => IsDone(journey, url));
            if (journey == "stop a share")
            {
                await Assertions.Expect(_page.Locator("main form .danger")).ToHaveCountAsync(0);
            }

            return true;
        }

        // Told: by the page we keep for it, or by the browser's own.
        await Eventually.TrueAsync(async () =>
            _page.Url.StartsWith(BrowsersOwn, StringComparison.Ordinal) || await _page.Locator("[data-cut]").IsVisibleAsync());
        Assert.True(_line.Broken > broken);
        _line.Cut = Cut.None;
        await _page.GotoAsync(form);
        var done = await GoOnAsync(journey, form);
        Assert.False(done && cut == Cut.BeforeTheRequest);
        return done;
    }

    /// <summary>Where the worker stands after the form's page was opened again; signs in or up again where that is what
    /// the page asks for.</summary>
    private async Task<bool> GoOnAsync(string journey, string form)
    {
        var path = new Uri(_page.Url).PathAndQuery;
        switch (journey)
        {
            case "sign up" when path.StartsWith("/sign-up?", StringComparison.Ordinal):
                await Assertions.Expect(_page.Locator("#problem")).ToBeVisibleAsync();
                await SignUpAsync();
                return false;
            case "change the PIN" or "recover" when path.StartsWith("/sign-in", StringComparison.Ordinal):
                await SignInAsync(NewPin);
                return true;
            case "delete" when path.StartsWith("/sign-in", StringComparison.Ordinal):
                await SignInAsync(Pin, arrives: false);
                await Assertions.Expect(_page.Locator("#problem")).ToBeVisibleAsync();
                return true;
            case "sign out a phone":
                return await _page.Locator("main form[action*=end]").CountAsync() == 0;
            case "stop a share":
                return await _page.Locator("main form .danger").CountAsync() == 0;
            default:
                return IsDone(journey, _page.Url) && _page.Url != form;
        }
    }

    private static bool IsDone(string journey, string url)
    {
        var path = new Uri(url).PathAndQuery;
        return journey switch
        {
            "agree to an offer" => path.StartsWith("/receive/", StringComparison.Ordinal),
            "receive" => path.StartsWith("/certificate/", StringComparison.Ordinal),
            "share" => path.StartsWith("/share/", StringComparison.Ordinal) && !path.StartsWith("/share/new", StringComparison.Ordinal),
            "stop a share" => path.StartsWith("/share/", StringComparison.Ordinal),
            "sign out a phone" => path.Contains("done=1", StringComparison.Ordinal),
            "change the PIN" => path.Contains("changed=1", StringComparison.Ordinal),
            "delete" => path == "/",
            _ => path.StartsWith("/passport", StringComparison.Ordinal),
        };
    }

    /// <summary>Up to the page whose form is sent.</summary>
    private async Task PrepareAsync(string journey)
    {
        switch (journey)
        {
            case "sign up":
                await GoAsync("/sign-up");
                await SignUpAsync();
                return;
            case "sign in":
                using (var other = await WorkerAsync())
                {
                    await GoAsync("/sign-in");
                }

                return;
            case "recover":
                await GoAsync("/recover");
                await _page.FillAsync("#Slip", await SlipAsync());
                await PressAsync();
                await _page.FillAsync("#Code", await CodeAsync());
                await PressAsync();
                return;
        }

        using var phone = await WorkerAsync();
        await GoAsync("/sign-in");
        await SignInAsync(Pin);
        switch (journey)
        {
            case "agree to an offer":
                await GoAsync(world.Issuer.Claim);
                break;
            case "receive":
                await GoAsync(world.Issuer.Claim);
                await PressAsync();
                break;
            case "share":
                await ReceiveAsync(phone);
                await GoAsync("/share/new?what=job&r=other");
                break;
            case "stop a share":
                await ReceiveAsync(phone);
                await phone.ShareAsync(pin: Pin);
                await GoAsync(phone.Path.Split('?')[0]);
                break;
            case "sign out a phone":
                await GoAsync("/account/phones");
                break;
            default:
                await GoAsync("/account");
                break;
        }
    }

    /// <summary>Fills the form in and sends it.</summary>
    private async Task FillAsync(string journey)
    {
        switch (journey)
        {
            case "sign up":
                await _page.FillAsync("#Code", await CodeAsync());
                await PressAsync("form:has(#Code) button");
                break;
            case "sign in":
                await _page.FillAsync("#Phone", _number);
                await _page.FillAsync("#Pin", Pin);
                await PressAsync("#pin-form button");
                break;
            case "receive":
                await _page.FillAsync("#Code", world.Issuer.Pin);
                await PressAsync();
                break;
            case "share":
                await _page.FillAsync("#Label", "Gulf Manpower");
                await _page.FillAsync("#Pin", Pin);
                await PressAsync();
                break;
            case "stop a share":
                await _page.ClickAsync("details:has(.danger) summary");
                await PressAsync("main form .danger");
                break;
            case "sign out a phone":
                await PressAsync("main form[action*=end] button");
                break;
            case "change the PIN":
                await OpenAsync("form[action*=Pin]");
                await _page.FillAsync("form[action*=Pin] [name=Pin]", Pin);
                await _page.FillAsync("form[action*=Pin] [name=NewPin]", NewPin);
                await _page.FillAsync("form[action*=Pin] [name=Again]", NewPin);
                await PressAsync("form[action*=Pin] button");
                break;
            case "recover":
                await _page.FillAsync("#Pin", NewPin);
                await _page.FillAsync("#Again", NewPin);
                await PressAsync();
                break;
            case "delete":
                await OpenAsync("form[action*=Delete]");
                await _page.FillAsync("form[action*=Delete] [name=Pin]", Pin);
                await _page.CheckAsync("form[action*=Delete] [name=Sure]");
                await PressAsync("form[action*=Delete] button");
                break;
            default:
                await PressAsync();
                break;
        }
    }

    private async Task AssertOnceAsync(string journey, HistoryKind? once)
    {
        var services = world.Wallet.Services;
        Assert.True(PhoneNumber.TryParse(_number, out var number));
        var index = PhoneNumber.Index(services.GetRequiredService<BlindIndex>(), number);
        await using var db = await services.GetRequiredService<IDbContextFactory<WalletDb>>().CreateDbContextAsync();
        var wallets = await db.Wallets.Where(one => one.PhoneIndex == index).Select(one => one.Id).ToListAsync();
        if (once is null)
        {
            Assert.Empty(wallets);
            return;
        }

        var wallet = Assert.Single(wallets);
        Assert.Equal(1, await db.History.CountAsync(one => one.WalletId == wallet && one.Kind == once));
        Assert.Equal(
            journey is "receive" or "share" or "stop a share" or "recover" ? 1 : 0,
            await db.Certificates.CountAsync(one => one.WalletId == wallet));
        Assert.Equal(
            journey is "share" or "stop a share" ? 1 : 0, await db.Shares.CountAsync(one => one.WalletId == wallet));
        // The phone the passport was made on, and this one.
        Assert.Equal(
            journey is "sign up" or "sign out a phone" or "change the PIN" or "recover" ? 1 : 2,
            await db.Devices.CountAsync(one => one.WalletId == wallet));
    }

    /// <summary>The address is enough: a load event that fired before anybody waited for it never comes again.</summary>
    private Task ArriveAsync(Func<string, bool> there) => _page.WaitForURLAsync(
        url => !url.StartsWith(BrowsersOwn, StringComparison.Ordinal) && there(url),
        new() { WaitUntil = WaitUntilState.Commit });

    private async Task GoAsync(string path) => await _page.GotoAsync(_line.Url + path);

    private async Task PressAsync(string button = "main form button:not([type=button])") =>
        await _page.ClickAsync(button);

    /// <summary>Opens the fold a form may lie in.</summary>
    private async Task OpenAsync(string form)
    {
        if (!await _page.Locator(form).First.IsVisibleAsync())
        {
            await _page.ClickAsync($"details:has({form}) > summary");
        }
    }

    private async Task SignUpAsync()
    {
        await _page.FillAsync("#Phone", _number);
        await _page.FillAsync("#Pin", Pin);
        await _page.FillAsync("#PinAgain", Pin);
        await _page.CheckAsync("[name=Consent]");
        await PressAsync();
        await ArriveAsync(url => url.Contains("/sign-up/code", StringComparison.Ordinal));
    }

    private async Task SignInAsync(string pin, bool arrives = true)
    {
        if (await _page.Locator("#Phone").CountAsync() > 0)
        {
            await _page.FillAsync("#Phone", _number);
        }

        await _page.FillAsync("#Pin", pin);
        await PressAsync("#pin-form button");
        if (arrives)
        {
            await ArriveAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
        }
    }

    /// <summary>A passport made on another phone.</summary>
    private async Task<Phone> WorkerAsync()
    {
        var phone = world.Wallet.NewPhone();
        await phone.SignUpAsync(_number, Pin);
        Assert.Equal("/passport", phone.Path);
        return phone;
    }

    private async Task ReceiveAsync(Phone phone)
    {
        await phone.GoAsync(world.Issuer.Claim);
        await phone.SubmitAsync("main form");
        await phone.SubmitAsync("main form", ("Code", world.Issuer.Pin));
    }

    /// <summary>The slip a counter gives after it saw the worker's papers.</summary>
    private async Task<string> SlipAsync()
    {
        using var worker = await WorkerAsync();
        await ReceiveAsync(worker);
        using var desk = await world.Wallet.StaffAsync("rahima");
        await desk.GoAsync("/counter/recovery");
        await desk.SubmitAsync(
            "main form", ("Certificate", "NSC-CON-PLM-L2-900101"), ("Document", "NationalId"), ("Ending", "4821"),
            ("Seen", "true"));
        if (desk.Page.QuerySelector("input[name=Which]")?.GetAttribute("value") is { } newest)
        {
            // The workers of other journeys hold the same certificate.
            await desk.SubmitAsync("main form", ("Ending", "4821"), ("Which", newest), ("Seen", "true"));
        }

        var slip = desk.Page.QuerySelector("#slip-code")!.TextContent.Trim();
        await Task.Delay(TimeSpan.FromSeconds(1.1));
        return slip;
    }

    private async Task<string> CodeAsync()
    {
        using var phone = world.Wallet.NewPhone();
        await phone.GoAsync("/outbox");
        return phone.Page.QuerySelectorAll($"[data-to='+88{_number}']").Select(one => one.GetAttribute("data-code"))
            .First(code => code is { Length: > 0 })!;
    }

    private async Task SlowDownAsync()
    {
        var session = await _page.Context.NewCDPSessionAsync(_page);
        await session.SendAsync("Network.emulateNetworkConditions", new()
        {
            ["offline"] = false, ["latency"] = Slow ? 2_000 : 20, ["downloadThroughput"] = Slow ? 50_000 : 500_000,
            ["uploadThroughput"] = Slow ? 50_000 : 500_000,
        });
        await session.SendAsync("Emulation.setCPUThrottlingRate", new() { ["rate"] = Slow ? 4 : 1 });
        _page.SetDefaultTimeout(Slow ? 60_000 : 20_000);
        if (Slow)
        {
            Assertions.SetDefaultExpectTimeout(60_000);
        }
    }
}
