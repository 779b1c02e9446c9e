using Microsoft.Playwright;
using SkillsPassport.Hosting.Officers;

namespace SkillsPassport.Journeys.Tests.Browser;

/// <summary>Reporting a suspicion and reading it, in real Chromium.</summary>
[Collection(EmployerTools.Name)]
public sealed class SuspicionPageTests(EmployerScheme employer)
{
    private const string Password = "a long password";

    [Theory]
    [InlineData("en", 320)]
    [InlineData("bn", 320)]
    [InlineData("ar", 1280)]
    public async Task The_form_is_sound_in_every_language(string language, int width)
    {
        await using var watched = await employer.Chromium.NewPageAsync(language, width);
        foreach (var path in new[] { "/report", "/report/case" })
        {
            await watched.Page.GotoAsync(employer.Url + path, new() { WaitUntil = WaitUntilState.NetworkIdle });
            await watched.AssertSoundAsync();
            await watched.PictureAsync($"suspicion{path.Replace('/', '-')}-{language}-{width}");
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task From_a_verdict_the_certificate_goes_along_only_when_ticked(bool ticked)
    {
        await using var watched = await employer.Chromium.NewPageAsync(width: 320);
        await watched.Page.GotoAsync(employer.Link("valid"));
        await Assertions.Expect(watched.Page.Locator(".verdict.yes")).ToBeVisibleAsync();
        await watched.Page.ClickAsync("[data-report-link]");
        await watched.Page.CheckAsync("input[value=Person]");
        await watched.Page.FillAsync("#text", "The face is another one.");
        Assert.True(await watched.Page.IsVisibleAsync("[name=with]"));
        if (ticked)
        {
            await watched.Page.CheckAsync("[name=with]");
        }

        var sent = await watched.Page.RunAndWaitForRequestAsync(() => watched.Page.ClickAsync("form.report button[type=submit]"),
            request => request.Method == "POST");
        await Assertions.Expect(watched.Page.Locator("[data-number]")).ToBeVisibleAsync();
        Assert.Equal(ticked, sent.PostData?.Contains(employer.Payloads["valid"], StringComparison.Ordinal) ?? false);
        await watched.AssertSoundAsync();
        await watched.PictureAsync("suspicion-sent-en-320");
    }

    [Fact]
    public async Task Without_a_connection_what_was_typed_stays_and_can_be_sent_later()
    {
        await using var watched = await employer.Chromium.NewPageAsync(width: 320);
        await watched.Page.GotoAsync(employer.Url + "/report", new() { WaitUntil = WaitUntilState.NetworkIdle });
        await watched.Page.CheckAsync("input[value=Person]");
        await watched.Page.FillAsync("#text", "The face is another one.");
        await watched.Page.Context.SetOfflineAsync(true);
        await watched.Page.ClickAsync("form.report button[type=submit]");
        await Assertions.Expect(watched.Page.Locator("[data-offline]")).ToContainTextAsync("nothing was sent");
        Assert.Equal("The face is another one.", await watched.Page.InputValueAsync("#text"));
        await watched.PictureAsync("suspicion-offline-en-320");

        await watched.Page.Context.SetOfflineAsync(false);
        await watched.Page.ClickAsync("form.report button[type=submit]");
        await Assertions.Expect(watched.Page.Locator("[data-number]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Without_script_it_is_sent_followed_and_read_at_the_desk()
    {
        Assert.Null(await AddOfficer.MakeAsync(employer.Verifier.Services, "olga", "Olga Operator", "operator", Password));
        await using var sender = await employer.Chromium.NewPageAsync(javaScript: false);
        await sender.Page.GotoAsync(employer.Url + "/report");
        await sender.Page.CheckAsync("input[value=LookAlike]");
        await sender.Page.FillAsync("#text", "The code on the paper opened another page, which said yes to everything.");
        await sender.Page.FillAsync("#address", "https://verify-passport.evil.example/C#ABC");
        await sender.Page.FillAsync("#certificate", employer.Payloads["revoked"]);
        await sender.Page.ClickAsync("form.report button[type=submit]");
        var number = await sender.Page.InnerTextAsync("[data-number]");
        var secret = await sender.Page.InnerTextAsync("[data-secret]");
        await sender.Page.ClickAsync("main .card a");
        await sender.Page.FillAsync("#number", number);
        await sender.Page.FillAsync("#secret", secret.ToLowerInvariant());
        await sender.Page.ClickAsync("main form button");
        await Assertions.Expect(sender.Page.Locator("main")).ToContainTextAsync("Waiting to be read");
        await sender.PictureAsync("suspicion-followed-en-360");

        foreach (var (language, width) in new[] { ("en", 1280), ("bn", 320) })
        {
            await using var officer = await employer.Chromium.NewPageAsync(language, width);
            await officer.Page.GotoAsync(employer.Url + "/suspicions");
            await officer.Page.FillAsync("#UserName", "olga");
            await officer.Page.FillAsync("#Password", Password);
            await officer.Page.PressAsync("#Password", "Enter");
            await Assertions.Expect(officer.Page.Locator(".grid")).ToBeVisibleAsync();
            await officer.AssertSoundAsync();
            await officer.PictureAsync($"suspicions-{language}-{width}");
            await officer.Page.GotoAsync($"{employer.Url}/suspicions/{number}");
            await Assertions.Expect(officer.Page.Locator("[data-address]")).ToContainTextAsync("hxxps://verify-passport[.]evil[.]example");
            await officer.AssertSoundAsync();
            await officer.PictureAsync($"suspicion-case-{language}-{width}");
            if (language == "en")
            {
                await officer.Page.CheckAsync("input[value=ForwardedToAuthority]");
                await officer.Page.FillAsync("#reason", "Told the authority by telephone");
                await officer.Page.ClickAsync("form[action*=Close] button");
                await Assertions.Expect(officer.Page.Locator(".say.yes")).ToContainTextAsync("Forwarded to the accrediting authority");
                await officer.AssertSoundAsync();
            }
        }
    }
}
