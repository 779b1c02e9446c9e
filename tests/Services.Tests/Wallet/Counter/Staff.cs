using SkillsPassport.Wallet.Counter;

namespace SkillsPassport.Services.Tests.Wallet.Counter;

/// <summary>People with an account at a counter.</summary>
public static class Staff
{
    private const string Password = "a long password";

    public static async Task<Phone> StaffAsync(this RunningWallet wallet, string user, string role = "helper")
    {
        Assert.Null(await AddStaff.MakeAsync(wallet.Services, user, $"Officer {user}", "Dhaka TTC", role, Password));
        var desk = wallet.NewPhone();
        await desk.SignInAtCounterAsync(user);
        return desk;
    }

    public static async Task SignInAtCounterAsync(this Phone desk, string user)
    {
        await desk.GoAsync("/counter/sign-in");
        await desk.SubmitAsync("main form", ("UserName", user), ("Password", Password));
        Assert.Equal("/counter", desk.Path);
    }

    /// <summary>The worker stands there, says the code of the message, and that the passport is the own one: the
    /// helped session is open.</summary>
    public static async Task HelpAsync(this Phone desk, string number = "01712345678")
    {
        await desk.ProveAsync(number);
        if (desk.Page.QuerySelector("[name=Mine]") is not null)
        {
            await desk.SubmitAsync("main form", ("Mine", "true"));
        }
    }

    /// <summary>The worker says the code of the message.</summary>
    public static async Task ProveAsync(this Phone desk, string number = "01712345678")
    {
        await desk.GoAsync("/counter/help");
        await desk.SubmitAsync("main form", ("Phone", number));
        Assert.Equal("/counter/help/code", desk.Path);
        await desk.EnterCodeAsync();
    }
}
