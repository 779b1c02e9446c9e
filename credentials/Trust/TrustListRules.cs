using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.Trust;

/// <summary>
/// The rules a trust list keeps beyond its shape. The signer refuses to sign what breaks them and the reader refuses to
/// believe it, so that both sides mean the same by "valid".
/// </summary>
public static class TrustListRules
{
    /// <summary>Earlier lists a list names at most; those before them stand in theirs.</summary>
    public const int LongestHistory = 16;

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

        Unique(list.Issuers.Select(issuer => issuer.Id).Intersect(list.Registers.Select(register => register.Id))
            .Concat(list.Registers.Select(register => register.Id)), "register", broken);
        Unique(list.Registers.Select(register => register.Kind), "kind of register", broken);
        foreach (var register in list.Registers)
        {
            CheckRegister(register, broken);
        }

        CheckHistory(list, broken);
        if (list.Rollovers.Count > RootRollover.Most)
        {
            broken.Add($"The list carries more than {RootRollover.Most} announcements of root keys.");
        }

        if (list.Information is { } information)
        {
            CheckInformation(information, broken);
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

        CheckKeys(issuer.Id, issuer.Keys, broken);
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

    private static void CheckKeys(string owner, IReadOnlyList<TrustedKey> keys, List<string> broken)
    {
        Unique(keys.Select(key => key.Jwk.Kid ?? ""), $"{owner}: key", broken);
        foreach (var key in keys)
        {
            if (string.IsNullOrEmpty(key.Jwk.Kid))
            {
                broken.Add($"{owner}: a key has no kid.");
            }

            if (!key.Jwk.IsValid())
            {
                broken.Add($"{owner}: key {key.Jwk.Kid} is not a point of P-256.");
            }

            if (key.Until <= key.From)
            {
                broken.Add($"{owner}: key {key.Jwk.Kid} ends before it begins.");
            }
        }
    }

    private static void CheckRegister(TrustedRegister register, List<string> broken)
    {
        if (register.Kind.Length == 0 || !register.Kind.All(letter => letter is (>= 'a' and <= 'z') or '-'))
        {
            broken.Add($"The register {register.Id}: a kind is a word in small letters.");
        }

        if (!IsAddress(register.Id))
        {
            broken.Add($"The register {register.Id} is not an https address (http only on this machine).");
        }

        if (register.Keys.Count == 0)
        {
            broken.Add($"{register.Id}: a register without a key could not be believed.");
        }

        CheckKeys(register.Id, register.Keys, broken);
    }

    private static void CheckHistory(TrustListContent list, List<string> broken)
    {
        if (list.History.Count > LongestHistory)
        {
            broken.Add($"The history names more than {LongestHistory} lists.");
        }

        var above = list.Sequence;
        foreach (var earlier in list.History)
        {
            if (earlier.Sequence < 1 || earlier.Sequence >= above)
            {
                broken.Add("The history does not go from the list before this one backwards.");
            }

            if (!Base64UrlStrict.TryDecode(earlier.Digest, out var digest) || digest.Length != SHA256.HashSizeInBytes)
            {
                broken.Add($"The history's digest of list {earlier.Sequence} is not a SHA-256.");
            }

            if (!IsAddress(earlier.Address))
            {
                broken.Add($"The address of list {earlier.Sequence} is not an https address.");
            }

            above = earlier.Sequence;
        }
    }

    private static void CheckInformation(SchemeInformation information, List<string> broken)
    {
        foreach (var address in new[] { information.Type, information.About, information.Policy })
        {
            if (address is not null && !IsAddress(address))
            {
                broken.Add($"The scheme's {address} is not an https address.");
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
