using Microsoft.EntityFrameworkCore;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.History;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Receive;

/// <summary>Stores what a worker wants to receive before anybody could be asked: the link of a slip, or a certificate's
/// number. The service fetches it by itself; the same link or number again is the same intention.</summary>
public sealed class KeepForLater(
    IDbContextFactory<WalletDb> databases, AgreeToOffer agree, ListedIssuers issuers, HistoryLog history,
    TimeProvider clock)
{
    private static readonly TimeSpan TriedFor = TimeSpan.FromDays(14);

    /// <param name="code">What the worker typed already, if anything.</param>
    public async Task<Guid> LinkAsync(
        CurrentWorker worker, OfferSource source, string? code, CancellationToken cancellation)
    {
        var offer = source.Value is { } value ? CredentialOffer.Parse(value).Value : null;
        var from = source.Address ?? (Uri.TryCreate(offer?.Issuer, UriKind.Absolute, out var uri) ? uri : null);
        var listed = from is null ? null : issuers.All?.FirstOrDefault(one => ListedIssuers.SameOrigin(from, one.Id));
        var state = new OfferState
        {
            Address = source.Address?.OriginalString,
            Offer = source.Value,
            IssuerId = listed?.Id ?? from?.GetLeftPart(UriPartial.Authority) ?? "",
            IssuerNameBn = listed?.Name.Bn,
            IssuerNameEn = listed?.Name.En,
        };
        return await KeepAsync(worker, source.Text, state, code, startNow: true, cancellation);
    }

    /// <param name="startNow">False when the caller goes on at once, and the service only if the caller dies.</param>
    public Task<Guid> NumberAsync(
        CurrentWorker worker, WantedCertificate wanted, string code, bool startNow, CancellationToken cancellation)
    {
        var listed = issuers.Find(wanted.Issuer);
        var state = new OfferState
        {
            Wanted = wanted,
            IssuerId = wanted.Issuer,
            IssuerNameBn = listed?.Name.Bn,
            IssuerNameEn = listed?.Name.En,
        };
        // A number is no secret: whoever helps begins anew, and touches nothing of what the worker had kept by it.
        var helped = worker.HelpedSession is { } session ? $"|{session.Id:N}" : "";
        return KeepAsync(
            worker, $"number|{wanted.Issuer}|{wanted.Number}{helped}", state, code, startNow, cancellation);
    }

    /// <summary>Takes over what a phone kept while it was offline.</summary>
    /// <returns>False when it is nothing that could be received.</returns>
    public async Task<bool> TakeOverAsync(CurrentWorker worker, PhoneKept kept, CancellationToken cancellation)
    {
        switch (kept.Kind)
        {
            case PhoneKept.OfLink when OfferSource.FromText(kept.Link).Is(out var source):
                await LinkAsync(worker, source, kept.CleanCode, cancellation);
                return true;
            case PhoneKept.OfNumber
                when WantedCertificate.Read(kept.Issuer, kept.Number, kept.Year, kept.Code) is { } asked:
                await NumberAsync(worker, asked.Wanted, asked.Code, startNow: true, cancellation);
                return true;
            case PhoneKept.OfCode when kept.Id is { } id:
                return await CodeAsync(worker, id, kept.CleanCode, cancellation);
            default:
                return false;
        }
    }

    private async Task<bool> CodeAsync(CurrentWorker worker, Guid id, string? code, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var intention = await db.Intentions.AsNoTracking().SingleOrDefaultAsync(
            one => one.Id == id && one.WalletId == worker.Account.Id, cancellation);
        if (intention is null || intention.Step == IntentionStep.Received || intention.NextTryAt is not null)
        {
            // Received or on its way already: handing over twice is the same as once.
            return intention is not null;
        }

        var state = worker.Vault.Open<OfferState>(OfferState.Kind, id, intention.Sealed);
        state.Code = code;
        state.CodesLost = 0;
        state.TriedUntil = now + TriedFor;
        var sealedState = worker.Vault.Seal(OfferState.Kind, id, state);
        await db.Intentions
            .Where(one => one.Id == id && one.BusyUntil < now && one.Step == intention.Step && one.NextTryAt == null)
            .ExecuteUpdateAsync(
                set => set.SetProperty(one => one.Sealed, sealedState).SetProperty(one => one.NextTryAt, now)
                    .SetProperty(one => one.Tries, 0),
                cancellation);
        return true;
    }

    private async Task<Guid> KeepAsync(
        CurrentWorker worker, string text, OfferState state, string? code, bool startNow,
        CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        state.Code = string.IsNullOrWhiteSpace(code) ? null : code;
        state.TriedUntil = now + TriedFor;
        // Whoever goes on at once may find that nothing is to be kept: RedeemOffer says so then.
        state.SaidKept = startNow;
        var nextTry = startNow ? now : now + Reception.Lease;
        if (await agree.FindAsync(worker, text, cancellation) is { } known)
        {
            await RenewAsync(worker, known, state, nextTry, cancellation);
            return known.Id;
        }

        var id = Guid.CreateVersion7(now);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        db.Intentions.Add(new OfferIntention
        {
            Id = id,
            WalletId = worker.Account.Id,
            HelpedBy = worker.HelpedSession?.Id,
            OfferIndex = agree.Index(worker.Account.Id, text),
            Step = IntentionStep.Waiting,
            NextTryAt = nextTry,
            Sealed = worker.Vault.Seal(OfferState.Kind, id, state),
            CreatedAt = now,
        });
        if (state.SaidKept)
        {
            db.History.Add(history.Entry(
                worker.Vault, worker.Account.Id, HistoryKind.OfferKept, state.Wanted?.Number ?? state.IssuerName("bn"),
                aboutEn: state.Wanted?.Number ?? state.IssuerName("en")));
        }

        try
        {
            await db.SaveChangesAsync(cancellation);
            return id;
        }
        catch (DbUpdateException)
        {
            // The same twice at once: the other one was first. Anything else is a fault.
            return (await agree.FindAsync(worker, text, cancellation))?.Id
                ?? throw new InvalidOperationException("The intention could not be stored.");
        }
    }

    /// <summary>What is typed now counts, as long as nobody is at it and nothing was read yet.</summary>
    private async Task RenewAsync(
        CurrentWorker worker, KnownOffer known, OfferState state, DateTimeOffset nextTry,
        CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var before = await db.Intentions.AsNoTracking().Where(one => one.Id == known.Id)
            .Select(one => one.Sealed).SingleOrDefaultAsync(cancellation);
        state.SaidKept = before is not null
            && worker.Vault.Open<OfferState>(OfferState.Kind, known.Id, before).SaidKept;
        var sealedState = worker.Vault.Seal(OfferState.Kind, known.Id, state);
        var now = clock.GetUtcNow();
        await db.Intentions.BegunBy(worker)
            .Where(one => one.Id == known.Id && one.Step == IntentionStep.Waiting && one.BusyUntil < now)
            .ExecuteUpdateAsync(
                set => set.SetProperty(one => one.Sealed, sealedState)
                    .SetProperty(one => one.NextTryAt, nextTry)
                    .SetProperty(one => one.Tries, 0),
                cancellation);
    }
}
