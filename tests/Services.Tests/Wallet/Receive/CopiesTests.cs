using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.SdJwt;
using SkillsPassport.Credentials.SdJwtVc;
using SkillsPassport.Services.Tests.Databases;
using SkillsPassport.Services.Tests.Peers;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Services.Tests.Wallet.Account;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Services.Tests.Wallet.Receive;

/// <summary>An issuer may give several copies of a certificate: each recruiter then gets one of its own.</summary>
public sealed class CopiesTests
{
    public static TheoryData<string> Engines => TestDatabase.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task Each_share_shows_a_copy_of_its_own_while_there_are_some(string engine)
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme, engine);
        var issuer = PeerIssuer.Of(scheme).GivesCopies(3);
        using var phone = await wallet.WorkerWithCertificateAsync(issuer);
        Assert.Equal([3], issuer.CopiesAsked);
        Assert.Single((await phone.GoAsync("/passport")).Page.QuerySelectorAll("ul[aria-labelledby=mine] > li"));

        var shown = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            shown.Add(await ShownAsync(wallet, await phone.ShareAsync(label: $"Recruiter {i}")));
        }

        Assert.Equal(3, shown.Select(SignatureOf).Distinct().Count());
        Assert.Equal(3, shown.Select(KeyOf).Distinct().Count());
        // None left: the one that stays in the passport is shown again, rather than nothing.
        Assert.Equal(KeyOf(shown[2]), KeyOf(shown[3]));
        Assert.Equal(0, await SparesAsync(wallet));
    }

    [Fact]
    public async Task Two_shares_made_at_once_never_show_the_same_spare_copy()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        var issuer = PeerIssuer.Of(scheme).GivesCopies(8);
        using var phone = await wallet.WorkerWithCertificateAsync(issuer);
        using var other = wallet.NewPhone();
        await other.SignInAsync("01712345678", "493817");
        if (other.Path.Contains("/code", StringComparison.Ordinal))
        {
            await other.EnterCodeAsync();
        }

        for (var i = 0; i < 3; i++)
        {
            var links = await Task.WhenAll(phone.ShareAsync(label: "One"), other.ShareAsync(label: "Other"));
            var shown = await Task.WhenAll(links.Select(link => ShownAsync(wallet, link)));
            Assert.NotEqual(KeyOf(shown[0]), KeyOf(shown[1]));
        }
    }

    [Fact]
    public async Task When_the_last_spare_copy_is_used_fresh_ones_come_by_themselves_where_the_issuer_allows()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        var issuer = PeerIssuer.Of(scheme).GivesCopies(2);
        issuer.GivesRefreshTokens = true;
        using var phone = await wallet.WorkerWithCertificateAsync(issuer);
        var first = await ShownAsync(wallet, await phone.ShareAsync());
        await Eventually.TrueAsync(async () => await SparesAsync(wallet) == 1);
        Assert.Equal([2, 2], issuer.CopiesAsked);
        var second = await ShownAsync(wallet, await phone.ShareAsync());
        Assert.NotEqual(KeyOf(first), KeyOf(second));
        await phone.GoAsync("/history?kind=received");
        Assert.Contains("fresh copy", phone.Text);
    }

    [Fact]
    public async Task An_extended_share_shows_no_copy_that_somebody_else_saw()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        using var phone = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(scheme).GivesCopies(4));
        var link = await phone.ShareAsync(days: 1);
        var page = phone.Path.Split('?')[0];
        var other = KeyOf(await ShownAsync(wallet, await phone.ShareAsync(label: "Somebody else")));
        await phone.GoAsync(page);
        var ends = phone.Page.QuerySelectorAll("#extend [name=Ends]").Last().GetAttribute("value")!;
        await phone.SubmitAsync("#extend", ("Ends", ends), ("Pin", "493817"));
        Assert.NotEqual(other, KeyOf(await ShownAsync(wallet, link)));
    }

    [Theory, InlineData("says something else"), InlineData("is for a key already used"), InlineData("is nobody's"),
        InlineData("is no certificate")]
    public async Task A_further_copy_that_does_not_fit_the_first_is_never_shown(string what)
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        var issuer = PeerIssuer.Of(scheme).GivesCopies(2);
        var honest = issuer.Issue;
        Jwk? first = null;
        issuer.Issue = key =>
        {
            if (first is null)
            {
                first = key;
                return honest(key);
            }

            return what switch
            {
                "is for a key already used" => honest(first),
                "is nobody's" => honest(Scheme.NewKey().PublicJwk),
                "is no certificate" => "no certificate",
                _ => AwardOf(scheme, key, Scheme.SampleAward with { FullName = "SOMEBODY ELSE" }),
            };
        };
        using var phone = await wallet.WorkerWithCertificateAsync(issuer);
        Assert.Equal(0, await SparesAsync(wallet));
        Assert.Equal(first!.Thumbprint(), KeyOf(await ShownAsync(wallet, await phone.ShareAsync())));
    }

    [Fact]
    public async Task Deferred_copies_come_for_the_keys_they_were_asked_for()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        var issuer = PeerIssuer.Of(scheme).GivesCopies(3);
        issuer.NotReadyYet = 1;
        using var phone = await wallet.WorkerAsync();
        await phone.GoAsync(issuer.Claim);
        await phone.SubmitAsync("main form");
        await phone.SubmitAsync("main form", ("Code", issuer.Pin));
        await Eventually.TrueAsync(async () =>
        {
            wallet.Clock.Forward(TimeSpan.FromSeconds(30));
            return await SparesAsync(wallet) == 2;
        });
        Assert.Equal(3, issuer.Proofs.Distinct().Count());
    }

    [Theory, InlineData(0), InlineData(-3), InlineData(1), InlineData(1_000_000)]
    public async Task However_many_copies_an_issuer_would_give_few_are_asked_for(int offered)
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        var issuer = PeerIssuer.Of(scheme);
        if (offered != 1)
        {
            issuer.GivesCopies(offered);
        }

        issuer.ProofsAllowed = 8;
        using var phone = await wallet.WorkerWithCertificateAsync(issuer);
        Assert.Equal([offered > 1 ? 8 : 1], issuer.CopiesAsked);
    }

    [Fact]
    public async Task A_deleted_passport_leaves_no_spare_copy()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        using var phone = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(scheme).GivesCopies(3));
        Assert.Equal(2, await SparesAsync(wallet));
        await phone.GoAsync("/account");
        await phone.SubmitAsync("form[action*=Delete]", ("Pin", "493817"), ("Sure", "true"));
        Assert.Equal(0, await SparesAsync(wallet));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_copy_of_everything_takes_spare_copies_along_and_leaves_the_issuers_token_where_it_is(string engine)
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        var issuer = PeerIssuer.Of(scheme).GivesCopies(3);
        issuer.GivesRefreshTokens = true;
        using var phone = await wallet.WorkerWithCertificateAsync(issuer);
        var file = await phone.ExportAsync("correct horse battery");
        var written = JsonNode.Parse(file)!;
        Assert.Contains("renew", written["readme"]!["en"]!.GetValue<string>());
        var certificate = written["certificates"]![0]!;
        Assert.Equal(2, certificate["spare"]!.AsArray().Count);
        Assert.True(certificate["renewsByItself"]!.GetValue<bool>());
        Assert.DoesNotContain("refreshToken", file, StringComparison.OrdinalIgnoreCase);
        // Any tool that knows PKCS #8 opens the keys.
        using var key = ECDsa.Create();
        key.ImportFromEncryptedPem(certificate["spare"]![0]!["holderKey"]!.GetValue<string>(), "correct horse battery");
        Assert.Equal(KeyOf(certificate["spare"]![0]!["credential"]!.GetValue<string>()), new EcSigner(key).PublicJwk.Thumbprint());
        Assert.Empty(JsonNode.Parse(await phone.ExportAsync(""))!["certificates"]![0]!["spare"]!.AsArray());

        await using var fresh = await RunningWallet.StartAsync(scheme, engine);
        using var moved = await fresh.WorkerAsync();
        await moved.ImportAsync(file, "correct horse battery");
        Assert.Contains("Certificates received: 1", moved.Text);
        Assert.Equal(2, await SparesAsync(fresh));
        var shown = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            shown.Add(KeyOf(await ShownAsync(fresh, await moved.ShareAsync(label: $"Recruiter {i}"))));
        }

        Assert.Equal(3, shown.Distinct().Count());
    }

    [Fact]
    public async Task An_older_copy_takes_nothing_away_from_a_certificate_that_is_already_here()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        var issuer = PeerIssuer.Of(scheme).GivesCopies(3);
        issuer.GivesRefreshTokens = true;
        using var phone = await wallet.WorkerWithCertificateAsync(issuer);
        var file = await phone.ExportAsync("correct horse battery");
        var first = KeyOf(await ShownAsync(wallet, await phone.ShareAsync(label: "The first")));
        await phone.ImportAsync(file, "correct horse battery");
        Assert.Contains("Certificates received: 1", phone.Text);
        // What was shown comes not back, and fresh ones still come by themselves.
        Assert.Equal(1, await SparesAsync(wallet));
        Assert.NotEqual(first, KeyOf(await ShownAsync(wallet, await phone.ShareAsync(label: "The second"))));
        await Eventually.TrueAsync(async () => await SparesAsync(wallet) == 2);
    }

    private static string AwardOf(Scheme scheme, Jwk holder, Award award)
    {
        var target = new CopyTarget(scheme.Issuer.Url, scheme.StatusUri, 8, DateTimeOffset.UtcNow);
        var prepared = (PrepareResult.Prepared)Issuance.PrepareWallet(award, target, holder);
        return new CredentialSigner(scheme.IssuerKey).Sign((PreparedWalletCredential)prepared.Credential);
    }

    private static async Task<string> ShownAsync(RunningWallet wallet, string link)
    {
        using var answer = await wallet.OpenAsync(link);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("presentations")[0].GetString()!;
    }

    private static string SignatureOf(string presentation) => presentation.Split('~')[0].Split('.')[2];

    private static string KeyOf(string presentation) =>
        SdJwtVcCredential.Read(SdJwtPresentation.Parse(presentation)).HolderKey!.Thumbprint();

    private static async Task<int> SparesAsync(RunningWallet wallet)
    {
        await using var db = await wallet.Services.GetRequiredService<IDbContextFactory<WalletDb>>()
            .CreateDbContextAsync();
        return await db.SpareCopies.CountAsync();
    }
}
