using System.Net;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Services.Tests.Databases;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Services.Tests.Wallet.Receive;

namespace SkillsPassport.Services.Tests.Wallet.Counter;

/// <summary>One code at a counter gives one answer, for the helper who got it, however it is sent and kept.</summary>
public sealed class OneCodeTests : SchemeTests
{
    private static readonly (string, string)[] Chosen = [("Pin", "862044"), ("PinAgain", "862044"), ("Consent", "true")];
    private static readonly (string, string)[] Another = [("Pin", "750264"), ("PinAgain", "750264"), ("Consent", "true")];

    public static TheoryData<string> Engines => TestDatabase.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task A_code_makes_one_passport_and_only_for_the_helper_who_got_it_while_signed_in(string engine)
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme, engine);
        using var owner = await wallet.WorkerAsync();
        using var desk = await wallet.StaffAsync("rahima");
        using var other = await wallet.StaffAsync("karim", "supervisor");
        await desk.ProveAsync();
        await desk.SubmitAsync("main form");
        Assert.Equal("/counter/help/pin", desk.Path);
        using var kept = CopyOf(desk, wallet);

        // It proves nothing anywhere else.
        await desk.GoAsync("/sign-in");
        Assert.DoesNotContain("Number confirmed", desk.Text);
        await desk.GoAsync("/counter");
        await desk.SubmitAsync("main form");
        await desk.SignInAtCounterAsync("karim");
        foreach (var somebody in new[] { desk, kept, other })
        {
            await somebody.GoAsync("/counter/help/pin");
            Assert.DoesNotContain("/pin", somebody.Path);
        }

        // The cookie that was kept is dead for whoever signs in, also for the same helper.
        foreach (Cookie cookie in kept.Cookies.GetCookies(new Uri(wallet.Url)))
        {
            if (cookie.Name is "sp-wallet-at-counter" or "sp-wallet-proven")
            {
                other.Cookies.Add(new Uri(wallet.Url), new Cookie(cookie.Name, cookie.Value));
                desk.Cookies.Add(new Uri(wallet.Url), new Cookie(cookie.Name, cookie.Value));
            }
        }

        await desk.SignInAtCounterAsync("rahima");
        foreach (var somebody in new[] { desk, other })
        {
            await somebody.GoAsync("/counter/help/pin");
            Assert.DoesNotContain("/pin", somebody.Path);
        }

        await using var db = await wallet.DbAsync();
        Assert.Equal(1, await db.Wallets.CountAsync());
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_new_passport_whose_answer_was_lost_is_found_and_not_made_twice(string engine)
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme, engine);
        using var owner = await wallet.WorkerAsync();
        using var desk = await wallet.StaffAsync("rahima");
        await desk.ProveAsync();
        await desk.SubmitAsync("main form");
        using var again = CopyOf(desk, wallet);
        using var third = CopyOf(desk, wallet);
        await again.GoAsync("/counter/help/pin");
        await third.GoAsync("/counter/help/pin");
        await desk.SubmitAsync("main form", Chosen);
        Assert.Equal("/helped", desk.Path);

        // The same PIN, or another one: it is the passport that was made, with the PIN it was made with.
        await again.SubmitAsync("main form", Chosen);
        Assert.StartsWith("/helped", again.Path);
        await third.SubmitAsync("main form", Another);
        Assert.StartsWith("/helped", third.Path);
        Assert.Contains("Its PIN is the one that was typed first", third.Text);
        await using var db = await wallet.DbAsync();
        Assert.Equal(2, await db.Wallets.CountAsync());
        using var phone = wallet.NewPhone();
        await phone.SignInAsync("01712345678", "862044");
        Assert.Equal("/passport", phone.Path);

        // The number's other passport reads of it, once.
        await owner.GoAsync("/history");
        Assert.Single(owner.Page.QuerySelectorAll("li"), line => line.TextContent.Contains(
            "A new passport was opened with your number at a counter: Officer rahima, Dhaka TTC", StringComparison.Ordinal));

        // Sent again it wins no time.
        wallet.Clock.Forward(TimeSpan.FromMinutes(11));
        using var late = CopyOf(third, wallet);
        await late.GoAsync("/helped");
        Assert.StartsWith("/sign-in", late.Path);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Forms_that_come_at_once_make_one_passport(string engine)
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme, engine);
        using var desk = await wallet.StaffAsync("rahima");
        await desk.ProveAsync();
        Assert.Equal("/counter/help/pin", desk.Path);
        var copies = Enumerable.Range(0, 4).Select(_ => CopyOf(desk, wallet)).ToList();
        foreach (var copy in copies)
        {
            await copy.GoAsync("/counter/help/pin");
        }

        await Task.WhenAll(copies.Select((copy, i) => copy.SubmitAsync("main form", i % 2 == 0 ? Chosen : Another)));
        Assert.All(copies, copy => Assert.StartsWith("/helped", copy.Path));
        await using var db = await wallet.DbAsync();
        Assert.Equal(1, await db.Wallets.CountAsync());
        copies.ForEach(copy => copy.Dispose());
    }

    /// <summary>The same browser, whose next answers go another way.</summary>
    private static Phone CopyOf(Phone phone, RunningWallet wallet)
    {
        var copy = wallet.NewPhone();
        copy.Cookies.Add(phone.Cookies.GetAllCookies());
        return copy;
    }
}
