using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.Passport;
using SkillsPassport.Wallet.Share;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.History;

/// <summary>One line as the worker reads it.</summary>
public sealed record HistoryLine(DateTimeOffset At, HistoryKind Kind, string? About, Guid? Share, Guid? Certificate);

/// <summary>A page of a history.</summary>
/// <param name="Older">Where the next page begins; null at the end.</param>
public sealed record HistoryPage(IReadOnlyList<HistoryLine> Lines, string? Older);

/// <summary>A certificate or recruiter to filter by.</summary>
public sealed record HistoryChoice(Guid Id, string Name);

/// <summary>Reads a worker's history, newest first: page by page, one query a page, however long it is.</summary>
public sealed class ReadHistory(IDbContextFactory<WalletDb> databases, ListShares listShares)
{
    private const int PageSize = 50;

    /// <param name="before">From <see cref="HistoryPage.Older"/>; what is none begins at the newest.</param>
    public async Task<HistoryPage> PageAsync(
        CurrentWorker worker, HistoryFilter filter, string? before, string language,
        CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var wanted = await WantedAsync(db, worker, filter, cancellation);
        if (Cursor(before) is var (at, id))
        {
            wanted = wanted.Where(one => one.At < at || (one.At == at && one.Id < id));
        }

        var entries = await wanted.OrderByDescending(one => one.At).ThenByDescending(one => one.Id)
            .Take(PageSize + 1).ToListAsync(cancellation);
        var shown = entries.Take(PageSize).ToList();
        return new HistoryPage(
            [.. shown.Select(one => Line(worker, one, language))],
            entries.Count > PageSize
                ? string.Create(CultureInfo.InvariantCulture, $"{shown[^1].At.UtcTicks}-{shown[^1].Id:N}")
                : null);
    }

    /// <summary>Every wanted line, for a copy.</summary>
    public async IAsyncEnumerable<HistoryLine> AllAsync(
        CurrentWorker worker, HistoryFilter filter, string language,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var wanted = await WantedAsync(db, worker, filter, cancellation);
        var entries = wanted.OrderByDescending(one => one.At).ThenByDescending(one => one.Id).AsAsyncEnumerable();
        await foreach (var one in entries.WithCancellation(cancellation))
        {
            yield return Line(worker, one, language);
        }
    }

    /// <summary>What the worker may filter by; of several shares for one recruiter the newest stands for all.</summary>
    public async Task<(
        IReadOnlyList<HistoryChoice> Certificates, IReadOnlyList<HistoryChoice> Recruiters, IReadOnlySet<Guid> Shares)>
        ChoicesAsync(CurrentWorker worker, string language, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var held = await db.Certificates.AsNoTracking().Where(one => one.WalletId == worker.Account.Id)
            .OrderByDescending(one => one.ReceivedAt).ToListAsync(cancellation);
        var shares = await listShares.RunAsync(worker, cancellation);
        return (
            held.ConvertAll(one => new HistoryChoice(one.Id, CertificateView.Of(
                one, worker.Vault.Open<CertificateContent>(CertificateContent.Kind, one.Id, one.Sealed))
                .Title(language))),
            [.. shares.DistinctBy(MadeFor).Select(one => new HistoryChoice(one.Id, one.Content.Label))],
            shares.Select(one => one.Id).ToHashSet());
    }

    private static string MadeFor(ShareView share) => share.Content.Recruiter?.Rl ?? $"label {share.Content.Label}";

    private static HistoryLine Line(CurrentWorker worker, HistoryEntry entry, string language) => new(
        entry.At, entry.Kind, HistoryLog.About(worker.Vault, entry, language), entry.ShareId, entry.CertificateId);

    private static (DateTimeOffset At, Guid Id)? Cursor(string? before) =>
        before?.Split('-') is [var ticks, var id]
        && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
        && at <= DateTimeOffset.MaxValue.UtcTicks && Guid.TryParseExact(id, "N", out var last)
            ? (new DateTimeOffset(at, TimeSpan.Zero), last)
            : null;

    private async Task<IQueryable<HistoryEntry>> WantedAsync(
        WalletDb db, CurrentWorker worker, HistoryFilter filter, CancellationToken cancellation)
    {
        var (wallet, begins, ends) = (worker.Account.Id, filter.Begins, filter.Ends);
        var wanted = db.History.AsNoTracking()
            .Where(one => one.WalletId == wallet && one.At >= begins && one.At < ends);
        if (filter.Group is not null)
        {
            var kinds = filter.Kinds;
            wanted = wanted.Where(one => kinds.Contains(one.Kind));
        }

        if (filter is { Certificate: null, Share: null })
        {
            return wanted;
        }

        var shares = await listShares.RunAsync(worker, cancellation);
        if (filter.Certificate is { } certificate)
        {
            var showing = shares.Where(one => one.Content.Items.Any(item => item.Certificate == certificate))
                .Select(one => (Guid?)one.Id).ToList();
            wanted = wanted.Where(one => one.CertificateId == certificate || showing.Contains(one.ShareId));
        }

        if (filter.Share is { } share)
        {
            var same = shares.FirstOrDefault(one => one.Id == share) is { } chosen
                ? shares.Where(one => MadeFor(one) == MadeFor(chosen)).Select(one => (Guid?)one.Id).ToList()
                : [];
            wanted = wanted.Where(one => same.Contains(one.ShareId));
        }

        return wanted;
    }
}
