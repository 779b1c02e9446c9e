using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Verifier.Bundle;

/// <summary>Something that belongs into a bundle and could not be had.</summary>
public sealed record MissingDocument(string Address, string Reason);

/// <summary>
/// A bundle's list of contents, <c>bundle.jwt</c> (<c>schemas/api/verify-bundle.schema.json</c>): every file with its
/// digest, signed and dated by whoever made the bundle.
/// </summary>
public sealed class BundleContents
{
    private const int MaxLength = 4 * 1024 * 1024;

    /// <summary>When the bundle was made.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>Key of whoever made it.</summary>
    public required Jwk Key { get; init; }

    /// <summary>SHA-256 in lower-case hexadecimal, by path.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>Paths of fetched documents, by their own address.</summary>
    public required IReadOnlyDictionary<string, string> Addresses { get; init; }

    /// <summary>What could not be had.</summary>
    public required IReadOnlyList<MissingDocument> Missing { get; init; }

    /// <summary>Digest as the list writes it.</summary>
    public static string DigestOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Signs the list.</summary>
    public string Sign(ISigner maker)
    {
        ArgumentNullException.ThrowIfNull(maker);
        var header = new JsonObject { [Specs.Jose.Typ] = Specs.VerifyBundle.Typ, [Specs.Jose.Kid] = maker.Kid };
        var payload = new JsonObject
        {
            [Specs.Jose.Iss] = Key.Thumbprint(),
            [Specs.Jose.Iat] = MadeAt.ToUnixTimeSeconds(),
            [Specs.VerifyBundle.Key] = Key.ToJson(),
            [Specs.VerifyBundle.Files] = Write(Files),
            [Specs.VerifyBundle.Addresses] = Write(Addresses),
            [Specs.VerifyBundle.Missing] = new JsonArray([.. Missing.Select(one => new JsonObject
            {
                [Specs.TrustList.Address] = one.Address, [Reason] = one.Reason,
            })]),
        };
        return Jws.Sign(maker, header, Encoding.UTF8.GetBytes(payload.ToJsonString()));
    }

    /// <summary>Reads a list and checks that the key it names signed it.</summary>
    /// <param name="jws">The text of <c>bundle.jwt</c>.</param>
    /// <param name="known">The key it must be; null when any maker will do.</param>
    /// <exception cref="FormatException">Not such a list, changed, or made by somebody else.</exception>
    public static BundleContents Read(string jws, Jwk? known = null)
    {
        var signed = Jws.Parse(jws.Trim(), MaxLength).RequireType(Specs.VerifyBundle.Typ);
        var json = signed.PayloadObject();
        var key = Jwk.Parse(Member(json, Specs.VerifyBundle.Key, JsonValueKind.Object));
        using var verification = VerificationKey.FromJwk(known ?? key);
        if (!signed.VerifiedBy(verification))
        {
            throw new FormatException(known is null ? "The list of contents was changed after it was signed."
                : "The list of contents is not signed by the known key.");
        }

        return new BundleContents
        {
            MadeAt = StrictJson.TryGetDate(Member(json, Specs.Jose.Iat, JsonValueKind.Number), out var time)
                ? time : throw new FormatException("The list of contents has no date."),
            Key = key,
            Files = Read(json, Specs.VerifyBundle.Files),
            Addresses = Read(json, Specs.VerifyBundle.Addresses),
            Missing = [.. Member(json, Specs.VerifyBundle.Missing, JsonValueKind.Array).EnumerateArray().Select(one =>
                new MissingDocument(Text(one, Specs.TrustList.Address), Text(one, Reason)))],
        };
    }

    private const string Reason = "reason";

    private static JsonObject Write(IReadOnlyDictionary<string, string> pairs) => new(pairs
        .OrderBy(pair => pair.Key, StringComparer.Ordinal)
        .Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));

    private static Dictionary<string, string> Read(JsonElement json, string name) =>
        Member(json, name, JsonValueKind.Object).EnumerateObject().ToDictionary(pair => pair.Name,
            pair => pair.Value.ValueKind == JsonValueKind.String ? pair.Value.GetString()!
                : throw new FormatException($"{name} holds something else than text."), StringComparer.Ordinal);

    private static string Text(JsonElement json, string name) => Member(json, name, JsonValueKind.String).GetString()!;

    private static JsonElement Member(JsonElement json, string name, JsonValueKind kind) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == kind
            ? value : throw new FormatException($"The list of contents: {name} is missing or of the wrong kind.");
}
