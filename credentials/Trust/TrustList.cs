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
    /// <summary>Longest list accepted: the outbound gate's 1 MiB.</summary>
    public const int MaxLength = 1024 * 1024;

    private TrustList(string text, TrustListContent content)
    {
        Text = text;
        Bytes = Encoding.ASCII.GetBytes(text);
        Digest = Base64UrlStrict.Encode(SHA256.HashData(Bytes));
        Content = content;
    }

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

    /// <summary>Checks the signature, then reads.</summary>
    /// <param name="jws">Compact JWS, typ <c>trust-list+jwt</c>; white space around it is ignored.</param>
    /// <param name="root">The accrediting authority's pinned key. The header's <c>kid</c> chooses nothing.</param>
    /// <exception cref="TrustListException">With the reason.</exception>
    public static TrustList Parse(string jws, VerificationKey root)
    {
        ArgumentNullException.ThrowIfNull(jws);
        ArgumentNullException.ThrowIfNull(root);
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

        if (!parsed.VerifiedBy(root))
        {
            throw new TrustListException(TrustListRefusal.SignatureInvalid,
                "The list is not signed by the accrediting authority's root key.");
        }

        TrustListContent content;
        try
        {
            content = TrustListJson.Read(parsed.PayloadObject());
        }
        catch (FormatException refused)
        {
            throw new TrustListException(TrustListRefusal.ContentInvalid, refused.Message, refused);
        }

        return TrustListRules.Broken(content) is { Count: > 0 } broken
            ? throw new TrustListException(TrustListRefusal.ContentInvalid, string.Join(" ", broken))
            : new TrustList(text, content);
    }
}
