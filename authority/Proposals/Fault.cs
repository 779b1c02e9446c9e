using System.Globalization;
using System.Text.Json;
using SkillsPassport.Credentials;
using SkillsPassport.Hosting.Languages;

namespace SkillsPassport.Authority.Proposals;

/// <summary>Something wrong in a row that was sent in.</summary>
/// <param name="Field">Path of the member, as in <c>from.level</c>; empty for the whole row.</param>
/// <param name="Code">Says what; the phrases <c>fault.{code}</c> and <c>fault.{code}.do</c> say it to people.</param>
/// <param name="Detail">Fills the phrases.</param>
/// <param name="Row">Place in the file, from 1; 0 for a form or the whole file.</param>
public sealed record Fault(string Field, string Code, string Detail = "", int Row = 0)
{
    /// <summary>What is wrong.</summary>
    public string Says(Phrases t) => t[$"fault.{Code}", Detail];

    /// <summary>What to do about it.</summary>
    public string Remedy(Phrases t) => t[$"fault.{Code}.do", Detail];
}

/// <summary>Reads the members of one row and collects all that is wrong instead of stopping at the first.</summary>
public sealed class FieldReader(JsonElement json, List<Fault> faults, string path = "")
{
    /// <summary>Whether everything so far was sound.</summary>
    public bool IsSound => faults.Count == 0;

    public void Fault(string field, string code, string detail = "") =>
        faults.Add(new Fault(path + field, code, detail));

    /// <summary>Text in NFC, trimmed, without control characters; null when absent or empty.</summary>
    public string? Text(string field, int longest, bool required = false)
    {
        if (!Has(field, out var value))
        {
            return Missing(field, required);
        }

        if (Read(value) is not { } written)
        {
            Fault(field, "not-text");
            return null;
        }

        var text = NormalText.Of(written).Trim();
        if (text.Length == 0)
        {
            return Missing(field, required);
        }

        if (text.Any(c => char.IsControl(c) || c == '\ufffd'))
        {
            Fault(field, "control-characters");
            return null;
        }

        if (text.Length > longest)
        {
            Fault(field, "too-long", longest.ToString(CultureInfo.InvariantCulture));
            return null;
        }

        return text;
    }

    /// <summary>A day yyyy-mm-dd; Bengali digits are fine.</summary>
    public DateOnly? Day(string field, bool required = false)
    {
        if (Text(field, 40, required) is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(BanglaText.AsciiDigits(text), "yyyy-MM-dd", CultureInfo.InvariantCulture,
            DateTimeStyles.None, out var day) && day.Year is >= 1970 and <= 2100)
        {
            return day;
        }

        Fault(field, "not-a-day", text);
        return null;
    }

    public bool Flag(string field)
    {
        if (!Has(field, out var value))
        {
            return false;
        }

        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Fault(field, "not-a-flag");
        }

        return value.ValueKind == JsonValueKind.True;
    }

    /// <summary>A list of words.</summary>
    public IReadOnlyList<string> Words(string field, int most)
    {
        var words = new List<string>();
        foreach (var (item, i) in Items(field, most))
        {
            if (Read(item)?.Trim() is { Length: > 0 and <= 60 } word)
            {
                words.Add(word);
            }
            else
            {
                Fault($"{field}[{i}]", "not-text");
            }
        }

        return words;
    }

    /// <summary>A list of objects, each read by itself.</summary>
    public IReadOnlyList<T> Objects<T>(string field, int most, Func<FieldReader, T> read) =>
        [.. Items(field, most).Select(one => Inside(one.Item, $"{field}[{one.Index}]", read))];

    /// <summary>An object inside; an absent one reads as empty.</summary>
    public T Object<T>(string field, Func<FieldReader, T> read) =>
        Inside(Has(field, out var value) ? value : default, field, read);

    private T Inside<T>(JsonElement value, string field, Func<FieldReader, T> read)
    {
        if (value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Undefined))
        {
            Fault(field, "not-an-object");
            value = default;
        }

        return read(new FieldReader(value, faults, $"{path}{field}."));
    }

    private IEnumerable<(JsonElement Item, int Index)> Items(string field, int most)
    {
        if (!Has(field, out var value))
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            Fault(field, "not-a-list");
            return [];
        }

        if (value.GetArrayLength() > most)
        {
            Fault(field, "too-many", most.ToString(CultureInfo.InvariantCulture));
            return [];
        }

        return [.. value.EnumerateArray().Select((item, i) => (item, i + 1))];
    }

    private bool Has(string field, out JsonElement value)
    {
        value = default;
        return json.ValueKind == JsonValueKind.Object && json.TryGetProperty(field, out value)
            && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined);
    }

    private static string? Read(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair.
            return null;
        }
    }

    private string? Missing(string field, bool required)
    {
        if (required)
        {
            Fault(field, "left-empty");
        }

        return null;
    }
}
