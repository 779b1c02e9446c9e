using System.ComponentModel.DataAnnotations;

namespace SkillsPassport.Verifier.Receipts;

/// <summary>How often receipts are made, section <c>Receipts</c>.</summary>
public sealed class ReceiptOptions
{
    /// <summary>For one address. A batch of 200 certificates with a receipt each takes a few minutes.</summary>
    [Range(1, 10_000)] public int PerMinute { get; set; } = 60;
}
