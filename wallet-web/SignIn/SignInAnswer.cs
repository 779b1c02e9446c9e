using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Wallet.SignIn;

public enum SignInRefusal
{
    PhoneUnreadable,
    PinMissing,
    PinNotDigits,
    PinTooShort,
    PinTooLong,
    PinTooEasy,
    PinsDiffer,
    ConsentMissing,
    WrongNumberOrPin,
    WrongOrNewHere,
    WrongPin,
    PinTaken,
    TooManyNewPins,
    WaitAWhile,
    TooManyFromHere,
    TooManyCodes,
    CodeNeeded,
    GoToCounter,
    SessionClosed,
}

/// <summary>What became of a sign-in, a sign-up or a PIN check: the passport, or why not.
/// <see cref="NextAt"/> goes with <see cref="SignInRefusal.WaitAWhile"/>.</summary>
public sealed record SignInAnswer(WalletAccount? Wallet, SignInRefusal? Refusal, DateTimeOffset? NextAt = null)
{
    /// <summary>Nothing is opened yet: a code was sent, and its page comes next.</summary>
    public static readonly SignInAnswer CodeSent = new(null, null);

    public static SignInAnswer No(SignInRefusal refusal, DateTimeOffset? nextAt = null) => new(null, refusal, nextAt);

    public static SignInAnswer Yes(WalletAccount wallet) => new(wallet, null);
}
