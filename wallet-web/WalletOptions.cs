using System.ComponentModel.DataAnnotations;
using SkillsPassport.Hosting.Start;

namespace SkillsPassport.Wallet;

/// <summary>Where this wallet is seen by the world, and whose page its share links open. Section
/// <c>Wallet</c>.</summary>
public sealed class WalletOptions
{
    public const string Section = "Wallet";

    /// <summary>The wallet's own public address; the host part of every share link comes from here, never from a
    /// request.</summary>
    [Required]
    public Uri? PublicUrl { get; set; }

    /// <summary>The verifier whose page opens a share link.</summary>
    [Required]
    public Uri? VerifierUrl { get; set; }

    /// <summary>Whom a worker may call; printed on wallet cards. Empty: nobody is named.</summary>
    [StringLength(60)]
    public string Helpline { get; set; } = "16135";

    /// <summary>Rounds of PBKDF2 that make a PIN slow to guess. Passports are found by what comes out, so that a
    /// database keeps its number for ever: another than the default is taken in Development only.</summary>
    [Range(1, 10_000_000)]
    public int PinRounds { get; set; } = EnoughRounds;

    // OWASP's figure for PBKDF2-HMAC-SHA256 (Password Storage Cheat Sheet, 2023).
    internal const int EnoughRounds = 600_000;
}

/// <summary>Binds and checks this service's settings; addresses of this machine are the defaults in Development
/// only.</summary>
public static class WalletOptionsRegistration
{
    public static void AddWalletOptions(this WebApplicationBuilder builder)
    {
        var development = builder.Environment.IsDevelopment();
        builder.AddValidated<WalletOptions>(WalletOptions.Section, options => Broken(options, development));
        if (development)
        {
            builder.Services.PostConfigure<WalletOptions>(options =>
            {
                options.PublicUrl ??= new Uri("http://localhost:5103");
                options.VerifierUrl ??= new Uri("http://localhost:5102");
            });
        }
    }

    private static string? Broken(WalletOptions options, bool development) =>
        new[] { (nameof(options.PublicUrl), options.PublicUrl), (nameof(options.VerifierUrl), options.VerifierUrl) }
            .Where(one => one.Item2 is { } url && !IsAddress(url, development))
            .Select(one => $"{one.Item1} must be an https address without path.")
            .FirstOrDefault()
        ?? (development || options.PinRounds == WalletOptions.EnoughRounds ? null
            : $"{nameof(options.PinRounds)} must be {WalletOptions.EnoughRounds} outside Development.");

    private static bool IsAddress(Uri url, bool development) =>
        url.IsAbsoluteUri && url.AbsolutePath == "/" && url.Query.Length == 0 && url.Fragment.Length == 0
        && (url.Scheme == Uri.UriSchemeHttps || (development && url.Scheme == Uri.UriSchemeHttp && url.IsLoopback));
}
