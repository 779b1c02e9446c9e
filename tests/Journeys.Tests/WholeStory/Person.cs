using Microsoft.Playwright;

namespace SkillsPassport.Journeys.Tests.WholeStory;

/// <summary>
/// Somebody at a screen of their own. Every page they come to is looked at: nothing wrong for a screen reader, nothing
/// wider than the screen, nothing wrong in the console. What was wrong is kept, so that one walk finds everything.
/// </summary>
internal sealed class Person(WatchedPage watched, Uri home, ICollection<string> wrong) : IAsyncDisposable
{
    public IPage Page => watched.Page;

    public string Path => new Uri(Page.Url).AbsolutePath;

    public async Task OpenAsync(string address)
    {
        await Page.GotoAsync(new Uri(home, address).AbsoluteUri);
        await LookAsync();
    }

    public async Task PressAsync(string selector)
    {
        await Page.Locator(selector).First.ClickAsync();
        await Page.LoadedAsync();
        await LookAsync();
    }

    public async Task ReloadAsync()
    {
        await Page.ReloadAsync();
        await LookAsync();
    }

    public Task FillAsync(string selector, string value) => Page.FillAsync(selector, value);

    public async Task<string> LinkAsync(string selector) =>
        await Page.Locator(selector).First.GetAttributeAsync("href") ?? throw new InvalidOperationException(selector);

    /// <summary>Fetches a file as this person, with their cookies.</summary>
    public async Task<byte[]> DownloadAsync(string path)
    {
        var answer = await Page.Context.APIRequest.GetAsync(new Uri(home, path).AbsoluteUri);
        Assert.True(answer.Ok, $"{path} answered {answer.Status}");
        return await answer.BodyAsync();
    }

    /// <summary>Reads the code that came to a number and enters it.</summary>
    public async Task EnterPhoneCodeAsync(string number)
    {
        await FillAsync("#Code", await watched.PhoneCodeAsync(home, number));
        await PressAsync("form:has(#Code) button");
    }

    /// <summary>Waits for a heading that the page brings by itself, then looks.</summary>
    public async Task SeesAsync(string heading)
    {
        await Assertions.Expect(Page.Locator("h1:visible").First).ToHaveTextAsync(heading, new() { Timeout = 30_000 });
        await LookAsync();
    }

    /// <summary>Reloads until the page says so: a change of state is seen without anybody's doing.</summary>
    public async Task SoonSeesAsync(string heading)
    {
        var until = DateTime.UtcNow.AddSeconds(30);
        do
        {
            await Page.ReloadAsync();
            await Page.WaitForSelectorAsync(".verdict:not(.wait) h1");
        }
        while (await Page.Locator(".verdict h1").First.TextContentAsync() != heading && DateTime.UtcNow < until);
        await SeesAsync(heading);
    }

    public Task PictureAsync(string name) => watched.PictureAsync(name);

    public async Task LookAsync()
    {
        if (await Record.ExceptionAsync(() => watched.AssertSoundAsync()) is { } problem)
        {
            wrong.Add($"{Path}: {problem.Message}");
        }
        watched.Errors.Clear();
    }

    public ValueTask DisposeAsync() => watched.DisposeAsync();
}
