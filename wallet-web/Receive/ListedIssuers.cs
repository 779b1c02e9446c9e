using SkillsPassport.Credentials.Trust;
using SkillsPassport.Hosting.Trust;

namespace SkillsPassport.Wallet.Receive;

/// <summary>The issuers that the accrediting authority names today.</summary>
public sealed class ListedIssuers(ITrustList trust, TimeProvider clock)
{
    /// <summary>Null when there is no list in force to go by.</summary>
    public IReadOnlyList<TrustedIssuer>? All => trust.List is { } list && list.NextUpdate > clock.GetUtcNow()
        ? [.. list.Issuers.Where(one => !(one.WithdrawnFrom <= clock.GetUtcNow()))]
        : null;

    public TrustedIssuer? Find(string id) => All?.FirstOrDefault(one => one.Id == id);

    public IssuerStanding StandingOf(string id) =>
        All is not { } all ? IssuerStanding.CouldNotCheck
        : all.Any(one => one.Id == id) ? IssuerStanding.Accredited
        : IssuerStanding.NotVerified;

    /// <summary>Whether two addresses have scheme, host and port in common.</summary>
    public static bool SameOrigin(Uri one, string other) =>
        Uri.TryCreate(other, UriKind.Absolute, out var uri)
        && one.GetLeftPart(UriPartial.Authority) == uri.GetLeftPart(UriPartial.Authority);
}
