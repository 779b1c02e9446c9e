using System.ComponentModel.DataAnnotations;

namespace SkillsPassport.Verifier.Lookup;

/// <summary>How often certificate codes may be tried, section <c>Lookup</c>. With 50 random bits in a code, these
/// limits make guessing one hopeless and copying the register impossible.</summary>
public sealed class LookupOptions
{
    [Range(1, 1000)] public int PerMinute { get; set; } = 10;

    [Range(1, 100_000)] public int PerDay { get; set; } = 200;

    /// <summary>For all addresses together, so that many addresses do not help either.</summary>
    [Range(1, 100_000)] public int PerMinuteForAll { get; set; } = 600;
}
