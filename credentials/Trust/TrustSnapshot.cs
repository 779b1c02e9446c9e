using System.Buffers.Binary;
using System.Collections.Frozen;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.Trust;

/// <summary>
/// A trust list made ready for verifying: every key imported, everything found by its name in one step. Immutable and
/// safe for several threads; a host builds a new one when the list or an issuer's metadata changes.
/// </summary>
public sealed class TrustSnapshot
{
    private readonly FrozenDictionary<string, IssuerTrust> _issuers;
    private readonly FrozenDictionary<string, AccreditedCentre[]> _centres;

    private TrustSnapshot(TrustList? list, TrustListException? refusal, IEnumerable<IssuerTrust> issuers)
    {
        List = list;
        Refusal = refusal;
        _issuers = issuers.ToFrozenDictionary(issuer => issuer.Issuer.Id);
        _centres = (list?.Centres ?? []).GroupBy(centre => centre.Code)
            .ToFrozenDictionary(group => group.Key, group => group.ToArray());
    }

    /// <summary>The list, null when it was refused.</summary>
    public TrustList? List { get; }

    /// <summary>Why the list that was fetched cannot be used.</summary>
    public TrustListException? Refusal { get; }

    /// <summary>Makes a list ready.</summary>
    /// <param name="list">The list.</param>
    /// <param name="metadataKeys">By issuer URL: the keys of the JWT VC Issuer Metadata (SD-JWT VC section 3) of
    /// issuers listed without keys. Keys for any other issuer are ignored: the list is stronger.</param>
    /// <param name="before">The snapshot this one replaces: keys that stay are not imported again.</param>
    public static TrustSnapshot Of(TrustList list,
        IReadOnlyDictionary<string, IReadOnlyList<Jwk>>? metadataKeys = null, TrustSnapshot? before = null)
    {
        ArgumentNullException.ThrowIfNull(list);
        return new TrustSnapshot(list, null, list.Issuers.Select(issuer => new IssuerTrust(issuer,
            issuer.Keys.Count == 0 && metadataKeys is not null && metadataKeys.TryGetValue(issuer.Id, out var keys)
                ? keys : null, before?.FindIssuer(issuer.Id))));
    }

    /// <summary>Stands for a list that was fetched and refused, so that a report can say why.</summary>
    public static TrustSnapshot Refused(TrustListException refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return new TrustSnapshot(null, refusal, []);
    }

    /// <summary>The issuer with this URL, null when it is not on the list.</summary>
    public IssuerTrust? FindIssuer(string id) => _issuers.GetValueOrDefault(id);

    /// <summary>The key with this id (JOSE) of this issuer.</summary>
    public IssuerKey? FindKey(string issuer, string kid) => FindIssuer(issuer)?.FindKey(kid);

    /// <summary>The key with this 8-byte id (COSE) of this issuer.</summary>
    public IssuerKey? FindKey(string issuer, ReadOnlySpan<byte> kid8) => FindIssuer(issuer)?.FindKey(kid8);

    /// <summary>All periods of accreditation of a centre; empty when it is not on the list.</summary>
    public IReadOnlyList<AccreditedCentre> FindCentre(string code) => _centres.GetValueOrDefault(code) ?? [];
}

/// <summary>A key ready to verify, and when its signatures count.</summary>
public sealed record IssuerKey(VerificationKey Key, TrustedKey Window);

/// <summary>One issuer of the list with its keys imported.</summary>
public sealed class IssuerTrust
{
    // Plain dictionaries: freezing two for each of ten thousand issuers costs more than it ever saves.
    private readonly Dictionary<string, IssuerKey> _byKid;
    private readonly Dictionary<ulong, IssuerKey> _byKid8;
    private readonly IssuerKey[] _keys;
    private LeafKeys? _leaves;

    internal IssuerTrust(TrustedIssuer issuer, IReadOnlyList<Jwk>? metadataKeys, IssuerTrust? before)
    {
        VerificationKey Import(Jwk key) => before?._keys.FirstOrDefault(known => known.Key.Jwk == key)?.Key
            ?? VerificationKey.FromJwk(key);

        Issuer = issuer;
        KeysMissing = issuer.Keys.Count == 0 && metadataKeys is null;
        _keys = issuer.Keys.Count > 0
            ? [.. issuer.Keys.Select(key => new IssuerKey(Import(key.Jwk), key))]
            // Issuer metadata knows no dates: a key counts as long as the issuer publishes it.
            : [.. (metadataKeys ?? []).Select(key => new IssuerKey(Import(key),
                new TrustedKey(key, DateTimeOffset.UnixEpoch, null, null)))];
        _byKid = ByKid();
        _byKid8 = _keys.DistinctBy(key => Number(key.Key.Kid8)).ToDictionary(key => Number(key.Key.Kid8));
    }

    /// <summary>What the list says of the issuer.</summary>
    public TrustedIssuer Issuer { get; }

    /// <summary>True while the issuer is listed without keys and its metadata has not been had.</summary>
    public bool KeysMissing { get; }

    /// <summary>Its only key, for tokens that name none; null when there are none or several.</summary>
    public IssuerKey? OnlyKey => _keys is [var key] ? key : null;

    /// <summary>
    /// Leaf keys whose certificate chain was found good for credentials of a day: checking a chain costs twenty
    /// signatures.
    /// </summary>
    internal LeafKeys Leaves => LazyInitializer.EnsureInitialized(ref _leaves);

    /// <summary>Key by the id its owner gave it, or by its RFC 7638 thumbprint.</summary>
    public IssuerKey? FindKey(string kid) => _byKid.GetValueOrDefault(kid);

    /// <summary>Key by the first 8 bytes of its thumbprint.</summary>
    public IssuerKey? FindKey(ReadOnlySpan<byte> kid8) =>
        kid8.Length == sizeof(ulong) ? _byKid8.GetValueOrDefault(Number(kid8)) : null;

    private static ulong Number(ReadOnlySpan<byte> kid8) => BinaryPrimitives.ReadUInt64BigEndian(kid8);

    private Dictionary<string, IssuerKey> ByKid()
    {
        var found = new Dictionary<string, IssuerKey>();
        foreach (var key in _keys)
        {
            found.TryAdd(key.Key.Kid, key);
        }

        // A thumbprint may stand for the key too, but never in the place of a name its owner gave.
        foreach (var key in _keys)
        {
            found.TryAdd(key.Key.Jwk.Thumbprint(), key);
        }

        return found;
    }
}
