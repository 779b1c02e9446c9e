using System.Security.Cryptography;
using System.Text.Json;
using SkillsPassport.Authority;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Services.Tests.Authority;

public sealed class AuthorityCommandTests : IDisposable
{
    private const string Issuer = "https://nsda.passport.example.gov.bd";

    private readonly AuthorityDesk _desk = new();

    [Fact]
    public void Init_makes_a_key_for_its_owner_alone_and_prints_the_public_half()
    {
        var said = _desk.Init();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite,
            File.GetUnixFileMode(Path.Combine(_desk.Folder, "root.key.pem")));
        var printed = said.Split('\n').Single(line => line.StartsWith('{'));
        using var json = JsonDocument.Parse(printed);
        Assert.Equal(_desk.Root, Jwk.Parse(json.RootElement));
        Assert.DoesNotContain("PRIVATE", said, StringComparison.Ordinal);
        Assert.Equal((1, 0), (_desk.List().Sequence, _desk.List().Issuers.Count));
    }

    [Fact]
    public void A_second_init_changes_nothing()
    {
        _desk.Init();
        var before = _desk.Files();

        _desk.Refused("already holds", AuthorityDesk.InitLine);

        Assert.Equal(before, _desk.Files());
    }

    [Fact]
    public void An_issuer_is_listed_as_it_was_given()
    {
        _desk.Init();
        var said = _desk.AddIssuer();

        var issuer = Assert.Single(_desk.List().Issuers);
        Assert.Contains("may now issue", said, StringComparison.Ordinal);
        Assert.Equal((Issuer, "NSDA", "এনএসডিএ", "سلطة", true), (issuer.Id, issuer.Name.En, issuer.Name.Bn,
            issuer.Name.Ar, issuer.Demo));
        Assert.Equal(_desk.IssuerKey.Thumbprint(), Assert.Single(issuer.Keys).Jwk.Kid);
        Assert.Equal(AuthorityDesk.Now.AddDays(-1).Date, issuer.Keys[0].From.UtcDateTime.Date);
        Assert.Equal(2, issuer.Awards.Count);
        Assert.All(issuer.Awards, award => Assert.Equal(["BD-NSQF", "BD-NTVQF"], award.Frameworks));
        Assert.StartsWith("https://passport.example.gov.bd/credentials/", issuer.Awards[0].Vct, StringComparison.Ordinal);
        Assert.Equal(Issuer + "/lookup", issuer.Lookup);
    }

    [Fact]
    public void Every_change_takes_the_next_number_and_keeps_the_lists_before()
    {
        _desk.Init();
        _desk.AddIssuer();
        _desk.Does("add-centre", "--code", "C1", "--name-en", "Centre", "--district", "Cumilla", "--from", "2020-01-01");
        _desk.Does("publish", "--days", "5");

        Assert.Equal(4, _desk.List().Sequence);
        Assert.Equal(AuthorityDesk.Now.AddDays(5), _desk.List().NextUpdate);
        Assert.Equal(["000001.jwt", "000002.jwt", "000003.jwt", "000004.jwt"],
            Directory.GetFiles(Path.Combine(_desk.Folder, "history")).Select(Path.GetFileName).Order());
        var memory = TrustListMemory.Nothing;
        foreach (var file in Directory.GetFiles(Path.Combine(_desk.Folder, "history")).Order())
        {
            memory = memory.Accept(_desk.Read(file));
        }
    }

    [Fact]
    public void A_number_is_never_used_twice_even_after_a_power_cut()
    {
        _desk.Init();
        var first = File.ReadAllBytes(_desk.ListFile);
        _desk.AddIssuer();
        // As if the cut came between the history and the list itself.
        File.WriteAllBytes(_desk.ListFile, first);

        _desk.Does("publish");

        Assert.Equal(3, _desk.List().Sequence);
    }

    [Fact]
    public void A_withdrawn_issuer_stays_on_the_list_with_its_day_and_reason()
    {
        _desk.Init();
        _desk.AddIssuer();

        _desk.Does("withdraw-issuer", "--id", Issuer, "--from", "2026-11-21", "--reason", "Licence ended");

        var issuer = Assert.Single(_desk.List().Issuers);
        Assert.Equal("Licence ended", issuer.WithdrawnReason);
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 18, 0, 0, TimeSpan.Zero), issuer.WithdrawnFrom);
    }

    [Fact]
    public void A_key_is_added_retired_and_marked_as_stolen()
    {
        _desk.Init();
        _desk.AddIssuer();
        var next = _desk.KeyFile("next.jwk", out var added);
        _desk.Does("add-key", "--id", Issuer, "--key", next, "--from", "2026-12-01");
        _desk.Does("retire-key", "--id", Issuer, "--kid", _desk.IssuerKey.Thumbprint(), "--until", "2026-12-02");
        _desk.Does("compromise-key", "--id", Issuer, "--kid", added.Thumbprint(), "--from", "2026-12-03");

        var keys = Assert.Single(_desk.List().Issuers).Keys;
        Assert.Equal(new DateTimeOffset(2026, 12, 1, 18, 0, 0, TimeSpan.Zero), keys[0].Until);
        Assert.Equal(new DateTimeOffset(2026, 11, 30, 18, 0, 0, TimeSpan.Zero), keys[1].From);
        Assert.Equal(new DateTimeOffset(2026, 12, 2, 18, 0, 0, TimeSpan.Zero), keys[1].CompromisedFrom);
    }

    [Fact]
    public void A_centre_is_withdrawn_and_accredited_again()
    {
        _desk.Init();
        string[] add = ["add-centre", "--code", "C1", "--name-en", "Centre", "--name-bn", "কেন্দ্র", "--district", "Cumilla"];
        _desk.Does([.. add, "--from", "2020-01-01"]);
        _desk.Refused("overlap", [.. add, "--from", "2026-01-01"]);
        _desk.Does("withdraw-centre", "--code", "C1", "--until", "2025-06-30");
        _desk.Refused("already", "withdraw-centre", "--code", "C1", "--until", "2025-07-30");
        _desk.Does([.. add, "--from", "2026-01-01"]);

        Assert.Equal([new DateOnly(2025, 6, 30), null], _desk.List().Centres.Select(centre => centre.Until));
    }

    [Fact]
    public void A_wallet_is_listed_once()
    {
        _desk.Init();
        string[] add = ["add-wallet", "--id", "https://wallet.example", "--name-en", "Wallet"];
        _desk.Does(add);
        _desk.Refused("already", add);

        Assert.Equal("https://wallet.example", Assert.Single(_desk.List().Wallets).Id);
    }

    [Theory]
    [InlineData("bogus")]
    [InlineData("add-issuer --id https://a.example")]
    [InlineData("add-centre --code C --code D")]
    [InlineData("add-centre --code")]
    [InlineData("add-centre --code C --name-en N --district D --from 21-11-2026")]
    [InlineData("add-centre --code C --name-en N --district D --from 2026-02-30")]
    [InlineData("publish --days 0")]
    [InlineData("publish extra")]
    [InlineData("publish --colour red")]
    [InlineData("add-issuer --id https://a.example --name-en A --key /nowhere --award statement-of-achievement "
        + "--framework BD-NSQF --from 2020-01-01")]
    public void Wrong_usage_explains_itself_and_changes_nothing(string line)
    {
        _desk.Init();
        var before = _desk.Files();

        var (code, said) = _desk.Run(line.Split(' '));

        Assert.Equal(AuthorityCommand.WrongUsage, code);
        Assert.EndsWith("Nothing was changed.", said.TrimEnd(), StringComparison.Ordinal);
        Assert.True(said.Split('\n').Length > 3, said);
        Assert.Equal(before, _desk.Files());
    }

    [Theory]
    [InlineData("https", "withdraw-issuer --id https://nobody.example --from 2026-01-01 --reason x")]
    [InlineData("no key", "compromise-key --id " + Issuer + " --kid nobody --from 2026-01-01")]
    [InlineData("not on the list", "withdraw-centre --code nowhere --until 2026-01-01")]
    [InlineData("https", "add-wallet --id http://wallet.example --name-en W")]
    [InlineData("Known", "add-issuer --id https://b.example --name-en B --metadata --award diploma "
        + "--framework BD-NSQF --from 2020-01-01")]
    [InlineData("Known", "add-issuer --id https://b.example --name-en B --metadata --award statement-of-achievement "
        + "--framework NSQF --from 2020-01-01")]
    [InlineData("--metadata", "add-issuer --id https://b.example --name-en B --award statement-of-achievement "
        + "--framework BD-NSQF --from 2020-01-01")]
    [InlineData("ends before", "add-issuer --id https://b.example --name-en B --metadata --award statement-of-achievement "
        + "--framework BD-NSQF --from 2020-01-01 --until 2019-01-01")]
    [InlineData("https", "add-issuer --id http://b.example --name-en B --metadata --award statement-of-achievement "
        + "--framework BD-NSQF --from 2020-01-01")]
    public void What_the_rules_forbid_changes_nothing(string why, string line)
    {
        _desk.Init();
        _desk.AddIssuer();
        var before = _desk.Files();

        _desk.Refused(why, line.Split(' '));

        Assert.Equal(before, _desk.Files());
    }

    [Fact]
    public void A_private_key_never_reaches_the_list()
    {
        _desk.Init();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var json = Jwk.FromEcdsa(key).ToJson();
        json["d"] = Base64UrlStrict.Encode(key.ExportParameters(true).D);
        var file = Path.Combine(_desk.Folder, "private.jwk");
        File.WriteAllText(file, json.ToJsonString());

        var (code, said) = _desk.Run("add-issuer", "--id", Issuer, "--name-en", "A", "--key", file, "--award",
            "statement-of-achievement", "--framework", "BD-NSQF", "--from", "2020-01-01");

        Assert.Equal(AuthorityCommand.WrongUsage, code);
        Assert.Contains("private key", said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_somebody_changed_is_not_carried_on()
    {
        _desk.Init();
        _desk.AddIssuer();
        var text = File.ReadAllText(_desk.ListFile);
        File.WriteAllText(_desk.ListFile, text[..^4] + "AAAA");

        _desk.Refused("cannot be used", "publish");
    }

    [Fact]
    public void Show_tells_people_what_is_on_the_list()
    {
        _desk.Init();
        _desk.AddIssuer();
        _desk.Does("withdraw-issuer", "--id", Issuer, "--from", "2026-11-21", "--reason", "Licence ended");

        var said = _desk.Does("show");

        Assert.Contains("WITHDRAWN from 2026-11-20 18:00Z: Licence ended", said, StringComparison.Ordinal);
        Assert.Contains(_desk.IssuerKey.Thumbprint(), said, StringComparison.Ordinal);
        Assert.Equal(2, _desk.List().Sequence - 1);
    }

    [Fact]
    public void Without_a_list_every_operation_says_how_to_begin() => _desk.Refused("init", "show");

    [Fact]
    public async Task Two_changes_at_once_both_count()
    {
        _desk.Init();
        await Task.WhenAll(Enumerable.Range(1, 8).Select(i => Task.Run(() => _desk.Does("add-centre", "--code", $"C{i}",
            "--name-en", "Centre", "--district", "Cumilla", "--from", "2020-01-01"))));

        Assert.Equal((9, 8), (_desk.List().Sequence, _desk.List().Centres.Count));
    }

    public void Dispose() => _desk.Dispose();
}
