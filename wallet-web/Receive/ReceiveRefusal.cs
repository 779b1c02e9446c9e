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
    /// <summary>Of a busy issuer: how long not to ask again.</summary>
    public TimeSpan Wait { get; init; }

    public static implicit operator Got<T>(T value) => new(value, null);

    public static implicit operator Got<T>(ReceiveRefusal refusal) => new(null, refusal);

    /// <summary>The same no, for something else.</summary>
    public Got<TOther> No<TOther>() where TOther : class => new(null, Refusal) { Wait = Wait };

    public bool Is(out T value)
    {
        value = Value!;
        return Refusal is null;
    }
}
