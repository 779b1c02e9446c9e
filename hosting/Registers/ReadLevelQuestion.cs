using System.Globalization;
using System.Text.RegularExpressions;
using SkillsPassport.Credentials.Frameworks;
using SkillsPassport.Credentials.Registers;
using SkillsPassport.Hosting.Languages;

namespace SkillsPassport.Hosting.Registers;

/// <summary>What stood in the query of <c>/api/comparisons</c>, as it was sent.</summary>
public sealed record LevelQuery(string? Country, string? Framework, string? Version, string? Level,
    string? Occupation, string? On);

/// <summary>Reads a question strictly; the first thing that is wrong is said in one sentence.</summary>
public static partial class ReadLevelQuestion
{
    /// <summary>The day in Bangladesh, which all days of the registers mean.</summary>
    public static DateOnly Today(TimeProvider clock) => DayOf(clock.GetUtcNow());

    /// <summary>The day in Bangladesh at a moment.</summary>
    public static DateOnly DayOf(DateTimeOffset moment) =>
        DateOnly.FromDateTime(moment.ToOffset(BanglaText.Dhaka).DateTime);

    /// <summary>The question, or what is wrong with it.</summary>
    public static (LevelQuestion? Question, string? Problem) Read(LevelQuery query, TimeProvider clock)
    {
        var country = query.Country?.Trim().ToUpperInvariant();
        if (country is null || !CountryCode().IsMatch(country))
        {
            return (null, "country: the ISO 3166-1 code of the destination, as in SA.");
        }

        var known = FrameworkData.Frameworks.Where(one => one.Id == query.Framework).ToList();
        if (known.Count == 0)
        {
            return (null, "framework: one of " + string.Join(", ",
                FrameworkData.Frameworks.Select(one => one.Id).Distinct()) + ".");
        }

        var version = string.IsNullOrEmpty(query.Version) ? null : query.Version;
        if (version is not null && known.All(one => one.Version != version))
        {
            return (null, "version: one of " + string.Join(", ", known.Select(one => one.Version)) + ".");
        }

        var level = BanglaText.AsciiDigits((query.Level ?? "").Trim());
        if (known.All(one => one.FindLevel(level) is null))
        {
            return (null, $"level: a level of {query.Framework}, as in "
                + string.Join(", ", known[0].Levels.Select(one => one.Level)) + ".");
        }

        Occupation? occupation = null;
        if (!string.IsNullOrEmpty(query.Occupation)
            && (occupation = FrameworkData.FindOccupation(query.Occupation)) is null)
        {
            return (null, "occupation: an id or code of the framework data, as in welding or WEL.");
        }

        return ReadDay(query.On, clock) is not { } day
            ? (null, "on: a day, as in 2026-11-21.")
            : (new LevelQuestion(country, query.Framework!, version, level, occupation?.Id, day), null);
    }

    /// <summary>A day of this or a neighbouring century; today when nothing was sent, null when it is none.</summary>
    public static DateOnly? ReadDay(string? typed, TimeProvider clock) => string.IsNullOrEmpty(typed) ? Today(clock)
        : DateOnly.TryParseExact(BanglaText.AsciiDigits(typed), "yyyy-MM-dd", CultureInfo.InvariantCulture,
            DateTimeStyles.None, out var day) && day.Year is >= 1990 and <= 2100 ? day : null;

    [GeneratedRegex("^[A-Z]{2}$")]
    private static partial Regex CountryCode();
}
