using System.Net;
using System.Security.Cryptography;
using System.Text;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Services.Tests.Peers;
using SkillsPassport.Services.Tests.Verifier;

namespace SkillsPassport.Services.Tests.Wallet.Receive;

/// <summary>What a phone kept while it was offline comes to the service sealed for one passport.</summary>
public sealed class HandOverTests
{
    [Fact]
    public async Task What_a_phone_kept_is_taken_once_by_its_own_passport_and_by_no_other()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        var issuer = PeerIssuer.Of(scheme);
        using var phone = await wallet.WorkerAsync();
        using var other = await wallet.WorkerAsync("01812345678");
        await phone.GoAsync("/add");
        var key = phone.Page.QuerySelector("[data-seal]")!.GetAttribute("data-seal")!;
        var content = $$"""{"Kind":"number","Issuer":"{{issuer.Url}}","Number":"{{PeerIssuer.Number}}","Year":"1994","Code":"২৭১৮২৮"}""";
        var kept = Seal(key, content);

        await other.GoAsync("/add");
        Assert.NotEqual(key, other.Page.QuerySelector("[data-seal]")!.GetAttribute("data-seal"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await HandOverAsync(other, kept));
        foreach (var rubbish in new[] { "", "AAAA", kept[..^4] + "AAAA", Seal(key, "{}"), Seal(key, "[1]"), Seal(key, """{"Kind":"code","Id":"00000000-0000-0000-0000-000000000001"}""") })
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, await HandOverAsync(phone, rubbish));
        }

        Assert.Equal(HttpStatusCode.NoContent, await HandOverAsync(phone, kept));
        Assert.Equal(HttpStatusCode.NoContent, await HandOverAsync(phone, kept));
        await Eventually.TrueAsync(async () => (await phone.GoAsync("/passport")).Text.Contains("Valid"));
        await HandOverAsync(phone, kept);
        await HandOverAsync(phone, Seal(key, $$"""{"Kind":"link","Link":"{{issuer.OfferUri}}"}"""));
        await phone.GoAsync("/passport");
        Assert.Single(phone.Page.QuerySelectorAll("ul[aria-labelledby=mine] > li"));
        Assert.Equal(1, issuer.Redeemed);
    }

    [Fact]
    public async Task A_code_typed_offline_and_an_offer_by_value_wait_for_what_they_need()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        var issuer = PeerIssuer.Of(scheme);
        using var phone = await wallet.WorkerAsync();
        await phone.GoAsync("/add");
        var key = phone.Page.QuerySelector("[data-seal]")!.GetAttribute("data-seal")!;
        using var http = new HttpClient();
        var offer = Uri.EscapeDataString(await http.GetStringAsync(issuer.OfferUri));
        var link = $$"""{"Kind":"link","Link":"openid-credential-offer://?credential_offer={{offer}}"}""";
        Assert.Equal(HttpStatusCode.NoContent, await HandOverAsync(phone, Seal(key, link)));
        await Eventually.TrueAsync(async () => (await phone.GoAsync("/add")).Text.Contains("is not finished"));
        await phone.GoAsync(phone.Page.QuerySelector("main .card a.btn")!.GetAttribute("href")!);
        Assert.Contains("Look first who offers this", phone.Text);
        await phone.GoAsync(phone.Page.QuerySelector("main a.btn")!.GetAttribute("href")!);
        await phone.SubmitAsync("main form");
        var id = phone.Path.Split('/')[^1];
        await HandOverAsync(phone, Seal(key, $$"""{"Kind":"code","Id":"{{id}}","Code":"{{issuer.Pin}}"}"""));
        await Eventually.TrueAsync(async () => (await phone.GoAsync("/passport")).Text.Contains("Valid"));
    }

    [Fact]
    public async Task A_borrowed_phone_keeps_nothing()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        (await wallet.WorkerAsync()).Dispose();
        using var borrowed = wallet.NewPhone();
        await borrowed.GoAsync("/sign-in?other=1");
        await borrowed.SubmitAsync("main form", ("Phone", "01712345678"), ("Pin", "493817"), ("Borrowed", "true"));
        await borrowed.GoAsync("/add");
        Assert.NotEmpty(borrowed.Page.QuerySelectorAll("#Link"));
        Assert.Empty(borrowed.Page.QuerySelectorAll("[data-seal]"));
    }

    private static async Task<HttpStatusCode> HandOverAsync(Phone phone, string kept)
    {
        await phone.GoAsync("/add");
        var token = phone.Page.QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        return (await phone.PostBareAsync("/add?handler=Later", ("Sealed", kept), ("__RequestVerificationToken", token))).Status;
    }

    /// <summary>The same steps as <c>later.mjs</c>.</summary>
    private static string Seal(string publicKey, string text)
    {
        Assert.True(Base64UrlStrict.TryDecode(publicKey, out var point));
        using var theirs = ECDiffieHellman.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = point[1..33], Y = point[33..65] },
        });
        using var own = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, own.DeriveRawSecretAgreement(theirs.PublicKey), 32,
            info: "skills-passport-later"u8.ToArray());
        var (plain, nonce, tag) = (Encoding.UTF8.GetBytes(text), RandomNumberGenerator.GetBytes(12), new byte[16]);
        var cipher = new byte[plain.Length];
        using var aes = new AesGcm(key, 16);
        aes.Encrypt(nonce, plain, cipher, tag);
        var q = own.ExportParameters(false).Q;
        return Base64UrlStrict.Encode([4, .. q.X!, .. q.Y!, .. nonce, .. cipher, .. tag]);
    }
}
