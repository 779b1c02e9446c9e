using System.ComponentModel.DataAnnotations;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.SdJwtVc;

namespace SkillsPassport.Issuer.Issuing;

/// <summary>Who issues, section <c>Issuer</c>.</summary>
public sealed class IssuerOptions
{
    /// <summary>The issuer's address: the <c>iss</c> of everything it signs. Without a slash at the end.</summary>
    [Required] public Uri? PublicUrl { get; set; }

    /// <summary>The verifier that the paper's QR opens.</summary>
    [Required] public Uri? VerifierUrl { get; set; }

    /// <summary>The wallet that the claim slip opens.</summary>
    [Required] public Uri? WalletUrl { get; set; }

    [Required] public string NameEn { get; set; } = "National Skills Development Authority";
    [Required] public string NameBn { get; set; } = "জাতীয় দক্ষতা উন্নয়ন কর্তৃপক্ষ";
    [Required] public string NameAr { get; set; } = "الهيئة الوطنية لتنمية المهارات";

    /// <summary>Printed title of a partial result, where the law calls it something else.</summary>
    public string? StatementTitleEn { get; set; }

    public string? StatementTitleBn { get; set; }

    /// <summary>
    /// Marks everything as a demonstration; serial numbers then begin at 900001. On in Development unless said
    /// otherwise.
    /// </summary>
    public bool? Demo { get; set; }

    /// <summary>A JWK Set with the public keys this issuer signed with before: published beside the present one, so
    /// that what they signed can still be checked.</summary>
    public string? OlderKeysFile { get; set; }

    /// <summary>Codes looked up for one address in a minute. A verifier asks for all its callers, and a certificate of
    /// another issuer is a miss here: far above what its honest callers need (ADR 0170).</summary>
    [Range(1, 100_000)] public int LookupsPerMinute { get; set; } = 1200;

    public bool IsDemo => Demo == true;

    // Also asked while the settings are being checked, when there may be no address yet.
    public string Id => PublicUrl is { IsAbsoluteUri: true } url ? url.AbsoluteUri.TrimEnd('/') : "";

    public long FirstSerial => IsDemo ? 900_001 : 1;

    /// <summary>The addresses that ./run uses; elsewhere they must be given.</summary>
    public void UseDefaults(bool development)
    {
        if (development)
        {
            PublicUrl ??= new Uri("http://localhost:5101");
            VerifierUrl ??= new Uri("http://localhost:5102");
            WalletUrl ??= new Uri("http://localhost:5103");
            Demo ??= true;
        }
    }

    public static string? Broken(IssuerOptions options) =>
        Bad(options.PublicUrl) ? "PublicUrl must be https, or http on this machine."
        : Bad(options.VerifierUrl) ? "VerifierUrl must be https, or http on this machine."
        : Bad(options.WalletUrl) ? "WalletUrl must be https, or http on this machine."
        : BadOlderKeys(options);

    /// <summary>The keys of <see cref="OlderKeysFile"/>; none when it is not named.</summary>
    public IReadOnlyList<Jwk> ReadOlderKeys()
    {
        if (string.IsNullOrWhiteSpace(OlderKeysFile))
        {
            return [];
        }

        using var json = StrictJson.Parse(File.ReadAllBytes(OlderKeysFile));
        return IssuerMetadata.ParseKeySet(json.RootElement);
    }

    private static string? BadOlderKeys(IssuerOptions options)
    {
        try
        {
            _ = options.ReadOlderKeys();
            return null;
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or FormatException)
        {
            return "OlderKeysFile is not a set of public P-256 keys (JWK Set): " + broken.Message;
        }
    }

    private static bool Bad(Uri? address) => address is not null
        && !(address.IsAbsoluteUri && (address.Scheme == Uri.UriSchemeHttps
        || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)));
}
