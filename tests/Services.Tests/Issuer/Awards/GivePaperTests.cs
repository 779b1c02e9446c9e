using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Credentials.SdJwt;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Services.Tests.Databases;
using SkillsPassport.Services.Tests.Issuer.Protocol;

namespace SkillsPassport.Services.Tests.Issuer.Awards;

/// <summary>The paper form for whoever holds the wallet form, and for nobody else.</summary>
public sealed class GivePaperTests(IssuersOfBothEngines issuers) : IClassFixture<IssuersOfBothEngines>
{
    public static TheoryData<string> Engines => TestDatabase.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task The_holder_gets_the_certificate_as_PDF_with_its_signed_data(string engine)
    {
        using var wallet = new ForeignWallet(issuers[engine]);
        var (slip, credential, key) = await ReceiveAsync(wallet, engine);
        var answer = await AskAsync(wallet, await PresentAsync(wallet, credential, key));
        Assert.Equal(200, answer.Status);
        Assert.Equal("application/pdf", answer.Raw.Content.Headers.ContentType!.MediaType);
        Assert.Equal("no-store", answer.Raw.Headers.CacheControl!.ToString());
        var cwt = PdfAttachment.TryRead(await answer.Raw.Content.ReadAsByteArrayAsync())!;
        Assert.Equal(slip.Serial, PaperCwt.Parse(cwt).Certificate.SerialNo);
    }

    [Fact]
    public async Task Nobody_else_gets_it()
    {
        using var wallet = new ForeignWallet(issuers["sqlite"]);
        var (slip, credential, key) = await ReceiveAsync(wallet, "sqlite");
        var (_, othersCredential, _) = await ReceiveAsync(wallet, "sqlite");
        var used = await wallet.NonceAsync();
        Assert.Equal(200, (await AskAsync(wallet, Present(credential, key, ForeignWallet.Issuer, used))).Status);
        var fresh = await wallet.NonceAsync();
        foreach (var (presentation, error) in new (string?, string)[]
        {
            (null, "invalid_request"),
            ("not one", "invalid_proof"),
            (credential, "invalid_proof"),
            (Present(credential, key, ForeignWallet.Issuer, used), "invalid_nonce"),
            (Present(credential, key, ForeignWallet.Issuer, "made-up"), "invalid_nonce"),
            (Present(credential, key, "https://elsewhere.example", fresh), "invalid_proof"),
            (Present(credential, ForeignWallet.NewKey(), ForeignWallet.Issuer, fresh), "invalid_proof"),
            (Present(othersCredential, key, ForeignWallet.Issuer, fresh), "invalid_proof"),
            (KeyBinding.Append(credential, key, ForeignWallet.Issuer, fresh, DateTimeOffset.UtcNow.AddMinutes(-8)), "invalid_proof"),
            (Present(Forged(credential, key), key, ForeignWallet.Issuer, fresh), "invalid_proof"),
        })
        {
            var answer = await AskAsync(wallet, presentation);
            Assert.Equal((400, error), (answer.Status, answer.Error));
        }

        // What no longer counts is not given out again, and what was never given to this key neither.
        await using var db = issuers["sqlite"].Db();
        await db.Awards.Where(one => one.SerialNo == slip.Serial).ExecuteUpdateAsync(set => set.SetProperty(one => one.State, AwardState.Revoked));
        var refused = await AskAsync(wallet, Present(credential, key, ForeignWallet.Issuer, fresh));
        Assert.Equal((400, "credential_request_denied"), (refused.Status, refused.Error));
    }

    private async Task<(Slip Slip, string Credential, EcSigner Key)> ReceiveAsync(ForeignWallet wallet, string engine)
    {
        var slip = await issuers.SlipAsync(engine);
        var (answer, _, keys) = await wallet.ReceiveAsync(slip);
        return (slip, answer.Body.GetProperty("credentials")[0].GetProperty("credential").GetString()!, keys[0]);
    }

    private static async Task<string> PresentAsync(ForeignWallet wallet, string credential, EcSigner key) =>
        Present(SdJwtPresentation.Parse(credential).Present(_ => false), key, ForeignWallet.Issuer, await wallet.NonceAsync());

    private static string Present(string credential, EcSigner key, string audience, string nonce) =>
        KeyBinding.Append(credential, key, audience, nonce, DateTimeOffset.UtcNow);

    /// <summary>The same claims, signed by the holder instead of the issuer.</summary>
    private static string Forged(string credential, EcSigner key)
    {
        Assert.True(Base64UrlStrict.TryDecode(credential.Split('~')[0].Split('.')[1], out var payload));
        return Jws.Sign(key, new JsonObject { ["typ"] = "dc+sd-jwt" }, payload) + "~";
    }

    private static Task<Answer> AskAsync(ForeignWallet wallet, string? presentation) =>
        wallet.PostJsonAsync("/paper", null, presentation is null ? new JsonObject() : new JsonObject { ["presentation"] = presentation });
}
