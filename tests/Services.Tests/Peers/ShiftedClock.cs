namespace SkillsPassport.Services.Tests.Peers;

/// <summary>The system's clock, put forward or back.</summary>
public sealed class ShiftedClock : TimeProvider
{
    private long _ahead;

    public TimeSpan Ahead
    {
        get => new(Volatile.Read(ref _ahead));
        set => Volatile.Write(ref _ahead, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
}
