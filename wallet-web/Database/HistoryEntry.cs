namespace SkillsPassport.Wallet.Database;

public enum HistoryKind
{
    PassportOpened,
    SignedIn,
    OfferAgreed,
    CertificateReceived,
    CertificateRefused,
    StatusChanged,
    ShareMade,
    ShareOpened,
    ShareStopped,
    PinChanged,
    DataExported,
    NewPhone,
    BorrowedPhone,
    PhoneSignedOut,
    AllPhonesSignedOut,
    HelperStarted,
    RecoveryAsked,
    RecoveryNotMatched,
    RecoveryApproved,
    RecoveryRefused,
    RecoveryCancelled,
    RecoveryStopped,
    RecoveryDone,
    PasskeyAdded,
    PasskeyRemoved,
    DataImported,
    OfferKept,
    OfferDropped,
    EntryAdded,
    EntryChanged,
    EntryRemoved,
    CardPrinted,
    CertificateRenewed,
    ShareExtended,
    SharePinTried,
    RecruiterWarned,
    HistoryExported,
    RecoverySlipAgain,
    PassportOnNumber,
}

/// <summary>One line of the worker's history; only ever added.</summary>
public sealed class HistoryEntry
{
    public required Guid Id { get; init; }

    public required Guid WalletId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required HistoryKind Kind { get; init; }

    /// <summary>Whom or what it was about (a label, a title), sealed with the wallet's data key; null when
    /// nothing.</summary>
    public byte[]? Sealed { get; init; }

    /// <summary>The share it was about; null when none.</summary>
    public Guid? ShareId { get; init; }

    /// <summary>The certificate it was about; null when none, or when a share says which.</summary>
    public Guid? CertificateId { get; init; }
}
