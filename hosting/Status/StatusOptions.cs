using System.ComponentModel.DataAnnotations;

namespace SkillsPassport.Hosting.Status;

/// <summary>How closely status lists are followed. A revocation must be seen within five seconds.</summary>
public sealed class StatusOptions
{
    /// <summary>How often a list in use is asked for again (with its ETag).</summary>
    [Range(1, 3600)] public int PollSeconds { get; set; } = 2;

    /// <summary>A list that its issuer has not confirmed for so long is asked for again before it counts. When the
    /// issuer does not answer, its last word counts until it ends.</summary>
    [Range(2, 86_400)] public int UnconfirmedSeconds { get; set; } = 15;

    /// <summary>A list that no credential has named for so long is not polled any more.</summary>
    [Range(1, 86_400)] public int IdleSeconds { get; set; } = 600;

    /// <summary>After a failed fetch the list is left alone for so long, however many ask for it; one that never
    /// verified is forgotten then.</summary>
    [Range(1, 3600)] public int RetrySeconds { get; set; } = 2;

    /// <summary>Verified lists held in memory at most; the longest unused goes first.</summary>
    [Range(1, 100_000)] public int MostLists { get; set; } = 2048;
}
