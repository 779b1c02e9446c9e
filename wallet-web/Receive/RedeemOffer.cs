using Microsoft.EntityFrameworkCore;
using SkillsPassport.Credentials;
using SkillsPassport.Wallet.Custody;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.History;
using SkillsPassport.Wallet.Passport;

namespace SkillsPassport.Wallet.Receive;

/// <summary>What came of trying to receive: certificates, or why not, and how many codes may still be tried.</summary>
public sealed record RedeemAnswer(IReadOnlyList<Guid> Certificates, ReceiveRefusal? Refusal, int? TriesLeft = null)
{
    /// <summary>The service goes on by itself.</summary>
    public bool GoesOn { get; init; }

    /// <summary>The intention that stands for this one now: the same offer had been taken up before.</summary>
    public Guid? Id { get; init; }
}

/// <summary>Receives the certificates of an agreed offer (OpenID4VCI 1.0 sections 6 to 9 and 11). Each step is stored
/// before the next begins; after a crash, a lost network or a second click it goes on from there, and where only
/// network or issuer were missing, by itself (<see cref="FetchLater"/>).</summary>
public sealed class RedeemOffer(
    IDbContextFactory<WalletDb> databases, PrepareOffer prepare, ReadOffer readOffer, RequestToken requestToken,
    RequestCredential requestCredential, CheckReceived checkReceived, KeepCertificate keepCertificate,
    HistoryLog history, TimeProvider clock, ILogger<RedeemOffer> log)
{
    /// <summary>A code whose answer never came may have cost a try: so often it is sent again unasked.</summary>
    private const int MostCodesLost = 2;

    /// <summary>Of one offer, however many its issuer names.</summary>
    private const int MostCertificates = 16;

    /// <summary>An issuer that is slow with each of many certificates keeps nobody waiting: the rest comes
    /// later.</summary>
    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan TriedFor = TimeSpan.FromDays(14);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    /// <param name="code">What the worker typed; null when nobody is there to type.</param>
    /// <returns>Null when this worker has no such intention.</returns>
    public async Task<RedeemAnswer?> RunAsync(Holder holder, Guid id, string? code, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var intention = await db.Intentions
            .SingleOrDefaultAsync(one => one.Id == id && one.WalletId == holder.WalletId, cancellation);
        if (intention is null)
        {
            return null;
        }

        if (intention.Step == IntentionStep.Received)
        {
            return Received(holder.Vault.Open<OfferState>(OfferState.Kind, id, intention.Sealed));
        }

        if (!await ClaimAsync(id, cancellation))
        {
            return new RedeemAnswer([], ReceiveRefusal.Busy);
        }

        Guid? sameAs;
        string? kept;
        try
        {
            // What was read before the claim may be old: somebody else may just have gone a step further.
            await db.Entry(intention).ReloadAsync(cancellation);
            if (db.Entry(intention).State == EntityState.Detached)
            {
                return null;
            }

            var state = holder.Vault.Open<OfferState>(OfferState.Kind, id, intention.Sealed);
            if (intention.Step == IntentionStep.Received)
            {
                return Received(state);
            }

            kept = string.IsNullOrEmpty(code) ? state.Code : code;
            var answer = await TryAsync(new Reception(db, holder, intention, state, clock), code, cancellation);
            sameAs = state.SameAs;
            if (sameAs is null)
            {
                return answer;
            }

            db.Intentions.Remove(intention);
            await db.SaveChangesAsync(CancellationToken.None);
        }
        finally
        {
            await ReleaseAsync(id);
        }

        return await RunAsync(holder, sameAs.Value, kept, cancellation) is { } other
            ? other with { Id = sameAs }
            : null;
    }

    private async Task<RedeemAnswer> TryAsync(Reception run, string? typed, CancellationToken cancellation)
    {
        var code = string.IsNullOrWhiteSpace(typed) ? run.State.Code : typed.Trim();
        if (typed is not null)
        {
            // Stored first: whatever dies from here on, the service finishes what the worker began.
            run.State.Code = code;
            run.State.CodesLost = 0;
            run.State.TriedUntil = clock.GetUtcNow() + TriedFor;
            run.Intention.Tries = 0;
            run.Intention.NextTryAt = clock.GetUtcNow() + Reception.Lease;
            await run.SaveAsync(run.Intention.Step);
        }

        var answer = await GoOnAsync(run, code, cancellation);
        Settle(run, answer);
        await run.SaveAsync(run.Intention.Step);
        return answer with { GoesOn = run.Intention.NextTryAt is not null };
    }

    /// <summary>Whether it goes on by itself, and when; else nothing is left that only served for that.</summary>
    private void Settle(Reception run, RedeemAnswer answer)
    {
        var (state, now) = (run.State, clock.GetUtcNow());
        state.Problem = answer.Refusal;
        var passes = answer.Refusal is ReceiveRefusal.IssuerUnreachable or ReceiveRefusal.IssuerBusy
            or ReceiveRefusal.IssuerSaysLater or ReceiveRefusal.ListUnreachable or ReceiveRefusal.NumberMustWait;
        if (passes && now < state.TriedUntil && state.CodesLost <= MostCodesLost)
        {
            var pause = FirstPause * Math.Pow(2, Math.Min(run.Intention.Tries, 20));
            var next = now + (pause < LongestPause ? pause : LongestPause);
            run.Intention.NextTryAt = next > state.NotBefore ? next : state.NotBefore;
            run.Intention.Tries++;
            if (state.Wanted is { } wanted && !state.SaidKept)
            {
                // Only now: what was typed wrong was never kept.
                state.SaidKept = true;
                run.Db.History.Add(history.Entry(
                    run.Holder.Vault, run.Holder.WalletId, HistoryKind.OfferKept, wanted.Number));
            }

            return;
        }

        state.Code = null;
        state.TriedUntil = null;
        run.Intention.NextTryAt = null;
    }

    private static RedeemAnswer Received(OfferState state) =>
        new([.. state.Parts.Select(part => part.CertificateId).OfType<Guid>()], null);

    private async Task<RedeemAnswer> GoOnAsync(Reception run, string? code, CancellationToken cancellation)
    {
        if (run.State.NotBefore > clock.GetUtcNow())
        {
            return new RedeemAnswer([], run.State.Problem == ReceiveRefusal.IssuerBusy
                ? ReceiveRefusal.IssuerBusy
                : ReceiveRefusal.IssuerSaysLater);
        }

        if (await prepare.RunAsync(run, code, cancellation) is { } notReady)
        {
            return new RedeemAnswer([], notReady);
        }

        var parsed = CredentialOffer.Parse(run.State.Offer!);
        if (!parsed.Is(out var offer))
        {
            return new RedeemAnswer([], parsed.Refusal);
        }

        var mayDoWithout = run.HasToken || run.State.RefreshToken is not null;
        if (!mayDoWithout && offer.TxCode is not null && string.IsNullOrEmpty(code))
        {
            return new RedeemAnswer([], ReceiveRefusal.CodeMissing);
        }

        var described = await readOffer.DescribeAsync(run.Source, offer, cancellation);
        if (!described.Is(out var view))
        {
            return new RedeemAnswer([], run.No(described.Refusal!.Value, described.Wait));
        }

        if (!run.HasToken)
        {
            var token = await TokenAsync(run, view, code, cancellation);
            if (token.Refusal is not null)
            {
                return token;
            }
        }

        var stop = clock.GetUtcNow() + LongestRun;
        foreach (var part in run.State.Parts.Where(part => part.CertificateId is null).ToList())
        {
            if (clock.GetUtcNow() > stop)
            {
                return new RedeemAnswer([], ReceiveRefusal.IssuerUnreachable);
            }

            if (await ReceiveAsync(run, view, part, cancellation) is { } refusal)
            {
                return new RedeemAnswer([], refusal);
            }
        }

        return Received(run.State);
    }

    private async Task<RedeemAnswer> TokenAsync(
        Reception run, OfferView view, string? code, CancellationToken cancellation)
    {
        if (run.State.RefreshToken is { } refresh)
        {
            var renewed = await requestToken.RefreshAsync(view, refresh, cancellation);
            if (renewed.Token is not null
                || renewed.Refusal is ReceiveRefusal.IssuerUnreachable or ReceiveRefusal.IssuerBusy)
            {
                return await KeepTokenAsync(run, renewed);
            }

            // Spent or ended: the way with the code is still there.
            run.State.RefreshToken = null;
            return new RedeemAnswer([], await prepare.RunAsync(run, code, cancellation) ?? ReceiveRefusal.CodeMissing);
        }

        run.State.AccessToken = null;
        run.State.TokenAsked = true;
        run.State.CodesLost++;
        await run.SaveAsync(IntentionStep.Agreed);
        var answer = await requestToken.RunAsync(view, code, cancellation);
        if (answer.Refusal is ReceiveRefusal.IssuerUnreachable or ReceiveRefusal.IssuerRefusedByGate)
        {
            return new RedeemAnswer([], answer.Refusal);
        }

        run.State.TokenAsked = false;
        run.State.CodesLost = answer.Refusal == ReceiveRefusal.IssuerBusy ? run.State.CodesLost - 1 : 0;
        return await KeepTokenAsync(run, answer);
    }

    private async Task<RedeemAnswer> KeepTokenAsync(Reception run, TokenAnswer answer)
    {
        if (answer.Token is { } token)
        {
            run.State.AccessToken = token;
            run.State.TokenEnds = answer.Ends;
            run.State.RefreshToken = answer.RefreshToken ?? run.State.RefreshToken;
            run.State.Parts = [.. Expand(run.State.Parts, answer).Take(MostCertificates)];
        }
        else
        {
            run.No(answer.Refusal!.Value, answer.Wait);
        }

        await run.SaveAsync(answer.Token is null ? run.Intention.Step : IntentionStep.Redeemed);
        return new RedeemAnswer([], answer.Refusal, answer.TriesLeft);
    }

    /// <summary>Section 6.2: an issuer may name several credentials of one configuration; each gets a key of its
    /// own.</summary>
    private static IEnumerable<OfferPart> Expand(IEnumerable<OfferPart> parts, TokenAnswer answer)
    {
        foreach (var part in parts)
        {
            var identifiers = answer.Identifiers.GetValueOrDefault(part.ConfigurationId)?.Distinct().ToList() ?? [];
            // What a first token named stays as it is, whatever a later one says.
            if (identifiers.Count == 0 || part is not { CredentialIdentifier: null, CertificateId: null })
            {
                yield return part;
                continue;
            }

            yield return part with { CredentialIdentifier = identifiers[0] };
            foreach (var identifier in identifiers.Skip(1))
            {
                yield return new OfferPart
                {
                    ConfigurationId = part.ConfigurationId,
                    CredentialIdentifier = identifier,
                    HolderKey = HolderKey.New(),
                };
            }
        }
    }

    private async Task<ReceiveRefusal?> ReceiveAsync(
        Reception run, OfferView view, OfferPart part, CancellationToken cancellation)
    {
        if (part.SpareKeys.Count == 0 && part.TransactionId is null && view.Issuer.Copies > 1)
        {
            // Stored before they are used: an answer that is lost and asked for again is for the same keys.
            part.SpareKeys = [.. Enumerable.Range(1, view.Issuer.Copies - 1).Select(_ => HolderKey.New())];
            await run.SaveAsync(run.Intention.Step);
        }

        using var keys = new HolderKeys([part.HolderKey, .. part.SpareKeys]);
        var got = await requestCredential.RunAsync(view.Issuer, part, keys, run.State.AccessToken!, cancellation);
        if (got.Later is { } transaction)
        {
            part.TransactionId = transaction;
            run.State.NotBefore = clock.GetUtcNow() + got.Interval;
            await run.SaveAsync(IntentionStep.Redeemed);
            return ReceiveRefusal.IssuerSaysLater;
        }

        if (got.TransactionGone && part.TransactionId is not null)
        {
            part.TransactionId = null;
            await run.SaveAsync(IntentionStep.Redeemed);
            return await ReceiveAsync(run, view, part, cancellation);
        }

        if (got.TokenRefused)
        {
            run.State.AccessToken = null;
            await run.SaveAsync(IntentionStep.Agreed);
            return run.State.RefreshToken is null && run.State.Code is null
                ? ReceiveRefusal.CodeMissing
                : ReceiveRefusal.IssuerUnreachable;
        }

        if (got.Copies is not { } copies)
        {
            return run.No(got.Refusal ?? ReceiveRefusal.IssuerUnreadable, got.Interval);
        }

        var kind = view.Issuer.Kinds[part.ConfigurationId];
        var looked = await checkReceived.RunAsync(copies, keys, kind, view.Issuer.Id, cancellation);
        if (!looked.Is(out var received))
        {
            run.Db.History.Add(history.Entry(
                run.Holder.Vault, run.Holder.WalletId, HistoryKind.CertificateRefused, view.NameBn ?? view.NameEn,
                aboutEn: view.NameEn));
            await run.SaveAsync(IntentionStep.Redeemed);
            await NotifyAsync(
                view, got.NotificationId, Specs.OpenId4Vci.CredentialFailure, run.State.AccessToken, cancellation);
            return looked.Refusal;
        }

        part.CertificateId = await keepCertificate.RunAsync(
            run.Db,
            run.Holder.Vault,
            run.Holder.WalletId,
            received.Checked,
            new CertificateContent
            {
                SdJwt = received.First.SdJwt,
                HolderKey = received.First.HolderKey,
                IssuerId = received.Checked.Credential.Issuer ?? view.Issuer.Id,
                IssuerNameBn = view.NameBn,
                IssuerNameEn = view.NameEn,
                KindNameBn = kind.NameBn,
                KindNameEn = kind.NameEn,
                Renewal = run.State.RefreshToken is { } refresh && run.State.Parts.Count == 1
                    ? new CopyRenewal(
                        refresh, part.ConfigurationId, part.CredentialIdentifier, view.Offer.AuthorizationServer)
                    : null,
            },
            received.Spare,
            cancellation);
        var token = run.State.AccessToken;
        var all = run.State.Parts.All(one => one.CertificateId is not null);
        if (all)
        {
            run.State.AccessToken = null;
            run.State.RefreshToken = null;
            run.State.Code = null;
            run.Intention.NextTryAt = null;
        }

        await run.SaveAsync(all ? IntentionStep.Received : IntentionStep.Redeemed);
        await NotifyAsync(view, got.NotificationId, Specs.OpenId4Vci.CredentialAccepted, token, cancellation);
        return null;
    }

    /// <summary>Section 11: a courtesy to the issuer; the certificate is safe whether it is heard or not.</summary>
    private async Task NotifyAsync(
        OfferView view, string? notification, string outcome, string? token, CancellationToken cancellation)
    {
        if (notification is not null && view.Issuer.NotificationEndpoint is { } endpoint && token is not null)
        {
            try
            {
                await requestCredential.NotifyAsync(endpoint, notification, outcome, token, cancellation);
            }
            catch (Exception fault) when (!cancellation.IsCancellationRequested)
            {
                log.LogWarning(fault, "An issuer could not be told what became of its certificate.");
            }
        }
    }

    private async Task<bool> ClaimAsync(Guid id, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await db.Intentions.Where(one => one.Id == id && one.BusyUntil < now).ExecuteUpdateAsync(
            set => set.SetProperty(one => one.BusyUntil, now + Reception.Lease), cancellation) == 1;
    }

    private async Task ReleaseAsync(Guid id)
    {
        await using var db = await databases.CreateDbContextAsync(CancellationToken.None);
        await db.Intentions.Where(one => one.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(one => one.BusyUntil, DateTimeOffset.UnixEpoch), CancellationToken.None);
    }
}
