using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SkillsPassport.Hosting.Languages;
using SkillsPassport.Wallet.Receive;

namespace SkillsPassport.Wallet.Passport;

/// <summary>Claims as people read them. Whatever an issuer sent is text to show, never markup; nothing here fails on a
/// claim of an unexpected kind.</summary>
public static class ClaimText
{
    private const int LongestText = 2_000;

    /// <summary>A text claim, or null.</summary>
    public static string? Of(JsonObject claims, params ReadOnlySpan<string> path)
    {
        JsonNode? node = claims;
        foreach (var name in path)
        {
            node = node is JsonObject inner && inner.TryGetPropertyValue(name, out var next) ? next : null;
        }

        return node is JsonValue value && value.GetValueKind() == JsonValueKind.String
            ? value.GetValue<string>()
            : null;
    }

    public static int? NumberOf(JsonObject claims, string name) =>
        claims.TryGetPropertyValue(name, out var node) && node is JsonValue value
        && value.GetValueKind() == JsonValueKind.Number
        && int.TryParse(value.ToJsonString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    public static DateOnly? DateOf(JsonObject claims, string name) =>
        DateOnly.TryParseExact(Of(claims, name), "yyyy-MM-dd", out var date) ? date : null;

    /// <summary>Any claim in the reader's language: dates and numbers in the reader's digits, of a name in two
    /// languages the reader's one. Other text stays as the issuer wrote it: the endings of documents, certificate
    /// numbers and codes are compared with paper.</summary>
    public static string Show(JsonNode? node, string language) => node switch
    {
        null => "—",
        JsonArray array => string.Join(", ", array.Select(one => Show(one, language))),
        JsonObject thing => ShowObject(thing, language),
        JsonValue value when value.GetValueKind() == JsonValueKind.String =>
            ShowText(value.GetValue<string>(), language),
        JsonValue value when value.GetValueKind() == JsonValueKind.Number =>
            language == "bn" ? BanglaText.Digits(value.ToJsonString()) : value.ToJsonString(),
        JsonValue value => value.GetValueKind() == JsonValueKind.True ? "✓" : "✗",
        _ => "—",
    };

    private static string ShowText(string text, string language) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", out var date) ? BanglaText.Date(language, date)
        : ShownText.Clean(text, LongestText) ?? "—";

    private static string ShowObject(JsonObject thing, string language)
    {
        foreach (var name in new[] { $"name_{language}", $"title_{language}", "name_en", "title_en", "name", "title" })
        {
            if (ShownText.Clean(Of(thing, name), LongestText) is { } text)
            {
                return text;
            }
        }

        return string.Join(", ", thing.Select(one => Show(one.Value, language)));
    }
}
