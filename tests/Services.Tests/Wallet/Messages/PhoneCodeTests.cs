using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SkillsPassport.Services.Tests.Databases;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.Messages;

namespace SkillsPassport.Services.Tests.Wallet.Messages;

/// <summary>A passport is opened for a number only by whoever reads that number's messages.</summary>
public sealed class PhoneCodeTests : SchemeTests
{
    private const string Number = "+8801712345678";

    public static TheoryData<string> Engines => TestDatabase.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task A_code_serves_one_request_even_under_a_race(string engine)
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme, engine);
        var (codes, id, code) = await AskedAsync(wallet);
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ =>
            codes.CheckAsync(id, CodePurpose.SignUp, code, default)));
        Assert.Equal(Number, Assert.Single(answers, one => one.Proven is not null).Proven!.Number);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_code_is_tried_five_times_also_at_once_and_by_two_copies(string engine)
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme, engine);
        await using var copy = await RunningWallet.StartAsync(Scheme, sameDatabaseAs: wallet);
        var (codes, id, code) = await AskedAsync(wallet);
        var others = copy.Services.GetRequiredService<PhoneCodes>();
        var wrong = code == "000000" ? "000001" : "000000";
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            (i % 2 == 0 ? codes : others).CheckAsync(id, CodePurpose.SignUp, wrong, default)));
        Assert.InRange(answers.Count(one => one.Refusal == CodeRefusal.Wrong), 0, 4);
        Assert.All(answers, one => Assert.Null(one.Proven));
        Assert.Equal(CodeRefusal.Gone, (await codes.CheckAsync(id, CodePurpose.SignUp, code, default)).Refusal);
    }

    [Fact]
    public async Task A_code_ends_after_ten_minutes_and_a_new_one_ends_the_old()
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme);
        var (codes, id, code) = await AskedAsync(wallet);
        Assert.Equal(CodeRefusal.NotYet, await codes.AskAgainAsync(id, CodePurpose.SignUp, "here", default));
        wallet.Clock.Forward(TimeSpan.FromSeconds(61));
        Assert.Null(await codes.AskAgainAsync(id, CodePurpose.SignUp, "here", default));
        Assert.Equal(CodeRefusal.NotYet, await codes.AskAgainAsync(id, CodePurpose.SignUp, "here", default));
        using var phone = wallet.NewPhone();
        var newer = (await phone.CodesAsync())[0];
        if (newer != code)
        {
            Assert.Equal(CodeRefusal.Wrong, (await codes.CheckAsync(id, CodePurpose.SignUp, code, default)).Refusal);
        }

        wallet.Clock.Forward(TimeSpan.FromMinutes(9));
        Assert.Equal(CodeRefusal.Gone, (await codes.CheckAsync(id, CodePurpose.SignUp, newer, default)).Refusal);
    }

    [Fact]
    public async Task No_passport_is_made_for_a_number_whose_messages_one_cannot_read()
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme);
        using var owner = wallet.NewPhone();
        await StartAsync(owner);
        var code = (await owner.CodesAsync())[0];

        // Read out to a stranger, the code opens nothing in the stranger's browser.
        using var stranger = wallet.NewPhone();
        await StartAsync(stranger);
        for (var i = 0; i < 4; i++)
        {
            await stranger.SubmitAsync("main form", ("Code", code));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, stranger.Status);
            Assert.Contains("The code is wrong", stranger.Text);
        }

        await stranger.SubmitAsync("main form", ("Code", code));
        Assert.StartsWith("/sign-up?code=gone", stranger.Path);
        Assert.Contains("no longer works", stranger.Text);
        await using var db = await wallet.Services.GetRequiredService<IDbContextFactory<WalletDb>>().CreateDbContextAsync();
        Assert.Equal(0, await db.Wallets.CountAsync());

        await owner.GoAsync("/sign-up/code");
        Assert.Contains("+880 ••• 678", owner.Text);
        await owner.SubmitAsync("main form", ("Code", "  " + code[..3] + " " + code[3..]));
        Assert.Equal("/passport", owner.Path);
    }

    [Fact]
    public async Task Codes_are_limited_per_number_and_per_address_and_in_all()
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme, args:
            ["--Messages:CodesPerNumberPerDay=3", "--Messages:CodesPerAddressPerHour=5", "--Messages:CodesPerHourForAll=10"]);
        var codes = wallet.Services.GetRequiredService<PhoneCodes>();
        async Task<CodeRefusal?> AskAsync(string number, string address) =>
            (await codes.AskAsync(CodePurpose.SignUp, number, new { }, address, default)).Refusal;
        for (var i = 0; i < 3; i++)
        {
            Assert.Null(await AskAsync(Number, $"address {i}"));
        }

        Assert.Equal(CodeRefusal.TooMany, await AskAsync(Number, "address 4"));
        for (var i = 0; i < 5; i++)
        {
            Assert.Null(await AskAsync($"+88017000000{i}0", "one address"));
        }

        Assert.Equal(CodeRefusal.TooMany, await AskAsync("+8801700000099", "one address"));
        Assert.Null(await AskAsync("+8801700000098", "another"));
        Assert.Null(await AskAsync("+8801700000097", "a third"));
        Assert.Equal(CodeRefusal.TooMany, await AskAsync("+8801700000096", "a fourth"));
        // Whoever stands at a counter gets a code all the same.
        Assert.Null((await codes.AskAsync(CodePurpose.SignUp, Number, new { }, null, default)).Refusal);
    }

    [Fact]
    public async Task Messages_hold_no_name_and_no_secret_but_the_code_in_both_languages()
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme);
        using var phone = await wallet.WorkerAsync();
        using var other = wallet.NewPhone();
        await other.SignInAsync("01712345678", "493817");
        await other.GoAsync("/account");
        await other.SubmitAsync("form[action*=Pin]", ("Pin", "493817"), ("NewPin", "750264"), ("Again", "750264"));
        await phone.GoAsync("/outbox");
        var texts = phone.Page.QuerySelectorAll("[data-to] [lang=bn]").Select(one => one.TextContent).ToList();
        Assert.Equal(3, texts.Count);
        Assert.Contains("PIN of your skills passport was changed", texts[0]);
        Assert.Contains("new phone", texts[1]);
        Assert.All(texts, text =>
        {
            Assert.Matches("[\u0980-\u09ff].* / [A-Z]", text);
            Assert.DoesNotContain("493817", text);
            Assert.DoesNotContain("750264", text);
            Assert.DoesNotContain("1712345678", text);
        });
    }

    [Fact]
    public async Task A_code_says_what_it_is_for_in_both_languages_and_whom_to_tell_it()
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme);
        var codes = wallet.Services.GetRequiredService<PhoneCodes>();
        var said = new List<string>();
        foreach (var purpose in Enum.GetValues<CodePurpose>())
        {
            await codes.AskAsync(purpose, Number, new { }, null, default);
            using var phone = wallet.NewPhone();
            await phone.GoAsync("/outbox");
            said.Add(phone.Page.QuerySelector("[data-to] [lang=bn]")!.TextContent);
        }

        Assert.All(said, text => Assert.Matches("[\u0980-\u09ff].* / Code [0-9]{6} .*skills passport", text));
        Assert.Collection(
            said,
            signUp => Assert.Matches("নতুন দক্ষতা পাসপোর্ট .*opens a new skills passport. Tell nobody", signUp),
            signIn => Assert.Matches("ঢোকার .*to sign in .*Tell nobody", signIn),
            counter => Assert.Matches("সাহায্যের .*for help .*Only for the helper in front of you", counter),
            newNumber => Assert.Matches("নতুন নম্বরের .*for your new number .*Only for the helper in front of you", newNumber),
            recovery => Assert.Matches("নতুন পিন .*sets a new PIN .*Tell nobody, not even a helper", recovery));
        Assert.All(said, text => Assert.InRange(text.Length, 60, 200));
    }

    private static async Task StartAsync(Phone phone)
    {
        await phone.GoAsync("/sign-up");
        await phone.SubmitAsync(
            "main form", ("Phone", "01712345678"), ("Pin", "493817"), ("PinAgain", "493817"), ("Consent", "true"));
        Assert.Equal("/sign-up/code", phone.Path);
    }

    private static async Task<(PhoneCodes Codes, Guid Id, string Code)> AskedAsync(RunningWallet wallet)
    {
        var codes = wallet.Services.GetRequiredService<PhoneCodes>();
        var (id, refusal) = await codes.AskAsync(CodePurpose.SignUp, Number, new { }, "here", default);
        Assert.Null(refusal);
        using var phone = wallet.NewPhone();
        return (codes, id, (await phone.CodesAsync())[0]);
    }
}
