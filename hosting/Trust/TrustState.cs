using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Hosting.Trust;

/// <summary>The trust list in force, in memory: whoever judges a credential reads this and waits for nothing.</summary>
public interface ITrustList
{
    /// <summary>What to judge by; null when no list was ever received. It may be stale, which the verifier
    /// says.</summary>
    TrustSnapshot? Current { get; }

    /// <summary>The last good list; null when there is none.</summary>
    TrustList? List => Current?.List;

    /// <summary>The same, but just after a start it waits until a first list was received or refused.</summary>
    Task<TrustSnapshot?> FirstAsync(CancellationToken cancel);
}

/// <inheritdoc/>
public sealed class TrustState : ITrustList
{
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile TrustSnapshot? _current;

    /// <inheritdoc/>
    public TrustSnapshot? Current => _current;

    /// <inheritdoc/>
    public TrustList? List => _current?.List;

    /// <inheritdoc/>
    public async Task<TrustSnapshot?> FirstAsync(CancellationToken cancel)
    {
        await _first.Task.WaitAsync(cancel);
        return _current;
    }

    /// <summary>Puts a list in force.</summary>
    public void Take(TrustSnapshot snapshot)
    {
        _current = snapshot;
        _first.TrySetResult();
    }

    /// <summary>A list was refused. The last good one stays in force until its own nextUpdate.</summary>
    public void Refuse(TrustListException reason)
    {
        if (List is null)
        {
            _current = TrustSnapshot.Refused(reason);
        }

        _first.TrySetResult();
    }
}
