using Microsoft.Extensions.Options;
using SkillsPassport.Hosting.Database;

namespace SkillsPassport.Wallet.SignIn;

/// <summary>From where a PIN is tried.</summary>
public enum CallerKind
{
    /// <summary>A phone nobody signed in on with this number.</summary>
    Unknown,

    /// <summary>The same, but its holder entered a code sent to the number.</summary>
    Proven,

    /// <summary>A phone on which a passport of this number was opened with its PIN before.</summary>
    Known,

    /// <summary>The same, for the passports of the number that were never opened on it.</summary>
    Beside,

    /// <summary>An open session, where the PIN is asked again.</summary>
    SignedIn,

    /// <summary>Whoever chooses a new PIN: the answer tells whether another passport of the number has it.</summary>
    Chooser,

    /// <summary>The same once the others of the number have used up what there is for all of it.</summary>
    OwnChooser,
}

/// <param name="Subject">Whose pace counts.</param>
public sealed record Caller(CallerKind Kind, string Subject)
{
    /// <summary>The passports that a known phone has opened with their PINs.</summary>
    public IReadOnlyList<Guid> Opened { get; init; } = [];
}

/// <summary>How many wrong PINs are looked at in all, beyond the pace: so few that a million tries find nothing.
/// Whoever uses up the share of unknown phones shuts no door for ever: a code, a known phone, a passkey or a counter
/// still open it, and nobody can use up those from outside.</summary>
public sealed class Guesses(ICounters counters, IOptions<SignInOptions> options)
{
    private const int NewPinsOfOnesOwn = 2;
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    /// <summary>Counts one guess before it is looked at.</summary>
    /// <returns>False when no more are looked at from there.</returns>
    public async Task<bool> TakeAsync(Caller caller, string number, string address, CancellationToken cancellation)
    {
        var taken = new List<string>();
        foreach (var (key, limit, window) in Budgets(caller, number, address))
        {
            taken.Add(key);
            if (!(await counters.TakeAsync(key, limit, window, cancellation)).Allowed)
            {
                await GiveBackAsync(taken, cancellation);
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether another guess would be looked at; counts nothing.</summary>
    public async Task<bool> AnyLeftAsync(
        Caller caller, string number, string address, CancellationToken cancellation)
    {
        foreach (var (key, limit, window) in Budgets(caller, number, address))
        {
            if ((await counters.LookAsync(key, limit, window, cancellation)).Count >= limit)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The PIN was right: it was no guess.</summary>
    public Task GiveBackAsync(Caller caller, string number, string address, CancellationToken cancellation) =>
        GiveBackAsync(Budgets(caller, number, address).Select(one => one.Key), cancellation);

    private IEnumerable<(string Key, int Limit, TimeSpan Window)> Budgets(
        Caller caller, string number, string address) => caller.Kind switch
    {
        CallerKind.Known => [($"guess|{caller.Subject}", options.Value.WrongPerKnownPhone, Month)],
        CallerKind.SignedIn => [($"guess|{caller.Subject}", options.Value.WrongPerSession, Month)],
        CallerKind.Proven => [($"guess|{caller.Subject}", options.Value.WrongPerProvenNumber, Month)],
        CallerKind.Beside => [($"guess|{caller.Subject}", options.Value.WrongPerNumber, Month)],
        CallerKind.Chooser => [($"guess|{caller.Subject}", options.Value.NewPinsPerNumber, Month)],
        CallerKind.OwnChooser => [($"guess|{caller.Subject}", NewPinsOfOnesOwn, Month)],
        CallerKind.Unknown =>
        [
            ($"guess|{number}", options.Value.WrongPerNumber, Month),
            ($"guess-from|{address}", options.Value.WrongPerAddressPerHour, TimeSpan.FromHours(1)),
            ("guess|all", options.Value.WrongPerDayForAll, TimeSpan.FromDays(1)),
        ],
    };

    private async Task GiveBackAsync(IEnumerable<string> keys, CancellationToken cancellation)
    {
        foreach (var key in keys)
        {
            await counters.GiveBackAsync(key, cancellation);
        }
    }
}
