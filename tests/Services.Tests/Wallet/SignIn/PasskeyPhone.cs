using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Hosting.Protection;
using SkillsPassport.Wallet.Custody;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.Passkeys;

namespace SkillsPassport.Services.Tests.Wallet.SignIn;

/// <summary>A passkey without a browser around it: what an authenticator signs (WebAuthn level 3, section 6.3.3), for
/// any number of phones. Its making is tried in Chromium.</summary>
public sealed class PasskeyPhone : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _id = RandomNumberGenerator.GetBytes(16);
    private Guid _wallet;

    /// <summary>Gives the only passport of the wallet a passkey.</summary>
    public static async Task<PasskeyPhone> AddAsync(RunningWallet wallet)
    {
        var passkey = new PasskeyPhone();
        var services = wallet.Services;
        await using var db = await services.GetRequiredService<IDbContextFactory<WalletDb>>().CreateDbContextAsync();
        var account = await db.Wallets.SingleAsync();
        passkey._wallet = account.Id;
        using var vault = services.GetRequiredService<Vaults>().Open(account);
        var row = Guid.NewGuid();
        db.Passkeys.Add(new Passkey
        {
            Id = row, WalletId = account.Id, CreatedAt = DateTimeOffset.UtcNow,
            CredentialIndex = services.GetRequiredService<BlindIndex>()
                .Compute("wallet-passkey", Convert.ToHexString(passkey._id)),
            Sealed = vault.Seal(PasskeyContent.Kind, row, new PasskeyContent(
                "phone", passkey._id, passkey.CosePublicKey(), DateTimeOffset.UtcNow, 0, null, true, false, false)),
        });
        await db.SaveChangesAsync();
        return passkey;
    }

    public async Task SignInAsync(Phone phone)
    {
        await phone.GoAsync("/sign-in?other=1");
        var token = phone.Page.QuerySelector("form[data-passkey] input[name=__RequestVerificationToken]")!
            .GetAttribute("value")!;
        await phone.PostBareAsync("/sign-in/passkey?handler=options", ("__RequestVerificationToken", token));
        Assert.Equal(HttpStatusCode.OK, phone.Status);
        var challenge = JsonNode.Parse(phone.Body)!["challenge"]!.GetValue<string>();
        await phone.PostBareAsync(
            "/sign-in/passkey", ("__RequestVerificationToken", token), ("Credential", Answer(challenge)));
    }

    public void Dispose() => _key.Dispose();

    private string Answer(string challenge)
    {
        var client = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["type"] = "webauthn.get", ["challenge"] = challenge, ["origin"] = "http://localhost:5103",
            ["crossOrigin"] = false,
        }.ToJsonString());
        // The site, "a person was there and was verified", no counter.
        byte[] authenticator = [.. SHA256.HashData("localhost"u8), 0x05, 0, 0, 0, 0];
        var signature = _key.SignData(
            [.. authenticator, .. SHA256.HashData(client)], HashAlgorithmName.SHA256,
            DSASignatureFormat.Rfc3279DerSequence);
        return new JsonObject
        {
            ["id"] = Base64UrlStrict.Encode(_id), ["rawId"] = Base64UrlStrict.Encode(_id), ["type"] = "public-key",
            ["clientExtensionResults"] = new JsonObject(),
            ["response"] = new JsonObject
            {
                ["authenticatorData"] = Base64UrlStrict.Encode(authenticator),
                ["clientDataJSON"] = Base64UrlStrict.Encode(client), ["signature"] = Base64UrlStrict.Encode(signature),
                ["userHandle"] = Base64UrlStrict.Encode(Encoding.UTF8.GetBytes(_wallet.ToString("N"))),
            },
        }.ToJsonString();
    }

    /// <summary>RFC 9053 section 7.1.1: an elliptic curve key, ES256, P-256, x and y.</summary>
    private byte[] CosePublicKey()
    {
        var point = _key.ExportParameters(false).Q;
        return
        [
            0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!,
        ];
    }
}
