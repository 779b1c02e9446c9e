using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.SdJwtVc;
using SkillsPassport.Credentials.Status;
using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Credentials.Verification;

/// <summary>
/// Status lists in memory: only what an issuer's own key signed for that address comes in, and an older list never
/// replaces a newer one. Safe for several threads; fetching is the host's business.
/// </summary>
public sealed class VerifiedStatusLists : IStatusLists
{
    /// <summary>How long a list without <c>exp</c> is believed.</summary>
    internal static readonly TimeSpan LongestAge = TimeSpan.FromHours(24);

    private const byte CoseSign1Tag = 0xD2; // tag(18), RFC 9052 section 2

    // By address and issuer: nobody's token can push out another issuer's list.
    private readonly ConcurrentDictionary<(string Uri, string Issuer), Entry> _lists = new();

    /// <summary>Addresses of all lists held.</summary>
    public IEnumerable<string> Addresses =>
        _lists.Where(pair => pair.Value.List is not null).Select(pair => pair.Key.Uri).Distinct();

    /// <inheritdoc/>
    public StatusListSnapshot? Find(string uri) =>
        _lists.FirstOrDefault(pair => pair.Key.Uri == uri && pair.Value.List is not null).Value?.List;

    /// <inheritdoc/>
    public StatusListSnapshot? Find(string uri, string issuer) => _lists.GetValueOrDefault((uri, issuer))?.List;

    /// <inheritdoc/>
    public ReasonCode WhyMissing(string uri, string issuer) =>
        _lists.GetValueOrDefault((uri, issuer)) is { List: null } refused ? refused.Refusal
            : ReasonCode.StatusUnreachable;

    /// <summary>Checks the signature before anything is inflated, then the address, then opens the list.</summary>
    /// <param name="token">Status List Token, JWT (ASCII) or CWT.</param>
    /// <param name="uri">The address it was fetched from, as the credential writes it.</param>
    /// <param name="issuer">Issuer of the credential that refers to it.</param>
    /// <param name="trust">Keys.</param>
    /// <param name="now">Time.</param>
    /// <param name="refusal">Why it was refused; <see cref="ReasonCode.Ok"/> when it was not.</param>
    /// <returns>False when it was refused; the list held before stays.</returns>
    public bool TryAccept(
        byte[] token, string uri, string issuer, TrustSnapshot trust, DateTimeOffset now, out ReasonCode refusal)
    {
        ArgumentNullException.ThrowIfNull(token);
        ArgumentNullException.ThrowIfNull(trust);
        StatusListSnapshot? list = null;
        try
        {
            refusal = Read(token, uri, issuer, trust, now, out list);
        }
        catch (InputRefusedException)
        {
            refusal = ReasonCode.StatusInvalid;
        }

        var outcome = new Entry(list, refusal);
        _lists.AddOrUpdate((uri, issuer), outcome, (_, held) => held.List is { } old
            && (outcome.List is null || outcome.List.IssuedAt < old.IssuedAt) ? held : outcome);
        return refusal == ReasonCode.Ok;
    }

    /// <summary>Which of these issuers signed a token, for who does not know whose list an address serves; null when
    /// none did. Says nothing about the list.</summary>
    public static string? FindSigner(byte[] token, IEnumerable<string> issuers, TrustSnapshot trust)
    {
        ArgumentNullException.ThrowIfNull(token);
        ArgumentNullException.ThrowIfNull(trust);
        try
        {
            var read = Parse(token);
            return issuers.FirstOrDefault(issuer => HasSigned(issuer, read));
        }
        catch (InputRefusedException)
        {
            return null;
        }

        bool HasSigned(string issuer, StatusListToken read)
        {
            try
            {
                return IsSignedBy(trust.FindIssuer(issuer), read, issuer);
            }
            catch (InputRefusedException)
            {
                // Its certificates do not lead to this issuer; they may lead to another.
                return false;
            }
        }
    }

    /// <summary>Why a list must not be believed now.</summary>
    internal static ReasonCode? WhyNotAt(DateTimeOffset issuedAt, DateTimeOffset? expires, DateTimeOffset now) =>
        issuedAt > now + VerificationTable.Skew ? ReasonCode.StatusInvalid
        : now - VerificationTable.Skew >= (expires ?? issuedAt + LongestAge) ? ReasonCode.StatusStale
        : null;

    private static ReasonCode Read(byte[] bytes, string uri, string issuer, TrustSnapshot trust, DateTimeOffset now,
        out StatusListSnapshot? list)
    {
        list = null;
        var token = Parse(bytes);
        if (!IsSignedBy(trust.FindIssuer(issuer), token, issuer))
        {
            return ReasonCode.StatusInvalid;
        }

        if (WhyNotAt(token.IssuedAt, token.Expires, now) is { } reason)
        {
            return reason;
        }

        list = token.Open(uri);
        return ReasonCode.Ok;
    }

    private static StatusListToken Parse(byte[] bytes) => bytes is [CoseSign1Tag, ..]
        ? StatusListToken.ParseCwt(bytes)
        : StatusListToken.ParseJwt(Encoding.ASCII.GetString(bytes).Trim());

    private static bool IsSignedBy(IssuerTrust? issuer, StatusListToken token, string id)
    {
        var key = token.Kid8 is { } kid8 ? issuer?.FindKey(kid8)
            : token.Kid is { } kid ? issuer?.FindKey(kid)
            : issuer?.OnlyKey;
        if (key is not null)
        {
            return TrustChecks.WhyNotAt(key.Window, token.IssuedAt) is null && token.VerifiedBy(key.Key);
        }

        if (issuer is null || token.CertificateChain.Count == 0)
        {
            return false;
        }

        var x5c = JsonSerializer.SerializeToElement(token.CertificateChain.Select(Convert.ToBase64String));
        using var leaf = CertificatePath.Check(x5c, issuer.Issuer.Roots, token.IssuedAt, id);
        return (token.Kid is null || token.Kid == leaf.Jwk.Thumbprint()) && token.VerifiedBy(leaf);
    }

    private sealed record Entry(StatusListSnapshot? List, ReasonCode Refusal);
}
