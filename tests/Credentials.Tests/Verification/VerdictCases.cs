namespace SkillsPassport.Credentials.Tests.Verification;

/// <summary>All cases of <c>Vectors/verdicts.json</c>, in the order of a verifier's questions.</summary>
internal static partial class VerdictCases
{
    private const string Unreadable = "format_unreadable";
    private const string NotCanonical = "format_not_canonical";
    private const string TooLarge = "format_too_large";

    public static IEnumerable<VerdictCase> All() =>
    [
        .. Sound(), .. Tampered(), .. WronglyTyped(), .. Malformed(), .. OddTexts(),
        .. Addresses(), .. BeyondTheData(), .. OddNames(), .. Times(), .. LastDays(), .. Status(), .. OddStatusLists(),
        .. OtherForms(), .. TrustList(), .. OddTrustLists(), .. Issuers(), .. Awards(), .. Centres(), .. Keys(), .. Around(), .. LogEntries(),
        .. Contradictions(), .. Broken(),
    ];

    private static IEnumerable<VerdictCase> Sound() =>
    [
        new("certificate in order", Expected.AllRight),
        new("statement of achievement in order", Expected.AllRight) { Candidate = "CAND-02" },
        new("certificate of the old framework in order", Expected.AllRight)
        {
            Candidate = LegacyCandidate(),
            Award = award => award with
            {
                AssessedOn = new DateOnly(2023, 5, 1),
                ResultPublishedOn = new DateOnly(2023, 6, 1),
                ValidUntil = new DateOnly(2028, 5, 31),
            },
        },
        new("certificate of the old framework, expired", Expected.NotValid("expired", "expired"))
        {
            Candidate = LegacyCandidate(),
        },
        new("text in lower case with white space around", Expected.AllRight)
        {
            Text = text => " \n" + text.ToLowerInvariant() + "\r\n ",
        },
        new("link at a mirror's host", Expected.AllRight) { Text = text => "https://mirror.example:8443/c#" + text },
        new("fragment of the link alone", Expected.AllRight) { Text = text => "#" + text },
        new("link as it is printed", Expected.AllRight) { Text = text => "HTTPS://VERIFIER.EXAMPLE/C#" + text },
        new("signed before the key was retired", Expected.AllRight)
        {
            Key = "nsda retired", IssuedAt = VerdictWorld.Utc("2026-05-31T23:59:59"),
            Status = () => VerdictWorld.StatusList(),
        },
        new("keys out of the issuer's metadata", Expected.AllRight)
        {
            Issuer = VerdictWorld.Keyless, Key = "keyless", MetadataKey = "keyless",
            Status = () => VerdictWorld.StatusList(key: "keyless", uri: VerdictWorld.Keyless + "/status/1.cwt"),
        },
    ];

    private static string LegacyCandidate() => Paper.SampleAwards.ByCandidate
        .First(pair => pair.Value.Framework == "BD-NTVQF").Key;
}
