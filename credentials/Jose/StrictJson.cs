using System.Text.Json;
using System.Text.Unicode;

namespace SkillsPassport.Credentials.Jose;

/// <summary>JSON as signatures need it (RFC 8259, I-JSON RFC 7493): one meaning for every reader.</summary>
public static class StrictJson
{
    /// <summary>Deepest nesting accepted.</summary>
    public const int MaxDepth = 16;

    private static readonly JsonDocumentOptions Options = OfDepth(MaxDepth);
    private static readonly JsonDocumentOptions ListOptions = OfDepth(MaxDepth + 1);

    /// <summary>Parses valid UTF-8 without byte order mark, duplicate names or lone surrogates.</summary>
    /// <exception cref="InputRefusedException">The text is anything else.</exception>
    public static JsonDocument Parse(ReadOnlySpan<byte> utf8)
    {
        var copy = utf8.ToArray();
        Read(copy);
        return JsonDocument.Parse(copy, Options);
    }

    /// <summary>As <see cref="Parse"/>, as one value that needs no disposal.</summary>
    /// <exception cref="InputRefusedException">The text is anything else.</exception>
    public static JsonElement Read(ReadOnlySpan<byte> utf8) => Read(utf8, Options);

    /// <summary>A list that its reader put together: each element may be as deep as a value read alone.</summary>
    /// <exception cref="InputRefusedException">The text is anything else.</exception>
    internal static JsonElement ReadList(ReadOnlySpan<byte> utf8) => Read(utf8, ListOptions);

    private static JsonElement Read(ReadOnlySpan<byte> utf8, JsonDocumentOptions options)
    {
        if (utf8.StartsWith("\uFEFF"u8))
        {
            throw new InputRefusedException(InputRefusal.Unreadable, "JSON with a byte order mark.");
        }

        if (!Utf8.IsValid(utf8))
        {
            throw new InputRefusedException(InputRefusal.Unreadable, "JSON that is not UTF-8.");
        }

        try
        {
            var value = JsonElement.Parse(utf8, options);
            // An escape is the only way a lone surrogate can hide in valid UTF-8.
            if (utf8.IndexOf("\\u"u8) >= 0)
            {
                ReadAllText(value);
            }

            return value;
        }
        catch (Exception refused) when (refused is JsonException or InvalidOperationException)
        {
            throw new InputRefusedException(InputRefusal.Unreadable, "JSON that is malformed, too deep or ambiguous.");
        }
    }

    /// <summary>
    /// Reads a NumericDate (RFC 7519 section 2) as whole seconds between 1970 and the year 9999; false for fractions,
    /// exponents, text, negative or larger numbers.
    /// </summary>
    public static bool TryGetDate(JsonElement value, out DateTimeOffset date)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var seconds)
            && seconds is >= 0 and <= 253_402_300_799)
        {
            date = DateTimeOffset.FromUnixTimeSeconds(seconds);
            return true;
        }

        date = default;
        return false;
    }

    private static JsonDocumentOptions OfDepth(int depth) => new()
    {
        AllowDuplicateProperties = false,
        AllowTrailingCommas = false,
        CommentHandling = JsonCommentHandling.Disallow,
        MaxDepth = depth,
    };

    private static void ReadAllText(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    _ = member.Name;
                    ReadAllText(member.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var element in value.EnumerateArray())
                {
                    ReadAllText(element);
                }

                break;
            case JsonValueKind.String:
                _ = value.GetString();
                break;
        }
    }
}
