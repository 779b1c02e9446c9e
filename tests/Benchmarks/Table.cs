using System.Globalization;

namespace SkillsPassport.Benchmarks;

/// <summary>
/// The table that is printed: what, how fast, against what, target and measured ratio. Nothing is asserted.
/// </summary>
internal sealed class Table
{
    private const string Line = "{0,-66} {1,16} {2,14} {3,12} {4}";

    public static void Heading(string title)
    {
        Console.WriteLine();
        Console.WriteLine(title);
        Console.WriteLine(string.Format(CultureInfo.InvariantCulture, Line, "", "measured", "ratio", "target", ""));
    }

    /// <summary>A rate beside the rate it is compared with.</summary>
    public static void Rate(string what, double perSecond, double? reference = null, double? target = null)
    {
        var ratio = perSecond / reference;
        Row(what, $"{perSecond:N0} /s", ratio is null ? "" : $"{ratio:P0}", target is null ? "" : $">= {target:P0}",
            target is null ? "" : ratio >= target ? "ok" : "MISSED");
    }

    /// <summary>A value with a limit it should stay under (or reach, when <paramref name="atLeast"/>).</summary>
    public static void Value(string what, double value, string unit, double? limit = null, bool atLeast = false) => Row(
        what, $"{value.ToString(value < 100 ? "N1" : "N0", CultureInfo.InvariantCulture)} {unit}", "",
        limit is null ? "" : $"{(atLeast ? ">=" : "<=")} {limit:N0} {unit}",
        limit is null ? "" : (atLeast ? value >= limit : value <= limit) ? "ok" : "MISSED");

    public static void Note(string text) => Console.WriteLine($"  {text}");

    private static void Row(string what, string measured, string ratio, string target, string verdict) =>
        Console.WriteLine(
            string.Format(CultureInfo.InvariantCulture, Line, what, measured, ratio, target, verdict).TrimEnd());
}
