using System.Globalization;
using System.Text;
using System.Text.Json;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.Trust;

/// <summary>A root key of the accrediting authority and when the lists it signed count, judged by their
/// <c>iat</c>.</summary>
/// <param name="Jwk">Public key.</param>
/// <param name="From">First accepted time of signing, null when there is none.</param>
/// <param name="Until">First time of signing no longer accepted, null while in use.</param>
public sealed record TrustRoot(Jwk Jwk, DateTimeOffset? From = null, DateTimeOffset? Until = null)
{
    /// <summary>RFC 7638 thumbprint: what a root is remembered by, whatever its kid says.</summary>
    public string Thumbprint { get; } = Jwk.Thumbprint();

    /// <summary>True when a list signed at that moment counts.</summary>
    public bool Covers(DateTimeOffset signedAt) =>
        (From is null || From <= signedAt) && (Until is null || signedAt < Until);
}

/// <summary>
/// The pinned root keys: all that a verifier believes without proof. Several of them are there while the authority
/// changes its root.
/// </summary>
public sealed class TrustRoots : IDisposable
{
    /// <summary>Root keys pinned at most.</summary>
    public const int Most = 8;

    private readonly Dictionary<string, VerificationKey> _keys = [];

    /// <summary>Pins these keys.</summary>
    /// <exception cref="InputRefusedException">None, too many, one of them twice, or a window that ends before it
    /// begins.</exception>
    public TrustRoots(params IEnumerable<TrustRoot> roots)
    {
        All = [.. roots];
        if (All.Count == 0)
        {
            throw Refused("There is no root key.");
        }

        foreach (var root in All)
        {
            if (root.Until <= root.From)
            {
                throw Refused($"The root key {root.Thumbprint} ends before it begins.");
            }

            if (!_keys.TryAdd(root.Thumbprint, VerificationKey.FromJwk(root.Jwk)))
            {
                throw Refused($"The root key {root.Thumbprint} is given twice.");
            }
        }
    }

    /// <summary>The keys, in the order they were given.</summary>
    public IReadOnlyList<TrustRoot> All { get; }

    /// <summary>Reads one JWK, a JWK Set (RFC 7517 section 5), or several of either, separated by commas. A key may
    /// carry <c>from</c> and <c>until</c> (a day, or a time with its zone).</summary>
    /// <exception cref="InputRefusedException">Anything else.</exception>
    public static TrustRoots Parse(string text)
    {
        using var list = StrictJson.Parse(Encoding.UTF8.GetBytes($"[{text}]"));
        var roots = list.RootElement.EnumerateArray().SelectMany(KeysOf).Take(Most + 1).Select(Read).ToList();
        return roots.Count <= Most ? new TrustRoots(roots) : throw Refused($"More than {Most} root keys.");
    }

    /// <summary>These keys and one more; a key that is there already stays as it is.</summary>
    internal TrustRoots With(TrustRoot root) =>
        _keys.ContainsKey(root.Thumbprint) ? this : new TrustRoots([.. All, root]);

    /// <summary>The pinned key that made this signature, whatever the header says; null when none did.</summary>
    internal TrustRoot? SignerOf(Jws jws) => All.FirstOrDefault(root => jws.VerifiedBy(_keys[root.Thumbprint]));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var key in _keys.Values)
        {
            key.Dispose();
        }
    }

    private static IEnumerable<JsonElement> KeysOf(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(Specs.Jose.Keys, out var keys)
            && keys.ValueKind == JsonValueKind.Array ? keys.EnumerateArray() : [json];

    private static TrustRoot Read(JsonElement json) =>
        new(Jwk.Parse(json), Time(json, Specs.TrustList.From), Time(json, Specs.TrustList.Until));

    private static DateTimeOffset? Time(JsonElement json, string name) =>
        !json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.String && DateTimeOffset.TryParse(value.GetString(),
            CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw Refused($"{name} of a root key is a day such as 2027-01-31, or a time with its zone.");

    private static InputRefusedException Refused(string message) => new(InputRefusal.Key, message);
}
