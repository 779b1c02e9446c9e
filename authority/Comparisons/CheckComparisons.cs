using SkillsPassport.Authority.Proposals;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Registers;

namespace SkillsPassport.Authority.Comparisons;

/// <summary>Checks a new row against the rows that are there: ids, overlaps, what it supersedes.</summary>
public static class CheckComparisons
{
    private static readonly ComparisonStatus[] SaysSomething =
    [
        ComparisonStatus.MraInForce, ComparisonStatus.UnilateralRecognition, ComparisonStatus.Referenced,
        ComparisonStatus.IndicativeComparison,
    ];

    /// <summary>Adds what is wrong; nothing when the row may stand beside the others.</summary>
    public static void Check(ComparisonRow row, IReadOnlyCollection<ComparisonRow> others, List<Fault> faults)
    {
        if (others.Any(one => string.Equals(one.Id, row.Id, StringComparison.OrdinalIgnoreCase)))
        {
            faults.Add(new Fault("id", "id-taken", row.Id));
        }

        if (row.Supersedes is { } old)
        {
            CheckSuperseded(row, others.FirstOrDefault(one => one.Id == old), faults);
        }

        foreach (var other in others.Where(one => one.Id != row.Supersedes && one.Id != row.Id
            && one.Demo == row.Demo && Contradict(one.Status, row.Status) && Overlap(one, row)))
        {
            faults.Add(new Fault("", "overlaps", other.Id));
        }
    }

    /// <summary>The row as it is once the new one takes its place: closed the day before.</summary>
    public static ComparisonRow Closed(ComparisonRow old, ComparisonRow successor) =>
        old with { ValidUntil = successor.ValidFrom!.Value.AddDays(-1) };

    private static void CheckSuperseded(ComparisonRow row, ComparisonRow? old, List<Fault> faults)
    {
        if (old is null)
        {
            faults.Add(new Fault("supersedes", "supersedes-unknown", row.Supersedes!));
        }
        else if (old.From.Framework != row.From.Framework || old.To.Framework != row.To.Framework)
        {
            faults.Add(new Fault("supersedes", "supersedes-another", old.Id));
        }
        else if (row.ValidFrom is { } first && (first <= old.ValidFrom || old.ValidUntil < first.AddDays(-1)))
        {
            faults.Add(new Fault("validFrom", "supersedes-too-late", old.Id));
        }
    }

    private static bool Contradict(ComparisonStatus one, ComparisonStatus other) =>
        one != ComparisonStatus.Expired && other != ComparisonStatus.Expired
        && (one == other
            || one == ComparisonStatus.NonePublished && SaysSomething.Contains(other)
            || other == ComparisonStatus.NonePublished && SaysSomething.Contains(one));

    private static bool Overlap(ComparisonRow one, ComparisonRow other) =>
        one.From.Framework == other.From.Framework && one.From.Version == other.From.Version
        && one.To.Framework == other.To.Framework
        && Meet(Levels(one), Levels(other)) && Meet(one.Scope.Occupations, other.Scope.Occupations)
        && (one.ValidFrom ?? DateOnly.MinValue) <= (other.ValidUntil ?? DateOnly.MaxValue)
        && (other.ValidFrom ?? DateOnly.MinValue) <= (one.ValidUntil ?? DateOnly.MaxValue);

    private static IReadOnlyList<string> Levels(ComparisonRow row) =>
        row.From.Level != Specs.Registers.Any ? [row.From.Level!]
        : row.Scope.Levels is { Count: > 0 } levels ? levels : [Specs.Registers.Any];

    private static bool Meet(IReadOnlyList<string> one, IReadOnlyList<string> other) =>
        one.Contains(Specs.Registers.Any) || other.Contains(Specs.Registers.Any) || one.Intersect(other).Any();
}
