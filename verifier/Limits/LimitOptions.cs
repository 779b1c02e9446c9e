using System.ComponentModel.DataAnnotations;

namespace SkillsPassport.Verifier.Limits;

/// <summary>How much of the processor one caller without an API key may have, section <c>Limits</c>.</summary>
public sealed class LimitOptions
{
    /// <summary>Credentials a minute for one address, alone or in batches.</summary>
    [Range(1, 10_000_000)] public int VerifyPerMinute { get; set; } = 1200;

    /// <summary>Batches that one caller, an address or an API key, may have open.</summary>
    [Range(1, 1000)] public int BatchesAtOnce { get; set; } = 4;

    /// <summary>Batches that all callers together may have open.</summary>
    [Range(1, 10_000)] public int BatchesAtOnceForAll { get; set; } = 32;

    /// <summary>Whether callers on this very machine are counted too: yes, except in Development.</summary>
    public bool? CountThisMachine { get; set; }
}
