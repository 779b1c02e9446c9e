namespace SkillsPassport.Wallet.Database;

public enum MessageKind
{
    Code,
    NewPhone,
    PinChanged,
    ShareOpened,
    RecoveryAsked,
    RecoveryAskedAgain,
    PasskeyAdded,
    SharePinTried,
    RecruiterWarned,
}

/// <summary>A text message on its way out; number and text are encrypted, and gone once the gateway has them.</summary>
public sealed class TextMessage
{
    public required Guid Id { get; init; }

    public required MessageKind Kind { get; init; }

    public required byte[] SealedNumber { get; init; }

    public required byte[] SealedText { get; init; }

    public required DateTimeOffset QueuedAt { get; init; }

    /// <summary>Nobody offers it to the gateway before then; a copy that takes it up moves this on.</summary>
    public DateTimeOffset NextAt { get; set; }

    public int Attempts { get; set; }
}

public enum CodePurpose
{
    SignUp,
    SignIn,
    Counter,
    NewNumber,
    Recovery,
}

/// <summary>A code sent to a number, while somebody may enter it.</summary>
public sealed class PhoneCode
{
    public required Guid Id { get; init; }

    public required CodePurpose Purpose { get; init; }

    /// <summary>Keyed digest of id and code: six digits must not be tried out on a stolen database.</summary>
    public required byte[] CodeDigest { get; set; }

    /// <summary>The number, and what waits for the proof: encrypted.</summary>
    public required byte[] Sealed { get; init; }

    public int Tries { get; set; }

    public int Sends { get; set; }

    /// <summary>When the code may be sent again.</summary>
    public DateTimeOffset NextSendAt { get; set; }

    public required DateTimeOffset EndsAt { get; init; }
}
