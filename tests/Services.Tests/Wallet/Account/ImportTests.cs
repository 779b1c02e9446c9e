using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using SkillsPassport.Services.Tests.Databases;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Services.Tests.Wallet.Receive;

namespace SkillsPassport.Services.Tests.Wallet.Account;

/// <summary>A worker takes everything along, into another wallet that never met this one.</summary>
public sealed class ImportTests
{
    private const string Passphrase = "correct horse battery";

    public static TheoryData<string> Engines => TestDatabase.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task A_copy_with_keys_moves_into_a_fresh_passport_and_is_shown_from_there(string engine)
    {
        await using var scheme = await Scheme.StartAsync();
        await using var old = await RunningWallet.StartAsync(scheme);
        using var phone = await old.WorkerWithCertificateAsync(PeerIssuer.Of(scheme));
        var copy = await phone.ExportAsync(Passphrase);
        Assert.Contains("BEGIN ENCRYPTED PRIVATE KEY", copy);
        Assert.DoesNotContain("BEGIN PRIVATE KEY", copy);

        await using var fresh = await RunningWallet.StartAsync(scheme, engine);
        using var worker = await fresh.WorkerAsync("01898765432", "862044");
        await worker.ImportAsync(copy, "the wrong passphrase", "862044");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, worker.Status);
        Assert.Contains("passphrase is wrong", worker.Text);
        await worker.ImportAsync(copy, Passphrase, "862044");
        Assert.Contains("Certificates received: 1", worker.Text);
        await worker.ImportAsync(copy, Passphrase, "862044");
        await worker.GoAsync("/passport");
        Assert.Single(worker.Page.QuerySelectorAll("ul[aria-labelledby=mine] a"));
        Assert.Contains("MD RAFIQUL ISLAM", worker.Text);
        Assert.Contains("Valid", worker.Text);
        var link = await worker.ShareAsync(pin: "862044");
        using var opened = await fresh.OpenAsync(link);
        Assert.Equal(HttpStatusCode.OK, opened.StatusCode);
    }

    [Fact]
    public async Task A_copy_whose_keys_would_take_for_ever_to_open_is_not_opened()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        using var other = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(scheme));
        using var phone = await wallet.WorkerAsync("01898765432", "862044");
        var copy = JsonNode.Parse(await other.ExportAsync(Passphrase))!;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        foreach (var slow in (PbeParameters[])
        [
            new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1_000_001),
            new(PbeEncryptionAlgorithm.TripleDes3KeyPkcs12, HashAlgorithmName.SHA1, 10),
        ])
        {
            copy["certificates"]![0]!["holderKey"] = key.ExportEncryptedPkcs8PrivateKeyPem(Passphrase, slow);
            await phone.ImportAsync(copy.ToJsonString(), Passphrase, "862044");
            Assert.Contains("passphrase is wrong", phone.Text);
        }

        for (var i = 0; i < 9; i++)
        {
            await phone.ImportAsync(copy.ToJsonString(), Passphrase, "862044");
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, phone.Status);
        Assert.Contains("Wait an hour", phone.Text);
    }

    [Theory]
    [InlineData("[null]", "without keys")]
    [InlineData("[null,{}]", "without keys")]
    [InlineData("[{\"credential\":\"\",\"holderKey\":\"x\"}]", "without keys")]
    [InlineData("[{\"credential\":\"a\",\"holderKey\":\"x\"}]", "passphrase is wrong")]
    [InlineData("[{\"credential\":\"a\",\"holderKey\":\"-----BEGIN ENCRYPTED PRIVATE KEY-----\\nMAA=\\n-----END ENCRYPTED PRIVATE KEY-----\"}]",
        "passphrase is wrong")]
    public async Task A_copy_with_nothing_in_it_is_said_to_be_one(string certificates, string said)
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        using var phone = await wallet.WorkerAsync("01898765432", "862044");
        await phone.ImportAsync(
            $"{{\"format\":\"skills-passport-export/1\",\"certificates\":{certificates},\"declared\":[null]}}", Passphrase,
            "862044");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, phone.Status);
        Assert.Contains(said, phone.Text);
    }

    [Fact]
    public async Task A_copy_without_keys_or_with_somebody_elses_key_brings_nothing()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        using var phone = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(scheme));
        var without = await phone.ExportAsync("");
        var withKeys = await phone.ExportAsync(Passphrase);
        using var other = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(scheme), "01912345678");
        var othersCopy = await other.ExportAsync(Passphrase);

        using var thief = await wallet.WorkerAsync("01898765432", "862044");
        await thief.ImportAsync(without, Passphrase, "862044");
        Assert.Contains("without keys", thief.Text);
        // A stolen credential with a key of one's own is not one's own.
        var forged = JsonNode.Parse(withKeys)!;
        forged["certificates"]![0]!["holderKey"] =
            JsonNode.Parse(othersCopy)!["certificates"]![0]!["holderKey"]!.GetValue<string>();
        await thief.ImportAsync(forged.ToJsonString(), Passphrase, "862044");
        Assert.Contains("Certificates received: 0", thief.Text);
        foreach (var broken in new[] { "", "{", "[]", "{\"format\":\"another\"}", new string('[', 5000), "\"x\"" })
        {
            await thief.ImportAsync(broken, Passphrase, "862044");
            Assert.Equal(HttpStatusCode.UnprocessableEntity, thief.Status);
        }

        await thief.GoAsync("/passport");
        Assert.Contains("No certificates yet", thief.Text);
    }

    [Fact]
    public async Task A_passphrase_that_is_too_short_is_refused_before_anything_is_copied()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        using var phone = await wallet.WorkerAsync();
        await phone.GoAsync("/account");
        await phone.SubmitAsync("form[action*=Export]", ("Pin", "493817"), ("Passphrase", "short"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, phone.Status);
        Assert.Contains("12", phone.Text);
    }
}
