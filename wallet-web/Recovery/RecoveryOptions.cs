using System.ComponentModel.DataAnnotations;

namespace SkillsPassport.Wallet.Recovery;

/// <summary>How slowly a passport is given back, so that its owner can object. Section <c>Recovery</c>.</summary>
public sealed class RecoveryOptions
{
    public const string Section = "Recovery";

    /// <summary>From the counter until a new PIN can be set; 72 hours, two minutes in Development.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan? Wait { get; set; }

    /// <summary>From how many certificates on a second person must approve, also where the number stays. A change of
    /// number always needs one, and so does everything while messages are off.</summary>
    [Range(0, 1000)]
    public int SecondPersonFrom { get; set; } = 3;

    /// <summary>How long a new PIN can be set, once the time has come.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "90.00:00:00")]
    public TimeSpan Open { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Documents or certificates that did not match, for one helper in a day.</summary>
    [Range(1, 1000)]
    public int MismatchesPerHelperPerDay { get; set; } = 10;

    /// <summary>The same for one certificate in a day, whoever asks.</summary>
    [Range(1, 1000)]
    public int MismatchesPerCertificatePerDay { get; set; } = 5;
}
