using System.ComponentModel.DataAnnotations;
using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Authority.Publishing;

/// <summary>Who keeps the registers, section <c>Authority</c>.</summary>
public sealed class AuthorityOptions
{
    /// <summary>The folder of the trust list.</summary>
    public string Folder { get; set; } = "data/authority";

    /// <summary>Whether the officers' desk and the registers are served beside the list. On in Development.</summary>
    public bool? Desk { get; set; }

    /// <summary>The authority's address: the <c>iss</c> of its registers. Without a slash at the end.</summary>
    public string? PublicUrl { get; set; }

    /// <summary>Marks the registers as a demonstration; on in Development unless said otherwise.</summary>
    public bool? Demo { get; set; }

    /// <summary>How long a signed register may be leaned on.</summary>
    [Range(1, 60)] public int RegisterDays { get; set; } = 7;

    /// <summary>After so long a register is signed again, changed or not.</summary>
    [Range(1, 720)] public int RenewHours { get; set; } = 12;

    public bool IsDemo => Demo == true;

    // Also asked while the settings are being checked, when there may be no address yet.
    public string Id => PublicUrl?.TrimEnd('/') ?? "";

    /// <summary>The addresses that ./run uses; elsewhere they must be given.</summary>
    public void UseDefaults(bool development)
    {
        if (development)
        {
            PublicUrl ??= AuthorityHost.DefaultUrl;
            Demo ??= true;
        }
    }

    public static string? Broken(AuthorityOptions options) =>
        options.PublicUrl is null || !TrustListRules.IsAddress(options.Id)
            ? "PublicUrl must be https, or http on this machine."
            : options.RenewHours >= options.RegisterDays * 24 ? "RenewHours must come before RegisterDays end." : null;
}
