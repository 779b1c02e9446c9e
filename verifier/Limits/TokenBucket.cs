namespace SkillsPassport.Verifier.Limits;

/// <summary>So many a minute, and a minute's worth at once (the generic cell rate algorithm: one number, no timer, no
/// lock). It may be overdrawn by what was let in already; the next one waits until the debt is paid.</summary>
public sealed class TokenBucket(int perMinute, TimeProvider clock)
{
    private readonly long _capacity = clock.TimestampFrequency * 60;
    private readonly long _each = Math.Max(1, clock.TimestampFrequency * 60 / perMinute);
    private long _paidUntil = clock.GetTimestamp();
    private int _open;

    public int PerMinute => perMinute;

    /// <summary>Whether it holds all it can and nobody is at it: forgetting it changes nothing.</summary>
    public bool IsIdle => Volatile.Read(ref _open) == 0 && Volatile.Read(ref _paidUntil) <= clock.GetTimestamp();

    /// <returns>Null when one was taken, else how long to wait.</returns>
    public TimeSpan? Take()
    {
        while (true)
        {
            var now = clock.GetTimestamp();
            var before = Volatile.Read(ref _paidUntil);
            var after = Math.Max(before, now) + _each;
            if (after - now > _capacity)
            {
                return clock.GetElapsedTime(0, after - now - _capacity);
            }

            if (Interlocked.CompareExchange(ref _paidUntil, after, before) == before)
            {
                return null;
            }
        }
    }

    /// <summary>Takes so many, whether they are there or not.</summary>
    public void Spend(int count)
    {
        long before;
        do
        {
            before = Volatile.Read(ref _paidUntil);
        }
        while (Interlocked.CompareExchange(ref _paidUntil,
            Math.Max(before, clock.GetTimestamp()) + count * _each, before) != before);
    }

    /// <summary>What is left, and when all of it will be there again.</summary>
    public (int Remaining, TimeSpan FullIn) Look()
    {
        var owed = Math.Max(0, Volatile.Read(ref _paidUntil) - clock.GetTimestamp());
        return ((int)(Math.Max(0, _capacity - owed) / _each), clock.GetElapsedTime(0, owed));
    }

    /// <summary>Counts something that stays open for a while.</summary>
    /// <returns>False when there are that many already.</returns>
    public bool TryOpen(int most)
    {
        if (Interlocked.Increment(ref _open) <= most)
        {
            return true;
        }

        Close();
        return false;
    }

    public void Close() => Interlocked.Decrement(ref _open);
}
