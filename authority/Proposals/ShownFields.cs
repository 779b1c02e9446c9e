using SkillsPassport.Authority.Comparisons;
using SkillsPassport.Authority.Database;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Frameworks;
using SkillsPassport.Credentials.Registers;
using SkillsPassport.Hosting.Languages;

namespace SkillsPassport.Authority.Proposals;

/// <summary>One field as people read it: before, after, and whether they differ.</summary>
public sealed record ShownField(string Label, string? Now, string? Then)
{
    public bool Differs => Now != Then;
}

/// <summary>Rows of both registers as fields with labels, in the reader's language.</summary>
public static class ShownFields
{
    /// <summary>Only what somebody wrote; empty fields are left out.</summary>
    public static IReadOnlyList<ShownField> Compare(Phrases t, string register, string? now, string then)
    {
        var before = now is null ? [] : Read(t, register, now);
        var after = Read(t, register, then);
        return
        [
            .. after.Zip(before.Count == 0 ? after.Select(one => (one.Label, Value: (string?)null)) : before)
                .Select(pair => new ShownField(pair.First.Label, pair.Second.Value, pair.First.Value))
                .Where(field => field.Now is not null || field.Then is not null)
                // What changes is read first.
                .OrderByDescending(field => field.Differs),
        ];
    }

    /// <summary>All fields of one row.</summary>
    public static IReadOnlyList<(string Label, string? Value)> Read(Phrases t, string register, string content) =>
        register == RegisterKind.Comparisons.Name
            ? Of(t, Draft.Read<ComparisonRow>(content)) : Of(t, Draft.Read<Recruiter>(content));

    /// <summary>Fields of a comparison row.</summary>
    public static IReadOnlyList<(string Label, string? Value)> Of(Phrases t, ComparisonRow row) =>
    [
        (t["f.id"], row.Id), (t["f.status"], Status(t, row.Status)),
        (t["f.from"], $"{row.From.Framework} {row.From.Version} · {Level(t, row.From.Level)}"),
        (t["f.to"], $"{row.To.Framework} {row.To.Version}".Trim()),
        (t["f.to.level"], row.To.Level), (t["f.occupations"], Occupations(t, row)),
        (t["f.levels"], row.Scope.Levels is null ? null : string.Join(", ", row.Scope.Levels)),
        (t["f.scope.note"], row.Scope.Note), (t["f.legalInstrument"], row.LegalInstrument),
        (t["f.publisher"], row.Publisher), (t["f.sourceUrl"], row.SourceUrl),
        (t["f.sourceDocumentHash"], row.SourceDocumentHash), (t["f.retrievedOn"], t.Day(row.RetrievedOn)),
        (t["f.validFrom"], Day(t, row.ValidFrom)), (t["f.validUntil"], Day(t, row.ValidUntil)),
        (t["f.disclaimer"], row.Disclaimer), (t["f.supersedes"], row.Supersedes),
        (t["f.proposedBy"], row.ProposedBy), (t["f.approvedBy"], row.ApprovedBy),
        (t["f.demo"], row.Demo ? t["f.yes"] : null),
    ];

    /// <summary>Fields of a licence.</summary>
    public static IReadOnlyList<(string Label, string? Value)> Of(Phrases t, Recruiter one) =>
    [
        (t["r.rl"], one.Rl), (t["r.name.en"], one.Name.En), (t["r.name.bn"], one.Name.Bn),
        (t["r.from"], t.Day(one.From)), (t["r.until"], t.Day(one.Until)), (t["r.address"], one.Address),
        (t["r.phone"], one.Phone),
        (t["r.suspensions"], Lines(one.Suspensions, time => time.Until is { } end
            ? t["r.suspension", t.Day(time.From), t.Day(end), time.Reason]
            : t["r.suspension.open", t.Day(time.From), time.Reason])),
        (t["r.cancelledFrom"], Day(t, one.CancelledFrom)), (t["r.cancelledReason"], one.CancelledReason),
        (t["r.branches"], Lines(one.Branches, RecruiterLines.Of)),
        (t["r.subAgents"], Lines(one.SubAgents, RecruiterLines.Of)), (t["f.demo"], one.Demo ? t["f.yes"] : null),
    ];

    public static string Status(Phrases t, ComparisonStatus status) => t["status." + ReadComparison.Word(status)];

    public static string Level(Phrases t, string? level) =>
        level == Specs.Registers.Any ? t["level.all"] : level ?? "—";

    public static string Occupations(Phrases t, ComparisonRow row) => row.CoversEveryOccupation
        ? t["f.occupations.all"]
        : string.Join(", ", row.Scope.Occupations.Select(id => FrameworkData.FindOccupation(id) is { } known
            ? t.Language == "bn" ? known.TitleBn : known.TitleEn : id));

    /// <summary>Class of the tag that shows a proposal's state.</summary>
    public static string Tag(ProposalState state) => state switch
    {
        ProposalState.Waiting => "wait",
        ProposalState.Approved => "",
        ProposalState.Rejected or ProposalState.Withdrawn => "plain",
    };

    /// <summary>Class of the tag that shows a status: only recognition is green.</summary>
    public static string Tag(ComparisonStatus status) => status switch
    {
        ComparisonStatus.MraInForce or ComparisonStatus.UnilateralRecognition => "",
        ComparisonStatus.BilateralTestRequired or ComparisonStatus.UnderNegotiation => "wait",
        ComparisonStatus.Referenced or ComparisonStatus.IndicativeComparison or ComparisonStatus.NonePublished
            or ComparisonStatus.Expired => "plain",
    };

    /// <summary>Class of the tag that shows how a licence stands.</summary>
    public static string Tag(LicenceStanding standing) => standing switch
    {
        LicenceStanding.Valid => "",
        LicenceStanding.Suspended or LicenceStanding.Cancelled => "no",
        LicenceStanding.NotYetValid or LicenceStanding.Expired => "plain",
    };

    private static string? Day(Phrases t, DateOnly? day) => day is { } known ? t.Day(known) : null;

    private static string? Lines<T>(IReadOnlyList<T> items, Func<T, string> write) =>
        items.Count == 0 ? null : string.Join('\n', items.Select(write));
}
