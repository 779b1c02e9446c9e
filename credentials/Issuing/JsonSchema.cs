using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.Issuing;

/// <summary>
/// JSON Schema 2020-12 in the keyword subset that the schemas of this system use: <c>type const enum pattern
/// format(date) minLength maxLength minimum maximum required properties additionalProperties(false) items minItems
/// maxItems uniqueItems</c> and the annotations <c>$schema $id $comment title description</c>. Any other keyword is
/// refused at reading, so that no rule is silently skipped. The tests cross-check against ajv.
/// </summary>
public sealed class JsonSchema
{
    private const int ShortText = 128;
    private const long MaxExact = (1L << 53) - 1;

    private readonly Dictionary<string, JsonSchema> _properties = new(StringComparer.Ordinal);
    private readonly Dictionary<byte[], (string Name, JsonSchema Schema)> _byUtf8Name = new(OctetComparer.Instance);
    private readonly HashSet<string> _required = new(StringComparer.Ordinal);
    private readonly List<JsonElement> _allowed = [];
    private string? _type;
    private bool _isText;
    private Regex? _pattern;
    private JsonSchema? _items;
    private bool _closed;
    private bool _isRequired;
    private bool _date;
    private bool _uniqueItems;
    private int _minLength;
    private int _maxLength = int.MaxValue;
    private int _minItems;
    private int _maxItems = int.MaxValue;
    private long _minimum = long.MinValue;
    private long _maximum = long.MaxValue;

    private JsonSchema()
    {
    }

    /// <summary>Reads a schema.</summary>
    /// <exception cref="FormatException">It uses a keyword or a form outside the subset.</exception>
    public static JsonSchema Parse(ReadOnlySpan<byte> utf8)
    {
        using var document = StrictJson.Parse(utf8);
        return Parse(document.RootElement);
    }

    /// <summary>The members it describes, by name.</summary>
    internal IReadOnlyDictionary<string, JsonSchema> Properties => _properties;

    /// <summary>Names of the members it demands.</summary>
    internal IReadOnlyCollection<string> Required => _required;

    /// <summary>True when the object around it demands it.</summary>
    internal bool IsRequired => _isRequired;

    /// <summary>What it says of each element of an array.</summary>
    internal JsonSchema? Items => _items;

    /// <summary>True when members it does not describe are refused.</summary>
    internal bool IsClosed => _closed;

    /// <summary>
    /// True when a value is of the kind that is described: its type, one of the values where they are listed, and a
    /// day when a day is asked for. Whoever reads what others wrote holds it to this and no more; the numbers are those
    /// that every language holds exactly.
    /// </summary>
    internal bool IsKind(JsonElement value) => value.ValueKind switch
    {
        _ when _allowed.Count > 0 => IsAllowed(value),
        JsonValueKind.String when _isText => !_date || IsoDay.TryRead(value, out _),
        JsonValueKind.Number when _type == "integer" =>
            value.TryGetInt64(out var number) && number is >= -MaxExact and <= MaxExact,
        _ => _type is null || IsType(value),
    };

    /// <summary>Every broken rule, as <c>schema:keyword</c> with a JSON pointer; empty when the value
    /// conforms.</summary>
    public IReadOnlyList<LintFinding> Check(JsonElement value)
    {
        List<LintFinding>? findings = null;
        Check(value, "", ref findings);
        return findings ?? (IReadOnlyList<LintFinding>)[];
    }

    /// <summary>Broken rules of a text that is about to be written; null when there are none.</summary>
    internal List<LintFinding>? FindFaults(ReadOnlySpan<char> text)
    {
        if (_type is not (null or "string"))
        {
            return [Fault("type")];
        }

        List<LintFinding>? faults = null;
        if (_allowed.Count > 0 && !IsAllowed(text))
        {
            Report("enum", "", ref faults);
        }

        CheckText(text, "", ref faults);
        return faults;
    }

    /// <summary>Broken rules of a number that is about to be written; null when there are none.</summary>
    internal List<LintFinding>? FindFaults(long number) =>
        _type is not (null or "integer") ? [Fault("type")]
        : _allowed.Count > 0 && !_allowed.Exists(one => one.ValueKind == JsonValueKind.Number
            && one.TryGetInt64(out var allowed) && allowed == number) ? [Fault("enum")]
        : number < _minimum || number > _maximum ? [Fault("range")]
        : null;

    /// <summary>Broken rules of true or false that is about to be written; null when there are none.</summary>
    internal List<LintFinding>? FindFaults(bool value) =>
        _type is not (null or "boolean") ? [Fault("type")]
        : _allowed.Count > 0 && !_allowed.Exists(one =>
            one.ValueKind == (value ? JsonValueKind.True : JsonValueKind.False)) ? [Fault("enum")]
        : null;

    /// <summary>Broken rules of an array as a whole; null when there are none.</summary>
    internal List<LintFinding>? FindFaults(IReadOnlyList<byte[]> elements)
    {
        List<LintFinding>? faults = null;
        if (elements.Count < _minItems || elements.Count > _maxItems)
        {
            Report("items", "", ref faults);
        }

        if (_uniqueItems && elements.Distinct(OctetComparer.Instance).Count() < elements.Count)
        {
            Report("uniqueItems", "", ref faults);
        }

        return faults;
    }

    internal static LintFinding Fault(string keyword, string path = "") =>
        new($"schema:{keyword}", path, "does not conform to the schema");

    private static JsonSchema Parse(JsonElement json)
    {
        var schema = new JsonSchema();
        foreach (var keyword in json.EnumerateObject())
        {
            schema.Add(keyword.Name, keyword.Value);
        }

        foreach (var name in schema._required)
        {
            // Counting members that are there is quicker than asking for each that must be.
            if (!schema._properties.TryGetValue(name, out var property))
            {
                schema._properties[name] = property = new JsonSchema();
            }

            property._isRequired = true;
        }

        foreach (var (name, property) in schema._properties)
        {
            schema._byUtf8Name[Encoding.UTF8.GetBytes(name)] = (name, property);
        }

        return schema;
    }

    private void Add(string keyword, JsonElement value)
    {
        switch (keyword)
        {
            case "$schema" or "$id" or "$comment" or "title" or "description":
                break;
            case "type" when value.GetString() is "object" or "array" or "string" or "integer" or "boolean":
                _type = value.GetString();
                _isText = _type == "string";
                break;
            case "const":
                _allowed.Add(value.Clone());
                break;
            case "enum":
                _allowed.AddRange(value.EnumerateArray().Select(one => one.Clone()));
                break;
            case "pattern":
                _pattern = Pattern(value.GetString()!);
                break;
            case "format" when value.ValueEquals("date"):
                _date = true;
                break;
            case "minLength":
                _minLength = value.GetInt32();
                break;
            case "maxLength":
                _maxLength = value.GetInt32();
                break;
            case "minimum":
                _minimum = value.GetInt64();
                break;
            case "maximum":
                _maximum = value.GetInt64();
                break;
            case "required":
                _required.UnionWith(value.EnumerateArray().Select(name => name.GetString()!));
                break;
            case "properties":
                foreach (var property in value.EnumerateObject())
                {
                    _properties[property.Name] = Parse(property.Value);
                }

                break;
            case "additionalProperties" when value.ValueKind == JsonValueKind.False:
                _closed = true;
                break;
            case "items":
                _items = Parse(value);
                break;
            case "minItems":
                _minItems = value.GetInt32();
                break;
            case "maxItems":
                _maxItems = value.GetInt32();
                break;
            case "uniqueItems":
                _uniqueItems = value.GetBoolean();
                break;
            default:
                throw new FormatException($"JSON Schema keyword outside the subset: {keyword}");
        }
    }

    // ECMA-262's $ is the very end; .NET's also matches before a last line feed.
    private static Regex Pattern(string pattern) => new(
        pattern.EndsWith('$') ? pattern[..^1] + @"\z" : pattern,
        RegexOptions.CultureInvariant | RegexOptions.Compiled);

    private void Check(JsonElement value, string at, ref List<LintFinding>? findings)
    {
        if (_type is not null && !IsType(value))
        {
            Report("type", at, ref findings);
            return;
        }

        if (_allowed.Count > 0 && !IsAllowed(value))
        {
            Report("enum", at, ref findings);
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                Span<char> buffer = stackalloc char[ShortText];
                CheckText(Read(JsonMarshal.GetRawUtf8Value(value)[1..^1], buffer, out var length)
                    ? buffer[..length] : value.GetString(), at, ref findings);
                break;
            case JsonValueKind.Number when value.TryGetInt64(out var number)
                && (number < _minimum || number > _maximum):
                Report("range", at, ref findings);
                break;
            case JsonValueKind.Object:
                CheckObject(value, at, ref findings);
                break;
            case JsonValueKind.Array:
                CheckArray(value, at, ref findings);
                break;
        }
    }

    // The pointer is put together only when it is needed: nearly every value conforms.
    private void CheckMember(JsonElement value, string at, string name, ref List<LintFinding>? findings)
    {
        if (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
        {
            Check(value, $"{at}/{name}", ref findings);
            return;
        }

        List<LintFinding>? own = null;
        Check(value, "", ref own);
        if (own is not null)
        {
            (findings ??= []).AddRange(own.Select(finding => finding with { Path = $"{at}/{name}" }));
        }
    }

    /// <summary>Nearly every text is short and without escapes: read where it stands, not into a string.</summary>
    private static bool Read(ReadOnlySpan<byte> raw, Span<char> buffer, out int length)
    {
        length = 0;
        return raw.Length <= buffer.Length && !raw.Contains((byte)'\\')
            && Utf8.ToUtf16(raw, buffer, out _, out length, replaceInvalidSequences: false) == OperationStatus.Done;
    }

    private void CheckText(ReadOnlySpan<char> text, string at, ref List<LintFinding>? findings)
    {
        // JSON Schema counts characters, not UTF-16 units, of which one or two make a character.
        if ((text.Length < 2 * _minLength || text.Length > _maxLength)
            && CountRunes(text) is var length && (length < _minLength || length > _maxLength))
        {
            Report("length", at, ref findings);
        }

        if (_pattern is not null && !_pattern.IsMatch(text))
        {
            Report("pattern", at, ref findings);
        }

        if (_date && !IsoDay.TryRead(text, out _))
        {
            Report("format", at, ref findings);
        }
    }

    private void CheckObject(JsonElement value, string at, ref List<LintFinding>? findings)
    {
        var found = 0;
        var properties = _byUtf8Name.GetAlternateLookup<ReadOnlySpan<byte>>();
        foreach (var member in value.EnumerateObject())
        {
            // Looked up where it stands: only a name with an escape is spelled out.
            var written = JsonMarshal.GetRawUtf8PropertyName(member);
            if (properties.TryGetValue(written, out var property) || (written.Contains((byte)'\\')
                && properties.TryGetValue(Encoding.UTF8.GetBytes(member.Name), out property)))
            {
                found += property.Schema._isRequired ? 1 : 0;
                property.Schema.CheckMember(member.Value, at, property.Name, ref findings);
            }
            else if (_closed)
            {
                Report("additionalProperties", $"{at}/{member.Name}", ref findings);
            }
        }

        if (found == _required.Count)
        {
            return;
        }

        foreach (var name in _required)
        {
            if (!value.TryGetProperty(name, out _))
            {
                Report("required", $"{at}/{name}", ref findings);
            }
        }
    }

    private void CheckArray(JsonElement value, string at, ref List<LintFinding>? findings)
    {
        var length = value.GetArrayLength();
        if (length < _minItems || length > _maxItems)
        {
            Report("items", at, ref findings);
        }

        var index = 0;
        foreach (var element in value.EnumerateArray())
        {
            _items?.CheckMember(element, at, index.ToString(CultureInfo.InvariantCulture), ref findings);
            index++;
        }

        if (_uniqueItems && length > 1 && length <= Math.Min(_maxItems, 1000))
        {
            JsonElement[] elements = [.. value.EnumerateArray()];
            for (var one = 0; one < length; one++)
            {
                for (var other = one + 1; other < length; other++)
                {
                    if (JsonElement.DeepEquals(elements[one], elements[other]))
                    {
                        Report("uniqueItems", at, ref findings);
                        return;
                    }
                }
            }
        }
    }

    private static int CountRunes(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            count++;
        }

        return count;
    }

    private bool IsAllowed(JsonElement value)
    {
        foreach (var one in _allowed)
        {
            if (JsonElement.DeepEquals(one, value))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsAllowed(ReadOnlySpan<char> text)
    {
        foreach (var one in _allowed)
        {
            if (one.ValueKind == JsonValueKind.String && one.ValueEquals(text))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsType(JsonElement value) => _type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        _ => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
    };

    private static void Report(string keyword, string at, ref List<LintFinding>? findings) =>
        (findings ??= []).Add(Fault(keyword, at));
}
