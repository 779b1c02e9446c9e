using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;

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
