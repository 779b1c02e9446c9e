using SkillsPassport.Wallet.Passport;

namespace SkillsPassport.Wallet.Share;

/// <summary>Ready-made choices of what to show; the always-disclosed claims (award, level, validity) go with
/// each.</summary>
public enum Preset
{
    /// <summary>What a recruiter needs: who, what the person can do, and the ending of the passport to
    /// compare.</summary>
    Job,

    /// <summary>Everything, for an official who compares it with papers.</summary>
    Counter,

    /// <summary>Nothing about the person.</summary>
    Level,

    /// <summary>The worker picks.</summary>
    Own,
}

public static class Presets
{
    private static readonly string[] ForAJob =
    [
        "full_name", "name_bn", "given_name", "family_name", "units", "pathway", "assessment_centre", "assessed_on",
        "passport_last3", "portrait",
    ];

    public static bool TryParse(string? text, out Preset preset) =>
        Enum.TryParse(text, ignoreCase: true, out preset) && Enum.IsDefined(preset) && !char.IsAsciiDigit(text![0]);

    /// <summary>The claims of a certificate that are shown, out of those that can be chosen.</summary>
    public static IReadOnlyList<string> Shown(
        Preset preset, CertificateView certificate, IReadOnlyCollection<string> own) =>
        preset switch
        {
            Preset.Job => [.. certificate.Choices.Intersect(ForAJob)],
            Preset.Counter => certificate.Choices,
            Preset.Level => [],
            Preset.Own => [.. certificate.Choices.Intersect(own)],
        };
}
