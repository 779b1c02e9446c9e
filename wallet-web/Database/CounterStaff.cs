namespace SkillsPassport.Wallet.Database;

/// <summary>Where an officer with a counter sits: a training centre or a mission.</summary>
public sealed class CounterStaff
{
    public required string UserName { get; init; }

    public required string Centre { get; set; }
}
