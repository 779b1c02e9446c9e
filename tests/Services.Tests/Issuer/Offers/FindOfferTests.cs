using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Issuer.Offers;
using SkillsPassport.Services.Tests.Databases;
using SkillsPassport.Services.Tests.Issuer.Protocol;

namespace SkillsPassport.Services.Tests.Issuer.Offers;

/// <summary>A worker without the slip's QR: number, year of birth and PIN, and nothing to be learned by trying.</summary>
public sealed class FindOfferTests(IssuersOfBothEngines issuers) : IClassFixture<IssuersOfBothEngines>
{
    public static TheoryData<string> Engines => TestDatabase.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task Number_year_and_pin_give_the_standing_offer_and_it_is_redeemed_as_ever(string engine)
    {
        using var wallet = new ForeignWallet(issuers[engine]);
        var slip = await issuers.SlipAsync(engine);
        var found = await FindAsync(wallet, slip.Serial, await YearAsync(engine, slip), slip.Pin);
        Assert.Equal(200, found.Status);
        Assert.Equal(ForeignWallet.Issuer + slip.OfferPath, found["credential_offer_uri"]);
        Assert.Equal("no-store", found.Raw.Headers.CacheControl!.ToString());
        var (received, _, _) = await wallet.ReceiveAsync(slip);
        Assert.Equal(200, received.Status);
        var metadata = await wallet.GetAsync("/.well-known/skills-passport-issuer");
        Assert.Equal(ForeignWallet.Issuer + "/offers/find", metadata["find_offer_endpoint"]);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Whichever_of_the_three_is_wrong_the_answer_is_the_same_byte_for_byte(string engine)
    {
        using var wallet = new ForeignWallet(issuers[engine]);
        var (slip, replaced) = (await issuers.SlipAsync(engine), await issuers.SlipAsync(engine));
        var (year, oldYear) = (await YearAsync(engine, slip), await YearAsync(engine, replaced));
        await ForeignWallet.SlipAsync(issuers[engine], replaced.Serial, "The worker lost the slip");
        Answer[] answers =
        [
            await FindAsync(wallet, slip.Serial, year, Wrong(slip.Pin)),
            await FindAsync(wallet, slip.Serial, "1901", slip.Pin),
            await FindAsync(wallet, slip.Serial, "1901", Wrong(slip.Pin)),
            await FindAsync(wallet, "NSC-CON-PLM-L2-999999", year, slip.Pin),
            await FindAsync(wallet, replaced.Serial, oldYear, replaced.Pin),
        ];
        Assert.All(answers, answer => Assert.Equal(404, answer.Status));
        Assert.Single(answers.Select(answer => answer.Body.GetRawText()).Distinct());
        Assert.Single(answers.Select(answer => string.Join('|', answer.Raw.Headers.Where(one => one.Key != "Date")
            .Select(one => one.Key + string.Concat(one.Value)))).Distinct());
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Five_tries_then_slower_then_only_the_slip_and_a_stranger_burns_nothing(string engine)
    {
        using var wallet = new ForeignWallet(issuers[engine]);
        var slip = await issuers.SlipAsync(engine);
        var year = await YearAsync(engine, slip);
        const string Unknown = "NSC-CON-PLM-L2-888888";

        // Forty at once are five; the sixth is told to wait even with the right PIN, and so is a number nobody has.
        var guesses = await Task.WhenAll(Enumerable.Range(0, 40).Select(n =>
            FindAsync(wallet, n % 2 == 0 ? slip.Serial : Unknown, year, Wrong(slip.Pin))));
        Assert.Equal(10, guesses.Count(one => one.Status == 404));
        Assert.Equal(30, guesses.Count(one => one.Status == 429));
        var waiting = await FindAsync(wallet, slip.Serial, year, slip.Pin);
        Assert.Equal(429, waiting.Status);
        Assert.InRange(waiting.Body.GetProperty("wait_seconds").GetInt32(), 1, 600);
        Assert.Equal(waiting.Body.GetProperty("wait_seconds").GetInt32(), waiting.Raw.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
        Assert.Equal(429, (await FindAsync(wallet, Unknown, year, slip.Pin)).Status);

        // What an enemy does with the number leaves the slip as it was.
        await using (var db = issuers[engine].Db())
        {
            var offer = await db.Offers.SingleAsync(one => one.SerialNo == slip.Serial && one.State == OfferState.Open);
            Assert.Equal(0, offer.WrongPins);
        }

        Assert.Equal(200, (await wallet.TokenAsync(await wallet.CodeAsync(slip), slip.Pin)).Status);

        // And a new slip begins with all its tries.
        var fresh = await ForeignWallet.SlipAsync(issuers[engine], slip.Serial, "The worker lost the slip");
        Assert.Equal(200, (await FindAsync(wallet, fresh.Serial, year, fresh.Pin)).Status);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"certificate_number\":\"NSC-CON-PLM-L2-900001\",\"year_of_birth\":1994,\"pin\":\"123456\"}")]
    [InlineData("{\"certificate_number\":\"NSC-CON-PLM-L2-900001\",\"year_of_birth\":\"1994\",\"pin\":\"12345\"}")]
    [InlineData("{\"certificate_number\":\"' OR 1=1 --\",\"year_of_birth\":\"1994\",\"pin\":\"123456\"}")]
    [InlineData("{\"certificate_number\":\"A-1-2-3\",\"certificate_number\":\"A-1-2-3\",\"year_of_birth\":\"1994\",\"pin\":\"123456\"}")]
    public async Task A_question_that_is_no_question_is_refused_and_counts_nothing(string body)
    {
        using var wallet = new ForeignWallet(issuers["sqlite"]);
        var answer = await wallet.PostTextAsync("/offers/find", "t", body);
        Assert.Equal((400, "invalid_request"), (answer.Status, answer.Error));
    }

    private static Task<Answer> FindAsync(ForeignWallet wallet, string serial, string year, string pin) =>
        wallet.PostJsonAsync("/offers/find", null, new JsonObject
        {
            ["certificate_number"] = serial, ["year_of_birth"] = year, ["pin"] = pin,
        });

    private async Task<string> YearAsync(string engine, Slip slip)
    {
        await using var db = issuers[engine].Db();
        return (await db.Awards.SingleAsync(one => one.SerialNo == slip.Serial)).BirthDate.ToString("yyyy");
    }

    private static string Wrong(string pin) => pin[..5] + (pin[5] == '0' ? '1' : '0');
}
