using SkillsPassport.Credentials.Registers;
using SkillsPassport.Hosting.Languages;

namespace SkillsPassport.Wallet.Recruiters;

/// <summary>How a recruiter stands, in the words of the passport.</summary>
public enum LicenceWord
{
    Valid,
    NotYetValid,
    Expired,
    Suspended,
    Cancelled,

    /// <summary>The register holds no such licence.</summary>
    NotListed,

    /// <summary>No register that may be leaned on: nothing is said, least of all that it is fine.</summary>
    CouldNotCheck,
}

/// <summary>The recruiter of a share, as it was called when the share was made.</summary>
public sealed record SharedRecruiter(string Rl, string? NameEn, string? NameBn)
{
    public string Name(string language) => (language == "bn" ? NameBn : NameEn) ?? NameEn ?? Rl;
}

/// <summary>A licence on one day.</summary>
/// <param name="Rl">Canonical number, shown as it is in every language: people compare it with a printed one.</param>
/// <param name="Since">First day of a suspension or without licence; last day of a licence that ended.</param>
/// <param name="Entry">The register's row; null when there is none or no register.</param>
public sealed record Licence(string Rl, LicenceWord Word, DateOnly? Since, Recruiter? Entry)
{
    /// <summary>May not recruit now, for all we know. What could not be checked is neither fine nor bad.</summary>
    public bool IsBad => Word is not (LicenceWord.Valid or LicenceWord.CouldNotCheck);

    public SharedRecruiter Named => new(Rl, Entry?.Name.En, Entry?.Name.Bn);

    /// <summary>Colour of the box that says it.</summary>
    public string Look => Word switch
    {
        LicenceWord.Valid => "yes",
        LicenceWord.CouldNotCheck => "unknown",
        _ => "no",
    };

    /// <summary>Colour of the tag that says it.</summary>
    public string? Tag => Word switch
    {
        LicenceWord.Valid => null,
        LicenceWord.CouldNotCheck => "wait",
        _ => "no",
    };

    /// <summary>Key of its word among the phrases.</summary>
    public string Key => $"licence.{Word}".ToLowerInvariant();

    public static Licence Of(Recruiter entry, DateOnly day) => entry.StandingOn(day) switch
    {
        LicenceStanding.Valid => new Licence(entry.Rl, LicenceWord.Valid, null, entry),
        LicenceStanding.NotYetValid => new Licence(entry.Rl, LicenceWord.NotYetValid, entry.From, entry),
        LicenceStanding.Expired => new Licence(entry.Rl, LicenceWord.Expired, entry.Until, entry),
        LicenceStanding.Suspended => new Licence(
            entry.Rl, LicenceWord.Suspended, entry.SuspensionOn(day)?.From, entry),
        LicenceStanding.Cancelled => new Licence(entry.Rl, LicenceWord.Cancelled, entry.CancelledFrom, entry),
    };
}
