using System.Net;

namespace SkillsPassport.Services.Tests.Wallet.Offline;

/// <summary>The PIN, typed once so that the phone may keep the passport's pages, and whose pages they are.</summary>
public sealed class KeepTests : WalletTests
{
    [Fact]
    public async Task The_PIN_is_asked_for_and_counted_as_everywhere_and_a_right_one_leads_to_the_passport()
    {
        using var phone = await Wallet.WorkerAsync();
        Assert.True(phone.Page.QuerySelector("[data-unkept]")!.HasAttribute("hidden"));
        await phone.GoAsync("/keep");
        Assert.Contains("This browser cannot keep the passport", phone.Text);
        await phone.SubmitAsync("main form", ("Pin", "111222"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, phone.Status);
        Assert.Contains("The PIN is wrong", phone.Text);
        for (var wrong = 0; wrong < 5; wrong++)
        {
            await phone.SubmitAsync("main form", ("Pin", "111222"));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, phone.Status);
        Wallet.Clock.Forward(TimeSpan.FromMinutes(15));
        await phone.SubmitAsync("main form", ("Pin", "৪৯৩৮১৭"));
        Assert.Equal("/passport", phone.Path);
    }

    [Fact]
    public async Task Somebody_elses_phone_is_not_asked()
    {
        using var worker = await Wallet.WorkerAsync();
        using var borrowed = Wallet.NewPhone();
        await borrowed.GoAsync("/sign-in");
        await borrowed.SubmitAsync("#pin-form", ("Phone", "01712345678"), ("Pin", "493817"), ("Borrowed", "true"));
        Assert.Null(borrowed.Page.QuerySelector("[data-unkept]"));
        await borrowed.GoAsync("/keep");
        Assert.Equal("/passport", borrowed.Path);
    }

    [Fact]
    public async Task After_a_new_PIN_pages_kept_under_the_old_one_are_of_somebody_else()
    {
        using var phone = await Wallet.WorkerAsync();
        await phone.GoAsync("/passport");
        var before = phone.Page.Body!.GetAttribute("data-keeper");
        using var other = Wallet.NewPhone();
        await other.SignInAsync("01712345678", "493817");
        Assert.Equal(before, other.Page.Body!.GetAttribute("data-keeper"));
        await other.GoAsync("/account");
        await other.SubmitAsync("form[action*=Pin]", ("Pin", "493817"), ("NewPin", "750264"), ("Again", "750264"));
        await phone.SignInAsync("01712345678", "750264");
        Assert.Equal("/passport", phone.Path);
        Assert.NotEqual(before, phone.Page.Body!.GetAttribute("data-keeper"));
        Assert.Equal(phone.Page.Body!.GetAttribute("data-keeper"), Assert.Single(phone.Answer.Headers.GetValues("Kept-Page")));
    }
}
