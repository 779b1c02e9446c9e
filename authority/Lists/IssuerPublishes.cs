using System.Net;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.SdJwtVc;
using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Authority.Lists;

/// <summary>
/// The keys an issuer publishes in its JWT VC Issuer Metadata (SD-JWT VC section 3), read once, at the desk, where
/// somebody looks at them before the list is signed (ADR 0023).
/// </summary>
internal static class IssuerPublishes
{
    private const int MaxBytes = 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static readonly Operation Update = new("update-keys", "Read an issuer's keys from its metadata again",
    [
        new("id", "URL", "the issuer's address", Required: true),
        new("from", "DAY", "day from which signatures of new keys count; today when left out"),
    ], (list, given, now) =>
    {
        if (list.Issuers.FirstOrDefault(one => one.Id == given.Text("id")) is not { } issuer)
        {
            return ChangeKeys.NotListed(given);
        }

        var published = Keys(issuer.Id);
        var added = published.Select(key => key.Jwk)
            .Where(key => issuer.Keys.All(known => !known.Jwk.IsSameKey(key))).ToList();
        var gone = issuer.Keys.Where(known =>
                known.Until is null && published.All(key => !key.Jwk.IsSameKey(known.Jwk)))
            .Select(known => known.Jwk.Kid).ToList();
        var hint = (gone.Count == 0 ? ""
            : $" It no longer publishes {string.Join(", ", gone)}: say retire-key when it signs no more with it.")
            + (IssuerRoots.WhyNot(issuer.Id, published, issuer.Roots, now) is null ? ""
            : " WARNING: the certificate chain it publishes leads to no root certificate listed for it, its wallet "
                + "certificates will be called not genuine: say add-root.");
        if (added.Count == 0)
        {
            return Change.Refused($"{issuer.Id} publishes no key that is not on the list.{hint}");
        }

        var from = given.StartOf("from") ?? Arguments.StartOfToday(now);
        return ChangeKeys.UsedElsewhere(list, added) ?? Change.To(WithdrawIssuer.With(list, issuer with
        {
            Keys = [.. issuer.Keys, .. added.Select(key => new TrustedKey(key, from, null, null))],
        }), $"{issuer.Name.En} has {added.Count} more key(s): "
            + $"{string.Join(", ", added.Select(key => key.Kid))}.{hint}");
    });

    /// <summary>The keys, each with an id.</summary>
    /// <exception cref="AuthorityFolderException">They cannot be had.</exception>
    public static IReadOnlyList<OfferedKey> Keys(string issuer)
    {
        if (!TrustListRules.IsAddress(issuer))
        {
            throw Unusable(issuer, "that is not an https address (http only on this machine).");
        }

        try
        {
            using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
            {
                Timeout = Patience, MaxResponseContentBufferSize = MaxBytes,
            };
            var id = new Uri(issuer);
            var document = Get(http, IssuerMetadata.AddressOf(id));
            var metadata = IssuerMetadata.Parse(document, issuer);
            using var json = StrictJson.Parse(
                metadata.JwksUri is { } address ? GetSet(http, id, address) : document);
            var set = metadata.JwksUri is null ? json.RootElement.GetProperty(Specs.SdJwtVc.Jwks) : json.RootElement;
            var keys = IssuerMetadata.ParseKeys(set);
            return keys.Count > 0
                ? [.. keys.Select(key => OfferedKey.Of(key, set.GetProperty(Specs.Jose.Keys).EnumerateArray()))]
                : throw Unusable(issuer, "they hold no P-256 key.");
        }
        catch (Exception broken) when (broken is HttpRequestException or TaskCanceledException or InputRefusedException)
        {
            throw Unusable(issuer, broken.Message);
        }
    }

    private static byte[] GetSet(HttpClient http, Uri issuer, Uri address)
    {
        // The keys may live at another path, not at another host.
        if (address.GetLeftPart(UriPartial.Authority) != issuer.GetLeftPart(UriPartial.Authority))
        {
            throw Unusable(issuer.OriginalString, $"they point to another host, {address.Host}.");
        }

        return Get(http, address);
    }

    private static byte[] Get(HttpClient http, Uri address)
    {
        using var answer = http.Send(new HttpRequestMessage(HttpMethod.Get, address));
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            throw new HttpRequestException($"{address} answered {(int)answer.StatusCode}.");
        }

        using var bytes = new MemoryStream();
        answer.Content.ReadAsStream().CopyTo(bytes);
        return bytes.ToArray();
    }

    private static AuthorityFolderException Unusable(string issuer, string why) =>
        new($"The keys in the metadata of {issuer} cannot be read: {why} Ask the issuer for them and use --key.");
}
