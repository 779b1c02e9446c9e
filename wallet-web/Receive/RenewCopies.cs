using Microsoft.EntityFrameworkCore;
using SkillsPassport.Credentials.SdJwt;
using SkillsPassport.Credentials.SdJwtVc;
using SkillsPassport.Wallet.Custody;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.History;
using SkillsPassport.Wallet.Passport;

namespace SkillsPassport.Wallet.Receive;

/// <summary>Asks the issuer for fresh copies before the one in the passport ends and when the spare ones are used up,
/// where the issuer gave a way to do so without the worker. The old copy stays until the new one is here, checked, and
/// of the same award.</summary>
public sealed class RenewCopies(
    IDbContextFactory<WalletDb> databases, ReadOffer readOffer, RequestToken requestToken,
    RequestCredential requestCredential, CheckReceived checkReceived, HistoryLog history, Vaults vaults,
    TimeProvider clock, ILogger<RenewCopies> log) : BackgroundService
{
    private const int AtATime = 20;

    /// <summary>An issuer that stalls holds up few others.</summary>
    private const int AtOnce = 4;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Later = TimeSpan.FromHours(6);
    private static readonly TimeSpan Earliest = TimeSpan.FromDays(30);

    /// <summary>A fifth of its life before the end, at most thirty days; null when it does not end or cannot be
    /// renewed.</summary>
    public static DateTimeOffset? DueAt(SdJwtVcCredential credential, CopyRenewal? renewal, DateTimeOffset receivedAt)
    {
        if (renewal is null || credential.Expires is not { } ends || ends <= receivedAt)
        {
            return null;
        }

        var early = (ends - receivedAt) / 5;
        return ends - (early < Earliest ? early : Earliest);
    }

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await RenewDueAsync(stopping);
            }
            catch (Exception fault) when (!stopping.IsCancellationRequested)
            {
                log.LogError(fault, "Copies could not be renewed; it is tried again.");
            }

            await Task.Delay(Pause, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RenewDueAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var due = await db.Certificates.AsNoTracking().Where(one => one.RenewAt <= now)
            .OrderBy(one => one.RenewAt).Take(AtATime)
            .Select(one => new { one.Id, one.WalletId, one.RenewAt }).ToListAsync(cancellation);
        await Parallel.ForEachAsync(
            due,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (one, stop) => await RenewOneAsync(one.Id, one.WalletId, one.RenewAt, stop));
    }

    private async Task RenewOneAsync(Guid id, Guid walletId, DateTimeOffset? was, CancellationToken cancellation)
    {
        try
        {
            // Whoever moves the time has it; if that one dies, it comes up again.
            await using var db = await databases.CreateDbContextAsync(cancellation);
            var lease = clock.GetUtcNow() + Lease;
            var claimed = await db.Certificates.Where(held => held.Id == id && held.RenewAt == was)
                .ExecuteUpdateAsync(set => set.SetProperty(held => held.RenewAt, lease), cancellation);
            var account = claimed == 1
                ? await db.Wallets.AsNoTracking().SingleOrDefaultAsync(one => one.Id == walletId, cancellation)
                : null;
            if (account is not null)
            {
                using var vault = vaults.Open(account);
                await RenewAsync(new Holder(walletId, vault), id, cancellation);
            }
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            log.LogError(fault, "A copy could not be renewed; it is tried again.");
        }
    }

    private async Task RenewAsync(Holder holder, Guid id, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var held = await db.Certificates.AsNoTracking().SingleOrDefaultAsync(one => one.Id == id, cancellation);
        if (held is null)
        {
            return;
        }

        var content = holder.Vault.Open<CertificateContent>(CertificateContent.Kind, id, held.Sealed);
        var refusal = await AskAsync(db, holder, held, content, cancellation);
        if (refusal is null or ReceiveRefusal.Busy)
        {
            return;
        }

        // An issuer that is away is asked again; a no is a no until this copy nears its end.
        var now = clock.GetUtcNow();
        var next = refusal is ReceiveRefusal.IssuerUnreachable or ReceiveRefusal.IssuerBusy
            or ReceiveRefusal.IssuerSaysLater
            ? now + Later
            : StillDue(Read(content), content.Renewal, held.ReceivedAt, now);
        await db.Certificates.Where(one => one.Id == id && one.Sealed == held.Sealed)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.RenewAt, next), cancellation);
    }

    private static SdJwtVcCredential Read(CertificateContent content) =>
        SdJwtVcCredential.Read(SdJwtPresentation.Parse(content.SdJwt));

    private static DateTimeOffset? StillDue(
        SdJwtVcCredential credential, CopyRenewal? renewal, DateTimeOffset receivedAt, DateTimeOffset now) =>
        DueAt(credential, renewal, receivedAt) is { } due && due > now ? due : null;

    private async Task<ReceiveRefusal?> AskAsync(
        WalletDb db, Holder holder, HeldCertificate held, CertificateContent content, CancellationToken cancellation)
    {
        if (content.Renewal is not { } renewal)
        {
            return ReceiveRefusal.IssuerSaysNo;
        }

        var described = await readOffer.DescribeIssuerAsync(content.IssuerId, renewal, cancellation);
        if (!described.Is(out var view))
        {
            return described.Refusal;
        }

        var promised = renewal.Promised;
        var token = promised?.AccessToken;
        if (token is null)
        {
            var answer = await requestToken.RefreshAsync(view, renewal.RefreshToken, cancellation);
            if (answer.Token is null)
            {
                return answer.Refusal;
            }

            // The next token first: whatever happens to the copy, the way back is not lost.
            token = answer.Token;
            renewal = renewal with { RefreshToken = answer.RefreshToken ?? renewal.RefreshToken };
            content = content with { Renewal = renewal };
            if (!await WriteAsync(db, holder, held, content, cancellation))
            {
                return ReceiveRefusal.Busy;
            }
        }

        var own = promised?.Keys ?? [.. Enumerable.Range(0, view.Issuer.Copies).Select(_ => HolderKey.New())];
        var part = new OfferPart
        {
            ConfigurationId = renewal.ConfigurationId,
            CredentialIdentifier = renewal.CredentialIdentifier,
            HolderKey = own[0],
            TransactionId = promised?.TransactionId,
        };
        using var keys = new HolderKeys(own);
        var got = await requestCredential.RunAsync(view.Issuer, part, keys, token, cancellation);
        content = content with
        {
            Renewal = renewal with
            {
                Promised = got.Later is { } transaction ? new PromisedCopies(transaction, token, own)
                    : got.Refusal == ReceiveRefusal.IssuerUnreachable ? promised : null,
            },
        };
        if (got.Copies is not { } copies)
        {
            var isKept = content.Renewal?.Promised == promised
                || await WriteAsync(db, holder, held, content, cancellation);
            return !isKept ? ReceiveRefusal.Busy
                // What was promised is forgotten: it is asked for anew, like what is promised now.
                : got.Later is not null || promised is not null ? ReceiveRefusal.IssuerSaysLater
                : got.Refusal ?? ReceiveRefusal.IssuerSaysNo;
        }

        var kind = view.Issuer.Kinds[renewal.ConfigurationId];
        var looked = await checkReceived.RunAsync(copies, keys, kind, view.Issuer.Id, cancellation);
        return looked.Is(out var fresh)
            ? await PutAsync(db, holder, held, content, fresh, cancellation)
            : looked.Refusal;
    }

    /// <summary>Only over what was read: what came by another way meanwhile stays.</summary>
    /// <returns>False when something came.</returns>
    private static async Task<bool> WriteAsync(
        WalletDb db, Holder holder, HeldCertificate held, CertificateContent content, CancellationToken cancellation)
    {
        var (was, next) = (held.Sealed, holder.Vault.Seal(CertificateContent.Kind, held.Id, content));
        held.Sealed = next;
        return await db.Certificates.Where(one => one.Id == held.Id && one.Sealed == was)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.Sealed, next), cancellation) == 1;
    }

    private async Task<ReceiveRefusal?> PutAsync(
        WalletDb db, Holder holder, HeldCertificate held, CertificateContent content, ReceivedCopies received,
        CancellationToken cancellation)
    {
        var (old, fresh, now) = (Read(content), received.Checked, clock.GetUtcNow());
        var same = old.Vct == fresh.Credential.Vct && old.Issuer == fresh.Credential.Issuer
            && ClaimText.Of(old.Claims, "serial_no") == ClaimText.Of(fresh.Credential.Claims, "serial_no");
        // Never a worse copy in the place of a better one.
        if (!same || (fresh.Marking != held.Marking && held.Marking == Marking.Accredited))
        {
            return ReceiveRefusal.CertificateUnreadable;
        }

        content = content with { SdJwt = received.First.SdJwt, HolderKey = received.First.HolderKey, Paper = null };
        // A copy that lasts no longer than the one before would be asked for again and again.
        var due = fresh.Credential.Expires > old.Expires ? DueAt(fresh.Credential, content.Renewal, now)
            : StillDue(old, content.Renewal, held.ReceivedAt, now);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (!await WriteAsync(db, holder, held, content, cancellation))
        {
            return ReceiveRefusal.Busy;
        }

        await db.Certificates.Where(one => one.Id == held.Id).ExecuteUpdateAsync(
            set => set.SetProperty(one => one.Marking, fresh.Marking).SetProperty(one => one.MarkedAt, now)
                .SetProperty(one => one.Status, HeldStatus.Unknown)
                .SetProperty(one => one.StatusAsOf, (DateTimeOffset?)null).SetProperty(one => one.RenewAt, due),
            cancellation);
        await SpareCopies.ReplaceAsync(db, holder.Vault, held, received.Spare, cancellation);
        db.History.Add(history.Entry(
            holder.Vault, holder.WalletId, HistoryKind.CertificateRenewed,
            CertificateView.Title(fresh.Credential.Claims, content, "bn"), certificate: held.Id,
            aboutEn: CertificateView.Title(fresh.Credential.Claims, content, "en")));
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return null;
    }
}
