using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Limits;
using SkillsPassport.Hosting.Protection;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Wallet.SignIn;

/// <summary>May a PIN be tried now? If not, when.</summary>
public readonly record struct Turn(bool Granted, DateTimeOffset NextAt);

/// <summary>Five tries freely, then slower and slower, up to a quarter of an hour between two tries; a quiet day
/// forgets. Counted in the database before the PIN is looked at, so that a hundred guesses at once count as a hundred.
/// A phone that signed in before has its own count: a stranger's guessing never locks out the owner.</summary>
public sealed class Pace(
    IDbContextFactory<WalletDb> databases, BlindIndex blindIndex, Waits waits, TimeProvider clock)
{
    private const int FreeTries = 5;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan QuietTime = TimeSpan.FromHours(24);

    public async Task<Turn> TakeTurnAsync(string subject, CancellationToken cancellation)
    {
        var key = blindIndex.Compute("wallet-pace", subject);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        while (true)
        {
            var now = clock.GetUtcNow();
            var seen = await db.Paces.AsNoTracking().SingleOrDefaultAsync(p => p.Subject == key, cancellation);
            if (seen is null)
            {
                if (await TryStartAsync(key, now, cancellation))
                {
                    return new Turn(true, now);
                }

                continue;
            }

            if (seen.NextAt > now)
            {
                waits.Note(seen.NextAt - now);
                return new Turn(false, seen.NextAt);
            }

            var tries = seen.LastAt + QuietTime < now ? 1 : seen.Tries + 1;
            // Without a pause there is no "next": the clocks of two copies may differ by more than two tries.
            var next = PauseAfter(tries) is { Ticks: > 0 } pause ? now + pause : DateTimeOffset.UnixEpoch;
            // Optimistic: whoever counts the same try first wins, the other looks again.
            var counted = await db.Paces
                .Where(p => p.Subject == key && p.Tries == seen.Tries && p.LastAt == seen.LastAt)
                .ExecuteUpdateAsync(
                    set => set
                        .SetProperty(p => p.Tries, tries)
                        .SetProperty(p => p.LastAt, now)
                        .SetProperty(p => p.NextAt, next),
                    cancellation);
            if (counted == 1)
            {
                return new Turn(true, now);
            }
        }
    }

    /// <summary>The PIN was right: the count starts anew.</summary>
    public async Task ForgetAsync(string subject, CancellationToken cancellation)
    {
        var key = blindIndex.Compute("wallet-pace", subject);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await db.Paces.Where(p => p.Subject == key).ExecuteDeleteAsync(cancellation);
    }

    private static TimeSpan PauseAfter(int tries)
    {
        if (tries < FreeTries)
        {
            return TimeSpan.Zero;
        }

        var doubled = FirstPause * Math.Pow(2, Math.Min(tries - FreeTries, 10));
        return doubled < LongestPause ? doubled : LongestPause;
    }

    // False when somebody else's first try was counted a moment ago. It may be gone again by the next look: then this
    // one is the first.
    private async Task<bool> TryStartAsync(byte[] key, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO sign_in_paces (subject, tries, last_at, next_at)
            VALUES ({key}, 1, {now.UtcTicks}, {DateTimeOffset.UnixEpoch.UtcTicks}) ON CONFLICT (subject) DO NOTHING
            """,
            cancellation) == 1;
    }
}
