namespace SkillsPassport.Wallet.Receive;

/// <summary>Why a certificate was not received. The words are in <c>Refusals.cs</c>.</summary>
public enum ReceiveRefusal
{
    OfferUnreadable,
    OfferGone,
    OfferKindNotSupported,
    OfferChanged,
    IssuerUnreachable,
    IssuerBusy,
    IssuerRefusedByGate,
    IssuerMixedUp,
    IssuerUnreadable,
    CodeMissing,
    CodeWrong,
    CodeBurnt,
    IssuerSaysNo,
    IssuerSaysLater,
    CertificateUnreadable,
    CertificateForged,
    CertificateForAnotherKey,
    Busy,
    NumberUnreadable,
    NothingByNumber,
    NumberMustWait,
    OnlyTheSlip,
    NumberNotOffered,
    IssuerNotListed,
    ListUnreachable,
    TooManyNumbers,
    TooManyLooks,
    LookFirst,
    AlreadyBegun,
    PaperNotSlip,
}

/// <summary>A value, or why there is none.</summary>
public readonly record struct Got<T>(T? Value, ReceiveRefusal? Refusal) where T : class
{
    public static implicit operator Got<T>(T value) => new(value, null);

    public static implicit operator Got<T>(ReceiveRefusal refusal) => new(null, refusal);

    public bool Is(out T value)
    {
        value = Value!;
        return Refusal is null;
    }
}
