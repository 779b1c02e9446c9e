using System.Text.Json;

namespace SkillsPassport.Wallet.Receive;

/// <summary>Reading members of untrusted JSON without surprises: another kind than expected is nothing.</summary>
internal static class JsonMembers
{
    public static string? TextOf(this JsonElement json, string name) =>
        Member(json, name, JsonValueKind.String)?.GetString();

    public static JsonElement? ObjectOf(this JsonElement json, string name) => Member(json, name, JsonValueKind.Object);

    public static JsonElement? ArrayOf(this JsonElement json, string name) => Member(json, name, JsonValueKind.Array);

    /// <summary>A list of texts; null when the member is missing or holds anything else.</summary>
    public static IReadOnlyList<string>? TextsOf(this JsonElement json, string name) =>
        json.ArrayOf(name) is { } array && array.EnumerateArray().All(one => one.ValueKind == JsonValueKind.String)
            ? [.. array.EnumerateArray().Select(one => one.GetString()!)]
            : null;

    public static int? NumberOf(this JsonElement json, string name) =>
        Member(json, name, JsonValueKind.Number) is { } number && number.TryGetInt32(out var value) ? value : null;

    public static Uri? AddressOf(this JsonElement json, string name) =>
        json.TextOf(name) is { } text && Uri.TryCreate(text, UriKind.Absolute, out var uri) ? uri : null;

    private static JsonElement? Member(JsonElement json, string name, JsonValueKind kind) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == kind
            ? value
            : null;
}
