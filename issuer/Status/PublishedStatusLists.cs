using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SkillsPassport.Credentials.Status;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Issuer.Issuing;

namespace SkillsPassport.Issuer.Status;

/// <summary>One status list, signed in both forms.</summary>
/// <param name="Jwt">The JWT form, ASCII.</param>
/// <param name="Cwt">The CWT form.</param>
/// <param name="Tag">Weak entity tag without quotes: what the list says and the minute it was signed in.</param>
public sealed record PublishedStatusList(byte[] Jwt, byte[] Cwt, string Tag);

/// <summary>
/// The signed status lists of this process. Every request reads one number from the database, how often the list has
/// changed; only when that differs, or the minute has turned, is anything else done. So any number of processes on one
/// database say the same, and a change is public at the next request, whichever process took it.
/// </summary>
public sealed class PublishedStatusLists(IDbContextFactory<IssuerDb> databases, IssuerKeys keys,
    IOptions<IssuerOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan SignedAnew = TimeSpan.FromSeconds(60);

    // Less than a day: a clock that is one day ahead finds the newest list over.
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(23);
    private static readonly TimeSpan TimeToLive = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<int, Held> _held = new();

    /// <summary>Address of the aggregation of all lists.</summary>
    public static string AggregationUri(IssuerOptions issuer) => $"{issuer.Id}/status-lists";

    /// <summary>The list as it stands now; null when there is no such list.</summary>
    public async Task<PublishedStatusList?> FindAsync(int number, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await ChangesAsync(db, number, cancel) is not { } changes)
        {
            return null;
        }

        var minute = Minute(clock.GetUtcNow());
        var held = _held.GetOrAdd(number, static _ => new Held());
        if (held.Current is { } current && current.Changes == changes && current.Minute == minute)
        {
            return current.List;
        }

        await held.Signing.WaitAsync(cancel);
        try
        {
            return await SignAsync(db, number, held, cancel);
        }
        finally
        {
            held.Signing.Release();
        }
    }

    /// <summary>Numbers of all lists.</summary>
    public async Task<IReadOnlyList<int>> NumbersAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.StatusLists.AsNoTracking().OrderBy(one => one.Number).Select(one => one.Number)
            .ToListAsync(cancel);
    }

    private async Task<PublishedStatusList> SignAsync(IssuerDb db, int number, Held held, CancellationToken cancel)
    {
        // The count is read before the states: what is signed is never older than the count it is kept under.
        var changes = await ChangesAsync(db, number, cancel) ?? 0;
        var now = clock.GetUtcNow();
        var minute = Minute(now);
        var before = held.Current;
        if (before is not null && before.Changes == changes && before.Minute == minute)
        {
            return before.List; // somebody else of this process was quicker
        }

        var compressed = (await ReadAsync(db, number, cancel)).Compress();
        var signed = new Signed(changes, minute, Sign(number, compressed, now, $"{changes}-{minute}"));
        held.Current = signed;
        return signed.List;
    }

    private PublishedStatusList Sign(int number, byte[] compressed, DateTimeOffset now, string tag)
    {
        var issuer = options.Value;
        StatusListClaims Claims(CopyForm form) => new(PaperCopies.StatusUri(issuer, number, form), now, now + Lifetime,
            TimeToLive, AggregationUri(issuer));
        var jwt = StatusListToken.SignJwt(keys.Signer, Claims(CopyForm.Wallet), StatusValues.Bits, compressed);
        var cwt = StatusListToken.SignCwt(keys.Signer, Claims(CopyForm.Paper), StatusValues.Bits, compressed);
        return new PublishedStatusList(System.Text.Encoding.ASCII.GetBytes(jwt), cwt, tag);
    }

    /// <summary>Only what is not valid is read: a list of all-valid copies costs nothing however full it is.</summary>
    private static async Task<StatusList> ReadAsync(IssuerDb db, int number, CancellationToken cancel)
    {
        var list = new StatusList(StatusValues.Bits, StatusIndexes.ListSize);
        var marked = from copy in db.Copies.AsNoTracking()
                     join award in db.Awards on copy.SerialNo equals award.SerialNo
                     where copy.StatusList == number
                         && (award.State == AwardState.Revoked || award.State == AwardState.Suspended
                             || award.State == AwardState.Replaced)
                     select new { copy.StatusIndex, award.State };
        await foreach (var one in marked.AsAsyncEnumerable().WithCancellation(cancel))
        {
            list[one.StatusIndex] = StatusValues.Of(one.State);
        }

        return list;
    }

    private static async Task<long?> ChangesAsync(IssuerDb db, int number, CancellationToken cancel) =>
        await db.StatusLists.AsNoTracking().Where(one => one.Number == number).Select(one => (long?)one.Changes)
            .FirstOrDefaultAsync(cancel);

    private static long Minute(DateTimeOffset now) => now.UtcTicks / SignedAnew.Ticks;

    private sealed record Signed(long Changes, long Minute, PublishedStatusList List);

    private sealed class Held
    {
        private volatile Signed? _current;

        public SemaphoreSlim Signing { get; } = new(1, 1);

        public Signed? Current
        {
            get => _current;
            set => _current = value;
        }
    }
}
