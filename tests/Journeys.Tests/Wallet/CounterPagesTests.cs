using Microsoft.Playwright;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Services.Tests.Wallet;
using SkillsPassport.Services.Tests.Wallet.Receive;
using SkillsPassport.Wallet.Counter;

namespace SkillsPassport.Journeys.Tests.Wallet;

/// <summary>The counter and the way back into a passport, in real Chromium: every page sound.</summary>
public sealed class CounterPagesTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Password = "a long password";

    [Theory]
    [InlineData(320, "bn", true)]
    [InlineData(360, "bn", false)]
    [InlineData(1280, "en", true)]
    public async Task A_helper_helps_and_a_forgotten_pin_is_replaced(int width, string language, bool script)
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        using var worker = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(scheme));
        foreach (var (user, role) in new[] { ("rahima", "helper"), ("karim", "supervisor") })
        {
            Assert.Null(await AddStaff.MakeAsync(wallet.Services, user, "Rahima Khatun", "Dhaka TTC", role, Password));
        }

        await using var desk = await chromium.NewPageAsync(language, width, script);
        await using var phone = await chromium.NewPageAsync(language, width, script);
        var step = 0;

        async Task SeenAsync(WatchedPage watched, string name)
        {
            await watched.PictureAsync($"counter-{width}-{++step:00}-{name}");
            if (script)
            {
                await watched.AssertSoundAsync(refused: "status of 4");
            }
        }

        async Task GoAsync(WatchedPage watched, string path) => await watched.Page.GotoAsync(wallet.Url + path);
        static async Task SubmitAsync(WatchedPage watched) => await watched.Page.ClickAsync("main form button");

        async Task SignInAsync(string user)
        {
            await GoAsync(desk, "/counter/sign-in?lang=" + language);
            await desk.Page.FillAsync("#UserName", user);
            await desk.Page.FillAsync("#Password", Password);
            await SubmitAsync(desk);
        }

        await GoAsync(desk, "/counter/sign-in?lang=" + language);
        await SeenAsync(desk, "sign-in");
        await SignInAsync("rahima");
        await SeenAsync(desk, "home");
        await GoAsync(desk, "/counter/help");
        await SeenAsync(desk, "help");
        await desk.Page.FillAsync("#Phone", "01712345678");
        await SubmitAsync(desk);
        await SeenAsync(desk, "help-code");
        await desk.Page.FillAsync("#Code", await desk.PhoneCodeAsync(new Uri(wallet.Url), "+8801712345678"));
        await SubmitAsync(desk);
        await SeenAsync(desk, "help-whose");
        await SubmitAsync(desk);
        await SeenAsync(desk, "helped");
        await GoAsync(desk, "/helped?pin=first");
        await SeenAsync(desk, "helped-first-pin");
        await desk.Page.ClickAsync("header form button");
        await GoAsync(desk, "/counter/recovery");
        await SeenAsync(desk, "ask");
        await desk.Page.FillAsync("#Certificate", "NSC-CON-PLM-L2-900101");
        await desk.Page.FillAsync("#Ending", "1111");
        await desk.Page.CheckAsync("[name=Seen]");
        await SubmitAsync(desk);
        await SeenAsync(desk, "ask-problem");
        await desk.Page.FillAsync("#Ending", "4821");
        await desk.Page.FillAsync("#NewNumber", "01898765432");
        await desk.Page.CheckAsync("[name=Seen]");
        await SubmitAsync(desk);
        await SeenAsync(desk, "ask-code");
        await desk.Page.FillAsync("#Code", await desk.PhoneCodeAsync(new Uri(wallet.Url), "+8801898765432"));
        await SubmitAsync(desk);
        await SeenAsync(desk, "slip");
        await GoAsync(desk, "/counter/recovery");
        await desk.Page.FillAsync("#Certificate", "NSC-CON-PLM-L2-900101");
        await desk.Page.FillAsync("#Ending", "4821");
        await desk.Page.FillAsync("#NewNumber", "01898765432");
        await desk.Page.CheckAsync("[name=Seen]");
        await SubmitAsync(desk);
        await desk.Page.FillAsync("#Code", await desk.PhoneCodeAsync(new Uri(wallet.Url), "+8801898765432"));
        await SubmitAsync(desk);
        await SeenAsync(desk, "another-slip");
        var slip = await desk.Page.TextContentAsync("#slip-code");
        await SignInAsync("karim");
        await GoAsync(desk, "/counter/recoveries");
        await SeenAsync(desk, "recoveries");
        await SubmitAsync(desk);
        await SeenAsync(desk, "approved");

        await GoAsync(phone, "/sign-in?lang=" + language);
        await phone.Page.FillAsync("#Phone", "01712345678");
        await phone.Page.FillAsync("#Pin", "493817");
        await phone.Page.ClickAsync("#pin-form button");
        await SeenAsync(phone, "alarm");
        await GoAsync(phone, "/account/recovery");
        await SeenAsync(phone, "my-recovery");
        await GoAsync(phone, "/account/counter-code");
        await phone.Page.FillAsync("#Pin", "493817");
        await SubmitAsync(phone);
        await SeenAsync(phone, "counter-code");
        await phone.Page.Context.ClearCookiesAsync();

        await GoAsync(phone, "/recover?lang=" + language);
        await SeenAsync(phone, "recover");
        await phone.Page.FillAsync("#Slip", slip!);
        await SubmitAsync(phone);
        await SeenAsync(phone, "recover-waiting");
        wallet.Clock.Forward(TimeSpan.FromMinutes(5));
        await phone.Page.FillAsync("#Slip", slip!);
        await SubmitAsync(phone);
        await phone.Page.FillAsync("#Code", await phone.PhoneCodeAsync(new Uri(wallet.Url), "+8801898765432"));
        await SubmitAsync(phone);
        await SeenAsync(phone, "recover-pin");
        await phone.Page.FillAsync("#Pin", "750264");
        await phone.Page.FillAsync("#Again", "750264");
        await SubmitAsync(phone);
        await phone.Page.ArriveAsync("**/passport");
        await SeenAsync(phone, "recovered");
        await GoAsync(phone, "/history");
        await SeenAsync(phone, "history");
    }
}
