using System.ComponentModel.DataAnnotations;

namespace SkillsPassport.Verifier.Verify;

/// <summary>How much one batch may ask for, section <c>Batch</c>.</summary>
public sealed class BatchOptions
{
    [Range(1, 100_000)] public int MostItems { get; set; } = 1000;

    /// <summary>Of the whole request.</summary>
    [Range(1024, 256 * 1024 * 1024)] public int MostBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>From the first byte of the request to the last of the answer.</summary>
    [Range(1, 3600)] public int MostSeconds { get; set; } = 60;
}
