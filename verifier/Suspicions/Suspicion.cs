namespace SkillsPassport.Verifier.Suspicions;

/// <summary>What somebody suspects.</summary>
public enum SuspicionKind
{
    /// <summary>The certificate does not belong to who showed it.</summary>
    Person,

    /// <summary>A code or link led to a page that looks like this one.</summary>
    LookAlike,

    /// <summary>The paper looks changed or made up.</summary>
    Paper,

    Other,
}

public enum SuspicionState
{
    Received,

    /// <summary>An officer has opened it.</summary>
    Open,

    Closed,
}

/// <summary>What came of it.</summary>
public enum SuspicionOutcome
{
    None,
    ForwardedToIssuer,
    ForwardedToAuthority,
    NothingFound,
}

/// <summary>
/// One report. What people wrote is sealed under a key outside the database; the number and the secret are all that its
/// sender keeps, and only a keyed hash of the secret is here.
/// </summary>
public sealed class Suspicion
{
    /// <summary>Eight characters, in two groups: random, so that it tells nobody how many there are.</summary>
    public required string Number { get; init; }

    public required byte[] SecretHash { get; init; }

    public required SuspicionKind Kind { get; init; }

    public required SuspicionState State { get; set; }

    public required SuspicionOutcome Outcome { get; set; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>A sealed <see cref="SuspicionEvidence"/>.</summary>
    public required byte[] Sealed { get; init; }

    /// <summary>Media type of the photo; null when there is none.</summary>
    public string? PhotoType { get; init; }
}

/// <summary>A photo, apart from its case so that lists need not read it.</summary>
public sealed class SuspicionPhoto
{
    public required string Number { get; init; }

    public required byte[] Sealed { get; init; }
}

/// <summary>What an officer noted.</summary>
public sealed class SuspicionNote
{
    public required string Id { get; init; }

    public required string Number { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Officer { get; init; }

    public required byte[] Sealed { get; init; }
}

/// <summary>What the sender wrote; each part may be missing.</summary>
/// <param name="Text">In the sender's words.</param>
/// <param name="Certificate">A code's text, a certificate's number or code, as typed or handed over.</param>
/// <param name="Address">Where a look-alike was seen: a text, never followed.</param>
/// <param name="Contact">How to ask back.</param>
/// <param name="Language">The language the sender reads.</param>
public sealed record SuspicionEvidence(
    string? Text, string? Certificate, string? Address, string? Contact, string Language);
