using System.Security.Cryptography;
using System.Text;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.Trust;

/// <summary>
/// A trust list that is rightly signed by the pinned root. Whether it is fresh, and not older than one seen before, is
/// for
/// <see cref="TrustListMemory"/> and the verifier to say.
/// </summary>
public sealed class TrustList
{
    /// <summary>Longest list accepted: room for ten thousand issuers.</summary>
    public const int MaxLength = 16 * 1024 * 1024;

    private readonly IReadOnlyList<RootRollover> _rollovers;

    private TrustList(
        string text, TrustListContent content, TrustRoot root, TrustRoot? anchor, IReadOnlyList<RootRollover> rollovers)
    {
        Text = text;
        Bytes = Encoding.ASCII.GetBytes(text);
        Digest = Base64UrlStrict.Encode(SHA256.HashData(Bytes));
        Content = content;
        Root = root;
        IsFollowed = anchor is null;
        _rollovers = rollovers;
    }

    /// <summary>The root key that signed it.</summary>
    public TrustRoot Root { get; }

    /// <summary>True when that root is not pinned but was announced by one that is: it is time to pin it.</summary>
    public bool IsFollowed { get; }

    /// <summary>The signed text, as it was received.</summary>
    public string Text { get; }

    /// <summary>The signed text as bytes: what may be passed on to anybody.</summary>
    public byte[] Bytes { get; }

    /// <summary>SHA-256 of <see cref="Bytes"/>, base64url: tells two lists of one sequence number apart.</summary>
    public string Digest { get; }

    /// <summary>Everything it says.</summary>
    public TrustListContent Content { get; }

    /// <summary>Sequence number.</summary>
    public long Sequence => Content.Sequence;

    /// <summary>When it was signed.</summary>
    public DateTimeOffset IssuedAt => Content.IssuedAt;

    /// <summary>From then on it is stale.</summary>
    public DateTimeOffset NextUpdate => Content.NextUpdate;

    /// <summary>Issuers.</summary>
    public IReadOnlyList<TrustedIssuer> Issuers => Content.Issuers;

    /// <summary>Assessment centres.</summary>
    public IReadOnlyList<AccreditedCentre> Centres => Content.Centres;

    /// <summary>Wallets.</summary>
    public IReadOnlyList<TrustedWallet> Wallets => Content.Wallets;

    /// <summary>True for demonstrations.</summary>
    public bool Demo => Content.Demo;

    /// <summary>The register of this kind, null when the list names none.</summary>
    /// <param name="kind">Such as <see cref="Specs.TrustList.Comparisons"/>.</param>
    public TrustedRegister? FindRegister(string kind) =>
        Content.Registers.FirstOrDefault(register => register.Kind == kind);

    /// <summary>True when this list proves that the root which signed the other one had handed over by then.</summary>
    public bool ShowsHandedOver(TrustList other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return _rollovers.Any(rollover =>
            rollover.Old == other.Root.Thumbprint && rollover.From <= other.IssuedAt);
    }

    /// <summary>Checks the signature, then reads; one root, pinned for all time.</summary>
    /// <exception cref="TrustListException">With the reason.</exception>
    public static TrustList Parse(string jws, VerificationKey root)
    {
        ArgumentNullException.ThrowIfNull(root);
        using var roots = new TrustRoots(new TrustRoot(root.Jwk));
        return Parse(jws, roots);
    }

    /// <summary>Checks the signature, then reads.</summary>
    /// <param name="jws">Compact JWS, typ <c>trust-list+jwt</c>; white space around it is ignored.</param>
    /// <param name="roots">The accrediting authority's pinned keys. The header's <c>kid</c> chooses nothing. A list
    /// that none of them signed is accepted when it carries their announcement of the root that did.</param>
    /// <exception cref="TrustListException">With the reason.</exception>
    public static TrustList Parse(string jws, TrustRoots roots)
    {
        ArgumentNullException.ThrowIfNull(jws);
        ArgumentNullException.ThrowIfNull(roots);
        var text = jws.Trim();
        Jws parsed;
        try
        {
            parsed = Jws.Parse(text, MaxLength).RequireType(Specs.TrustList.Typ);
        }
        catch (FormatException refused)
        {
            throw new TrustListException(TrustListRefusal.Unreadable, refused.Message, refused);
        }

        var anchor = roots.SignerOf(parsed);
        try
        {
            var payload = parsed.PayloadObject();
            var rollovers = RootRollover.LeadingFrom(roots, payload);
            var root = anchor ?? FollowedRoot(parsed, rollovers) ?? throw new TrustListException(
                TrustListRefusal.SignatureInvalid, "The list is not signed by the accrediting authority's root key.");
            var content = TrustListJson.Read(payload);
            if (!root.Covers(content.IssuedAt))
            {
                throw new TrustListException(TrustListRefusal.SignatureInvalid,
                    "The list is signed by a root key of the accrediting authority outside that key's time.");
            }

            return TrustListRules.Broken(content) is { Count: > 0 } broken
                ? throw new TrustListException(TrustListRefusal.ContentInvalid, string.Join(" ", broken))
                : new TrustList(text, content, root, anchor, rollovers);
        }
        catch (FormatException refused)
        {
            throw new TrustListException(anchor is null ? TrustListRefusal.SignatureInvalid
                : TrustListRefusal.ContentInvalid, refused.Message, refused);
        }
    }

    private static TrustRoot? FollowedRoot(Jws list, IReadOnlyList<RootRollover> rollovers)
    {
        if (rollovers.Count == 0)
        {
            return null;
        }

        using var announced = new TrustRoots(rollovers.DistinctBy(rollover => rollover.Next.Thumbprint())
            .Select(rollover => new TrustRoot(rollover.Next, rollover.From)));
        return announced.SignerOf(list);
    }
}
