using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SkillsPassport.Credentials.Trust;

/// <summary>
/// The rules a trust list keeps beyond its shape. The signer refuses to sign what breaks them and the reader refuses to
/// believe it, so that both sides mean the same by "valid".
/// </summary>
public static class TrustListRules
{
    /// <summary>Every broken rule, in plain words; empty when the list is sound.</summary>
    public static IReadOnlyList<string> Broken(TrustListContent list)
    {
        ArgumentNullException.ThrowIfNull(list);
        var broken = new List<string>();
        if (!IsAddress(list.Authority))
        {
            broken.Add($"The authority's address {list.Authority} is not an https address (http only on this "
                + "machine).");
        }

        if (list.Sequence < 1)
        {
            broken.Add("The sequence number starts at 1.");
        }

        if (list.NextUpdate <= list.IssuedAt)
        {
            broken.Add("The next update must come after the time of signing.");
        }

        Unique(list.Issuers.Select(issuer => issuer.Id), "issuer", broken);
        Unique(list.Wallets.Select(wallet => wallet.Id), "wallet", broken);
        foreach (var wallet in list.Wallets.Where(wallet => !IsAddress(wallet.Id)))
        {
            broken.Add($"The wallet {wallet.Id} is not an https address without path, query or fragment at its end.");
        }

        foreach (var issuer in list.Issuers)
        {
            CheckIssuer(issuer, broken);
        }

        foreach (var group in list.Centres.GroupBy(centre => centre.Code))
        {
            CheckCentre(group.Key, [.. group.OrderBy(centre => centre.From)], broken);
        }

        return broken;
    }

    /// <summary>https anywhere, http on this machine only; no user, query, fragment or slash at the end.</summary>
    public static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri.UserInfo.Length == 0 && uri.Query.Length == 0 && uri.Fragment.Length == 0
        && !text.EndsWith('/') && !text.EndsWith('?') && !text.EndsWith('#');

    private static void CheckIssuer(TrustedIssuer issuer, List<string> broken)
    {
        if (!IsAddress(issuer.Id))
        {
            broken.Add($"The issuer {issuer.Id} is not an https address (http only on this machine) without query, "
                + "fragment or slash at the end.");
        }

        if (issuer.Lookup is not null && !IsAddress(issuer.Lookup))
        {
            broken.Add($"{issuer.Id}: the lookup address {issuer.Lookup} is not an https address.");
        }

        Unique(issuer.Keys.Select(key => key.Jwk.Kid ?? ""), $"{issuer.Id}: key", broken);
        foreach (var key in issuer.Keys)
        {
            if (string.IsNullOrEmpty(key.Jwk.Kid))
            {
                broken.Add($"{issuer.Id}: a key has no kid.");
            }

            if (!key.Jwk.IsValid())
            {
                broken.Add($"{issuer.Id}: key {key.Jwk.Kid} is not a point of P-256.");
            }

            if (key.Until <= key.From)
            {
                broken.Add($"{issuer.Id}: key {key.Jwk.Kid} ends before it begins.");
            }
        }

        foreach (var root in issuer.Roots)
        {
            CheckRoot(issuer.Id, root, broken);
        }

        if (issuer.Awards.Count == 0)
        {
            broken.Add($"{issuer.Id}: an issuer without any award could not issue anything.");
        }

        foreach (var award in issuer.Awards)
        {
            if (award.Vct.Length == 0 || award.Frameworks.Count == 0 || award.Frameworks.Any(id => id.Length == 0))
            {
                broken.Add($"{issuer.Id}: an award needs a credential type and at least one framework.");
            }

            if (award.Until < award.From)
            {
                broken.Add($"{issuer.Id}: the award {award.Vct} ends before it begins.");
            }
        }
    }

    private static void CheckRoot(string issuer, byte[] der, List<string> broken)
    {
        try
        {
            using var root = X509CertificateLoader.LoadCertificate(der);
            if (!root.SubjectName.RawData.AsSpan().SequenceEqual(root.IssuerName.RawData)
                || root.Extensions.OfType<X509BasicConstraintsExtension>().All(rule => !rule.CertificateAuthority))
            {
                broken.Add($"{issuer}: the root certificate is not a self-signed certificate authority.");
            }
        }
        catch (CryptographicException)
        {
            broken.Add($"{issuer}: a root certificate cannot be read.");
        }
    }

    private static void CheckCentre(string code, AccreditedCentre[] periods, List<string> broken)
    {
        if (code.Length == 0)
        {
            broken.Add("A centre has no code.");
        }

        for (var i = 0; i < periods.Length; i++)
        {
            if (periods[i].Until < periods[i].From)
            {
                broken.Add($"Centre {code}: the accreditation ends before it begins.");
            }

            if (i > 0 && (periods[i - 1].Until is null || periods[i - 1].Until >= periods[i].From))
            {
                broken.Add($"Centre {code}: two periods of accreditation overlap.");
            }
        }
    }

    private static void Unique(IEnumerable<string> names, string what, List<string> broken)
    {
        foreach (var group in names.GroupBy(name => name).Where(group => group.Count() > 1))
        {
            broken.Add($"The {what} {group.Key} is listed twice.");
        }
    }
}
