using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SkillsPassport.Services.Tests.Databases;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Services.Tests.Wallet.Receive;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Services.Tests.Wallet.SignIn;

/// <summary>Beyond the pace: how many PINs are looked at in all, and that nobody locks out the owner by guessing.</summary>
public sealed class GuessTests : SchemeTests
{
    private const string Number = "01712345678";

    public static TheoryData<string> Engines => TestDatabase.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task After_so_many_guesses_no_stranger_is_listened_to_but_the_owner_gets_in(string engine)
    {
        string[] args = ["--SignIn:WrongPerNumber=5"];
        await using var wallet = await RunningWallet.StartAsync(Scheme, engine, args: args);
        await using var copy = await RunningWallet.StartAsync(Scheme, sameDatabaseAs: wallet, args: args);
        using var owner = await wallet.WorkerAsync();
        using var enemy = wallet.NewPhone();
        await GuessAsync(wallet, enemy, 5, HttpStatusCode.UnprocessableEntity);

        // The right PIN, days later, from another address of the service: not looked at.
        wallet.Clock.Forward(TimeSpan.FromDays(5));
        using var guesser = copy.NewPhone();
        await guesser.SignInAsync(Number, "493817");
        Assert.Equal(HttpStatusCode.TooManyRequests, guesser.Status);
        Assert.Contains("show that the number is yours", guesser.Text);

        // The owner's own phone, and the owner's new one with a code, open it.
        await owner.SignInAsync(Number, "493817");
        Assert.Equal("/passport", owner.Path);
        using var newPhone = wallet.NewPhone();
        await newPhone.SignInAsync(Number, "493817");
        await newPhone.SubmitAsync("form[action*=code]");
        Assert.Equal("/sign-in/code", newPhone.Path);
        await newPhone.EnterCodeAsync();
        Assert.Contains("Number confirmed: +880 ••• 678", newPhone.Text);
        await newPhone.SubmitAsync("#pin-form", ("Pin", "493817"));
        Assert.Equal("/passport", newPhone.Path);

        // A month later the number is like any other.
        wallet.Clock.Forward(TimeSpan.FromDays(31));
        await guesser.SignInAsync(Number, "493817");
        Assert.Equal("/passport", guesser.Path);
    }

    [Fact]
    public async Task Whoever_holds_the_sim_guesses_a_handful_and_then_meets_a_counter()
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme, args: ["--SignIn:WrongPerProvenNumber=5"]);
        using var owner = await wallet.WorkerAsync();
        using var thief = wallet.NewPhone();
        // The sign-up itself was the first of five.
        for (var i = 0; i < 4; i++)
        {
            await ProveAsync(thief);
            await thief.SubmitAsync("#pin-form", ("Pin", $"86204{i}"));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, thief.Status);
            wallet.Clock.Forward(TimeSpan.FromDays(1));
        }

        await ProveAsync(thief);
        await thief.SubmitAsync("#pin-form", ("Pin", "493817"));
        Assert.Contains("go to a centre", thief.Text);
        // Signing up with the number is no way round.
        await thief.SignUpAsync(Number, "493817");
        Assert.StartsWith("/sign-up?code=counter", thief.Path);

        await owner.SignInAsync(Number, "493817");
        Assert.Equal("/passport", owner.Path);
    }

    [Fact]
    public async Task One_guess_at_each_of_many_numbers_is_stopped_by_address_and_in_all()
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme, args: ["--SignIn:WrongPerAddressPerHour=5"]);
        using var enemy = wallet.NewPhone();
        for (var i = 0; i < 5; i++)
        {
            await enemy.SignInAsync($"0171234560{i}", "862044");
            Assert.Equal(HttpStatusCode.UnprocessableEntity, enemy.Status);
        }

        await enemy.SignInAsync("01712345609", "862044");
        Assert.Equal(HttpStatusCode.TooManyRequests, enemy.Status);

        var guesses = wallet.Services.GetRequiredService<Guesses>();
        var taken = await Task.WhenAll(Enumerable.Range(0, 30).Select(i =>
            guesses.TakeAsync(KnownDevice.Stranger("somebody"), "somebody", $"address {i}", default)));
        Assert.Equal(20, taken.Count(one => one));
    }

    [Fact]
    public async Task All_strangers_together_have_a_daily_share()
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme, args: ["--SignIn:WrongPerDayForAll=100"]);
        var guesses = wallet.Services.GetRequiredService<Guesses>();
        async Task<bool> TakeAsync(int i) =>
            await guesses.TakeAsync(KnownDevice.Stranger($"{i}"), $"{i}", $"address {i}", default);
        var taken = await Task.WhenAll(Enumerable.Range(0, 120).Select(TakeAsync));
        Assert.Equal(100, taken.Count(one => one));
        // A right PIN is no guess.
        await guesses.GiveBackAsync(KnownDevice.Stranger("1"), "1", "address 1", default);
        Assert.True(await TakeAsync(500));
        Assert.False(await TakeAsync(501));
        Assert.True(await guesses.TakeAsync(new Caller(CallerKind.Known, "device|1"), "1", "address 1", default));
    }

    [Fact]
    public async Task A_stolen_phone_that_guesses_too_much_is_known_no_longer()
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme, args:
            ["--SignIn:WrongPerKnownPhone=5", "--SignIn:WrongPerNumber=5"]);
        using var stolen = await wallet.WorkerAsync();
        await stolen.SubmitAsync("header form");
        await GuessAsync(wallet, stolen, 10, HttpStatusCode.UnprocessableEntity);
        wallet.Clock.Forward(TimeSpan.FromMinutes(16));
        await stolen.SignInAsync(Number, "493817");
        Assert.Contains("show that the number is yours", stolen.Text);
    }

    [Fact]
    public async Task An_open_session_in_which_pins_are_guessed_is_closed_and_the_owners_other_phone_is_not_touched()
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme, args: ["--SignIn:WrongPerSession=5"]);
        using var owner = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(Scheme));
        using var stolen = wallet.NewPhone();
        await stolen.SignInAsync(Number, "493817");
        for (var i = 0; i < 6; i++)
        {
            wallet.Clock.Forward(TimeSpan.FromMinutes(16));
            await stolen.GoAsync("/account");
            await stolen.SubmitAsync("form[action*=Export]", ("Pin", $"86204{i}"));
        }

        Assert.Contains("this phone was signed out", stolen.Text);
        await stolen.GoAsync("/passport");
        Assert.StartsWith("/sign-in", stolen.Path);

        await owner.SignInAsync(Number, "493817");
        await owner.ShareAsync();
        Assert.StartsWith("/share/", owner.Path);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_passport_of_ones_own_on_the_number_gives_no_more_guesses_at_another_of_it(string engine)
    {
        string[] args = ["--SignIn:WrongPerNumber=5", "--SignIn:WrongPerProvenNumber=5"];
        await using var wallet = await RunningWallet.StartAsync(Scheme, engine, args: args);
        using var owner = await wallet.WorkerAsync();
        using var thief = wallet.NewPhone();
        await thief.SignUpAsync(Number, "750264");
        // Cookies dropped, signed in with the own PIN: phones that are known, and have guessed nothing yet.
        var known = new List<Phone> { thief };
        for (var i = 0; i < 9; i++)
        {
            known.Add(wallet.NewPhone());
            await known[^1].SignInAsync(Number, "750264");
            Assert.Equal("/passport", known[^1].Path);
        }

        var looked = 0;
        for (var i = 0; i < known.Count; i++)
        {
            await known[^(i + 1)].SignInAsync(Number, $"8620{40 + i}");
            Assert.Equal(HttpStatusCode.UnprocessableEntity, known[^(i + 1)].Status);
            looked += known[^(i + 1)].Text.Contains("show that the number is yours") ? 0 : 1;
        }

        // As few are looked at as of all strangers' together; the right one is then told in the same words as a wrong one.
        Assert.Equal(5, looked);
        var wrong = thief.Text;
        await thief.SignInAsync(Number, "493817");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, thief.Status);
        Assert.Equal(wrong, thief.Text);

        // Both owners get in where they did before; the first one on the other's phone by a code.
        await owner.SignInAsync(Number, "493817");
        Assert.Equal("/passport", owner.Path);
        await thief.SignInAsync(Number, "750264");
        Assert.Equal("/passport", thief.Path);
        await thief.SubmitAsync("header form");
        await thief.SignInAsync(Number, "493817");
        await thief.SubmitAsync("form[action*=code]");
        await thief.EnterCodeAsync();
        await thief.SubmitAsync("#pin-form", ("Pin", "493817"));
        Assert.Equal("/passport", thief.Path);
        known.ForEach(one => one.Dispose());
    }

    [Fact]
    public async Task Two_workers_who_share_a_phone_and_a_number_open_each_their_own_passport_on_it()
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme);
        using var shared = await wallet.WorkerAsync();
        await shared.SubmitAsync("header form");
        using var elsewhere = wallet.NewPhone();
        await elsewhere.SignUpAsync(Number, "750264");
        for (var i = 0; i < 30; i++)
        {
            await shared.SignInAsync(Number, "750264");
            Assert.Equal("/passport", shared.Path);
            await shared.SubmitAsync("header form");
        }
    }

    [Fact]
    public async Task Changing_ones_own_pin_again_and_again_does_not_tell_the_pin_of_another_passport_of_the_number()
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme, args: ["--SignIn:NewPinsPerNumber=5"]);
        using var owner = await wallet.WorkerAsync();
        using var thief = wallet.NewPhone();
        await thief.SignUpAsync(Number, "750264");
        var own = "750264";
        for (var i = 0; i < 5 + 2; i++)
        {
            await ChangePinAsync(thief, own, $"8620{40 + i}");
            Assert.Equal("/account?changed=1", thief.Path);
            own = $"8620{40 + i}";
        }

        // The owner's PIN and a free one: the same answer.
        await ChangePinAsync(thief, own, "493817");
        var taken = thief.Text;
        Assert.Equal(HttpStatusCode.TooManyRequests, thief.Status);
        Assert.Contains("many new PINs", taken);
        await ChangePinAsync(thief, own, "862055");
        Assert.Equal(taken, thief.Text);

        // The owner is not kept from a new PIN by that.
        await ChangePinAsync(owner, "493817", "628401");
        Assert.Equal("/account?changed=1", owner.Path);

        // Nothing was changed, and a month later it goes again.
        await thief.SubmitAsync("header form");
        await thief.SignInAsync(Number, own);
        Assert.Equal("/passport", thief.Path);
        wallet.Clock.Forward(TimeSpan.FromDays(31));
        await thief.SignInAsync(Number, own);
        await ChangePinAsync(thief, own, "862055");
        Assert.Equal("/account?changed=1", thief.Path);
    }

    [Fact]
    public async Task No_pin_at_all_is_no_wrong_one()
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme, args: ["--SignIn:WrongPerSession=5"]);
        using var owner = await wallet.WorkerAsync();
        for (var i = 0; i < 7; i++)
        {
            await owner.GoAsync("/account");
            await owner.SubmitAsync("form[action*=Export]", ("Pin", " "));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, owner.Status);
            Assert.Contains("Type your PIN.", owner.Text);
        }

        await owner.GoAsync("/account");
        await owner.SubmitAsync("form[action*=Export]", ("Pin", "493817"));
        Assert.Equal(HttpStatusCode.OK, owner.Status);
        using var phone = wallet.NewPhone();
        for (var i = 0; i < 7; i++)
        {
            await phone.SignInAsync(Number, "");
            Assert.Contains("Type your PIN.", phone.Text);
        }

        await phone.SignInAsync(Number, "493817");
        Assert.Equal("/passport", phone.Path);
    }

    private static async Task ChangePinAsync(Phone phone, string pin, string chosen)
    {
        await phone.GoAsync("/account");
        await phone.SubmitAsync("form[action*=Pin]", ("Pin", pin), ("NewPin", chosen), ("Again", chosen));
    }

    private static async Task ProveAsync(Phone phone)
    {
        await phone.GoAsync("/sign-in?other=1");
        var token = phone.Page.QuerySelector("#pin-form input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        await phone.PostBareAsync("/sign-in?handler=code", ("Phone", Number), ("__RequestVerificationToken", token));
        Assert.Equal("/sign-in/code", phone.Path);
        await phone.EnterCodeAsync();
        Assert.Equal("/sign-in", phone.Path);
    }

    private static async Task GuessAsync(RunningWallet wallet, Phone phone, int times, HttpStatusCode answer)
    {
        for (var i = 0; i < times; i++)
        {
            wallet.Clock.Forward(TimeSpan.FromMinutes(16));
            await phone.SignInAsync(Number, $"8620{40 + i}");
            Assert.Equal(answer, phone.Status);
        }
    }
}
