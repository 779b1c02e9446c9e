using System.Net;
using SkillsPassport.Services.Tests.Databases;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Services.Tests.Wallet.Counter;
using SkillsPassport.Services.Tests.Wallet.Receive;

namespace SkillsPassport.Services.Tests.Wallet.SignIn;

/// <summary>A session that no PIN opened (by a passkey, by a helper) costs no guess to open: what is guessed in all of
/// them together is counted for the passport.</summary>
public sealed class PasskeyGuessTests : SchemeTests
{
    private const string Number = "01712345678";

    public static TheoryData<string> Engines => TestDatabase.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task Opened_again_and_again_by_a_passkey_no_more_pins_are_looked_at_and_the_owner_gets_in(string engine)
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme, engine);
        using var owner = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(Scheme));
        using var passkey = await PasskeyPhone.AddAsync(wallet);
        var looked = 0;
        for (var i = 0; i < 6; i++)
        {
            // Cookies dropped, a quarter of an hour between two tries, so that the pace is never in the way.
            using var thief = wallet.NewPhone();
            await passkey.SignInAsync(thief);
            Assert.Equal("/passport", thief.Path);
            for (var guess = 0; guess < 5 && thief.Path.StartsWith("/passport", StringComparison.Ordinal); guess++)
            {
                wallet.Clock.Forward(TimeSpan.FromMinutes(16));
                await ExportAsync(thief, $"86{i}{guess}04");
                looked += thief.Text.Contains("The PIN is wrong") ? 1 : 0;
                await thief.GoAsync("/passport");
            }
        }

        Assert.Equal(10, looked);

        // The right PIN neither.
        wallet.Clock.Forward(TimeSpan.FromMinutes(16));
        using var late = wallet.NewPhone();
        await passkey.SignInAsync(late);
        await ExportAsync(late, "493817");
        Assert.Equal(HttpStatusCode.TooManyRequests, late.Status);
        Assert.Contains("this phone was signed out", late.Text);

        // The owner: from her own phone, by number and PIN; her passkey there; and what asks for the PIN.
        await owner.SubmitAsync("header form");
        await owner.SignInAsync(Number, "493817");
        Assert.Equal("/passport", owner.Path);
        await passkey.SignInAsync(owner);
        await owner.ShareAsync();
        Assert.StartsWith("/share/", owner.Path);

        // Her new phone as well, once the PIN was entered on it.
        await late.SignInAsync(Number, "493817");
        Assert.Equal("/passport", late.Path);
        await ExportAsync(late, "493817");
        Assert.Equal(HttpStatusCode.OK, late.Status);
    }

    [Fact]
    public async Task Guesses_sent_at_once_from_many_passkey_sessions_count_together()
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme);
        using var owner = await wallet.WorkerAsync();
        using var passkey = await PasskeyPhone.AddAsync(wallet);
        var thieves = Enumerable.Range(0, 12).Select(_ => wallet.NewPhone()).ToList();
        foreach (var thief in thieves)
        {
            await passkey.SignInAsync(thief);
            await thief.GoAsync("/account");
        }

        await Task.WhenAll(thieves.Select((thief, i) =>
            thief.SubmitAsync("form[action*=Export]", ("Pin", $"8620{40 + i}"))));
        Assert.Equal(5, thieves.Count(thief => thief.Status == HttpStatusCode.UnprocessableEntity));
        Assert.Equal(7, thieves.Count(thief => thief.Status == HttpStatusCode.TooManyRequests));
        thieves.ForEach(thief => thief.Dispose());
    }

    [Fact]
    public async Task A_passkey_makes_no_phone_a_known_one()
    {
        string[] args = ["--SignIn:WrongPerNumber=5", "--SignIn:WrongPerKnownPhone=5"];
        await using var wallet = await RunningWallet.StartAsync(Scheme, args: args);
        using var owner = await wallet.WorkerAsync();
        using var passkey = await PasskeyPhone.AddAsync(wallet);
        var looked = 0;
        for (var i = 0; i < 3; i++)
        {
            using var thief = wallet.NewPhone();
            await passkey.SignInAsync(thief);
            await thief.SubmitAsync("header form");
            for (var guess = 0; guess < 5; guess++)
            {
                wallet.Clock.Forward(TimeSpan.FromMinutes(16));
                await thief.SignInAsync(Number, $"86{i}{guess}04");
                looked += thief.Status == HttpStatusCode.UnprocessableEntity ? 1 : 0;
            }
        }

        Assert.Equal(5, looked);
        await owner.SignInAsync(Number, "493817");
        Assert.Equal("/passport", owner.Path);
    }

    [Fact]
    public async Task A_right_pin_in_a_passkey_session_is_no_guess_and_makes_the_phone_a_known_one()
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme, args: ["--SignIn:WrongPerNumber=5"]);
        using var owner = await wallet.WorkerAsync();
        using var passkey = await PasskeyPhone.AddAsync(wallet);
        using var second = wallet.NewPhone();
        await passkey.SignInAsync(second);
        for (var i = 0; i < 12; i++)
        {
            await ExportAsync(second, "493817");
            Assert.Equal(HttpStatusCode.OK, second.Status);
        }

        using var enemy = wallet.NewPhone();
        for (var guess = 0; guess < 6; guess++)
        {
            wallet.Clock.Forward(TimeSpan.FromMinutes(16));
            await enemy.SignInAsync(Number, $"8620{40 + guess}");
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, enemy.Status);
        await second.SignInAsync(Number, "493817");
        Assert.Equal("/passport", second.Path);
    }

    private static async Task ExportAsync(Phone phone, string pin)
    {
        await phone.GoAsync("/account");
        await phone.SubmitAsync("form[action*=Export]", ("Pin", pin));
    }
}
