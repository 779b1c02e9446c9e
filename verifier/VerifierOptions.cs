using System.ComponentModel.DataAnnotations;

namespace SkillsPassport.Verifier;

/// <summary>Who this verifier is, section <c>Verifier</c>.</summary>
public sealed class VerifierOptions
{
    /// <summary>Its address: the <c>iss</c> of its receipts, and the place where their keys are found.</summary>
    [Required] public Uri? PublicUrl { get; set; }

    // Also asked while the settings are being checked, when there may be no address yet.
    public string Id => PublicUrl is { IsAbsoluteUri: true } url ? url.AbsoluteUri.TrimEnd('/') : "";

    /// <summary>The address that ./run uses; elsewhere it must be given.</summary>
    public void UseDefaults(bool development)
    {
        if (development)
        {
            PublicUrl ??= new Uri($"http://localhost:{VerifierHost.DefaultPort}");
        }
    }

    public static string? Broken(VerifierOptions options) => options.PublicUrl switch
    {
        null => null,
        { IsAbsoluteUri: true, Query: "", Fragment: "" } url
            when url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback) => null,
        _ => "PublicUrl must be https, or http on this machine.",
    };
}
