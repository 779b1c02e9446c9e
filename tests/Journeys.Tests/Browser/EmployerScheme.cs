using System.Text;
using System.Text.Json;
using SkillsPassport.Credentials.Frameworks;
using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Services.Tests.Verifier;

namespace SkillsPassport.Journeys.Tests.Browser;

/// <summary>A running verifier with an authority and an issuer behind it, and one certificate in each state.</summary>
public sealed class EmployerScheme : IAsyncLifetime
{
    private const int Revoked = 20, Suspended = 21, Replaced = 22;

    private EcSigner RegisterKey { get; } = Scheme.NewKey();

    private string RegisterAddress => Scheme.Authority.Url + "/comparisons.jwt";

    public Chromium Chromium { get; } = new();

    public Scheme Scheme { get; private set; } = null!;

    public RunningVerifier Verifier { get; private set; } = null!;

    public string Url => Verifier.Http.BaseAddress!.ToString().TrimEnd('/');

    /// <summary>The states of a certificate, by name: what stands behind the # of its link.</summary>
    public Dictionary<string, string> Payloads { get; } = [];

    public async Task InitializeAsync()
    {
        await Chromium.InitializeAsync();
        Scheme = await Scheme.StartAsync();
        Scheme.Statuses[Revoked] = 1;
        Scheme.Statuses[Suspended] = 2;
        Scheme.Statuses[Replaced] = 3;
        Scheme.PublishStatus();
        Scheme.PublishTrustList(list => list with
        {
            Registers = [new("comparisons", RegisterAddress, [Scheme.Key(RegisterKey)])],
            Issuers = [.. list.Issuers.Select(issuer => issuer with
            {
                Name = new("National Skills Development Authority, Bangladesh", "জাতীয় দক্ষতা উন্নয়ন কর্তৃপক্ষ", "هيئة تنمية المهارات الوطنية، بنغلاديش"),
            })],
        });
        Scheme.Authority.Serve("/comparisons.jwt", Encoding.ASCII.GetBytes(Comparisons()), "application/comparison-register+jwt");
        Verifier = await RunningVerifier.StartAsync(Scheme, args: ["--Lookup:PerMinute=1000", "--Lookup:PerDay=10000", "--Lookup:MissesPerTenMinutes=1000"]);
        MakePayloads();
    }

    public async Task DisposeAsync()
    {
        await Verifier.DisposeAsync();
        await Scheme.DisposeAsync();
        await Chromium.DisposeAsync();
    }

    /// <summary>The authority's comparison register, as it, a liar, or it at another time would sign it.</summary>
    public string Comparisons(EcSigner? signer = null, DateTimeOffset? at = null, int sequence = 5) =>
        EmployerComparisons.Sign(signer ?? RegisterKey, Scheme.Authority.Url, at ?? DateTimeOffset.UtcNow, sequence);

    /// <summary>What the pages say, by key.</summary>
    public static Dictionary<string, string> Phrases(string language) => JsonSerializer.Deserialize<Dictionary<string, string>>(
        File.ReadAllText(Path.Combine(NodeRun.Repository, "verifier", "Languages", $"{language}.json")))!;

    public string Link(string state) => $"{Url}/C#{Payloads[state]}";

    private void MakePayloads()
    {
        Add("valid", Scheme.Paper(7));
        Add("statement", Scheme.Paper(8, Statement));
        Add("driving", Scheme.Paper(9, Driving));
        Add("revoked", Scheme.Paper(Revoked));
        Add("suspended", Scheme.Paper(Suspended));
        Add("replaced", Scheme.Paper(Replaced));
        Add("expired", Scheme.Paper(10, award => Dated(award, new(2021, 1, 10))));
        Add("not_yet_valid", Scheme.Paper(11, award => Dated(award, DateOnly.FromDateTime(DateTime.UtcNow.AddDays(40))) with
        {
            AssessedOn = award.AssessedOn,
        }));
        Add("not_accredited", Scheme.Paper(12, award => award with { CentreCode = "RPLC-OTHER" }));
        Add("unknown_issuer", Scheme.Paper(13, issuer: "https://unknown.example", key: Scheme.NewKey(),
            statusUri: "https://unknown.example/status/1.cwt"));
        Add("could_not_check", Scheme.Paper(14, statusUri: Scheme.Issuer.Url + "/status/9.cwt"));
        var forged = Scheme.Paper(15);
        forged[^1] ^= 1;
        Add("not_genuine", forged);
        Add("damaged", Scheme.Paper(16)[..200]);
    }

    private void Add(string state, byte[] cwt) => Payloads[state] = Base32.Encode(cwt);

    private static Award Dated(Award award, DateOnly result) => award with
    {
        AssessedOn = result.AddDays(-14), ResultPublishedOn = result, ValidUntil = result.AddYears(5).AddDays(-1),
    };

    private static Award Statement(Award award) => award with
    {
        Type = AwardType.StatementOfAchievement,
        SerialNo = "SOA-LE-WEL-L2-900102", RegistrationNo = "RPL-LE-WEL-L2-900102", FullName = "SHAHIN", NameBn = "শাহীন",
        OccupationCode = "WEL",
        UnitCodes = [.. FrameworkData.FindOccupation("WEL")!.Units.Select(unit => unit.Code).Take(12)],
    };

    private static Award Driving(Award award) => award with
    {
        SerialNo = "NSC-TRN-DRV-L3-900103", RegistrationNo = "TRN-TRN-DRV-L3-900103", OccupationCode = "DRV", Level = "3",
        Pathway = "Training+Assessment", PassportLast3 = null, FullName = "MOHAMMAD ABUL KALAM AZAD CHOWDHURY SHAMSUZZAMAN",
        UnitCodes = [.. FrameworkData.FindOccupation("DRV")!.Units.Select(unit => unit.Code)],
    };
}

/// <summary>What shows one certificate. Several collections, so that two browsers always have something to do.</summary>
[CollectionDefinition(Name)]
public sealed class EmployerPages : ICollectionFixture<EmployerScheme>
{
    public const string Name = "Employer's pages";
}

/// <summary>What a reader chooses on the way there: a language, a country.</summary>
[CollectionDefinition(Name)]
public sealed class EmployerChoices : ICollectionFixture<EmployerScheme>
{
    public const string Name = "Employer's choices";
}

/// <summary>What works through many, and reports.</summary>
[CollectionDefinition(Name)]
public sealed class EmployerTools : ICollectionFixture<EmployerScheme>
{
    public const string Name = "Employer's tools";
}

/// <summary>What reads pictures and keeps answers.</summary>
[CollectionDefinition(Name)]
public sealed class EmployerFiles : ICollectionFixture<EmployerScheme>
{
    public const string Name = "Employer's files";
}
