namespace SkillsPassport.Credentials.Registers;

/// <summary>One kind of signed register and its wire words.</summary>
/// <param name="Name">As the trust list names it.</param>
/// <param name="Typ">JWS type.</param>
/// <param name="FileName">File at the authority's address.</param>
public sealed record RegisterKind(string Name, string Typ, string FileName)
{
    /// <summary>Levels compared with those of destination countries.</summary>
    public static RegisterKind Comparisons { get; } = new(Specs.TrustList.Comparisons, Specs.Registers.ComparisonsTyp,
        Specs.Registers.ComparisonsFile);

    /// <summary>Licensed recruiters.</summary>
    public static RegisterKind Recruiters { get; } = new(Specs.TrustList.Recruiters, Specs.Registers.RecruitersTyp,
        Specs.Registers.RecruitersFile);

    /// <summary>Media type of the signed document.</summary>
    public string MediaType => "application/" + Typ;

    /// <summary>The kind a content belongs to.</summary>
    public static RegisterKind Of<T>() where T : RegisterContent =>
        typeof(T) == typeof(ComparisonRegister) ? Comparisons
        : typeof(T) == typeof(RecruiterRegister) ? Recruiters
        : throw new InvalidOperationException($"{typeof(T).Name} is no register.");
}
