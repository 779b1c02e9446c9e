using System.Text.Json;
using System.Text.RegularExpressions;
using SkillsPassport.Authority.Proposals;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Frameworks;
using SkillsPassport.Credentials.Registers;

namespace SkillsPassport.Authority.Comparisons;

/// <summary>
/// Reads one row of a file or a form by the rules of the register and collects everything that is wrong with it. No
/// rule computes a level: what is not written is not known.
/// </summary>
public static partial class ReadComparison
{
    private const int LongestText = 1000;
    private const int LongestAddress = 500;

    /// <summary>The statuses' own words.</summary>
    public static IReadOnlyList<string> StatusWords { get; } =
        [.. Enum.GetValues<ComparisonStatus>().Select(Word)];

    /// <summary>The status as the register writes it.</summary>
    public static string Word(ComparisonStatus status) =>
        JsonNamingPolicy.KebabCaseLower.ConvertName(status.ToString());

    /// <summary>The row, with <paramref name="faults"/> left empty; else what could be read of it.</summary>
    public static ComparisonRow? Read(JsonElement json, bool demo, DateOnly today, List<Fault> faults)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            faults.Add(new Fault("", "not-an-object"));
            return null;
        }

        var found = new List<Fault>();
        var row = new FieldReader(json, found);
        var read = ReadRow(row, demo, today);
        faults.AddRange(found);
        return found.Count == 0 ? read : null;
    }

    private static ComparisonRow? ReadRow(FieldReader row, bool demo, DateOnly today)
    {
        var id = row.Text("id", 40, required: true);
        if (id is not null && !Name().IsMatch(id))
        {
            row.Fault("id", "id-bad");
        }

        var status = ReadStatus(row);
        var from = row.Object("from", ReadHome);
        var to = row.Object("to", at => ReadAbroad(at, status));
        if (from?.Level == Specs.Registers.Any && to?.Level is not null)
        {
            row.Fault("to.level", "level-of-all");
        }

        var result = new ComparisonRow
        {
            Id = id ?? "",
            From = from ?? new("", null, null),
            To = to ?? new("", null, null),
            Status = status ?? default,
            LegalInstrument = row.Text("legalInstrument", LongestText, status <= ComparisonStatus.Referenced),
            Publisher = row.Text("publisher", LongestText,
                status is not (null or ComparisonStatus.NonePublished)),
            SourceUrl = ReadSource(row),
            SourceDocumentHash = ReadHash(row),
            RetrievedOn = row.Day("retrievedOn", required: true) ?? default,
            ValidFrom = row.Day("validFrom", status <= ComparisonStatus.Referenced),
            ValidUntil = row.Day("validUntil", status == ComparisonStatus.Expired),
            Scope = row.Object("scope", at => ReadScope(at, from)),
            Disclaimer = row.Text("disclaimer", LongestText, status is ComparisonStatus.IndicativeComparison
                or ComparisonStatus.BilateralTestRequired or ComparisonStatus.UnderNegotiation),
            Supersedes = row.Text("supersedes", 40),
            Demo = row.Flag("demo"),
        };
        CheckWhole(row, result, status, demo, today);
        return result;
    }

    private static void CheckWhole(FieldReader row, ComparisonRow read, ComparisonStatus? status, bool demo,
        DateOnly today)
    {
        // What was looked for and not found has no source; everything else says where it stands written.
        if (status is not (null or ComparisonStatus.NonePublished) && row.IsSound && read.SourceUrl is null
            && read.SourceDocumentHash is null)
        {
            row.Fault("sourceUrl", "source-missing");
        }

        if (read.ValidUntil < read.ValidFrom)
        {
            row.Fault("validUntil", "day-order");
        }

        if (read.RetrievedOn > today)
        {
            row.Fault("retrievedOn", "day-in-future");
        }

        if (read.Demo && !demo)
        {
            row.Fault("demo", "demo-only");
        }

        if (read.Supersedes is not null && read.Supersedes == read.Id)
        {
            row.Fault("supersedes", "supersedes-itself");
        }

        if (read.Supersedes is not null && read.ValidFrom is null)
        {
            row.Fault("validFrom", "supersedes-needs-day");
        }
    }

    private static ComparisonStatus? ReadStatus(FieldReader row)
    {
        if (row.Text("status", 40, required: true) is not { } word)
        {
            return null;
        }

        var known = Enum.GetValues<ComparisonStatus>().Where(one => Word(one) == word).ToList();
        if (known.Count == 0)
        {
            row.Fault("status", "unknown-word", string.Join(", ", StatusWords));
            return null;
        }

        return known[0];
    }

    private static FrameworkPosition? ReadHome(FieldReader at)
    {
        var id = at.Text("framework", 40, required: true);
        var version = at.Text("version", 20, required: true);
        var level = at.Text("level", 10, required: true);
        if (id is null || version is null || level is null)
        {
            return null;
        }

        if (FrameworkData.Find(id, version) is not { } framework)
        {
            at.Fault("framework", "framework-unknown",
                string.Join(", ", FrameworkData.Frameworks.Select(one => $"{one.Id} {one.Version}")));
            return null;
        }

        if (level != Specs.Registers.Any && framework.FindLevel(level) is null)
        {
            at.Fault("level", "level-unknown", string.Join(", ", framework.Levels.Select(one => one.Level)));
        }

        return new FrameworkPosition(id, version, level);
    }

    private static FrameworkPosition? ReadAbroad(FieldReader at, ComparisonStatus? status)
    {
        var id = at.Text("framework", 40, required: true);
        var version = at.Text("version", 20);
        var level = at.Text("level", 10, status is ComparisonStatus.Referenced
            or ComparisonStatus.IndicativeComparison);
        if (id is null)
        {
            return null;
        }

        if (DestinationData.FindFramework(id) is not { } framework)
        {
            at.Fault("framework", "framework-unknown",
                string.Join(", ", DestinationData.Frameworks.Select(one => one.Id)));
            return null;
        }

        if (level is not null && status is ComparisonStatus.BilateralTestRequired or ComparisonStatus.UnderNegotiation
            or ComparisonStatus.NonePublished)
        {
            if (level is not null)
            {
                at.Fault("level", "level-forbidden");
            }
        }
        else if (level is not null && !(int.TryParse(level, out var number) && number >= 1
            && number <= framework.LevelCount && level == $"{number}"))
        {
            at.Fault("level", "level-unknown", framework.LevelCount == 0 ? "—" : $"1–{framework.LevelCount}");
        }

        return new FrameworkPosition(id, version, level);
    }

    private static ComparisonScope ReadScope(FieldReader at, FrameworkPosition? from)
    {
        var occupations = at.Words("occupations", 100);
        if (occupations.Count == 0)
        {
            at.Fault("occupations", "left-empty");
        }

        Stars(at, "occupations", occupations);
        foreach (var unknown in occupations.Where(one => one != Specs.Registers.Any
            && FrameworkData.Occupations.All(known => known.Id != one)))
        {
            at.Fault("occupations", "occupation-unknown", unknown);
        }

        var levels = at.Words("levels", 20);
        Stars(at, "levels", levels);
        if (from is not null && FrameworkData.Find(from.Framework, from.Version ?? "") is { } framework)
        {
            foreach (var unknown in levels.Where(one => one != Specs.Registers.Any && framework.FindLevel(one) is null))
            {
                at.Fault("levels", "level-unknown", unknown);
            }

            if (from.Level != Specs.Registers.Any && levels.Any(one => one != from.Level))
            {
                at.Fault("levels", "levels-beside", from.Level!);
            }
        }

        return new ComparisonScope(occupations, levels.Count == 0 ? null : levels, at.Text("note", LongestText));
    }

    private static void Stars(FieldReader at, string field, IReadOnlyList<string> words)
    {
        if (words.Count > 1 && words.Contains(Specs.Registers.Any))
        {
            at.Fault(field, "star-alone");
        }

        if (words.Distinct(StringComparer.Ordinal).Count() < words.Count)
        {
            at.Fault(field, "twice");
        }
    }

    // Only looked at, never opened: a page of the register must not make this server ask anybody.
    private static string? ReadSource(FieldReader row)
    {
        if (row.Text("sourceUrl", LongestAddress) is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps
            && address.UserInfo.Length == 0 && text.All(c => c is > ' ' and < '\u007f') && address.Host.Contains('.'))
        {
            return text;
        }

        row.Fault("sourceUrl", "not-https");
        return null;
    }

    private static string? ReadHash(FieldReader row)
    {
        if (row.Text("sourceDocumentHash", 80) is not { } text)
        {
            return null;
        }

        if (Sha256().IsMatch(text))
        {
            return text;
        }

        row.Fault("sourceDocumentHash", "not-a-hash");
        return null;
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9-]{1,38}[A-Za-z0-9]$")]
    private static partial Regex Name();

    [GeneratedRegex("^[0-9a-f]{64}$")]
    private static partial Regex Sha256();
}
