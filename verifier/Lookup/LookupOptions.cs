using System.ComponentModel.DataAnnotations;

namespace SkillsPassport.Verifier.Lookup;

/// <summary>How often certificate codes may be tried, section <c>Lookup</c>. With 50 random bits in a code, these
/// limits make guessing one hopeless and copying the register impossible.</summary>
public sealed class LookupOptions
{
    [Range(1, 1000)] public int PerMinute { get; set; } = 60;

    [Range(1, 100_000)] public int PerDay { get; set; } = 2_000;

    /// <summary>Codes that no issuer knew. A typing mistake never is one: the check characters find it.</summary>
    [Range(1, 100_000)] public int MissesPerTenMinutes { get; set; } = 20;

    /// <summary>The same for all addresses together; beyond it those wait who missed in these ten
    /// minutes, and nobody else.</summary>
    [Range(1, 100_000)] public int MissesPerMinuteForAll { get; set; } = 120;
}
