using System.Security.Cryptography;
using System.Text;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Frameworks;
using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.SdJwt;
using SkillsPassport.Credentials.SdJwtVc;
using SkillsPassport.Credentials.Status;
using SkillsPassport.Credentials.Trust;
using SkillsPassport.Services.Tests.Peers;

namespace SkillsPassport.Services.Tests.Verifier;

/// <summary>A small scheme on this machine: an authority, an issuer and a wallet as real web servers, with real keys.</summary>
public sealed class Scheme : IAsyncDisposable
{
    private Scheme(LocalPeer authority, LocalPeer issuer, LocalPeer wallet)
    {
        (Authority, Issuer, Wallet) = (authority, issuer, wallet);
        Content = new TrustListContent
        {
            Authority = authority.Url,
            IssuedAt = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds()),
            Sequence = 1,
            NextUpdate = DateTimeOffset.UtcNow.AddDays(1),
            SchemeName = new("Test scheme"),
            Territory = "BD",
            Demo = true,
            Issuers = [IssuerEntry(issuer.Url, [Key(IssuerKey)])],
            Centres = [new("RPLC-DEMO-01", new("Demo centre"), "Dhaka", new(2020, 1, 1), null)],
            Wallets = [new(wallet.Url, new("Demo wallet"))],
        };
    }

    public LocalPeer Authority { get; }

    public LocalPeer Issuer { get; }

    public LocalPeer Wallet { get; }

    public EcSigner Root { get; } = NewKey();

    public EcSigner IssuerKey { get; } = NewKey();

    public EcSigner HolderKey { get; } = NewKey();

    public TrustListContent Content { get; private set; }

    public StatusList Statuses { get; } = new(2, 1 << 17);

    public string StatusUri => $"{Issuer.Url}/status/1";

    public string PaperStatusUri => StatusUri + ".cwt";

    /// <summary>What the verifier is given, and quick refreshing so that tests need not wait.</summary>
    public string[] VerifierArgs =>
    [
        $"--Trust:Address={Authority.Url}/trust-list.jwt", $"--Trust:RootKey={Root.PublicJwk.ToJson().ToJsonString()}",
        "--Trust:RefreshSeconds=1", "--Status:PollSeconds=1",
    ];

    public static async Task<Scheme> StartAsync()
    {
        var scheme = new Scheme(
            await LocalPeer.StartAsync(), await LocalPeer.StartAsync(), await LocalPeer.StartAsync());
        scheme.PublishTrustList();
        scheme.PublishStatus();
        return scheme;
    }

    public static EcSigner NewKey() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    public static TrustedKey Key(EcSigner key) => new(key.PublicJwk, DateTimeOffset.UnixEpoch, null, null);

    public static TrustedIssuer IssuerEntry(string url, IReadOnlyList<TrustedKey> keys) => new()
    {
        Id = url,
        Name = new("Demo issuer", "ডেমো"),
        Demo = true,
        Lookup = url + "/lookup",
        Keys = keys,
        Awards = [.. CredentialTypes.All.Select(type => new PermittedAward(
            type.Vct, [.. FrameworkData.Frameworks.Select(framework => framework.Id)], new(2020, 1, 1), null))],
    };

    /// <summary>Signs the list as it stands, or after a change, and publishes it.</summary>
    public string PublishTrustList(Func<TrustListContent, TrustListContent>? change = null, ISigner? root = null)
    {
        Content = change?.Invoke(Content) ?? Content;
        var jws = TrustListSigner.Sign(Content, root ?? Root);
        Authority.Serve("/trust-list.jwt", Encoding.ASCII.GetBytes(jws), Specs.TrustList.MediaType);
        return jws;
    }

    /// <summary>The same with the next sequence number.</summary>
    public string PublishNextTrustList(Func<TrustListContent, TrustListContent>? change = null) =>
        PublishTrustList(content => (change?.Invoke(content) ?? content) with { Sequence = content.Sequence + 1 });

    public void PublishStatus(DateTimeOffset? issuedAt = null, ISigner? key = null, TimeSpan? life = null)
    {
        Issuer.Serve("/status/1.cwt", StatusCwt(PaperStatusUri, issuedAt, key, life), Specs.TokenStatusList.CwtMediaType);
        var jwt = StatusListToken.SignJwt(key ?? IssuerKey, Claims(StatusUri, issuedAt, life), 2, Statuses.Compress());
        Issuer.Serve("/status/1", Encoding.ASCII.GetBytes(jwt), Specs.TokenStatusList.JwtMediaType);
    }

    public byte[] StatusCwt(string uri, DateTimeOffset? issuedAt = null, ISigner? key = null, TimeSpan? life = null) =>
        StatusListToken.SignCwt(key ?? IssuerKey, Claims(uri, issuedAt, life), 2, Statuses.Compress());

    /// <summary>A signed paper certificate.</summary>
    public byte[] Paper(int index = 7, Func<Award, Award>? change = null, EcSigner? key = null, string? issuer = null,
        string? statusUri = null)
    {
        var award = change?.Invoke(SampleAward) ?? SampleAward;
        var target = new CopyTarget(issuer ?? Issuer.Url, statusUri ?? PaperStatusUri, index, DateTimeOffset.UtcNow);
        var prepared = Prepared(Issuance.PreparePaper(award, target));
        return new CredentialSigner(key ?? IssuerKey).Sign((PreparedPaper)prepared);
    }

    /// <summary>A signed SD-JWT VC, ending in a tilde.</summary>
    public string SdJwt(int index = 8, EcSigner? key = null, string? issuer = null, string? statusUri = null)
    {
        var target = new CopyTarget(issuer ?? Issuer.Url, statusUri ?? StatusUri, index, DateTimeOffset.UtcNow);
        var prepared = Prepared(Issuance.PrepareWallet(SampleAward, target, HolderKey.PublicJwk));
        return new CredentialSigner(key ?? IssuerKey).Sign((PreparedWalletCredential)prepared);
    }

    /// <summary>The same, presented by its holder.</summary>
    public string Presentation(string audience, string nonce, int index = 8) =>
        KeyBinding.Append(SdJwt(index), HolderKey, audience, nonce, DateTimeOffset.UtcNow);

    public static Award SampleAward { get; } = new()
    {
        Type = AwardType.NationalSkillsCertificate,
        SerialNo = "NSC-CON-PLM-L2-900101",
        RegistrationNo = "RPL-CON-PLM-L2-900101",
        FullName = "MD RAFIQUL ISLAM",
        NameBn = "মোঃ রফিকুল ইসলাম",
        FatherName = "ABDUL KARIM",
        MotherName = "ROKEYA BEGUM",
        BirthDate = new(1990, 5, 17),
        NidLast4 = "4821",
        PassportLast3 = "7K2",
        OccupationCode = "PLM",
        Framework = "BD-NSQF",
        FrameworkVersion = FrameworkData.Frameworks.First(framework => framework.Id == "BD-NSQF").Version,
        Level = "2",
        UnitCodes = [.. FrameworkData.FindOccupation("PLM")!.Units.Select(unit => unit.Code)],
        Pathway = "RPL",
        CentreCode = "RPLC-DEMO-01",
        CentreName = "Demo centre",
        AssessedOn = new(2026, 3, 2),
        ResultPublishedOn = new(2026, 3, 16),
        ValidUntil = new(2031, 3, 15),
        Demo = true,
        SheetDigest = "test",
    };

    public async ValueTask DisposeAsync()
    {
        await Authority.DisposeAsync();
        await Issuer.DisposeAsync();
        await Wallet.DisposeAsync();
    }

    private static StatusListClaims Claims(string uri, DateTimeOffset? issuedAt, TimeSpan? life)
    {
        var at = issuedAt ?? DateTimeOffset.UtcNow;
        return new(uri, at, at + (life ?? TimeSpan.FromHours(24)), TimeSpan.FromHours(1));
    }

    private static PreparedCredential Prepared(PrepareResult result) => result switch
    {
        PrepareResult.Prepared prepared => prepared.Credential,
        PrepareResult.Refused refused => throw new InvalidOperationException(string.Join("; ", refused.Findings)),
        _ => throw new InvalidOperationException(),
    };
}
