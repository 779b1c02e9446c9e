using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SkillsPassport.Services.Tests.Peers;

namespace SkillsPassport.Journeys.Tests;

/// <summary>Debian's Chromium, once for all tests, because starting takes longer than most of them; each takes pages of
/// its own. It ends with the process.</summary>
public sealed class Chromium : IAsyncLifetime
{
    public static readonly string[] Quiet =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
    ];

    /// <summary>As <c>./setup</c> chooses: the build without windows, for half the work; else the one with.</summary>
    public static readonly string Executable = new[] { "/usr/bin/chromium-headless-shell", "/usr/bin/chromium" }.First(File.Exists);

    private static readonly Lazy<Task<IBrowser>> One = new(LaunchAsync);

    public IBrowser Browser { get; private set; } = null!;

    public async Task InitializeAsync() => Browser = await One.Value;

    public Task DisposeAsync() => Task.CompletedTask;

    private static async Task<IBrowser> LaunchAsync()
    {
        var playwright = await Playwright.CreateAsync();
        // For a busy machine: what comes at all comes within this.
        Assertions.SetDefaultExpectTimeout(30_000);
        return await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable, Args = Quiet });
    }

    /// <summary>A browser of its own, without anything from earlier, that speaks this language.</summary>
    public async Task<WatchedPage> NewPageAsync(string locale = "en", int width = 360, bool javaScript = true)
    {
        var context = await Browser.NewContextAsync(new()
        {
            Locale = locale, ViewportSize = new() { Width = width, Height = width < 600 ? 800 : 900 },
            // Sharp pictures cost four times the painting: only for eyes.
            DeviceScaleFactor = width < 600 && WatchedPage.Pictures is not null ? 2 : 1, JavaScriptEnabled = javaScript, TimezoneId = "Asia/Riyadh",
        });
        return new WatchedPage(await context.NewPageAsync());
    }
}

/// <summary>A page, with everything that went wrong in it and everything it asked for.</summary>
public sealed class WatchedPage : IAsyncDisposable
{
    private static readonly Regex Lists = new("(?<=<script type=\"application/json\" id=\"lists\">)[^<]*");
    private static readonly Lazy<string> Axe = new(() =>
        File.ReadAllText(Path.Combine(Browser.NodeRun.Repository, "tests/Journeys.Tests/node_modules/axe-core/axe.min.js")));

    public WatchedPage(IPage page)
    {
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                Errors.Enqueue($"{message.Text} ({message.Location})");
            }
        };
        page.PageError += (_, error) => Errors.Enqueue(error);
        page.Request += (_, request) => Requests.Enqueue(request);
    }

    /// <summary>Where pictures to look at are put; null while nobody looks.</summary>
    public static string? Pictures =>
        Environment.GetEnvironmentVariable("PICTURES") is { Length: > 0 } folder ? folder : null;

    public IPage Page { get; }

    /// <summary>Filled while a test reads it: what a page does is told on another thread.</summary>
    public ConcurrentQueue<string> Errors { get; } = [];

    public ConcurrentQueue<IRequest> Requests { get; } = [];

    /// <summary>WCAG 2.2 AA, by axe: no violation. Nothing wider than the screen, nothing wrong in the console.</summary>
    /// <param name="refused">An address whose refusal is what the test is about: the browser logs it as an error.</param>
    public async Task AssertSoundAsync(string? refused = null)
    {
        await Page.LoadedAsync();
        Assert.DoesNotContain(Errors, error => refused is null || !error.Contains(refused, StringComparison.Ordinal));
        await AssertFitsAsync();
        var cut = await Page.EvaluateAsync<string[]>("""
            innerWidth > 720 ? [] : [...document.querySelectorAll('.scroll')]
              .filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.innerText.slice(0, 80))
            """);
        Assert.True(cut.Length == 0, $"{Page.Url} hides columns from a phone: {string.Join(" | ", cut)}");
        if (!await Page.EvaluateAsync<bool>("'axe' in globalThis"))
        {
            await Page.EvaluateAsync(Axe.Value + "\n;0");
        }

        var violations = await Page.EvaluateAsync<string[]>("""
            axe.run({
              runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
              resultTypes: ['violations'], preload: false,
            })
              .then(found => found.violations.map(one => `${one.id}: ${one.nodes.map(node => node.html).join(' | ')}`))
            """);
        Assert.True(violations.Length == 0, string.Join(Environment.NewLine, violations));
    }

    /// <summary>Nothing wider than the screen on a small phone whose pages are shown at 200 %.</summary>
    public async Task AssertFitsEnlargedAsync()
    {
        var size = Page.ViewportSize!;
        await Page.SetViewportSizeAsync(160, size.Height / 2);
        await AssertFitsAsync();
        await Page.SetViewportSizeAsync(size.Width, size.Height);
    }

    private async Task AssertFitsAsync()
    {
        var wide = await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.True(wide <= 0, $"{Page.Url} is {wide} px wider than the screen");
    }

    /// <summary>The newest code in the outbox for a number, read as a phone would get it.</summary>
    public async Task<string> PhoneCodeAsync(Uri wallet, string number)
    {
        var outbox = await (await Page.Context.APIRequest.GetAsync(new Uri(wallet, "/outbox").AbsoluteUri)).TextAsync();
        var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(outbox);
        return page.QuerySelector($"[data-to='{number}']")!.GetAttribute("data-code")!;
    }

    /// <summary>From now on pages come without lists in them: what they need they must ask for.</summary>
    public Task WithoutListsInPageAsync() => Page.RouteAsync("**/C", async route =>
    {
        var answer = await route.FetchAsync();
        await route.FulfillAsync(new()
        {
            Response = answer, Body = Lists.Replace(await answer.TextAsync(), """{"at":0,"trustList":null,"statusLists":{}}"""),
        });
    });

    /// <summary>A picture to look at, when the variable <c>PICTURES</c> names a folder.</summary>
    public async Task PictureAsync(string name)
    {
        if (Pictures is { } folder)
        {
            await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
        }
    }

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();
}

/// <summary>Waits for a page.</summary>
public static class PageWaits
{
    /// <summary>Until this is so in the page. Asked from outside each time, because a page's policy forbids it to run
    /// text, and <see cref="IPage.WaitForFunctionAsync"/> runs its second try in the page.</summary>
    public static Task UntilAsync(this IPage page, string isSo) =>
        Eventually.TrueAsync(() => page.EvaluateAsync<bool>(isSo));

    /// <summary>Until the page is at this address and loaded. First the address alone: waiting for both at once misses
    /// a load that is over before anybody waits for it, and it never comes again.</summary>
    public static async Task ArriveAsync(this IPage page, string address)
    {
        await page.WaitForURLAsync(address, new() { WaitUntil = WaitUntilState.Commit });
        await page.LoadedAsync();
    }

    /// <summary>Until the page is loaded. Asked again and again: who waits for the event of it misses one that comes while
    /// the waiting begins.</summary>
    public static Task LoadedAsync(this IPage page) => Eventually.TrueAsync(async () =>
    {
        try
        {
            return await page.EvaluateAsync<bool>("document.readyState === 'complete'");
        }
        catch (PlaywrightException)
        {
            // The page went away while it was asked: the next one is coming.
            return false;
        }
    });
}
