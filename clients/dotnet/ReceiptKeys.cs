using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SkillsPassport.Client;

/// <summary>The public keys of a verifier's receipts. Once had, receipts are verified without asking anybody: keep
/// <see cref="Json"/> beside them, and they can be read after the verifier is gone. Safe for several threads.</summary>
public sealed class ReceiptKeys
{
    private const int LongestText = 16 * 1024;
    private const int SignatureLength = 64;
    private const string Type = "verification-receipt+jwt";

    private static readonly SearchValues<char> Letters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private static readonly JsonSerializerOptions Strict = new(VerifierClient.Wire)
    {
        AllowDuplicateProperties = false,
    };

    private readonly Dictionary<string, ECParameters> _keys = new(StringComparer.Ordinal);

    private ReceiptKeys(string json, Set set)
    {
        Json = json;
        foreach (var key in set.Keys)
        {
            if (key is { Kty: "EC", Crv: "P-256", Kid: { } kid } && TryDecode(key.X, out var x) && x.Length == 32
                && TryDecode(key.Y, out var y) && y.Length == 32)
            {
                _keys.TryAdd(kid, new() { Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = x, Y = y } });
            }
        }
    }

    /// <summary>The key set as it was published.</summary>
    public string Json { get; }

    /// <summary>Reads a key set that was kept.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static ReceiptKeys Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<Set>(json, Strict) is { Keys: not null } set ? new(json, set)
                : throw new JsonException();
        }
        catch (JsonException)
        {
            throw new FormatException("This is no set of keys.");
        }
    }

    /// <summary>Verifies a receipt.</summary>
    /// <param name="typed">The receipt, or its link.</param>
    /// <param name="receipt">What it says; null when it may not be relied on.</param>
    /// <returns>Why it may not be relied on.</returns>
    public ReceiptFlaw Read(string typed, out Receipt? receipt)
    {
        ArgumentNullException.ThrowIfNull(typed);
        receipt = null;
        var text = typed.Trim();
        text = text[(text.LastIndexOf('#') + 1)..];
        if (text.Length > LongestText || text.Split('.') is not [var head, var body, var end]
            || !TryDecode(head, out var header) || !TryDecode(body, out var payload)
            || !TryDecode(end, out var signature) || signature.Length != SignatureLength
            || Deserialize<Header>(header) is not { Alg: "ES256", Typ: Type, Kid: { } kid, More: null })
        {
            return ReceiptFlaw.Unreadable;
        }

        if (!_keys.TryGetValue(kid, out var key))
        {
            return ReceiptFlaw.KeyUnknown;
        }

        if (!Verifies(key, Encoding.ASCII.GetBytes($"{head}.{body}"), signature))
        {
            return ReceiptFlaw.SignatureWrong;
        }

        receipt = Deserialize<Receipt>(payload);
        return receipt is null ? ReceiptFlaw.Unreadable : ReceiptFlaw.None;
    }

    private static bool Verifies(ECParameters key, byte[] data, byte[] signature)
    {
        try
        {
            using var ecdsa = ECDsa.Create(key);
            return ecdsa.VerifyData(data, signature, HashAlgorithmName.SHA256,
                DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        catch (CryptographicException)
        {
            // A key that is no point on the curve has signed nothing.
            return false;
        }
    }

    private static T? Deserialize<T>(byte[] json) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Strict);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // One text for one byte string (RFC 4648 section 3.5): surplus bits are zero, no padding, no white space.
    private static bool TryDecode(string? text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        if (text is null || text.AsSpan().ContainsAnyExcept(Letters) || text.Length % 4 == 1)
        {
            return false;
        }

        bytes = Base64Url.DecodeFromChars(text);
        return Base64Url.EncodeToString(bytes) == text;
    }

    private sealed record Set(IReadOnlyList<Key> Keys);

    private sealed record Key(string? Kty, string? Crv, string? Kid, string? X, string? Y);

    private sealed record Header(string? Alg, string? Typ, string? Kid)
    {
        [System.Text.Json.Serialization.JsonExtensionData]
        public Dictionary<string, JsonElement>? More { get; init; }
    }
}
