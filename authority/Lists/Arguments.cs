using System.Globalization;
using System.Text.Json;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Authority.Lists;

/// <summary>One option of an operation.</summary>
/// <param name="Name">Without the two hyphens.</param>
/// <param name="Value">What stands behind it in the help; empty for a switch.</param>
/// <param name="Help">What it means.</param>
/// <param name="Required">Whether the operation makes no sense without it.</param>
/// <param name="Many">Whether it may be repeated.</param>
internal sealed record Option(string Name, string Value, string Help, bool Required = false, bool Many = false)
{
    public bool IsSwitch => Value.Length == 0;
}

/// <summary>What somebody typed was wrong; the message says what to type instead.</summary>
internal sealed class WrongUsageException(string message) : Exception(message);

/// <summary>The options somebody gave an operation, read strictly.</summary>
internal sealed class Arguments
{
    private static readonly TimeSpan Dhaka = TimeSpan.FromHours(6);

    private readonly Dictionary<string, List<string>> _given = [];

    /// <summary>Reads <c>--name value</c> and <c>--switch</c>.</summary>
    /// <exception cref="WrongUsageException">Something unknown, missing, or given twice.</exception>
    public Arguments(IReadOnlyList<string> words, IReadOnlyList<Option> options)
    {
        for (var i = 0; i < words.Count; i++)
        {
            var name = words[i].StartsWith("--", StringComparison.Ordinal) ? words[i][2..] : null;
            if (options.FirstOrDefault(known => known.Name == name) is not { } option)
            {
                throw new WrongUsageException($"\"{words[i]}\" is not an option here.");
            }

            var values = _given.TryGetValue(option.Name, out var before) ? before : _given[option.Name] = [];
            if (values.Count > 0 && !option.Many)
            {
                throw new WrongUsageException($"--{option.Name} is given twice.");
            }

            if (option.IsSwitch)
            {
                values.Add("");
            }
            else if (++i < words.Count && !words[i].StartsWith("--", StringComparison.Ordinal)
                && words[i].Trim().Length > 0)
            {
                values.Add(words[i].Trim());
            }
            else
            {
                throw new WrongUsageException($"--{option.Name} needs a value: {option.Value}.");
            }
        }

        if (options.FirstOrDefault(option => option.Required && !_given.ContainsKey(option.Name)) is { } missing)
        {
            throw new WrongUsageException($"--{missing.Name} is missing: {missing.Help}.");
        }
    }

    public bool Has(string name) => _given.ContainsKey(name);

    public string Text(string name) => _given[name][0];

    public string? TextOrNull(string name) => _given.TryGetValue(name, out var values) ? values[0] : null;

    public IReadOnlyList<string> All(string name) => _given.GetValueOrDefault(name) ?? [];

    /// <summary>A whole number of days.</summary>
    public int Days(string name, int otherwise) => TextOrNull(name) is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is > 0 and <= 3650
            ? days : throw new WrongUsageException($"--{name} is a number of days, 1 to 3650.");

    /// <summary>A calendar day.</summary>
    public DateOnly? Day(string name) => TextOrNull(name) is not { } text ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day : throw new WrongUsageException($"--{name} is a day such as 2026-11-21.");

    /// <summary>The first moment of a day, in Bangladesh or at Greenwich, whichever comes first: wallet credentials
    /// carry the day of signing only, so that a key or a withdrawal must count from the beginning of its day.</summary>
    public DateTimeOffset? StartOf(string name) => Day(name) is { } day ? StartOf(day) : null;

    public static DateTimeOffset StartOf(DateOnly day) =>
        new DateTimeOffset(day, TimeOnly.MinValue, Dhaka).ToUniversalTime();

    /// <summary>The earlier of the two beginnings of the present day.</summary>
    public static DateTimeOffset StartOfToday(DateTimeOffset now)
    {
        var greenwich = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        var bangladesh = StartOf(DateOnly.FromDateTime(now.ToOffset(Dhaka).DateTime));
        return greenwich < bangladesh ? greenwich : bangladesh;
    }

    /// <summary>The contents of the files an option names.</summary>
    public IEnumerable<(string Path, string Text)> Files(string name)
    {
        foreach (var path in All(name))
        {
            string text;
            try
            {
                text = File.ReadAllText(path);
            }
            catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
            {
                throw new WrongUsageException($"--{name}: {path} cannot be read ({broken.Message})");
            }

            yield return (path, text);
        }
    }

    /// <summary>Public keys out of JWK files; a private key is refused before it can reach a list.</summary>
    public IEnumerable<OfferedKey> Keys(string name)
    {
        foreach (var (path, text) in Files(name))
        {
            OfferedKey key;
            try
            {
                using var json = StrictJson.Parse(System.Text.Encoding.UTF8.GetBytes(text));
                key = OfferedKey.Of(Jwk.Parse(json.RootElement), json.RootElement);
            }
            catch (FormatException refused)
            {
                throw new WrongUsageException(
                    $"--{name}: {path} is not a public P-256 key as a JWK. {refused.Message}");
            }

            yield return key;
        }
    }
}
