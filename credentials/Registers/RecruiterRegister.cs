using System.Text.Json.Serialization;

namespace SkillsPassport.Credentials.Registers;

/// <summary>State of a licence on the day of signing; what it is on another day is computed from the dates.</summary>
[JsonConverter(typeof(RegisterWords<RecruiterStatus>))]
public enum RecruiterStatus
{
    /// <summary>Licensed, unless the period is over.</summary>
    Active,

    /// <summary>May not recruit for now.</summary>
    Suspended,

    /// <summary>Licence taken away for good.</summary>
    Cancelled,
}

/// <summary>How a licence stands on one day.</summary>
[JsonConverter(typeof(RegisterWords<LicenceStanding>))]
public enum LicenceStanding
{
    /// <summary>May recruit.</summary>
    Valid,

    /// <summary>Begins later.</summary>
    NotYetValid,

    /// <summary>Its period is over.</summary>
    Expired,

    /// <summary>May not recruit for now.</summary>
    Suspended,

    /// <summary>Taken away for good.</summary>
    Cancelled,
}

/// <summary>A time during which a recruiter may not recruit.</summary>
/// <param name="From">First suspended day.</param>
/// <param name="Until">Last suspended day; null while it lasts.</param>
/// <param name="Reason">As the officer wrote it.</param>
public sealed record Suspension(DateOnly From, DateOnly? Until, string Reason);

/// <summary>An office of the recruiter.</summary>
public sealed record RecruiterBranch(RegisterName Name, string? District, string? Address, string? Phone);

/// <summary>A registered sub-agent who works for the recruiter.</summary>
public sealed record SubAgent(RegisterName Name, string? District, string? Phone);

/// <summary>One licensed recruiter; public business data only.</summary>
public sealed record Recruiter
{
    /// <summary>Licence number, canonical.</summary>
    public required string Rl { get; init; }

    /// <summary>Name of the business.</summary>
    public required RegisterName Name { get; init; }

    /// <summary>State on the day of signing.</summary>
    public required RecruiterStatus Status { get; init; }

    /// <summary>First day of the licence.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Last day of the licence, inclusive.</summary>
    public required DateOnly Until { get; init; }

    /// <summary>First day of the suspension that lasts now.</summary>
    public DateOnly? SuspendedFrom { get; init; }

    /// <summary>First day without licence.</summary>
    public DateOnly? CancelledFrom { get; init; }

    /// <summary>Why it was cancelled.</summary>
    public string? CancelledReason { get; init; }

    /// <summary>All suspensions, oldest first.</summary>
    public IReadOnlyList<Suspension> Suspensions { get; init; } = [];

    /// <summary>Public business address.</summary>
    public string? Address { get; init; }

    /// <summary>Public business telephone.</summary>
    public string? Phone { get; init; }

    /// <summary>Offices.</summary>
    public IReadOnlyList<RecruiterBranch> Branches { get; init; } = [];

    /// <summary>Sub-agents.</summary>
    public IReadOnlyList<SubAgent> SubAgents { get; init; } = [];

    /// <summary>Invented; only in a demonstration's register.</summary>
    public bool Demo { get; init; }

    /// <summary>How the licence stands on a day.</summary>
    public LicenceStanding StandingOn(DateOnly day) =>
        CancelledFrom <= day ? LicenceStanding.Cancelled
        : day < From ? LicenceStanding.NotYetValid
        : day > Until ? LicenceStanding.Expired
        : SuspensionOn(day) is not null ? LicenceStanding.Suspended : LicenceStanding.Valid;

    /// <summary>The suspension that covers the day, or null.</summary>
    public Suspension? SuspensionOn(DateOnly day) =>
        Suspensions.LastOrDefault(one => one.From <= day && (one.Until is null || day <= one.Until));

    /// <summary>The same with the summary (status, since when) as it is on that day.</summary>
    public Recruiter AsOf(DateOnly day)
    {
        var suspension = SuspensionOn(day);
        return this with
        {
            Status = CancelledFrom <= day ? RecruiterStatus.Cancelled
                : suspension is not null ? RecruiterStatus.Suspended : RecruiterStatus.Active,
            SuspendedFrom = suspension?.From,
        };
    }
}

/// <summary>Content of the recruiter register, <c>schemas/api/recruiter-register.schema.json</c>.</summary>
public sealed record RecruiterRegister : RegisterContent
{
    /// <summary>Every licence, also ended ones.</summary>
    public required IReadOnlyList<Recruiter> Recruiters { get; init; }

    /// <summary>The licence with this number, however it is written; null when there is none.</summary>
    public Recruiter? Find(string? number) =>
        RecruitingLicence.Read(number) is { } rl ? Recruiters.FirstOrDefault(one => one.Rl == rl) : null;

    /// <inheritdoc/>
    public override IEnumerable<string> Broken()
    {
        foreach (var twice in Recruiters.GroupBy(one => one.Rl).Where(group => group.Count() > 1))
        {
            yield return $"There are two recruiters {twice.Key}.";
        }

        foreach (var one in Recruiters)
        {
            if (!RecruitingLicence.IsCanonical(one.Rl))
            {
                yield return $"{one.Rl} is not a licence number.";
            }

            if (one.Until < one.From || one.Suspensions.Any(time => time.Until < time.From))
            {
                yield return $"{one.Rl} has a period that ends before it begins.";
            }

            if (one.Demo && !Demo)
            {
                yield return $"{one.Rl} is invented, in a register that is no demonstration.";
            }
        }
    }
}
