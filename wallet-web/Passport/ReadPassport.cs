using Microsoft.EntityFrameworkCore;
using SkillsPassport.Credentials.Verification;
using SkillsPassport.Hosting.Status;
using SkillsPassport.Hosting.Trust;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.History;
using SkillsPassport.Wallet.Receive;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Passport;

/// <summary>Opens a worker's certificates and asks how each stands now. What cannot be asked in two seconds is told as
/// "could not check", with what was last known.</summary>
public sealed class ReadPassport(
    IDbContextFactory<WalletDb> databases, ITrustList trust, StatusLists lists, HistoryLog history, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan OneMinute = TimeSpan.FromMinutes(1);
    private readonly CredentialVerifier _verifier = new(clock);

    public async Task<IReadOnlyList<CertificateView>> AllAsync(CurrentWorker worker, CancellationToken cancellation) =>
        await ReadAsync(worker, null, cancellation);

    /// <returns>Null when this worker has no such certificate.</returns>
    public async Task<CertificateView?> OneAsync(CurrentWorker worker, Guid id, CancellationToken cancellation) =>
        (await ReadAsync(worker, id, cancellation)).SingleOrDefault();

    private async Task<IReadOnlyList<CertificateView>> ReadAsync(
        CurrentWorker worker, Guid? only, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var held = await db.Certificates.AsNoTracking()
            .Where(one => one.WalletId == worker.Account.Id && (only == null || one.Id == only))
            .OrderByDescending(one => one.ReceivedAt).ToListAsync(cancellation);
        var views = held
            .Select(one => CertificateView.Of(
                one, worker.Vault.Open<CertificateContent>(CertificateContent.Kind, one.Id, one.Sealed)))
            .ToList();
        await Task.WhenAll(views.Select(view => LookAsync(view, cancellation)));
        await RememberAsync(db, worker, views, cancellation);
        return views;
    }

    private async Task LookAsync(CertificateView view, CancellationToken cancellation)
    {
        var request = new VerificationRequest { SdJwt = view.Content.SdJwt };
        var report = _verifier.Verify(request, trust.Current, lists);
        if (report.MissingStatusList is { } missing && view.Credential.Issuer is { } issuer)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            patience.CancelAfter(Patience);
            try
            {
                await lists.EnsureAsync(missing, issuer, patience.Token);
                report = _verifier.Verify(request, trust.Current, lists);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                // The page does not wait for a slow issuer; the list may be here at the next look.
            }
        }

        view.Standing = StandingOf(report);
        view.AsOf = report.Status?.AsOf;
        view.Marking = CheckReceived.MarkingOf(report);
    }

    /// <summary>The verdict about the certificate itself: who holds it is no question in the holder's own
    /// passport.</summary>
    private static Standing StandingOf(VerificationReport report) => report switch
    {
        { Genuine.Value: AnswerValue.No } => Standing.NotGenuine,
        { Accredited.Value: AnswerValue.No } => Standing.NotAccredited,
        { Valid: { Value: AnswerValue.No, Reason: ReasonCode.StatusRevoked } } => Standing.Revoked,
        { Valid: { Value: AnswerValue.No, Reason: ReasonCode.StatusReplaced } } => Standing.Replaced,
        { Valid: { Value: AnswerValue.No, Reason: ReasonCode.StatusSuspended } } => Standing.Suspended,
        { Valid: { Value: AnswerValue.No, Reason: ReasonCode.NotYetValid } } => Standing.NotYetValid,
        { Valid.Value: AnswerValue.No } => Standing.Expired,
        {
            Genuine.Value: AnswerValue.Yes, Accredited.Value: AnswerValue.Yes, Valid.Value: AnswerValue.Yes,
        } => Standing.Valid,
        _ => Standing.CouldNotCheck,
    };

    /// <summary>Writes down what was found, each finding only over the one it changes: whoever looks at the same moment
    /// on another phone adds no second line to the history.</summary>
    private async Task RememberAsync(
        WalletDb db, CurrentWorker worker, IReadOnlyList<CertificateView> views, CancellationToken cancellation)
    {
        foreach (var view in views)
        {
            // Not being able to check now takes no earlier finding away: the page says since when it is known.
            if (view.Marking != Marking.CouldNotCheck && view.Marking != view.Held.Marking)
            {
                await MarkAsync(db, view, cancellation);
            }

            if (StatusOf(view.Standing) is { } status && status != view.Held.Status)
            {
                await ChangeAsync(db, worker, view, status, cancellation);
            }
        }

        foreach (var same in views.Where(IsFresher).GroupBy(view => view.AsOf).ToList())
        {
            var ids = same.Select(view => view.Id).ToList();
            await db.Certificates.Where(one => ids.Contains(one.Id)).ExecuteUpdateAsync(
                set => set.SetProperty(one => one.StatusAsOf, same.Key), cancellation);
        }

        foreach (var view in views.Where(view => StatusOf(view.Standing) is not null))
        {
            view.Held.StatusAsOf = view.AsOf ?? view.Held.StatusAsOf;
        }
    }

    /// <summary>Lists are signed anew all the time; what was known a minute ago need not be written again.</summary>
    private static bool IsFresher(CertificateView view) => StatusOf(view.Standing) is not null
        && view.AsOf is { } asOf && (view.Held.StatusAsOf is not { } before || asOf > before + OneMinute);

    private static HeldStatus? StatusOf(Standing standing) => standing switch
    {
        Standing.Valid => HeldStatus.Valid,
        Standing.Revoked => HeldStatus.Revoked,
        Standing.Replaced => HeldStatus.Replaced,
        Standing.Suspended => HeldStatus.Suspended,
        Standing.NotAccredited or Standing.Expired or Standing.NotYetValid or Standing.NotGenuine
            or Standing.CouldNotCheck => null,
    };

    private async Task MarkAsync(WalletDb db, CertificateView view, CancellationToken cancellation)
    {
        var (id, before, now) = (view.Id, view.Held.Marking, clock.GetUtcNow());
        (view.Held.Marking, view.Held.MarkedAt) = (view.Marking, now);
        await db.Certificates.Where(one => one.Id == id && one.Marking == before).ExecuteUpdateAsync(
            set => set.SetProperty(one => one.Marking, view.Marking).SetProperty(one => one.MarkedAt, now),
            cancellation);
    }

    private async Task ChangeAsync(
        WalletDb db, CurrentWorker worker, CertificateView view, HeldStatus status, CancellationToken cancellation)
    {
        var (id, before) = (view.Id, view.Held.Status);
        view.Held.Status = status;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var changed = await db.Certificates.Where(one => one.Id == id && one.Status == before)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.Status, status), cancellation);
        if (changed == 1 && (before != HeldStatus.Unknown || status != HeldStatus.Valid))
        {
            db.History.Add(history.Entry(
                worker.Vault, worker.Account.Id, HistoryKind.StatusChanged, view.Title("bn"), certificate: view.Id,
                aboutEn: view.Title("en")));
            await db.SaveChangesAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }
}
