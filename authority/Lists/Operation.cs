using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Authority.Lists;

/// <summary>What an operation makes of the present list: the next list and a plain sentence, or a refusal.</summary>
internal sealed record Change(TrustListContent? Next, string Said)
{
    public static Change To(TrustListContent next, string said) => new(next, said);

    public static Change Refused(string why) => new(null, why);
}

/// <summary>One thing the accrediting authority can do to its list.</summary>
/// <param name="Name">As typed.</param>
/// <param name="Summary">One line for the help.</param>
/// <param name="Options">What it takes.</param>
/// <param name="Apply">Makes the next list of the present one; touches nothing.</param>
internal sealed record Operation(string Name, string Summary, IReadOnlyList<Option> Options,
    Func<TrustListContent, Arguments, DateTimeOffset, Change> Apply);
