using System.Text.Json;
using System.Text.RegularExpressions;
using SkillsPassport.Authority.Proposals;
using SkillsPassport.Credentials.Registers;
using SkillsPassport.Hosting.Languages;

namespace SkillsPassport.Authority.Recruiters;

/// <summary>Reads one licence of a file or a form and collects everything that is wrong with it. Public business data
/// only: there is no member for anything else.</summary>
public static partial class ReadRecruiter
{
    private const int LongestName = 150;
    private const int LongestAddress = 300;
    private const int FirstDemoNumber = 9001;

    /// <summary>The licence, with <paramref name="faults"/> left empty; else null.</summary>
    public static Recruiter? Read(JsonElement json, bool demo, List<Fault> faults)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            faults.Add(new Fault("", "not-an-object"));
            return null;
        }

        var found = new List<Fault>();
        var read = ReadLicence(new FieldReader(json, found), demo);
        faults.AddRange(found);
        return found.Count == 0 ? read : null;
    }

    private static Recruiter ReadLicence(FieldReader row, bool demo)
    {
        var rl = ReadNumber(row, demo);
        var (from, until) = (row.Day("from", required: true), row.Day("until", required: true));
        if (until < from)
        {
            row.Fault("until", "day-order");
        }

        var cancelled = row.Day("cancelledFrom");
        if (cancelled < from)
        {
            row.Fault("cancelledFrom", "day-order");
        }

        return new Recruiter
        {
            Rl = rl ?? "",
            Name = row.Object("name", ReadName),
            Status = RecruiterStatus.Active,
            From = from ?? default,
            Until = until ?? default,
            CancelledFrom = cancelled,
            CancelledReason = row.Text("cancelledReason", 500, required: cancelled is not null),
            Suspensions = ReadSuspensions(row),
            Address = row.Text("address", LongestAddress),
            Phone = ReadPhone(row),
            Branches = row.Objects("branches", 200, at => new RecruiterBranch(at.Object("name", ReadPlaceName),
                ReadPart(at, "district", 60), ReadPart(at, "address", LongestAddress), ReadPhone(at))),
            SubAgents = row.Objects("subAgents", 500, at => new SubAgent(at.Object("name", ReadPlaceName),
                ReadPart(at, "district", 60), ReadPhone(at))),
            Demo = row.Flag("demo"),
        };
    }

    private static string? ReadNumber(FieldReader row, bool demo)
    {
        if (row.Text("rl", 30, required: true) is not { } typed)
        {
            return null;
        }

        if (RecruitingLicence.Read(typed) is not { } rl)
        {
            row.Fault("rl", "rl-bad", typed);
            return null;
        }

        var invented = int.Parse(rl[3..]) >= FirstDemoNumber;
        if (row.Flag("demo") && !demo)
        {
            row.Fault("demo", "demo-only");
        }
        else if (row.Flag("demo") != invented)
        {
            // Numbers above 9000 are kept for invented recruiters: nobody's licence can be taken for one.
            row.Fault("rl", "rl-demo");
        }

        return rl;
    }

    private static IReadOnlyList<Suspension> ReadSuspensions(FieldReader row)
    {
        var times = row.Objects("suspensions", 100, at =>
        {
            var time = new Suspension(at.Day("from", required: true) ?? default, at.Day("until"),
                at.Text("reason", 500, required: true) ?? "");
            if (time.Until < time.From)
            {
                at.Fault("until", "day-order");
            }

            return time;
        });
        for (var i = 1; i < times.Count; i++)
        {
            if (times[i - 1].Until is not { } end || end >= times[i].From)
            {
                row.Fault("suspensions", "periods-overlap");
            }
        }

        return times;
    }

    private static RegisterName ReadName(FieldReader at)
    {
        var bn = at.Text("bn", LongestName);
        if (bn is not null && !bn.Any(c => c is >= '\u0980' and <= '\u09ff'))
        {
            at.Fault("bn", "not-bangla");
        }

        return new RegisterName(at.Text("en", LongestName, required: true) ?? "", bn);
    }

    private static RegisterName ReadPlaceName(FieldReader at)
    {
        var name = ReadName(at);
        RefuseBar(at, "en", name.En);
        RefuseBar(at, "bn", name.Bn);
        return name;
    }

    private static string? ReadPart(FieldReader at, string field, int longest)
    {
        var text = at.Text(field, longest);
        RefuseBar(at, field, text);
        return text;
    }

    // On the form a bar stands between the parts of a branch: inside one it would shift those behind it.
    private static bool RefuseBar(FieldReader at, string field, string? text)
    {
        var found = text?.Contains(RecruiterLines.Bar) == true;
        if (found)
        {
            at.Fault(field, "bar");
        }

        return found;
    }

    private static string? ReadPhone(FieldReader at)
    {
        if (at.Text("phone", 40) is not { } typed || RefuseBar(at, "phone", typed))
        {
            return null;
        }

        var digits = string.Concat(BanglaText.AsciiDigits(typed).Where(c => c is not (' ' or '-' or '(' or ')')));
        if (Phone().IsMatch(digits))
        {
            return digits;
        }

        at.Fault("phone", "phone-bad");
        return null;
    }

    [GeneratedRegex(@"^(?:\+[1-9][0-9]{6,14}|0[0-9]{5,14}|[1-9][0-9]{2,5})$")]
    private static partial Regex Phone();
}
