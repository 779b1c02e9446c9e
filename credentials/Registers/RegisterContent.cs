namespace SkillsPassport.Credentials.Registers;

/// <summary>What every register says of itself; members are named on the wire as here, in camel case.</summary>
public abstract record RegisterContent
{
    /// <summary>The authority's address.</summary>
    public required string Iss { get; init; }

    /// <summary>When it was signed, seconds since 1970.</summary>
    public required long Iat { get; init; }

    /// <summary>Rises by one with every signed document; never falls.</summary>
    public required long Sequence { get; init; }

    /// <summary>From then on the document is stale, seconds since 1970.</summary>
    public required long NextUpdate { get; init; }

    /// <summary>True: nothing in this register is official.</summary>
    public required bool Demo { get; init; }

    /// <summary>What breaks a rule that no reader may overlook; empty when sound.</summary>
    public abstract IEnumerable<string> Broken();
}

/// <summary>A name in English, and in Bangla where there is one.</summary>
public sealed record RegisterName(string En, string? Bn);
