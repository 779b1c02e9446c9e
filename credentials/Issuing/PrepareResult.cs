namespace SkillsPassport.Credentials.Issuing;

/// <summary>Outcome of linting an award for one form of credential: either ready to be signed once, or
/// refused.</summary>
public abstract record PrepareResult
{
    private PrepareResult()
    {
    }

    /// <summary>The award may be signed.</summary>
    /// <param name="Credential">A prepared wallet credential or a prepared paper certificate.</param>
    public sealed record Prepared(PreparedCredential Credential) : PrepareResult;

    /// <summary>The award breaks rules; nothing can be signed.</summary>
    /// <param name="Findings">Every broken rule, never empty.</param>
    public sealed record Refused(IReadOnlyList<LintFinding> Findings) : PrepareResult;
}

/// <summary>One broken rule.</summary>
/// <param name="Rule">Short code of the rule, e.g. <c>schema:pattern</c>.</param>
/// <param name="Path">Where, as a JSON pointer into the claims (or the award's member name).</param>
/// <param name="Detail">What is wrong, for an officer's log; contains no personal data.</param>
public sealed record LintFinding(string Rule, string Path, string Detail);

/// <summary>A linted claim set. It can be signed once; a second time throws.</summary>
public abstract class PreparedCredential
{
    private int _spent;

    /// <summary>Marks this value as signed.</summary>
    /// <exception cref="InvalidOperationException">It was signed before.</exception>
    internal void Spend()
    {
        if (Interlocked.Exchange(ref _spent, 1) != 0)
        {
            throw new InvalidOperationException("A prepared credential is signed once; prepare it again.");
        }
    }
}
