namespace SkillsPassport.Wallet.Database;

/// <summary>A phone on which a worker signed in. The session's cookie names this row and its session: whatever ends the
/// row or counts the session on ends the cookie.</summary>
public sealed class SignedInDevice
{
    public required Guid Id { get; init; }

    public required Guid WalletId { get; init; }

    /// <summary>Keyed index of the phone's own cookie; null for a phone that is not the worker's and keeps
    /// none.</summary>
    public byte[]? NonceIndex { get; init; }

    /// <summary>What kind of phone and browser it is, sealed with the wallet's data key.</summary>
    public required byte[] Sealed { get; set; }

    /// <summary>Goes up with each sign-in and lock.</summary>
    public int Session { get; set; }

    public bool SignedIn { get; set; }

    /// <summary>Whether the right PIN was ever entered here: what only a passkey or a helper opened has no guesses of
    /// its own.</summary>
    public bool PinEntered { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset LastSeenAt { get; set; }
}
