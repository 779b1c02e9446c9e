using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Issuer.Certificates;
using SkillsPassport.Services.Tests.Peers;
using SkillsPassport.Services.Tests.Verifier;

namespace SkillsPassport.Services.Tests.Wallet;

/// <summary>A small OpenID4VCI 1.0 issuer on a web server of its own, written against the specification and not against
/// our issuer. A test may change any of its answers to play a hostile one.</summary>
public sealed class PeerIssuer
{
    private readonly LocalPeer _peer;
    private readonly HashSet<string> _nonces = [];
    private int _codes;
    private List<Jwk> _waiting = [];

    public PeerIssuer(LocalPeer peer, Func<Jwk, string> issue)
    {
        (_peer, Issue) = (peer, issue);
        peer.On("/.well-known/openid-credential-issuer", context => JsonAsync(context, 200, Metadata!));
        peer.On("/.well-known/oauth-authorization-server", context => JsonAsync(context, 200, ServerMetadata!));
        peer.On("/.well-known/skills-passport-issuer", context => JsonAsync(context, 200, OwnDocument!));
        peer.On("/offers/one", GiveOfferAsync);
        peer.On("/token", GiveTokenAsync);
        peer.On("/nonce", GiveNonceAsync);
        peer.On("/credential", GiveCredentialAsync);
        peer.On("/later", GiveLaterAsync);
        peer.On("/notification", TakeNotificationAsync);
        peer.On("/offers/find", FindOfferAsync);
        peer.On("/paper", GivePaperAsync);
        Metadata = new JsonObject
        {
            ["credential_issuer"] = Url,
            ["credential_endpoint"] = Url + "/credential",
            ["nonce_endpoint"] = Url + "/nonce",
            ["notification_endpoint"] = Url + "/notification",
            ["deferred_credential_endpoint"] = Url + "/later",
            ["display"] = new JsonArray(new JsonObject { ["name"] = "Self-styled ministry", ["locale"] = "en" }),
            ["credential_configurations_supported"] = new JsonObject
            {
                ["national-skills-certificate"] = new JsonObject
                {
                    ["format"] = "dc+sd-jwt",
                    ["vct"] = "https://passport.example.gov.bd/credentials/national-skills-certificate/1",
                    ["proof_types_supported"] = new JsonObject
                    {
                        ["jwt"] = new JsonObject { ["proof_signing_alg_values_supported"] = new JsonArray("ES256") },
                    },
                },
            },
        };
        ServerMetadata = new JsonObject { ["issuer"] = Url, ["token_endpoint"] = Url + "/token" };
        OwnDocument = new JsonObject { ["issuer"] = Url, ["find_offer_endpoint"] = Url + "/offers/find" };
    }

    /// <summary>The issuer of a scheme: listed, with the scheme's key and sample award.</summary>
    public static PeerIssuer Of(Scheme scheme) => new(scheme.Issuer, holder =>
    {
        var target = new CopyTarget(scheme.Issuer.Url, scheme.StatusUri, 8, DateTimeOffset.UtcNow);
        var prepared = (PrepareResult.Prepared)Issuance.PrepareWallet(Scheme.SampleAward, target, holder);
        return new CredentialSigner(scheme.IssuerKey).Sign((PreparedWalletCredential)prepared.Credential);
    });

    public string Url => _peer.Url;

    public Func<Jwk, string> Issue { get; set; }

    public JsonObject Metadata { get; }

    public JsonObject ServerMetadata { get; }

    public JsonObject OwnDocument { get; }

    public Func<JsonObject, JsonObject> ChangeOffer { get; set; } = offer => offer;

    public Func<JsonObject, JsonObject> ChangeToken { get; set; } = token => token;

    /// <summary>How often the deferred endpoint was asked.</summary>
    public int Polled { get; private set; }

    /// <summary>How often a wallet is told to come back later.</summary>
    public int NotReadyYet { get; set; }

    /// <summary>In how many seconds who was told so may ask again.</summary>
    public int Interval { get; set; } = 5;

    public List<string> Asked { get; } = [];

    public string Pin { get; set; } = "271828";

    /// <summary>Whose certificate is found by number.</summary>
    public const string Number = "NSC-CON-PLM-L2-900101";

    public const string YearOfBirth = "1994";

    /// <summary>The tries by number are used up for so long.</summary>
    public int WaitSeconds { get; set; }

    /// <summary>Answers the next so many requests for a token with this status, and to come back in ten
    /// minutes.</summary>
    public (int Times, int Status) Busy { get; set; }

    public bool GivesRefreshTokens { get; set; }

    public int Refreshed { get; private set; }

    public int TokensRefused { get; private set; }

    /// <summary>The only access token that counts; a test that changes it ends the one given out.</summary>
    public string Token { get; set; } = "token-of-the-worker";

    public int TriesLeft { get; set; } = 5;

    /// <summary>Cuts the connection once, after the code was spent and before the token is sent.</summary>
    public bool LoseNextToken { get; set; }

    public bool LoseNextCredential { get; set; }

    /// <summary>So many copies it gives at once.</summary>
    public PeerIssuer GivesCopies(int count)
    {
        Metadata["batch_credential_issuance"] = new JsonObject { ["batch_size"] = count };
        ProofsAllowed = count;
        return this;
    }

    public int ProofsAllowed { get; set; } = 1;

    /// <summary>How many proofs each request for a certificate brought.</summary>
    public List<int> CopiesAsked { get; } = [];

    public bool RefuseNextNonce { get; set; }

    public List<string> Notifications { get; } = [];

    public List<string> Proofs { get; } = [];

    public int Redeemed { get; private set; }

    /// <summary>What the paper endpoint gives for a presentation; null while the issuer has none.</summary>
    public Func<string, byte[]?>? Paper { get; set; }

    /// <summary>From now on it gives this paper to whoever asks.</summary>
    public PeerIssuer GivesPaper(byte[] cwt)
    {
        var pdf = PdfOf(cwt);
        Paper = _ => pdf;
        return this;
    }

    /// <summary>A certificate's PDF with these bytes attached; what is printed matters to nobody here.</summary>
    public static byte[] PdfOf(byte[] cwt)
    {
        var award = Scheme.SampleAward;
        return Certificate.ToPdf(new CertificateModel
        {
            Issuer = new CertificateIssuer { Demo = true }, IsStatement = false, NameEn = award.FullName, NameBn = award.NameBn,
            FatherName = award.FatherName, MotherName = award.MotherName, BirthYear = award.BirthDate.Year,
            Occupation = new("Plumbing", "প্লাম্বিং"), Level = new("Level 2", "স্তর ২"), Framework = new("NSQF", "এনএসকিউএফ"),
            Units = [new CertificateUnit("Fit and Join Pipes")], UnitsTotal = 1, Pathway = award.Pathway,
            CentreCode = award.CentreCode, CentreName = award.CentreName, SerialNo = award.SerialNo,
            RegistrationNo = award.RegistrationNo, AssessedOn = award.AssessedOn, ResultPublishedOn = award.ResultPublishedOn,
            ValidUntil = award.ValidUntil, QrText = PaperQr.ToText(new Uri("https://verify.example"), cwt),
            CertificateCode = "7K3F-9Q2M-TX4B", Cwt = cwt, IssuedAt = DateTimeOffset.UtcNow,
        });
    }

    public string OfferUri => Url + "/offers/one";

    public string Claim => "/receive?credential_offer_uri=" + Uri.EscapeDataString(OfferUri);

    private string CurrentCode => $"code-{_codes}";

    private static Task JsonAsync(HttpContext context, int status, JsonNode json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json.ToJsonString());
    }

    private Task GiveOfferAsync(HttpContext context)
    {
        _codes++;
        return JsonAsync(context, 200, ChangeOffer(new JsonObject
        {
            ["credential_issuer"] = Url,
            ["credential_configuration_ids"] = new JsonArray("national-skills-certificate"),
            ["grants"] = new JsonObject
            {
                ["urn:ietf:params:oauth:grant-type:pre-authorized_code"] = new JsonObject
                {
                    ["pre-authorized_code"] = CurrentCode,
                    ["tx_code"] = new JsonObject { ["input_mode"] = "numeric", ["length"] = 6 },
                },
            },
        }));
    }

    private async Task GiveTokenAsync(HttpContext context)
    {
        if (Busy.Times > 0)
        {
            Busy = (Busy.Times - 1, Busy.Status);
            context.Response.Headers.RetryAfter = "600";
            await JsonAsync(context, Busy.Status, new JsonObject { ["error"] = "invalid_request" });
            return;
        }

        var form = await context.Request.ReadFormAsync();
        if (form["grant_type"] == "refresh_token")
        {
            Refreshed += form["refresh_token"] == "refresh-1" ? 1 : 0;
            await (form["refresh_token"] == "refresh-1"
                ? JsonAsync(context, 200, ChangeToken(TokenAnswer()))
                : JsonAsync(context, 400, new JsonObject { ["error"] = "invalid_grant" }));
            return;
        }

        if (form["grant_type"] != "urn:ietf:params:oauth:grant-type:pre-authorized_code"
            || form["pre-authorized_code"] != CurrentCode || TriesLeft == 0)
        {
            TokensRefused++;
            await JsonAsync(context, 400, new JsonObject { ["error"] = "invalid_grant", ["attempts_remaining"] = TriesLeft });
            return;
        }

        if (form["tx_code"] != Pin)
        {
            TriesLeft--;
            await JsonAsync(context, 400, new JsonObject { ["error"] = "invalid_grant", ["attempts_remaining"] = TriesLeft });
            return;
        }

        _codes++;
        if (LoseNextToken)
        {
            LoseNextToken = false;
            context.Abort();
            return;
        }

        await JsonAsync(context, 200, ChangeToken(TokenAnswer()));
    }

    private JsonObject TokenAnswer()
    {
        var answer = new JsonObject { ["access_token"] = Token, ["token_type"] = "Bearer", ["expires_in"] = 600 };
        if (GivesRefreshTokens)
        {
            answer["refresh_token"] = "refresh-1";
        }

        return answer;
    }

    private async Task FindOfferAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        string Of(string name) => body.RootElement.GetProperty(name).GetString()!;
        await (WaitSeconds > 0
            ? JsonAsync(context, 429, new JsonObject { ["error"] = "invalid_request", ["wait_seconds"] = WaitSeconds })
            : (Of("certificate_number"), Of("year_of_birth"), Of("pin")) == (Number, YearOfBirth, Pin)
                ? JsonAsync(context, 200, new JsonObject { ["credential_offer_uri"] = OfferUri })
                : JsonAsync(context, 404, new JsonObject { ["error"] = "invalid_request" }));
    }

    private Task GiveNonceAsync(HttpContext context)
    {
        var nonce = Guid.NewGuid().ToString("N");
        _nonces.Add(nonce);
        return JsonAsync(context, 200, new JsonObject { ["c_nonce"] = nonce });
    }

    private async Task GiveCredentialAsync(HttpContext context)
    {
        if (context.Request.Headers.Authorization != "Bearer " + Token)
        {
            await JsonAsync(context, 401, new JsonObject { ["error"] = "invalid_token" });
            return;
        }

        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        var proofs = body.RootElement.GetProperty("proofs").GetProperty("jwt").EnumerateArray()
            .Select(proof => Jws.Parse(proof.GetString()!, 10_000, JwsHeaderRules.PossessionProof)
                .RequireType("openid4vci-proof+jwt")).ToList();
        var nonces = proofs.Select(proof => proof.PayloadObject().GetProperty("nonce").GetString()!).Distinct().ToList();
        if (RefuseNextNonce || nonces.Count != 1 || !_nonces.Remove(nonces[0]))
        {
            RefuseNextNonce = false;
            await JsonAsync(context, 400, new JsonObject { ["error"] = "invalid_nonce" });
            return;
        }

        var keys = proofs.ConvertAll(proof => Jwk.Parse(proof.Header.GetProperty("jwk")));
        if (!proofs.Zip(keys).All(one => IsProof(one.First, one.Second)) || keys.Count > ProofsAllowed
            || keys.Distinct().Count() != keys.Count || body.RootElement.EnumerateObject().Count() != 2)
        {
            await JsonAsync(context, 400, new JsonObject { ["error"] = "invalid_proof" });
            return;
        }

        CopiesAsked.Add(keys.Count);
        Asked.Add(string.Join('=', body.RootElement.EnumerateObject().Where(one => one.Name != "proofs")
            .Select(one => $"{one.Name}={one.Value.GetString()}")));
        Proofs.AddRange(keys.Select(key => key.Thumbprint()));
        if (NotReadyYet > 0)
        {
            _waiting = keys;
            await JsonAsync(context, 202, new JsonObject { ["transaction_id"] = "t-1", ["interval"] = Interval });
            return;
        }

        Redeemed++;
        if (LoseNextCredential)
        {
            LoseNextCredential = false;
            context.Abort();
            return;
        }

        await JsonAsync(context, 200, new JsonObject
        {
            ["credentials"] = Copies(keys),
            ["notification_id"] = "n-1",
        });
    }

    private bool IsProof(Jws proof, Jwk jwk)
    {
        using var key = VerificationKey.FromJwk(jwk);
        var claims = proof.PayloadObject();
        return proof.VerifiedBy(key) && claims.GetProperty("aud").GetString() == Url
            && !claims.TryGetProperty("iss", out _);
    }

    private JsonArray Copies(IEnumerable<Jwk> keys) =>
        [.. keys.Select(key => new JsonObject { ["credential"] = Issue(key) })];

    private async Task GiveLaterAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        if (context.Request.Headers.Authorization != "Bearer " + Token)
        {
            await JsonAsync(context, 401, new JsonObject { ["error"] = "invalid_token" });
            return;
        }

        Polled++;
        if (--NotReadyYet > 0)
        {
            await JsonAsync(context, 202, new JsonObject { ["transaction_id"] = "t-1", ["interval"] = Interval });
            return;
        }

        Assert.Equal("t-1", body.RootElement.GetProperty("transaction_id").GetString());
        await JsonAsync(context, 200, new JsonObject
        {
            ["credentials"] = Copies(_waiting),
        });
    }

    private async Task GivePaperAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        if (Paper?.Invoke(body.RootElement.GetProperty("presentation").GetString()!) is not { } pdf)
        {
            await JsonAsync(context, 400, new JsonObject { ["error"] = "credential_request_denied" });
            return;
        }

        context.Response.ContentType = "application/pdf";
        await context.Response.Body.WriteAsync(pdf);
    }

    private async Task TakeNotificationAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        Notifications.Add(await reader.ReadToEndAsync());
        context.Response.StatusCode = 204;
    }
}
