using Microsoft.Playwright;
using SkillsPassport.Services.Tests.Peers;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Services.Tests.Wallet;
using SkillsPassport.Services.Tests.Wallet.Receive;

namespace SkillsPassport.Journeys.Tests.Wallet;

/// <summary>The passport on the worker's own phone without a connection, and what is left on a phone afterwards.</summary>
public sealed class OfflinePassportTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private const string Pin = "493817";
    private const string Name = "রফিকুল";
    private Scheme _scheme = null!;
    private RunningWallet _wallet = null!;
    private string _certificate = "";

    public async Task InitializeAsync()
    {
        _scheme = await Scheme.StartAsync();
        _wallet = await RunningWallet.StartAsync(_scheme);
        using var phone = await _wallet.WorkerWithCertificateAsync(PeerIssuer.Of(_scheme).GivesPaper(_scheme.Paper()));
        _certificate = phone.Path.Split('?')[0];
    }

    public async Task DisposeAsync()
    {
        await _wallet.DisposeAsync();
        await _scheme.DisposeAsync();
    }

    [Fact]
    public async Task After_one_visit_the_passport_opens_without_a_connection_says_as_of_when_and_locks()
    {
        await using var watched = await chromium.NewPageAsync("bn", 320);
        var page = watched.Page;
        await SignInAsync(watched);
        await SeenAsync(watched, "home");
        foreach (var (path, name) in new[]
        {
            (_certificate, "certificate"), (_certificate + "/paper", "paper"), (_certificate + "/qr", "qr"), ("/card", "card"),
            ("/declared", "declared"), ("/declared?kind=work", "declared-work"), ("/offline", "offline"),
        })
        {
            await GoAsync(page, path);
            await SeenAsync(watched, name);
        }

        await GoAsync(page, "/passport");
        await KeptAsync(page, 6);
        await page.Context.SetOfflineAsync(true);
        foreach (var path in new[] { "/passport", _certificate, _certificate + "/paper", _certificate + "/qr", "/help" })
        {
            await GoAsync(page, path);
            Assert.Contains("ইন্টারনেট নেই: এটি", await page.Locator("#as-of").TextContentAsync());
            Assert.True(await page.Locator("#as-of").IsVisibleAsync(), path);
        }

        await GoAsync(page, "/passport");
        Assert.Contains(Name, await page.TextContentAsync("main"));
        await SeenAsync(watched, "without-a-connection");
        await page.ClickAsync("a[href$='/qr']");
        await page.WaitForSelectorAsync("svg[role=img]");

        // What needs the service says so, and loses nothing.
        await GoAsync(page, "/share/new");
        Assert.True(await page.Locator("[data-when=none]").IsVisibleAsync());
        await SeenAsync(watched, "not-without");

        // Locked without a connection: shut at once, and the service is told before it gives another page.
        await GoAsync(page, "/passport");
        await page.ClickAsync("header form button");
        await page.Locator("[data-when=locked]").WaitForAsync();
        await GoAsync(page, "/passport");
        Assert.True(await page.Locator("[data-when=locked]").IsVisibleAsync());
        Assert.DoesNotContain(Name, await page.ContentAsync());
        await page.Context.SetOfflineAsync(false);
        await GoAsync(page, "/passport");
        Assert.StartsWith("/sign-in", new Uri(page.Url).PathAndQuery);

        // Without a connection again: the PIN opens it, and nothing else does.
        await page.Context.SetOfflineAsync(true);
        await GoAsync(page, "/passport");
        Assert.DoesNotContain(Name, await page.ContentAsync());
        await EnterAsync(page, "111222");
        await page.Locator("[data-when=wrong]").WaitForAsync();
        await SeenAsync(watched, "wrong-pin");
        await EnterAsync(page, "৪৯৩৮১৭");
        await page.Locator(".pass").WaitForAsync();
        Assert.Contains(Name, await page.TextContentAsync("main"));
        await page.ClickAsync("header form button");
        await page.Locator("[data-when=locked]").WaitForAsync();
        await page.Context.SetOfflineAsync(false);
        await GoAsync(page, "/sign-in");
        await page.Context.SetOfflineAsync(true);
        await GoAsync(page, "/passport");
        for (var wrong = 0; wrong < 5; wrong++)
        {
            await EnterAsync(page, "111222");
        }

        await page.Locator("[data-when=none]").WaitForAsync();
        Assert.Equal(0, await CountAsync(page));
    }

    [Fact]
    public async Task What_is_kept_is_sealed_and_signing_out_or_another_worker_leaves_nothing_of_it()
    {
        await using var watched = await chromium.NewPageAsync("bn", 360);
        var page = watched.Page;
        await SignInAsync(watched);
        await KeptAsync(page, 5);
        Assert.DoesNotContain(Name, await EverythingKeptAsync(page));
        await page.ClickAsync("header form button");
        await page.ArriveAsync("**/sign-in*");

        // Another worker on the same phone, with the same number and another PIN.
        using (var second = _wallet.NewPhone())
        {
            await second.SignUpAsync("01712345678", "862044");
        }

        await ControlledAsync(page);
        var first = await KeeperAsync(page);
        await page.FillAsync("#Pin", "862044");
        await page.ClickAsync("#pin-form button");
        await page.ArriveAsync("**/passport");
        await Eventually.TrueAsync(async () => await KeeperAsync(page) is { Length: > 0 } keeper && keeper != first);
        await KeptAsync(page, 3);
        await page.Context.SetOfflineAsync(true);
        await GoAsync(page, _certificate);
        Assert.DoesNotContain(Name, await page.ContentAsync());
        await GoAsync(page, "/passport");
        Assert.DoesNotContain(Name, await page.ContentAsync());
        Assert.True(await page.Locator("#as-of").IsVisibleAsync());
        await page.Context.SetOfflineAsync(false);

        await GoAsync(page, "/sign-out");
        await page.ClickAsync("main form button");
        await page.ArriveAsync(_wallet.Url + "/");
        Assert.Equal(0, await CountAsync(page));
        Assert.Empty(await page.EvaluateAsync<string[]>("caches.keys()"));
    }

    [Fact]
    public async Task Signed_in_by_passkey_the_PIN_typed_once_keeps_the_passport_and_no_wrong_one_does()
    {
        await using var watched = await chromium.NewPageAsync("bn", 320);
        var page = watched.Page;
        await page.AddPhoneLockAsync();
        await SignInAsync(watched);
        await KeptAsync(page, 5);
        await GoAsync(page, "/account/passkeys");
        await page.FillAsync("#Pin", Pin);
        await page.ClickAsync("form[data-passkey] button");
        await page.ArriveAsync("**/account/passkeys?added=1");
        await GoAsync(page, "/sign-out");
        await page.ClickAsync("main form button");
        await page.ArriveAsync(_wallet.Url + "/");

        await SignInByPasskeyAsync(page);
        await KeepsNothingAsync(page);
        await SeenAsync(watched, "to-be-kept");
        await page.ClickAsync("[data-unkept] a");
        await page.ArriveAsync("**/keep");
        await SeenAsync(watched, "keep");

        // Neither a wrong PIN nor one whose answer never came opens anything, though the passport is open.
        await page.FillAsync("#Pin", "111222");
        await page.ClickAsync("main form button");
        await page.Locator("#problem").WaitForAsync();
        await SeenAsync(watched, "keep-wrong");
        await GoAsync(page, "/passport");
        await KeepsNothingAsync(page);
        await GoAsync(page, "/keep");
        await KeptAsync(page, 0);
        await page.Context.SetOfflineAsync(true);
        await page.FillAsync("#Pin", "111222");
        await page.ClickAsync("main form button");
        await page.Locator("[data-when=unsent]").WaitForAsync();
        await page.Context.SetOfflineAsync(false);
        await GoAsync(page, "/passport");
        await KeepsNothingAsync(page);
        await page.Context.SetOfflineAsync(true);
        await GoAsync(page, "/passport");
        await page.Locator("[data-when=none]").WaitForAsync();
        await page.Context.SetOfflineAsync(false);

        await GoAsync(page, "/keep");
        await page.FillAsync("#Pin", "৪৯৩৮১৭");
        await page.ClickAsync("main form button");
        await page.ArriveAsync("**/passport");
        await KeptAsync(page, 5);
        Assert.False(await page.Locator("[data-unkept]").IsVisibleAsync());
        Assert.DoesNotContain(Name, await EverythingKeptAsync(page));
        await page.Context.SetOfflineAsync(true);
        await GoAsync(page, "/passport");
        Assert.Contains(Name, await page.TextContentAsync("main"));
        Assert.True(await page.Locator("#as-of").IsVisibleAsync());
        await page.Context.SetOfflineAsync(false);

        // Locked and opened by passkey: pages stay fresh, and without a connection the PIN opens them.
        await GoAsync(page, "/passport");
        await page.ClickAsync("header form button");
        await page.ArriveAsync("**/sign-in*");
        await SignInByPasskeyAsync(page);
        await GoAsync(page, "/declared?kind=skill");
        await page.FillAsync("#What", "টাইলস বসানো");
        await page.ClickAsync("main form button");
        await page.Locator("main").GetByText("টাইলস বসানো").WaitForAsync();
        var before = await page.EvaluateAsync<double>("Date.now()");
        await GoAsync(page, "/passport");
        await Eventually.TrueAsync(async () => await KeptAtAsync(page, "/passport") > before);
        Assert.False(await page.Locator("[data-unkept]").IsVisibleAsync());
        await page.Context.SetOfflineAsync(true);
        await GoAsync(page, "/passport");
        await page.Locator("[data-when~=pin]").WaitForAsync();
        Assert.DoesNotContain(Name, await page.ContentAsync());
        await EnterAsync(page, "111222");
        await page.Locator("[data-when=wrong]").WaitForAsync();
        await EnterAsync(page, Pin);
        await page.Locator(".pass").WaitForAsync();
        Assert.Contains("টাইলস বসানো", await page.TextContentAsync("main"));
        Assert.True(await page.Locator("#as-of").IsVisibleAsync());
    }

    [Fact]
    public async Task A_passport_that_was_just_made_is_kept_under_its_new_PIN()
    {
        await using var watched = await chromium.NewPageAsync("bn", 360);
        var page = watched.Page;
        await GoAsync(page, "/sign-up?lang=bn");
        await ControlledAsync(page);
        await page.FillAsync("#Phone", "01912345678");
        await page.FillAsync("#Pin", "862044");
        await page.FillAsync("#PinAgain", "862044");
        await page.CheckAsync("[name=Consent]");
        await page.ClickAsync("main form button");
        await page.ArriveAsync("**/sign-up/code*");
        await page.FillAsync("#Code", await watched.PhoneCodeAsync(new Uri(_wallet.Url), "+8801912345678"));
        await page.ClickAsync("form:has(#Code) button");
        await page.ArriveAsync("**/passport");
        await KeptAsync(page, 3);
        await page.Context.SetOfflineAsync(true);
        await GoAsync(page, "/passport");
        Assert.True(await page.Locator("#as-of").IsVisibleAsync());
    }

    [Fact]
    public async Task Pages_kept_in_the_form_of_earlier_times_go_without_a_word()
    {
        await using var watched = await chromium.NewPageAsync("bn", 360);
        var page = watched.Page;
        await SignInAsync(watched);
        // All there are: none that is still being kept writes over what comes now.
        await KeptAsync(page, 8);
        await page.EvaluateAsync("""
            new Promise(resolve => {
              const ask = indexedDB.open('sp-wallet', 1);
              ask.onsuccess = () => {
                const store = ask.result.transaction('kept', 'readwrite').objectStore('kept');
                store.get('own').onsuccess = ({ target: { result: { publicKey, wrapped, ...own } } }) => {
                  store.put(own, 'own').onsuccess = () => { ask.result.close(); resolve(); };
                };
              };
            })
            """);
        await GoAsync(page, "/passport");
        await KeepsNothingAsync(page);
        await watched.AssertSoundAsync();
    }

    [Fact]
    public async Task A_phone_that_is_not_mine_keeps_nothing_and_forgets_what_was_there()
    {
        await using var watched = await chromium.NewPageAsync("bn", 360);
        var page = watched.Page;
        await GoAsync(page, "/sign-in?lang=bn");
        await ControlledAsync(page);
        await page.FillAsync("#Phone", "01712345678");
        await page.FillAsync("#Pin", Pin);
        await page.CheckAsync("[name=Borrowed]");
        await page.ClickAsync("#pin-form button");
        await page.ArriveAsync("**/passport");
        await GoAsync(page, _certificate);
        await GoAsync(page, "/keep");
        Assert.EndsWith("/passport", page.Url);
        Assert.Contains(Name, await page.TextContentAsync("main"));
        Assert.Equal(0, await page.Locator("[data-unkept]").CountAsync());
        Assert.Equal(0, await CountAsync(page));
        Assert.False(await page.EvaluateAsync<bool>("navigator.serviceWorker.getRegistration().then(one => !!one?.active && !!navigator.serviceWorker.controller)"));
    }

    [Fact]
    public async Task A_page_is_read_aloud_in_its_language_only_where_the_phone_has_a_voice_for_it()
    {
        await using var watched = await chromium.NewPageAsync("bn", 360);
        await watched.Page.AddInitScriptAsync("""
            window.said = [];
            const voices = () => [{ lang: 'bn-BD', name: 'Bangla' }];
            Object.defineProperty(window, 'speechSynthesis', { value: {
              getVoices: voices, cancel() {}, addEventListener() {}, speak: one => said.push(`${one.lang}: ${one.text}`) } });
            window.SpeechSynthesisUtterance = class extends EventTarget { constructor(text) { super(); this.text = text; } };
            """);
        await GoAsync(watched.Page, "/help?lang=en");
        Assert.False(await watched.Page.Locator("[data-aloud]").IsVisibleAsync());
        await GoAsync(watched.Page, "/help?lang=bn");
        await watched.Page.ClickAsync("[data-aloud]");
        var said = await watched.Page.EvaluateAsync<string[]>("said");
        Assert.Equal("bn: সাহায্য", said[0]);
        Assert.Equal("bn: সনদ কীভাবে পাব?", said[1]);
        Assert.Equal(said.Length, said.Distinct().Count());
        await watched.AssertSoundAsync();
    }

    [Fact]
    public async Task It_can_be_installed_under_its_Bangla_name()
    {
        using var http = new HttpClient { BaseAddress = new Uri(_wallet.Url) };
        using var manifest = System.Text.Json.JsonDocument.Parse(await http.GetStringAsync("/manifest.webmanifest"));
        var root = manifest.RootElement;
        Assert.Equal("দক্ষতা পাসপোর্ট", root.GetProperty("name").GetString());
        Assert.Equal("standalone", root.GetProperty("display").GetString());
        foreach (var icon in root.GetProperty("icons").EnumerateArray())
        {
            var answer = await http.GetAsync(icon.GetProperty("src").GetString());
            Assert.Equal(icon.GetProperty("type").GetString(), answer.Content.Headers.ContentType!.MediaType);
            Assert.NotEmpty(await answer.Content.ReadAsByteArrayAsync());
        }

        var worker = await http.GetAsync("/offline.mjs");
        Assert.Equal("no-cache", worker.Headers.CacheControl!.ToString());
        Assert.Matches(@"from '/scripts/kept\.mjs\?v=[0-9a-f]{12}'", await worker.Content.ReadAsStringAsync());
    }

    private async Task SignInAsync(WatchedPage watched)
    {
        await GoAsync(watched.Page, "/sign-in?lang=bn");
        await ControlledAsync(watched.Page);
        await watched.Page.FillAsync("#Phone", "01712345678");
        await watched.Page.FillAsync("#Pin", Pin);
        await watched.Page.ClickAsync("#pin-form button");
        await watched.Page.ArriveAsync("**/passport");
    }

    private async Task SignInByPasskeyAsync(IPage page)
    {
        await GoAsync(page, "/sign-in?other=1");
        await ControlledAsync(page);
        await page.ClickAsync("form[data-passkey] button");
        await page.ArriveAsync("**/passport");
    }

    private Task GoAsync(IPage page, string path) => page.GotoAsync(_wallet.Url + path);

    private static async Task EnterAsync(IPage page, string pin)
    {
        await page.FillAsync("#Pin", pin);
        await page.RunAndWaitForRequestFinishedAsync(() => page.ClickAsync("form[action='/offline'] button"), new()
        {
            Predicate = request => request.IsNavigationRequest && request.Method == "POST",
        });
        await page.LoadedAsync();
    }

    private static Task ControlledAsync(IPage page) =>
        page.UntilAsync("navigator.serviceWorker.controller !== null");

    /// <summary>The passport's home says that nothing is kept, and it is so.</summary>
    private static async Task KeepsNothingAsync(IPage page)
    {
        await Assertions.Expect(page.Locator("[data-unkept]")).ToBeVisibleAsync();
        Assert.Equal("", await KeeperAsync(page));
        Assert.Equal(0, await CountAsync(page));
    }

    private static async Task KeptAsync(IPage page, int pages)
    {
        await Eventually.TrueAsync(async () => await CountAsync(page) >= pages);
        await Eventually.TrueAsync(async () => await page.EvaluateAsync<bool>("caches.match('/offline').then(one => !!one)"));
    }

    private static Task<int> CountAsync(IPage page) => page.EvaluateAsync<int>("""
        new Promise(resolve => {
          const ask = indexedDB.open('sp-wallet', 1);
          ask.onupgradeneeded = () => ask.result.createObjectStore('kept');
          ask.onsuccess = () => {
            const keys = ask.result.transaction('kept').objectStore('kept').getAllKeys();
            keys.onsuccess = () => { ask.result.close(); resolve(keys.result.filter(one => one.startsWith('page:')).length); };
          };
        })
        """);

    /// <summary>Whose pages are kept, in the phone's own word for them.</summary>
    private static Task<string> KeeperAsync(IPage page) => page.EvaluateAsync<string>("""
        new Promise(resolve => {
          const ask = indexedDB.open('sp-wallet', 1);
          ask.onsuccess = () => {
            const own = ask.result.transaction('kept').objectStore('kept').get('own');
            own.onsuccess = () => { ask.result.close(); resolve(own.result?.keeper ?? ''); };
          };
        })
        """);

    /// <summary>When a page was kept last.</summary>
    private static Task<double> KeptAtAsync(IPage page, string path) => page.EvaluateAsync<double>("""
        path => new Promise(resolve => {
          const ask = indexedDB.open('sp-wallet', 1);
          ask.onsuccess = () => {
            const kept = ask.result.transaction('kept').objectStore('kept').get(`page:${path}`);
            kept.onsuccess = () => { ask.result.close(); resolve(kept.result?.at ?? 0); };
          };
        })
        """, path);

    /// <summary>Every byte the browser kept for this site, as text.</summary>
    private static Task<string> EverythingKeptAsync(IPage page) => page.EvaluateAsync<string>("""
        new Promise(resolve => {
          const ask = indexedDB.open('sp-wallet', 1);
          ask.onsuccess = () => {
            const all = ask.result.transaction('kept').objectStore('kept').getAll();
            all.onsuccess = () => {
              const text = [];
              for (const one of all.result) text.push(JSON.stringify(one), one.sealed ? new TextDecoder().decode(one.sealed.data) : '');
              ask.result.close();
              resolve(text.join(' '));
            };
          };
        }).then(async text => {
          for (const name of await caches.keys())
            for (const request of await (await caches.open(name)).keys())
              text += await (await caches.match(request)).text();
          return text;
        })
        """);

    private static async Task SeenAsync(WatchedPage watched, string name)
    {
        watched.Errors.Clear();
        await watched.PictureAsync($"offline-320-{name}");
        await watched.AssertSoundAsync();
    }
}
