using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;
using SkillsPassport.Credentials.SdJwt;
using SkillsPassport.Services.Tests.Peers;

namespace SkillsPassport.Journeys.Tests.Browser;

/// <summary>The page behind a worker's link: what the worker shows, checked; and every way a link can be over.</summary>
[Collection(EmployerPages.Name)]
public sealed class SharePageTests(EmployerScheme employer)
{
    private const string Id = "abcdefghijklmnopqrstuvwxyz";

    private string Path => $"/shares/{Id}";

    private string Link => $"{employer.Url}/S#{new Uri(employer.Scheme.Wallet.Url).Authority}{Path}";

    [Fact]
    public async Task What_the_worker_shows_is_checked_and_shown_in_every_language()
    {
        Serve(employer.Scheme.Presentation(Link, Id));
        await using var watched = await employer.Chromium.NewPageAsync();
        await OpenAsync(watched, "This certificate is genuine");
        var text = await watched.Page.InnerTextAsync("body");
        Assert.Contains("MD RAFIQUL ISLAM", text);
        Assert.Contains("The owner proved it", text);
        Assert.Contains("The worker chose what is shown here", text);
        foreach (var language in new[] { "bn", "ar", "en" })
        {
            await watched.Page.ClickAsync($"[data-language={language}]");
            await watched.AssertSoundAsync();
            await watched.PictureAsync($"share-active-{language}-360");
        }
    }

    [Fact]
    public async Task A_presentation_made_for_another_link_is_not_its_owner_s()
    {
        Serve(employer.Scheme.Presentation(Link + "x", Id));
        await using var watched = await employer.Chromium.NewPageAsync();
        await OpenAsync(watched, "Not shown by its owner");
        Assert.Equal(0, await watched.Page.Locator(".units, .name").CountAsync());
        await watched.AssertSoundAsync();
    }

    [Fact]
    public async Task A_stopped_unknown_or_broken_link_says_so()
    {
        await using var watched = await employer.Chromium.NewPageAsync();
        employer.Scheme.Wallet.On(Path, context =>
        {
            context.Response.StatusCode = StatusCodes.Status410Gone;
            return Task.CompletedTask;
        });
        await OpenAsync(watched, "No longer shared");
        await watched.AssertSoundAsync();
        await watched.PictureAsync("share-stopped-en-360");
        employer.Scheme.Wallet.Off(Path);
        await OpenAsync(watched, "Nothing is shared here");
        await watched.AssertSoundAsync(refused: "/api/shares");
        await watched.Page.GotoAsync($"{employer.Url}/S#evil.example/shares/{Id}");
        await ExpectAsync(watched, "Not from a listed passport service");
        await watched.Page.GotoAsync($"{employer.Url}/S#{Id}");
        await ExpectAsync(watched, "This link is not complete");
    }

    [Fact]
    public async Task Whoever_could_not_be_reached_is_named()
    {
        var phrases = EmployerScheme.Phrases("en");
        await using var watched = await employer.Chromium.NewPageAsync();
        foreach (var (cut, said) in new (Func<IRoute, Task>, string)[]
        {
            (route => route.AbortAsync("internetdisconnected"), phrases["error.offline.text"]),
            (route => route.FulfillAsync(new() { Status = 500, Body = "{}" }), phrases["error.500.text"]),
            (route => route.FulfillAsync(new() { Status = 503, Body = "{\"code\":\"wallet_unreachable\"}" }),
                phrases["share.unreachable.text"]),
        })
        {
            await watched.Page.RouteAsync("**/api/shares", cut);
            await OpenAsync(watched, "CANNOT CHECK NOW");
            await Assertions.Expect(watched.Page.Locator(".verdict.unknown")).ToContainTextAsync(said);
            await watched.Page.UnrouteAsync("**/api/shares");
        }

        Serve(employer.Scheme.Presentation(Link, Id));
        await watched.Page.ClickAsync("#result button");
        await ExpectAsync(watched, "This certificate is genuine");
    }

    [Theory]
    [InlineData("en", 320)]
    [InlineData("ar", 360)]
    [InlineData("ja", 1280)]
    public async Task A_pin_is_typed_a_counted_opening_is_asked_about_and_a_reload_is_the_same_visit(string language, int width)
    {
        var asked = new List<JsonElement>();
        employer.Scheme.Wallet.On(Path, async context =>
        {
            var knock = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body);
            asked.Add(knock);
            var pin = knock.GetProperty("pin").GetString();
            var known = asked.Take(asked.Count - 1).Any(one => one.GetProperty("pin").GetString() == "271828"
                && one.GetProperty("visit").GetString() == knock.GetProperty("visit").GetString());
            context.Response.StatusCode = pin == "271828" || known ? 200 : pin == "3" ? 429 : 403;
            await context.Response.WriteAsync(context.Response.StatusCode == 200
                ? JsonSerializer.Serialize(new
                {
                    presentations = new[] { employer.Scheme.Presentation(Link, Id) }, openingsLeft = 2,
                    expires = DateTimeOffset.UtcNow.AddDays(3).ToUnixTimeSeconds(),
                })
                : JsonSerializer.Serialize(new { code = pin is null ? "pin_needed" : pin == "3" ? "pin_wait" : "pin_wrong", wait = 90 }));
        });
        await using var watched = await employer.Chromium.NewPageAsync(language, width);
        var page = watched.Page;
        await page.GotoAsync(Link);
        await page.WaitForSelectorAsync("#pin");
        await watched.AssertSoundAsync();
        await watched.PictureAsync($"share-pin-{language}-{width}");
        foreach (var wrong in new[] { "1", "3" })
        {
            await page.FillAsync("#pin", wrong);
            await page.Keyboard.PressAsync("Enter");
            await page.WaitForSelectorAsync("#pin-wrong");
        }

        await watched.AssertSoundAsync();
        await watched.PictureAsync($"share-pin-wait-{language}-{width}");
        await page.FillAsync("#pin", "271828");
        await page.ClickAsync("#result button[type=submit]");
        await page.WaitForSelectorAsync(".verdict.yes");
        await watched.AssertSoundAsync();
        await watched.PictureAsync($"share-opened-{language}-{width}");
        await page.ReloadAsync();
        await page.WaitForSelectorAsync(".verdict.yes");
        Assert.Single(asked.Select(one => one.GetProperty("visit").GetString()).Distinct());
        Assert.DoesNotContain("271828", page.Url);

        employer.Scheme.Wallet.On(Path, async context =>
        {
            context.Response.StatusCode = 409;
            await context.Response.WriteAsync("{\"code\":\"confirm_needed\",\"openingsLeft\":3}");
        });
        await page.ReloadAsync();
        await page.WaitForSelectorAsync(".ask button");
        await watched.AssertSoundAsync();
        await watched.PictureAsync($"share-counted-{language}-{width}");
        employer.Scheme.Wallet.On(Path, async context =>
        {
            context.Response.StatusCode = 410;
            await context.Response.WriteAsync("{\"code\":\"used_up\"}");
        });
        await page.ClickAsync(".ask button");
        await page.WaitForSelectorAsync(".verdict.unknown");
        await watched.AssertSoundAsync();
        await watched.PictureAsync($"share-used-up-{language}-{width}");
    }

    [Fact]
    public async Task What_was_not_chosen_is_not_in_the_source_of_the_page()
    {
        var all = SdJwtPresentation.Parse(employer.Scheme.SdJwt());
        Serve(KeyBinding.Append(all.Present(path => path == "full_name"), employer.Scheme.HolderKey, Link, Id, DateTimeOffset.UtcNow));
        await using var watched = await employer.Chromium.NewPageAsync();
        var answers = new ConcurrentQueue<Task<string>>();
        watched.Page.Response += (_, answer) => answers.Enqueue(answer.TextAsync());
        await OpenAsync(watched, "This certificate is genuine");
        var source = await watched.Page.ContentAsync() + string.Concat(await Task.WhenAll(answers));
        Assert.Contains("MD RAFIQUL ISLAM", source);
        Hidden.In(source, "রফিকুল", "ABDUL KARIM", "ROKEYA", "1990-05", "4821", "7K2");
    }

    private void Serve(string presentation) => employer.Scheme.Wallet.On(Path, async context =>
    {
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(JsonSerializer.Serialize(new
        {
            presentations = new[] { presentation }, expires = DateTimeOffset.UtcNow.AddDays(3).ToUnixTimeSeconds(),
        }));
    });

    private async Task OpenAsync(WatchedPage watched, string title)
    {
        await watched.Page.GotoAsync("about:blank");
        await watched.Page.GotoAsync(Link);
        await ExpectAsync(watched, title);
    }

    private static Task ExpectAsync(WatchedPage watched, string title) =>
        Assertions.Expect(watched.Page.Locator("h1")).ToHaveTextAsync(title, new() { Timeout = 15_000 });
}
