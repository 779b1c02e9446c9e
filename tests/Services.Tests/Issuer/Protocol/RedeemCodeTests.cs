using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Issuer.Offers;
using SkillsPassport.Services.Tests.Databases;

namespace SkillsPassport.Services.Tests.Issuer.Protocol;

public sealed class RedeemCodeTests(IssuersOfBothEngines issuers) : IClassFixture<IssuersOfBothEngines>
{
    public static TheoryData<string> Engines => TestDatabase.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_wrong_pin_costs_a_try_and_leaves_the_code_alone(string engine)
    {
        using var wallet = new ForeignWallet(issuers[engine]);
        var slip = await issuers.SlipAsync(engine);
        var code = await wallet.CodeAsync(slip);
        for (var left = 4; left > 0; left--)
        {
            var wrong = await wallet.TokenAsync(code, Wrong(slip.Pin));
            Assert.Equal((400, "invalid_grant"), (wrong.Status, wrong.Error));
            Assert.Equal(left, wrong.Body.GetProperty("attempts_remaining").GetInt32());
        }

        var right = await wallet.TokenAsync(code, slip.Pin);
        Assert.Equal(200, right.Status);
        Assert.Equal("Bearer", right["token_type"]);
        Assert.Equal("no-store", right.Raw.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task What_the_pin_is_stands_in_the_offer_in_both_languages_for_whatever_wallet_shows_it()
    {
        using var wallet = new ForeignWallet(issuers["sqlite"]);
        var offer = await wallet.GetAsync((await issuers.SlipAsync("sqlite")).OfferPath);
        var said = offer.Body.GetProperty("grants").EnumerateObject().Single().Value.GetProperty("tx_code").GetProperty("description").GetString()!;
        Assert.Matches("^৬ সংখ্যার পিন, .+ · The 6-digit PIN .+$", said);
        // OpenID4VCI 1.0, section 4.1.1.
        Assert.True(said.Length <= 300, said);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Five_wrong_pins_burn_the_offer_for_every_code(string engine)
    {
        using var wallet = new ForeignWallet(issuers[engine]);
        var slip = await issuers.SlipAsync(engine);
        var (code, other) = (await wallet.CodeAsync(slip), await wallet.CodeAsync(slip));
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal("invalid_grant", (await wallet.TokenAsync(i % 2 == 0 ? code : other, Wrong(slip.Pin))).Error);
        }

        Assert.Equal("invalid_grant", (await wallet.TokenAsync(code, slip.Pin)).Error);
        Assert.Equal("invalid_grant", (await wallet.TokenAsync(other, slip.Pin)).Error);
        Assert.Equal(410, (await wallet.GetAsync(slip.OfferPath)).Status);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Many_guesses_at_once_are_five_tries(string engine)
    {
        using var wallet = new ForeignWallet(issuers[engine]);
        var slip = await issuers.SlipAsync(engine);
        var code = await wallet.CodeAsync(slip);
        var guesses = await Task.WhenAll(Enumerable.Range(0, 15).Select(_ => wallet.TokenAsync(code, Wrong(slip.Pin))));
        Assert.All(guesses, guess => Assert.Equal("invalid_grant", guess.Error));
        Assert.Equal([4, 3, 2, 1], guesses.Select(one => one.Body.GetProperty("attempts_remaining").GetInt32())
            .Where(left => left > 0).OrderDescending());
        await using var db = issuers[engine].Db();
        var offer = await db.Offers.SingleAsync(one => one.SerialNo == slip.Serial);
        Assert.Equal((OfferState.Burnt, 5), (offer.State, offer.WrongPins));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_code_redeems_once_even_under_a_race(string engine)
    {
        using var wallet = new ForeignWallet(issuers[engine]);
        var slip = await issuers.SlipAsync(engine);
        var code = await wallet.CodeAsync(slip);
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => wallet.TokenAsync(code, slip.Pin)));
        Assert.Single(answers, answer => answer.Status == 200);
        Assert.All(answers.Where(answer => answer.Status != 200),
            answer => Assert.Equal((400, "invalid_grant"), (answer.Status, answer.Error)));
        Assert.Equal("invalid_grant", (await wallet.TokenAsync(code, slip.Pin)).Error);
        // The losers of the race had the right PIN: they cost the worker nothing.
        Assert.Equal(200, (await wallet.TokenAsync(await wallet.CodeAsync(slip), slip.Pin)).Status);
    }

    [Fact]
    public async Task Whoever_tried_too_many_pins_is_told_when_to_come_back()
    {
        await using var issuer = await RunningIssuer.StartAsync(issuing: false);
        for (var i = 0; i <= 50; i++)
        {
            await issuer.Get<ICounters>().TakeAsync("tx-code/127.0.0.1", 50, TimeSpan.FromMinutes(10));
        }

        using var wallet = new ForeignWallet(issuer);
        var refused = await wallet.TokenAsync("c", "000000");
        Assert.Equal((429, "invalid_request"), (refused.Status, refused.Error));
        Assert.InRange(refused.Raw.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 600);
    }

    [Fact]
    public async Task Neither_a_burnt_slip_nor_a_good_one_keeps_others_behind_the_same_address_from_receiving()
    {
        await using var issuer = await RunningIssuer.StartAsync();
        var sheet = await issuer.IssuedAsync(SheetText.Sheet(Enumerable.Range(1, 3).Select(n => SheetText.Row(n))));
        await using var db = issuer.Db();
        var serials = await db.Awards.Where(one => one.SheetId == sheet).Select(one => one.SerialNo).ToListAsync();
        using var wallet = new ForeignWallet(issuer);
        var burnt = await ForeignWallet.SlipAsync(issuer, serials[0]);
        var code = await wallet.CodeAsync(burnt);
        for (var i = 0; i < 60; i++)
        {
            Assert.Equal("invalid_grant", (await wallet.TokenAsync(code, Wrong(burnt.Pin))).Error);
        }

        var good = await ForeignWallet.SlipAsync(issuer, serials[1]);
        for (var round = 0; round < 12; round++)
        {
            code = await wallet.CodeAsync(good);
            for (var i = 0; i < 4; i++)
            {
                Assert.Equal("invalid_grant", (await wallet.TokenAsync(code, Wrong(good.Pin))).Error);
            }

            Assert.Equal(200, (await wallet.TokenAsync(code, good.Pin)).Status);
        }

        // Only the PINs that were guessed at the open offer, whose right one nobody gave, still count.
        Assert.Equal(5, (await issuer.Get<ICounters>().LookAsync("tx-code/127.0.0.1", 50, TimeSpan.FromMinutes(10))).Count);
        var other = await ForeignWallet.SlipAsync(issuer, serials[2]);
        Assert.Equal(200, (await wallet.TokenAsync(await wallet.CodeAsync(other), other.Pin)).Status);
    }

    [Fact]
    public async Task Whoever_fetches_an_offer_too_often_is_told_when_to_come_back()
    {
        using var wallet = new ForeignWallet(issuers["sqlite"]);
        var slip = await issuers.SlipAsync("sqlite");
        for (var i = 0; i < 120; i++)
        {
            Assert.Equal(200, (await wallet.GetAsync(slip.OfferPath)).Status);
        }

        var refused = await wallet.GetAsync(slip.OfferPath);
        Assert.Equal(429, refused.Status);
        Assert.InRange(refused.Raw.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 3600);
    }

    [Theory]
    [InlineData("nothing", "invalid_request")]
    [InlineData("another grant", "unsupported_grant_type")]
    [InlineData("no code", "invalid_request")]
    [InlineData("no PIN", "invalid_request")]
    [InlineData("an unknown code", "invalid_grant")]
    [InlineData("the code twice", "invalid_request")]
    [InlineData("a body of JSON", "invalid_request")]
    public async Task Each_malformed_token_request_has_its_error(string what, string error)
    {
        using var wallet = new ForeignWallet(issuers["sqlite"]);
        const string Grant = "urn:ietf:params:oauth:grant-type:pre-authorized_code";
        var answer = what switch
        {
            "nothing" => await wallet.PostFormAsync("/token", []),
            "another grant" => await wallet.TokenAsync("c", "000000", "authorization_code"),
            "no code" => await wallet.TokenAsync(null, "000000"),
            "no PIN" => await wallet.TokenAsync("c", null),
            "an unknown code" => await wallet.TokenAsync("c", "000000"),
            "the code twice" => await wallet.PostFormAsync("/token",
            [
                new("grant_type", Grant), new("pre-authorized_code", "a"), new("pre-authorized_code", "b"), new("tx_code", "1"),
            ]),
            _ => await wallet.PostTextAsync("/token", "t", "{}"),
        };
        Assert.Equal((400, error), (answer.Status, answer.Error));
        Assert.Equal("no-store", answer.Raw.Headers.CacheControl!.ToString());
        Assert.True(answer["error_description"].All(char.IsAscii));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_new_slip_kills_the_old_one_and_its_codes(string engine)
    {
        using var wallet = new ForeignWallet(issuers[engine]);
        var old = await issuers.SlipAsync(engine);
        var code = await wallet.CodeAsync(old);
        var slip = await ForeignWallet.SlipAsync(issuers[engine], old.Serial, "The worker lost the slip");
        Assert.NotEqual(old.OfferPath, slip.OfferPath);
        Assert.Equal(410, (await wallet.GetAsync(old.OfferPath)).Status);
        Assert.Equal("invalid_grant", (await wallet.TokenAsync(code, old.Pin)).Error);
        Assert.Equal(200, (await wallet.TokenAsync(await wallet.CodeAsync(slip), slip.Pin)).Status);
        await using var db = issuers[engine].Db();
        Assert.Contains(await db.Audit.Where(one => one.Subject == old.Serial).ToListAsync(),
            act => act is { Act: "claim_slip.reissued", Reason: "The worker lost the slip", Actor: "officer.a" });
    }

    [Fact]
    public async Task An_unknown_offer_is_not_found() =>
        Assert.Equal(404, (await new ForeignWallet(issuers["sqlite"]).GetAsync("/offers/AAAAAAAAAAAAAAAAAAAAAA")).Status);

    [Fact]
    public async Task No_secret_is_in_the_database_or_the_log()
    {
        var issuer = issuers["sqlite"];
        using var wallet = new ForeignWallet(issuer);
        var slip = await issuers.SlipAsync("sqlite");
        var code = await wallet.CodeAsync(slip);
        var token = (await wallet.TokenAsync(code, slip.Pin))["access_token"];
        var bytes = System.Text.Encoding.Latin1.GetString(issuer.Database.Stolen(known: slip.Serial));
        foreach (var secret in new[] { slip.OfferPath.Split('/')[^1], code, token, "your PIN is" })
        {
            Assert.DoesNotContain(secret, bytes);
            Assert.DoesNotContain(secret, issuer.Log.All);
        }
    }

    private static string Wrong(string pin) => pin[..5] + (pin[5] == '0' ? '1' : '0');
}
