using System.Security.Cryptography;
using System.Text;
using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.SdJwtVc;
using SkillsPassport.Credentials.Status;
using SkillsPassport.Credentials.Tests.Paper;
using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Credentials.Tests.Verification;

/// <summary>
/// The small world in which verdicts are tried: one authority, a few issuers and centres, fixed keys.
/// </summary>
internal static class VerdictWorld
{
    public const string Nsda = SampleAwards.Issuer;
    public const string Other = "https://other.example";
    public const string Keyless = "https://keyless.example";
    public const string StatusUri = SampleAwards.StatusUri;
    public const int StatusIndex = 4711;

    public static readonly DateTimeOffset Now = Utc("2026-11-21T12:00:00");
    public static readonly DateTimeOffset IssuedAt = Utc("2026-11-20T08:00:00");

    private static readonly Dictionary<string, EcSigner> Keys = [];

    public static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text + "Z",
        System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The same key for the same label, always.</summary>
    public static EcSigner Key(string label)
    {
        lock (Keys)
        {
            if (!Keys.TryGetValue(label, out var key))
            {
                Keys[label] = key = new EcSigner(NewKey(label));
            }

            return key;
        }
    }

    public static ECDsa NewKey(string label) => ECDsa.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        D = SHA256.HashData(Encoding.UTF8.GetBytes("Skills Passport verdict vectors: " + label)),
    });

    public static TrustedKey Trusted(string label, string from = "2020-01-01T00:00:00", string? until = null,
        string? compromisedFrom = null) => new(Key(label).PublicJwk, Utc(from),
            until is null ? null : Utc(until), compromisedFrom is null ? null : Utc(compromisedFrom));

    public static IReadOnlyList<PermittedAward> AllAwards(params string[] frameworks) =>
    [
        .. CredentialTypes.All.Select(type => new PermittedAward(type.Vct,
            frameworks.Length > 0 ? frameworks : ["BD-NSQF", "BD-NTVQF"], new DateOnly(2020, 1, 1), null)),
    ];

    public static TrustListContent TrustList() => new()
    {
        Authority = "https://authority.example.gov.bd",
        IssuedAt = Now.AddHours(-1),
        Sequence = 7,
        NextUpdate = Now.AddDays(7),
        SchemeName = new LocalisedName("Accreditation of skills awards (test)", "দক্ষতা সনদ স্বীকৃতি (পরীক্ষা)"),
        Territory = "BD",
        Demo = true,
        Issuers =
        [
            new TrustedIssuer
            {
                Id = Nsda,
                Name = new LocalisedName("National Skills Development Authority", "জাতীয় দক্ষতা উন্নয়ন কর্তৃপক্ষ"),
                Demo = true,
                Lookup = Nsda + "/lookup",
                Keys =
                [
                    Trusted("nsda"),
                    Trusted("nsda retired", until: "2026-06-01T00:00:00"),
                    Trusted("nsda stolen", compromisedFrom: "2026-11-20T00:00:00"),
                    Trusted("nsda next", from: "2026-12-01T00:00:00"),
                ],
                Awards = AllAwards(),
            },
            new TrustedIssuer
            {
                Id = Other,
                Name = new LocalisedName("Other Board"),
                Keys = [Trusted("other")],
                Awards = AllAwards(),
            },
            new TrustedIssuer { Id = Keyless, Name = new LocalisedName("Keyless Board"), Awards = AllAwards() },
        ],
        Centres =
        [
            Centre("RPLC-DEMO-01", "2020-01-01"),
            Centre("RPLC-DEMO-02", "2020-01-01"),
            Centre("RPLC-DEMO-03", "2020-01-01"),
            Centre("RPLC-DEMO-04", "2020-01-01"),
        ],
        Wallets = [new TrustedWallet("https://wallet.example", new LocalisedName("Wallet"))],
    };

    public static AccreditedCentre Centre(string code, string from, string? until = null) => new(code,
        new LocalisedName($"Centre {code}", $"কেন্দ্র {code}"), "Cumilla", Day(from), until is null ? null : Day(until));

    public static DateOnly Day(string text) =>
        DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    public static TrustListContent WithNsda(this TrustListContent list, Func<TrustedIssuer, TrustedIssuer> change) =>
        list with { Issuers = [.. list.Issuers.Select(issuer => issuer.Id == Nsda ? change(issuer) : issuer)] };

    public static TrustListContent WithCentres(this TrustListContent list, params AccreditedCentre[] centres) =>
        list with { Centres = centres };

    public static byte[] Paper(Award award, string issuer = Nsda, string key = "nsda", DateTimeOffset? issuedAt = null,
        int index = StatusIndex)
    {
        var target = new CopyTarget(issuer, issuer + "/status/1.cwt", index, issuedAt ?? IssuedAt);
        var prepared = Assert.IsType<PrepareResult.Prepared>(Issuance.PreparePaper(award, target));
        return new CredentialSigner(Key(key)).Sign((PreparedPaper)prepared.Credential);
    }

    /// <summary>A list on which the certificate's own entry has this value and its neighbours another.</summary>
    public static byte[] StatusList(byte value = 0, string key = "nsda", string uri = StatusUri,
        DateTimeOffset? issuedAt = null, DateTimeOffset? expires = null, int bits = 2, int size = 1 << 13)
    {
        var list = new StatusList(bits, size);
        list[StatusIndex] = value;
        list[StatusIndex - 1] = 1;
        list[StatusIndex + 1] = (byte)(bits == 1 ? 1 : 2);
        var signed = issuedAt ?? Now.AddMinutes(-10);
        return StatusListToken.SignCwt(Key(key), new StatusListClaims(uri, signed, expires ?? signed.AddHours(24),
            TimeSpan.FromHours(1)), bits, list.Compress());
    }
}
