using SkillsPassport.Credentials.Registers;

namespace SkillsPassport.Hosting.Registers;

/// <summary>A signed register in memory; whoever asks waits for no network.</summary>
public interface IFollowedRegister<T> where T : RegisterContent
{
    /// <summary>The last good one; it may be stale, which the asker says. Null when none was received.</summary>
    SignedRegister<T>? Current { get; }

    /// <summary>The last good one while it may be leaned on.</summary>
    SignedRegister<T>? FreshAt(DateTimeOffset now) =>
        Current is { } register && now < register.NextUpdate ? register : null;

    /// <summary>Just after a start: waits until a first one was received or refused.</summary>
    Task FirstAsync(CancellationToken cancel);
}

/// <inheritdoc/>
public sealed class RegisterState<T> : IFollowedRegister<T> where T : RegisterContent
{
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile SignedRegister<T>? _current;

    /// <inheritdoc/>
    public SignedRegister<T>? Current => _current;

    /// <inheritdoc/>
    public Task FirstAsync(CancellationToken cancel) => _first.Task.WaitAsync(cancel);

    /// <summary>Puts a register in force; null when there is none that may be believed.</summary>
    public void Take(SignedRegister<T>? register)
    {
        _current = register;
        Looked();
    }

    /// <summary>Somebody looked, whatever was found.</summary>
    public void Looked() => _first.TrySetResult();
}
