namespace SkillsPassport.Wallet.Database;

/// <summary>How often a PIN was tried for one keyed subject, and when it may be tried next.</summary>
public sealed class SignInPace
{
    public required byte[] Subject { get; init; }

    public int Tries { get; set; }

    public DateTimeOffset LastAt { get; set; }

    public DateTimeOffset NextAt { get; set; }
}
