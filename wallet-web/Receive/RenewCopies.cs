using Microsoft.EntityFrameworkCore;
using SkillsPassport.Credentials.SdJwtVc;
using SkillsPassport.Wallet.Custody;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.History;
using SkillsPassport.Wallet.Passport;

namespace SkillsPassport.Wallet.Receive;

/// <summary>Asks the issuer for fresh copies before the one in the passport ends and when the spare ones are used up,
/// where the issuer gave a way to do so without the worker. The old copy stays until the new one is here, checked, and of
/// the same award.</summary>
public sealed class RenewCopies(
    IDbContextFactory<WalletDb> databases, ReadOffer readOffer, RequestToken requestToken,
    RequestCredential requestCredential, CheckReceived checkReceived, HistoryLog history, Vaults vaults,
    TimeProvider clock, ILogger<RenewCopies> log) : BackgroundService
{
    private const int AtATime = 20;
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
        foreach (var one in due)
        {
            // Whoever moves the time has it; if that one dies, it comes up again.
            var claimed = await db.Certificates.Where(held => held.Id == one.Id && held.RenewAt == one.RenewAt)
                .ExecuteUpdateAsync(set => set.SetProperty(held => held.RenewAt, now + Lease), cancellation);
            var account = claimed == 1
                ? await db.Wallets.AsNoTracking().SingleOrDefaultAsync(all => all.Id == one.WalletId, cancellation)
                : null;
            if (account is not null)
            {
                using var vault = vaults.Open(account);
                await RenewAsync(new Holder(one.WalletId, vault), one.Id, cancellation);
            }
        }
    }

    private async Task RenewAsync(Holder holder, Guid id, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (await db.Certificates.SingleOrDefaultAsync(one => one.Id == id, cancellation) is not { } held)
        {
            return;
        }

        var content = holder.Vault.Open<CertificateContent>(CertificateContent.Kind, id, held.Sealed);
        var refusal = await AskAsync(db, holder, held, content, cancellation);
        if (refusal is null)
        {
            return;
        }

        // An issuer that is away is asked again; a no is a no, and the copy stays as long as it lasts.
        var next = refusal is ReceiveRefusal.IssuerUnreachable or ReceiveRefusal.IssuerSaysLater
            ? clock.GetUtcNow() + Later
            : (DateTimeOffset?)null;
        await db.Certificates.Where(one => one.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.RenewAt, next), cancellation);
    }

    private async Task<ReceiveRefusal?> AskAsync(
        WalletDb db, Holder holder, HeldCertificate held, CertificateContent content, CancellationToken cancellation)
    {
        if (content.Renewal is not { } renewal)
        {
            return ReceiveRefusal.IssuerSaysNo;
        }

        var described = await readOffer.DescribeIssuerAsync(content.IssuerId, renewal.ConfigurationId, cancellation);
        if (!described.Is(out var view))
        {
            return described.Refusal;
        }

        var token = await requestToken.RefreshAsync(view, renewal.RefreshToken, cancellation);
        if (token.Token is null)
        {
            return token.Refusal;
        }

        // The next token first: whatever happens to the copy, the way back is not lost.
        renewal = renewal with { RefreshToken = token.RefreshToken ?? renewal.RefreshToken };
        content = content with { Renewal = renewal };
        held.Sealed = holder.Vault.Seal(CertificateContent.Kind, held.Id, content);
        await db.SaveChangesAsync(cancellation);

        var part = new OfferPart
        {
            ConfigurationId = renewal.ConfigurationId,
            CredentialIdentifier = renewal.CredentialIdentifier,
            HolderKey = HolderKey.New(),
        };
        var spareKeys = Enumerable.Range(1, view.Issuer.Copies - 1).Select(_ => HolderKey.New());
        using var keys = new HolderKeys([part.HolderKey, .. spareKeys]);
        var got = await requestCredential.RunAsync(view.Issuer, part, keys, token.Token, cancellation);
        if (got.Copies is not { } copies)
        {
            return got.Refusal ?? (got.Later is null ? ReceiveRefusal.IssuerSaysNo : ReceiveRefusal.IssuerSaysLater);
        }

        var kind = view.Issuer.Kinds[renewal.ConfigurationId];
        var looked = await checkReceived.RunAsync(copies, keys, kind, view.Issuer.Id, cancellation);
        return looked.Is(out var fresh)
            ? await PutAsync(db, holder, held, content, fresh, cancellation)
            : looked.Refusal;
    }

    private async Task<ReceiveRefusal?> PutAsync(
        WalletDb db, Holder holder, HeldCertificate held, CertificateContent content, ReceivedCopies received,
        CancellationToken cancellation)
    {
        var fresh = received.Checked;
        var old = SdJwtVcCredential.Read(Credentials.SdJwt.SdJwtPresentation.Parse(content.SdJwt));
        var (was, now) = (old.Claims, fresh.Credential.Claims);
        var same = old.Vct == fresh.Credential.Vct && old.Issuer == fresh.Credential.Issuer
            && ClaimText.Of(was, "serial_no") == ClaimText.Of(now, "serial_no");
        // Never a worse copy in the place of a better one.
        if (!same || (fresh.Marking != held.Marking && held.Marking == Marking.Accredited))
        {
            return ReceiveRefusal.CertificateUnreadable;
        }

        held.Sealed = holder.Vault.Seal(
            CertificateContent.Kind, held.Id,
            content with { SdJwt = received.First.SdJwt, HolderKey = received.First.HolderKey, Paper = null });
        await SpareCopies.ReplaceAsync(db, holder.Vault, held, received.Spare, cancellation);
        held.Marking = fresh.Marking;
        held.MarkedAt = clock.GetUtcNow();
        held.Status = HeldStatus.Unknown;
        held.StatusAsOf = null;
        // A copy that lasts no longer than the one before would be asked for again and again.
        held.RenewAt = fresh.Credential.Expires > old.Expires
            ? DueAt(fresh.Credential, content.Renewal, clock.GetUtcNow())
            : null;
        db.History.Add(history.Entry(
            holder.Vault, holder.WalletId, HistoryKind.CertificateRenewed,
            CertificateView.Title(fresh.Credential.Claims, content, "bn"), certificate: held.Id));
        await db.SaveChangesAsync(cancellation);
        return null;
    }
}
