using Microsoft.EntityFrameworkCore;
using SkillsPassport.Credentials;
using SkillsPassport.Wallet.Custody;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.History;
using SkillsPassport.Wallet.Passport;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Receive;

/// <summary>What came of trying to receive: certificates, or why not, and how many codes may still be tried.</summary>
public sealed record RedeemAnswer(IReadOnlyList<Guid> Certificates, ReceiveRefusal? Refusal, int? TriesLeft = null);

/// <summary>Receives the certificates of an agreed offer (OpenID4VCI 1.0 sections 6 to 8 and 11). Each step is stored
/// before the next begins; after a crash, a lost network or a second click it goes on from there.</summary>
public sealed class RedeemOffer(
    IDbContextFactory<WalletDb> databases, ReadOffer readOffer, RequestToken requestToken,
    RequestCredential requestCredential, CheckReceived checkReceived, KeepCertificate keepCertificate,
    HistoryLog history, TimeProvider clock)
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    /// <returns>Null when this worker has no such intention.</returns>
    public async Task<RedeemAnswer?> RunAsync(
        CurrentWorker worker, Guid id, string? code, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var intention = await db.Intentions
            .SingleOrDefaultAsync(one => one.Id == id && one.WalletId == worker.Account.Id, cancellation);
        if (intention is null)
        {
            return null;
        }

        if (intention.Step == IntentionStep.Received)
        {
            return Received(worker.Vault.Open<OfferState>(OfferState.Kind, id, intention.Sealed));
        }

        if (!await ClaimAsync(id, cancellation))
        {
            return new RedeemAnswer([], ReceiveRefusal.Busy);
        }

        // What was read before the claim may be old: somebody else may just have gone a step further.
        await db.Entry(intention).ReloadAsync(cancellation);
        var run = new Run(db, worker, intention, worker.Vault.Open<OfferState>(OfferState.Kind, id, intention.Sealed));
        try
        {
            return intention.Step == IntentionStep.Received
                ? Received(run.State)
                : await GoOnAsync(run, code?.Trim(), cancellation);
        }
        finally
        {
            await ReleaseAsync(id);
        }
    }

    private static RedeemAnswer Received(OfferState state) =>
        new([.. state.Parts.Select(part => part.CertificateId).OfType<Guid>()], null);

    private async Task<RedeemAnswer> GoOnAsync(Run run, string? code, CancellationToken cancellation)
    {
        if (await RenewOfferAsync(run, cancellation) is { } notRenewed)
        {
            return new RedeemAnswer([], notRenewed);
        }

        var parsed = CredentialOffer.Parse(run.State.Offer);
        if (!parsed.Is(out var offer))
        {
            return new RedeemAnswer([], parsed.Refusal);
        }

        if (!HasToken(run.State) && offer.TxCode is not null && string.IsNullOrEmpty(code))
        {
            return new RedeemAnswer([], ReceiveRefusal.CodeMissing);
        }

        var described = await readOffer.DescribeAsync(run.Source, offer, cancellation);
        if (!described.Is(out var view))
        {
            return new RedeemAnswer([], described.Refusal);
        }

        if (!HasToken(run.State))
        {
            var token = await TokenAsync(run, view, code, cancellation);
            if (token.Refusal is not null)
            {
                return token;
            }
        }

        foreach (var part in run.State.Parts.Where(part => part.CertificateId is null).ToList())
        {
            if (await ReceiveAsync(run, view, part, cancellation) is { } refusal)
            {
                return new RedeemAnswer([], refusal);
            }
        }

        return Received(run.State);
    }

    private bool HasToken(OfferState state) => state.AccessToken is not null && state.TokenEnds > clock.GetUtcNow();

    /// <summary>Pre-authorized codes are short-lived and may be spent by a request whose answer was lost: an offer by
    /// reference is fetched again then. The issuer must still be the one the worker agreed to.</summary>
    private async Task<ReceiveRefusal?> RenewOfferAsync(Run run, CancellationToken cancellation)
    {
        var isOld = run.State.FetchedAt + KeptOffer.Freshness < clock.GetUtcNow();
        if (HasToken(run.State) || run.State.Address is null || !(isOld || run.State.TokenAsked))
        {
            return null;
        }

        var got = await readOffer.FetchAsync(run.Source, cancellation);
        if (!got.Is(out var offer))
        {
            // Some issuers give an offer out only once; its code may still be good.
            return got.Refusal == ReceiveRefusal.OfferGone && !run.State.TokenAsked ? null : got.Refusal;
        }

        if (offer.Issuer != run.State.IssuerId)
        {
            return ReceiveRefusal.OfferChanged;
        }

        run.State.Offer = offer.Text;
        run.State.FetchedAt = clock.GetUtcNow();
        run.State.TokenAsked = false;
        await run.SaveAsync(IntentionStep.Agreed);
        return null;
    }

    private async Task<RedeemAnswer> TokenAsync(
        Run run, OfferView view, string? code, CancellationToken cancellation)
    {
        run.State.AccessToken = null;
        run.State.TokenAsked = true;
        await run.SaveAsync(IntentionStep.Agreed);
        var answer = await requestToken.RunAsync(view, code, cancellation);
        if (answer.Refusal is ReceiveRefusal.IssuerUnreachable or ReceiveRefusal.IssuerRefusedByGate)
        {
            return new RedeemAnswer([], answer.Refusal);
        }

        run.State.TokenAsked = false;
        if (answer.Token is { } token)
        {
            run.State.AccessToken = token;
            run.State.TokenEnds = answer.Ends;
            run.State.Parts = [.. Expand(run.State.Parts, answer)];
        }

        await run.SaveAsync(answer.Token is null ? IntentionStep.Agreed : IntentionStep.Redeemed);
        return new RedeemAnswer([], answer.Refusal, answer.TriesLeft);
    }

    /// <summary>Section 6.2: an issuer may name several credentials of one configuration; each gets a key of its
    /// own.</summary>
    private static IEnumerable<OfferPart> Expand(IEnumerable<OfferPart> parts, TokenAnswer answer)
    {
        foreach (var part in parts)
        {
            var identifiers = answer.Identifiers.GetValueOrDefault(part.ConfigurationId) ?? [];
            if (identifiers.Count == 0)
            {
                yield return part;
            }

            for (var i = 0; i < identifiers.Count; i++)
            {
                yield return part with
                {
                    CredentialIdentifier = identifiers[i],
                    HolderKey = i == 0 ? part.HolderKey : HolderKey.New(),
                };
            }
        }
    }

    private async Task<ReceiveRefusal?> ReceiveAsync(
        Run run, OfferView view, OfferPart part, CancellationToken cancellation)
    {
        using var holder = HolderKey.Open(part.HolderKey);
        var got = await requestCredential.RunAsync(view.Issuer, part, holder, run.State.AccessToken!, cancellation);
        if (got.Later is { } transaction)
        {
            part.TransactionId = transaction;
            await run.SaveAsync(IntentionStep.Redeemed);
            return ReceiveRefusal.IssuerSaysLater;
        }

        if (got.TokenRefused)
        {
            run.State.AccessToken = null;
            await run.SaveAsync(IntentionStep.Agreed);
            return ReceiveRefusal.CodeMissing;
        }

        if (got.Credential is not { } text)
        {
            return got.Refusal ?? ReceiveRefusal.IssuerUnreadable;
        }

        var kind = view.Issuer.Kinds[part.ConfigurationId];
        var looked = await checkReceived.RunAsync(text, holder.PublicJwk, kind, cancellation);
        if (!looked.Is(out var credential))
        {
            run.Db.History.Add(history.Entry(
                run.Worker.Vault, run.Worker.Account.Id, HistoryKind.CertificateRefused, view.NameBn ?? view.NameEn));
            await run.SaveAsync(IntentionStep.Redeemed);
            await NotifyAsync(
                view, got.NotificationId, Specs.OpenId4Vci.CredentialFailure, run.State.AccessToken, cancellation);
            return looked.Refusal;
        }

        part.CertificateId = await keepCertificate.RunAsync(
            run.Db,
            run.Worker.Vault,
            run.Worker.Account.Id,
            credential,
            new CertificateContent
            {
                SdJwt = text,
                HolderKey = part.HolderKey,
                IssuerId = credential.Credential.Issuer ?? view.Issuer.Id,
                IssuerNameBn = view.NameBn,
                IssuerNameEn = view.NameEn,
                KindNameBn = kind.NameBn,
                KindNameEn = kind.NameEn,
            },
            cancellation);
        var token = run.State.AccessToken;
        var all = run.State.Parts.All(one => one.CertificateId is not null);
        if (all)
        {
            run.State.AccessToken = null;
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
            await requestCredential.NotifyAsync(endpoint, notification, outcome, token, cancellation);
        }
    }

    private async Task<bool> ClaimAsync(Guid id, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await db.Intentions.Where(one => one.Id == id && one.BusyUntil < now).ExecuteUpdateAsync(
            set => set.SetProperty(one => one.BusyUntil, now + Lease), cancellation) == 1;
    }

    private async Task ReleaseAsync(Guid id)
    {
        await using var db = await databases.CreateDbContextAsync(CancellationToken.None);
        await db.Intentions.Where(one => one.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(one => one.BusyUntil, DateTimeOffset.UnixEpoch), CancellationToken.None);
    }

    /// <summary>One attempt at one intention, and how its progress is stored.</summary>
    private sealed record Run(WalletDb Db, CurrentWorker Worker, OfferIntention Intention, OfferState State)
    {
        public OfferSource Source => State.Address is { } address
            ? new OfferSource(new Uri(address), null)
            : new OfferSource(null, State.Offer);

        public Task SaveAsync(IntentionStep step)
        {
            Intention.Step = step;
            Intention.Sealed = Worker.Vault.Seal(OfferState.Kind, Intention.Id, State);
            // The token, once spent, and the certificate, once here, must not be lost to a closed browser tab.
            return Db.SaveChangesAsync(CancellationToken.None);
        }
    }
}
