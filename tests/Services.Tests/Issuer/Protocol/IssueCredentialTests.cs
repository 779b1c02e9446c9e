using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.SdJwt;
using SkillsPassport.Credentials.SdJwtVc;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Services.Tests.Databases;

namespace SkillsPassport.Services.Tests.Issuer.Protocol;

public sealed class IssueCredentialTests(IssuersOfBothEngines issuers) : IClassFixture<IssuersOfBothEngines>
{
    public static TheoryData<string> Engines => TestDatabase.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Each_key_gets_its_own_credential_and_its_own_place_in_a_status_list(string engine)
    {
        using var wallet = new ForeignWallet(issuers[engine]);
        var slip = await issuers.SlipAsync(engine);
        var (answer, _, keys) = await wallet.ReceiveAsync(slip, copies: 3);
        Assert.Equal(200, answer.Status);
        Assert.Equal("no-store", answer.Raw.Headers.CacheControl!.ToString());
        var metadata = await (await new HttpClient().GetAsync(issuers[engine].Url + "/.well-known/jwt-vc-issuer"))
            .Content.ReadAsByteArrayAsync();
        using var key = VerificationKey.FromJwk(IssuerMetadata.Parse(metadata, ForeignWallet.Issuer).Keys[0]);
        var credentials = answer.Body.GetProperty("credentials").EnumerateArray().Select(one =>
        {
            var presentation = SdJwtPresentation.Parse(one.GetProperty("credential").GetString()!);
            Assert.True(presentation.IssuerJwt.VerifiedBy(key));
            return SdJwtVcCredential.Read(presentation);
        }).ToList();
        Assert.Equal(keys.Select(one => one.PublicJwk.X), credentials.Select(one => one.HolderKey!.X));
        Assert.Equal(3, credentials.Select(one => one.Status).Distinct().Count());
        Assert.All(credentials, one => Assert.Equal(slip.Serial, one.Claims["serial_no"]!.GetValue<string>()));
        await using var db = issuers[engine].Db();
        var copies = await db.Copies.Where(one => one.SerialNo == slip.Serial && one.Form == CopyForm.Wallet).ToListAsync();
        Assert.Equal(credentials.Select(one => one.Status!.Index).Order(), copies.Select(one => one.StatusIndex).Order());
        Assert.All(copies, copy => Assert.Equal($"{ForeignWallet.Issuer}/status/{copy.StatusList}", credentials[0].Status!.Uri));
    }

    public static TheoryData<string> BadProofs() => new()
    {
        "typ JWT", "no typ", "alg none", "alg HS256", "another audience", "an audience list", "no iat", "an old iat", "a future iat",
        "no nonce", "an iss", "a kid beside the jwk", "no jwk", "a private key", "a signature by another key", "a crit header",
        "the same key twice", "two nonces", "eleven proofs", "no proofs", "an empty list", "a number", "two kinds of proofs",
        "not a token",
    };

    [Theory]
    [MemberData(nameof(BadProofs))]
    public async Task A_bad_proof_is_refused_and_costs_nothing(string what)
    {
        using var wallet = new ForeignWallet(issuers["sqlite"]);
        var token = await TokenAsync(wallet);
        var nonce = await wallet.NonceAsync();
        var (key, other) = (ForeignWallet.NewKey(), ForeignWallet.NewKey());
        JsonObject Request(params string[] proofs) => ForeignWallet.Request(proofs);
        JsonObject Changed(Action<JsonObject, JsonObject> change) => Request(ForeignWallet.Proof(key, nonce, change));
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var jwt = ForeignWallet.Proof(key, nonce);
        var request = what switch
        {
            "typ JWT" => Changed((header, _) => header["typ"] = "JWT"),
            "no typ" => Changed((header, _) => header.Remove("typ")),
            "alg none" => Changed((header, _) => header["alg"] = "none"),
            "alg HS256" => Changed((header, _) => header["alg"] = "HS256"),
            "another audience" => Changed((_, payload) => payload["aud"] = "https://other.example"),
            "an audience list" => Changed((_, payload) => payload["aud"] = new JsonArray(ForeignWallet.Issuer)),
            "no iat" => Changed((_, payload) => payload.Remove("iat")),
            "an old iat" => Changed((_, payload) => payload["iat"] = now - 3600),
            "a future iat" => Changed((_, payload) => payload["iat"] = now + 3600),
            "no nonce" => Changed((_, payload) => payload.Remove("nonce")),
            "an iss" => Changed((_, payload) => payload["iss"] = "wallet"),
            "a kid beside the jwk" => Changed((header, _) => header["kid"] = "k"),
            "no jwk" => Changed((header, _) => header.Remove("jwk")),
            "a private key" => Changed((header, _) => header["jwk"]!["d"] = "AA"),
            "a signature by another key" => Changed((header, _) => header["jwk"] = (other.PublicJwk with { Kid = null }).ToJson()),
            "a crit header" => Changed((header, _) => header["crit"] = new JsonArray("x")),
            "the same key twice" => Request(jwt, ForeignWallet.Proof(key, nonce)),
            "two nonces" => Request(jwt, ForeignWallet.Proof(other, await wallet.NonceAsync())),
            "eleven proofs" => Request([.. Enumerable.Range(0, 11).Select(_ => ForeignWallet.Proof(ForeignWallet.NewKey(), nonce))]),
            "no proofs" => new JsonObject { ["credential_configuration_id"] = "national-skills-certificate" },
            "an empty list" => Request(),
            "a number" => With(Request(), "proofs", new JsonObject { ["jwt"] = new JsonArray(7) }),
            "two kinds of proofs" => With(Request(), "proofs",
                new JsonObject { ["jwt"] = new JsonArray(jwt), ["attestation"] = new JsonArray(jwt) }),
            _ => Request("x.y.z"),
        };
        var refused = await wallet.CredentialAsync(token, request);
        Assert.Equal((400, "invalid_proof"), (refused.Status, refused.Error));
        Assert.True(refused["error_description"].All(char.IsAscii));
        // Neither nonce nor token was used up.
        Assert.Equal(200, (await wallet.CredentialAsync(token, Request(jwt))).Status);
    }

    [Theory]
    [InlineData("both ids", "invalid_credential_request")]
    [InlineData("neither id", "invalid_credential_request")]
    [InlineData("the format of a draft", "invalid_credential_request")]
    [InlineData("the proof of a draft", "invalid_credential_request")]
    [InlineData("an identifier", "unknown_credential_identifier")]
    [InlineData("the other configuration", "unknown_credential_configuration")]
    [InlineData("an unknown configuration", "unknown_credential_configuration")]
    [InlineData("encryption", "invalid_encryption_parameters")]
    public async Task Each_malformed_credential_request_has_its_error(string what, string error)
    {
        using var wallet = new ForeignWallet(issuers["sqlite"]);
        var token = await TokenAsync(wallet);
        var request = ForeignWallet.Request(ForeignWallet.Proof(ForeignWallet.NewKey(), await wallet.NonceAsync()));
        const string Id = "credential_configuration_id";
        switch (what)
        {
            case "both ids":
                request["credential_identifier"] = "x";
                break;
            case "neither id":
                request.Remove(Id);
                break;
            case "the format of a draft":
                request["format"] = "vc+sd-jwt";
                break;
            case "the proof of a draft":
                request["proof"] = new JsonObject();
                break;
            case "an identifier":
                request.Remove(Id);
                request["credential_identifier"] = "x";
                break;
            case "the other configuration":
                request[Id] = "statement-of-achievement";
                break;
            case "an unknown configuration":
                request[Id] = "x";
                break;
            default:
                request["credential_response_encryption"] = new JsonObject();
                break;
        }

        var answer = await wallet.CredentialAsync(token, request);
        Assert.Equal((400, error), (answer.Status, answer.Error));
    }

    [Theory]
    [InlineData("{\"a\":1,\"a\":2}", "application/json")]
    [InlineData("[]", "application/json")]
    [InlineData("not json", "application/json")]
    [InlineData("{}", "text/plain")]
    public async Task A_body_that_is_no_single_json_object_is_refused(string body, string type)
    {
        using var wallet = new ForeignWallet(issuers["sqlite"]);
        var answer = await wallet.PostTextAsync("/credential", await TokenAsync(wallet), body, type);
        Assert.Equal((400, "invalid_credential_request"), (answer.Status, answer.Error));
    }

    [Fact]
    public async Task A_missing_or_wrong_token_is_unauthorized()
    {
        using var wallet = new ForeignWallet(issuers["sqlite"]);
        var missing = await wallet.CredentialAsync(null, new JsonObject());
        Assert.Equal(401, missing.Status);
        Assert.Equal("Bearer", missing.Raw.Headers.WwwAuthenticate.ToString());
        var wrong = await wallet.CredentialAsync("x", new JsonObject());
        Assert.Equal((401, "invalid_token"), (wrong.Status, wrong.Error));
        var inQuery = await wallet.PostJsonAsync($"/credential?access_token={await TokenAsync(wallet)}", null, new JsonObject());
        Assert.Equal(401, inQuery.Status);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_nonce_serves_one_request_even_under_a_race(string engine)
    {
        using var wallet = new ForeignWallet(issuers[engine]);
        var slip = await issuers.SlipAsync(engine);
        var token = await wallet.AccessAsync(slip);
        var nonce = await wallet.NonceAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            wallet.CredentialAsync(token, ForeignWallet.Request(ForeignWallet.Proof(ForeignWallet.NewKey(), nonce)))));
        Assert.Single(answers, answer => answer.Status == 200);
        Assert.All(answers.Where(answer => answer.Status != 200),
            answer => Assert.Equal((400, "invalid_nonce"), (answer.Status, answer.Error)));
        await using var db = issuers[engine].Db();
        Assert.Equal(1, await db.Copies.CountAsync(one => one.SerialNo == slip.Serial && one.Form == CopyForm.Wallet));
    }

    [Theory]
    [InlineData("AAAA")]
    [InlineData("not ours at all")]
    public async Task A_nonce_that_is_not_ours_is_refused(string nonce)
    {
        using var wallet = new ForeignWallet(issuers["sqlite"]);
        var answer = await wallet.CredentialAsync(await TokenAsync(wallet),
            ForeignWallet.Request(ForeignWallet.Proof(ForeignWallet.NewKey(), nonce)));
        Assert.Equal((400, "invalid_nonce"), (answer.Status, answer.Error));
    }

    [Fact]
    public async Task A_lost_answer_can_be_asked_for_again_but_a_token_is_no_mint()
    {
        using var wallet = new ForeignWallet(issuers["sqlite"]);
        var token = await TokenAsync(wallet);
        var answers = new List<int>();
        for (var i = 0; i < 3; i++)
        {
            var nonce = await wallet.NonceAsync();
            var proofs = Enumerable.Range(0, 10).Select(_ => ForeignWallet.Proof(ForeignWallet.NewKey(), nonce));
            answers.Add((await wallet.CredentialAsync(token, ForeignWallet.Request(proofs))).Status);
        }

        Assert.Equal([200, 200, 400], answers);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_revoked_certificate_is_no_longer_given_out(string engine)
    {
        var issuer = issuers[engine];
        using var wallet = new ForeignWallet(issuer);
        var slip = await issuers.SlipAsync(engine);
        var token = await wallet.AccessAsync(slip);
        using var officer = await issuer.SignInAsync("officer.b");
        await officer.SubmitAsync(await officer.GetAsync($"/certificates/{slip.Serial}/revoke"), "main form",
            new() { ["reason"] = "Issued by mistake" });
        var answer = await wallet.CredentialAsync(token,
            ForeignWallet.Request(ForeignWallet.Proof(ForeignWallet.NewKey(), await wallet.NonceAsync())));
        Assert.Equal((400, "credential_request_denied"), (answer.Status, answer.Error));
        Assert.Equal(410, (await wallet.GetAsync(slip.OfferPath)).Status);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_notification_is_taken_twice_from_its_owner_and_from_nobody_else(string engine)
    {
        using var wallet = new ForeignWallet(issuers[engine]);
        var (answer, token, _) = await wallet.ReceiveAsync(await issuers.SlipAsync(engine));
        var notice = new JsonObject { ["notification_id"] = answer["notification_id"], ["event"] = "credential_accepted" };
        Assert.Equal(204, (await wallet.NotifyAsync(token, notice.DeepClone())).Status);
        Assert.Equal(204, (await wallet.NotifyAsync(token, notice.DeepClone())).Status);
        var stranger = await wallet.AccessAsync(await issuers.SlipAsync(engine));
        Assert.Equal("invalid_notification_id", (await wallet.NotifyAsync(stranger, notice.DeepClone())).Error);
        Assert.Equal("invalid_notification_id", (await wallet.NotifyAsync(token,
            new JsonObject { ["notification_id"] = "x", ["event"] = "credential_accepted" })).Error);
        Assert.Equal("invalid_notification_request", (await wallet.NotifyAsync(token,
            new JsonObject { ["notification_id"] = "x", ["event"] = "credential_eaten" })).Error);
        Assert.Equal(401, (await wallet.NotifyAsync(null, notice.DeepClone())).Status);
        await using var db = issuers[engine].Db();
        Assert.Equal(1, await db.Deliveries.CountAsync(one => one.Event == "credential_accepted"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Two_copies_of_the_issuer_behave_as_one(string engine)
    {
        await using var second = await RunningIssuer.StartAsync(engine, beside: issuers[engine]);
        using var here = new ForeignWallet(issuers[engine]);
        using var there = new ForeignWallet(second);
        var slip = await issuers.SlipAsync(engine);
        var code = await here.CodeAsync(slip);
        var race = await Task.WhenAll(here.TokenAsync(code, slip.Pin), there.TokenAsync(code, slip.Pin));
        var token = Assert.Single(race, answer => answer.Status == 200)["access_token"];
        var nonce = await here.NonceAsync();
        var request = ForeignWallet.Request(ForeignWallet.Proof(ForeignWallet.NewKey(), nonce));
        Assert.Equal(200, (await there.CredentialAsync(token, request.DeepClone())).Status);
        Assert.Equal("invalid_nonce", (await here.CredentialAsync(token, request.DeepClone())).Error);
    }

    private static JsonObject With(JsonObject json, string name, JsonNode value)
    {
        json[name] = value;
        return json;
    }

    /// <summary>Tokens of one slip: a slip may be redeemed by several wallets.</summary>
    private async Task<string> TokenAsync(ForeignWallet wallet)
    {
        _slip ??= await issuers.SlipAsync("sqlite");
        return await wallet.AccessAsync(_slip);
    }

    private static Slip? _slip;
}
