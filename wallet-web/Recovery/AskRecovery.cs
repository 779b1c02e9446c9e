using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SkillsPassport.Hosting.Audit;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Hosting.Protection;
using SkillsPassport.Wallet.Counter;
using SkillsPassport.Wallet.Custody;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.History;
using SkillsPassport.Wallet.Messages;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Recovery;

public enum RecoveryRefusal
{
    PhoneUnreadable,

    /// <summary>No passport holds such a certificate with such a document; which of them is nobody's
    /// business.</summary>
    NoMatch,
    TooManyMismatches,
    AlreadyAsked,
    TooManyCodes,

    /// <summary>The helper, or all helpers to this number, sent enough codes today.</summary>
    TooManyNewNumbers,

    /// <summary>A new number must be proven, and messages are off.</summary>
    NoMessages,

    /// <summary>The slip is unknown, or its time is over.</summary>
    SlipUnknown,

    /// <summary>Another slip took its place.</summary>
    SlipReplaced,

    /// <summary>Unknown too, and one of many from this address.</summary>
    TooManyWrongSlips,
    NotYours,
    NotReady,
}

/// <summary>What the helper wrote down.</summary>
/// <param name="NewNumber">Empty when the number stays.</param>
/// <param name="Once">Of the form: the same form again gets the same slip.</param>
/// <param name="Which">The passport that was chosen, where several fit.</param>
public sealed record RecoveryWish(
    string? Certificate, DocumentKind Document, string? Ending, string? NewNumber, string Once, string? Which = null);

/// <summary>One of several passports that fit, without anything of the person.</summary>
/// <param name="Id">Names it in the form, and means nothing elsewhere.</param>
/// <param name="Number">The masked mobile number.</param>
public sealed record RecoveryChoice(string Id, string Number, DateTimeOffset Since);

/// <summary>What came of asking: a code for a new number, a slip, a refusal, or passports to choose from.</summary>
public sealed record RecoveryAnswer(Guid? CodeId, RecoveryAsked? Asked, RecoveryRefusal? Refusal)
{
    public IReadOnlyList<RecoveryChoice> Choices { get; init; } = [];
}

/// <summary>A request as the helper may see it: the code for the worker's slip, and when it opens.</summary>
/// <param name="Replaces">An earlier slip no longer counts.</param>
public sealed record RecoveryAsked(string Slip, DateTimeOffset OpensAt, bool NeedsSecond, bool Replaces = false);

/// <summary>Asks, at a counter, that a worker may set a new PIN. Nothing opens by it: it waits, it may need a second
/// person, and it tells the owner by message to the old number, in the passport and in its history.</summary>
public sealed class AskRecovery(
    IDbContextFactory<WalletDb> databases, FindOwner findOwner, ICounters counters, PhoneCodes codes,
    QueueMessage messages, Vaults vaults, HistoryLog history, FieldCipher cipher, BlindIndex blindIndex,
    IOptions<RecoveryOptions> options, TimeProvider clock)
{
    /// <summary>Letters and digits that are not taken for one another when they are read out.</summary>
    private const string SlipLetters = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
    private const int SlipLength = 10;
    private const int CodesPerHelperPerDay = 40;
    private const int CodesPerNumberPerDay = 10;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>After the link in a message stopped a request, the next ones can be stopped in the passport only: the
    /// old number may be in a thief's hands.</summary>
    private static readonly TimeSpan LinkMemory = TimeSpan.FromDays(90);

    /// <summary>The first step: does the certificate's document fit? A new number is sent a code.</summary>
    public async Task<RecoveryAnswer> RunAsync(
        Helper helper, RecoveryWish wish, CancellationToken cancellation)
    {
        var changes = !string.IsNullOrWhiteSpace(wish.NewNumber);
        var number = "";
        if (changes && !PhoneNumber.TryParse(wish.NewNumber, out number))
        {
            return new(null, null, RecoveryRefusal.PhoneUnreadable);
        }

        if (changes && !codes.On)
        {
            return new(null, null, RecoveryRefusal.NoMessages);
        }

        var (owners, refusal) = await MatchAsync(helper, wish, cancellation);
        var owner = owners.Count == 1 ? owners[0] : owners.FirstOrDefault(one => ChoiceOf(one) == wish.Which);
        if (owner is null)
        {
            return new(null, null, refusal)
            {
                Choices =
                [
                    .. owners.Select(one => new RecoveryChoice(
                        ChoiceOf(one), PhoneNumber.Masked(cipher.Unprotect("wallet-phone", one.SealedPhone)),
                        one.CreatedAt)),
                ],
            };
        }

        var draft = new RecoveryDraft(
            owner.Id, wish.Certificate!.Trim().ToUpperInvariant(), wish.Document, wish.Once);
        if (!changes)
        {
            return await StoreAsync(helper, draft, null, cancellation);
        }

        if (!await MaySendAsync(helper, number, cancellation))
        {
            return new(null, null, RecoveryRefusal.TooManyNewNumbers);
        }

        var (id, _) = await codes.AskAsync(CodePurpose.NewNumber, number, draft, null, cancellation);
        return new(id, null, null);
    }

    /// <summary>A helper writes to no end of numbers, nor helpers without end to one. Counted apart from what strangers
    /// ask for: they cannot use up the codes of a worker who stands here.</summary>
    private async Task<bool> MaySendAsync(Helper helper, string number, CancellationToken cancellation) =>
        (await counters.TakeAsync(
            $"new-number-by|{helper.UserName}", CodesPerHelperPerDay, Day, cancellation)).Allowed
        && (await counters.TakeAsync($"new-number|{number}", CodesPerNumberPerDay, Day, cancellation)).Allowed;

    /// <summary>Stores the request: both for a number that stays and for one that was proven a moment ago. Asked again,
    /// it is the same request with another slip.</summary>
    public async Task<RecoveryAnswer> StoreAsync(
        Helper helper, RecoveryDraft draft, string? newNumber, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var id = Guid.CreateVersion7(now);
        // One at a time: whoever takes the place first has it.
        await FreePlaceAsync(db, draft.WalletId, now, cancellation);
        var placed = await db.Wallets.Where(one => one.Id == draft.WalletId && one.RecoveryId == null)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.RecoveryId, id), cancellation);
        var wallet = await db.Wallets.AsNoTracking().SingleOrDefaultAsync(
            one => one.Id == draft.WalletId, cancellation);
        if (wallet is null)
        {
            return new(null, null, RecoveryRefusal.NoMatch);
        }

        var old = cipher.Unprotect("wallet-phone", wallet.SealedPhone);
        var changes = newNumber is not null && newNumber != old;
        var reason = changes ? RecoveryReason.NewNumber : RecoveryReason.ForgottenPin;
        if (placed == 0)
        {
            var another = await GiveSlipAgainAsync(
                db, helper, wallet, reason, newNumber ?? old, draft.Once, cancellation);
            await transaction.CommitAsync(cancellation);
            return new(null, another, another is null ? RecoveryRefusal.AlreadyAsked : null);
        }

        var slip = SlipOf(id, helper, draft.Once);
        var cancel = await LinkMayCancelAsync(db, wallet.Id, now, cancellation)
            ? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12))
            : null;
        // Where no code is sent, the slip alone would lead to the new PIN, and the helper has seen the slip.
        var needsSecond = changes || cancel is null || !codes.On
            || await db.Certificates.CountAsync(one => one.WalletId == wallet.Id, cancellation)
                >= options.Value.SecondPersonFrom;
        var details = new RecoveryDetails(newNumber ?? old, helper.Text, draft.Certificate, draft.Document);
        var opensAt = now + options.Value.Wait!.Value;
        db.Recoveries.Add(new RecoveryRequest
        {
            Id = id,
            WalletId = wallet.Id,
            Reason = reason,
            AskedBy = helper.UserName,
            NeedsSecond = needsSecond,
            Sealed = details.Seal(cipher, id),
            SlipDigest = RecoverySecrets.Slip(blindIndex, slip),
            CancelDigest = cancel is null ? null : RecoverySecrets.Cancel(blindIndex, cancel),
            AskedAt = now,
            OpensAt = opensAt,
            EndsAt = opensAt + options.Value.Open,
        });
        using (var vault = vaults.Open(wallet))
        {
            db.History.Add(history.Entry(vault, wallet.Id, HistoryKind.RecoveryAsked, helper.Text));
        }

        messages.Recovery(db, wallet, cancel);
        await db.SaveChangesAsync(cancellation);
        await AuditTrail.AppendAsync(
            db, now, [new Act(helper.UserName, "recovery.asked", id.ToString("N"))], cancellation);
        await transaction.CommitAsync(cancellation);
        return new(null, new RecoveryAsked(Shown(slip), opensAt, needsSecond), null);
    }

    /// <summary>Who asks the same again got no answer, or the worker lost the slip: another one takes the place of the
    /// first. The same form again is no second deed: it gets the slip that it got (ADR 0141). The wait and the approval
    /// stay as they are.</summary>
    /// <returns>Null when somebody else asked, or for something else.</returns>
    private async Task<RecoveryAsked?> GiveSlipAgainAsync(
        WalletDb db, Helper helper, WalletAccount wallet, RecoveryReason reason, string number, string once,
        CancellationToken cancellation)
    {
        var request = await db.Recoveries.AsNoTracking().SingleOrDefaultAsync(
            one => one.Id == wallet.RecoveryId && one.WalletId == wallet.Id, cancellation);
        if (request is null || request.AskedBy != helper.UserName || request.Reason != reason
            || RecoveryDetails.Open(cipher, request).Number != number)
        {
            return null;
        }

        var slip = SlipOf(request.Id, helper, once);
        var digest = RecoverySecrets.Slip(blindIndex, slip);
        var asked = new RecoveryAsked(
            Shown(slip), request.OpensAt, request.NeedsSecond && request.ApprovedBy is null);
        if (digest.AsSpan().SequenceEqual(request.SlipDigest))
        {
            return asked;
        }

        // In one statement with its condition: what was settled a moment earlier gets no slip.
        var replaced = await db.Recoveries.Where(one => one.Id == request.Id && one.State == RecoveryState.Asked)
            .ExecuteUpdateAsync(
                set => set.SetProperty(one => one.ReplacedDigest, one => one.SlipDigest)
                    .SetProperty(one => one.SlipDigest, digest),
                cancellation);
        if (replaced == 0)
        {
            return null;
        }

        using (var vault = vaults.Open(wallet))
        {
            db.History.Add(history.Entry(vault, wallet.Id, HistoryKind.RecoverySlipAgain, helper.Text));
        }

        await db.SaveChangesAsync(cancellation);
        await AuditTrail.AppendAsync(
            db, clock.GetUtcNow(), [new Act(helper.UserName, "recovery.slip_again", request.Id.ToString("N"))],
            cancellation);
        return asked with { Replaces = true };
    }

    /// <summary>Not drawn but derived, under a key that only the service has, from what no two forms have in
    /// common.</summary>
    private string SlipOf(Guid request, Helper helper, string once)
    {
        var seed = blindIndex.Compute("wallet-recovery-slip-letters", $"{request:N}|{helper.UserName}|{once}");
        // Bytes from 248 on would make some letters likelier than others; of 32 enough are left.
        return new([
            .. seed.Where(one => one < byte.MaxValue / SlipLetters.Length * SlipLetters.Length).Take(SlipLength)
                .Select(one => SlipLetters[one % SlipLetters.Length]),
        ]);
    }

    private static string Shown(string slip) => $"{slip[..5]} {slip[5..]}";

    private string ChoiceOf(WalletAccount wallet) =>
        Convert.ToHexStringLower(blindIndex.Compute("wallet-recovery-choice", wallet.Id.ToString("N")));

    private async Task<(IReadOnlyList<WalletAccount> Owners, RecoveryRefusal? Refusal)> MatchAsync(
        Helper helper, RecoveryWish wish, CancellationToken cancellation)
    {
        var certificate = FindOwner.Fold(wish.Certificate ?? "");
        var byHelper = ($"mismatch|{helper.UserName}", options.Value.MismatchesPerHelperPerDay);
        var byCertificate = ($"mismatch-of|{certificate}", options.Value.MismatchesPerCertificatePerDay);
        foreach (var (key, limit) in new[] { byHelper, byCertificate })
        {
            // Counted before it is looked at, given back when it fits.
            if (!(await counters.TakeAsync(key, limit, Day, cancellation)).Allowed)
            {
                return ([], RecoveryRefusal.TooManyMismatches);
            }
        }

        var (owners, holders) = await findOwner.RunAsync(certificate, wish.Document, wish.Ending ?? "", cancellation);
        if (owners.Count > 0)
        {
            await counters.GiveBackAsync(byHelper.Item1, cancellation);
            await counters.GiveBackAsync(byCertificate.Item1, cancellation);
            return (owners, null);
        }

        await WriteMismatchAsync(helper, holders, cancellation);
        return ([], RecoveryRefusal.NoMatch);
    }

    /// <summary>The owner reads that somebody tried.</summary>
    private async Task WriteMismatchAsync(
        Helper helper, IReadOnlyList<WalletAccount> holders, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        foreach (var wallet in holders)
        {
            using var vault = vaults.Open(wallet);
            db.History.Add(history.Entry(vault, wallet.Id, HistoryKind.RecoveryNotMatched, helper.Text));
        }

        await db.SaveChangesAsync(cancellation);
        await AuditTrail.AppendAsync(
            db, clock.GetUtcNow(),
            [new Act(helper.UserName, "recovery.mismatch", holders.Count > 0 ? holders[0].Id.ToString("N") : "-")],
            cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>A request whose time ran out keeps no place.</summary>
    private static Task FreePlaceAsync(
        WalletDb db, Guid wallet, DateTimeOffset now, CancellationToken cancellation) => db.Wallets
        .Where(one => one.Id == wallet
            && db.Recoveries.Any(request => request.Id == one.RecoveryId && request.EndsAt <= now))
        .ExecuteUpdateAsync(set => set.SetProperty(one => one.RecoveryId, (Guid?)null), cancellation);

    private static async Task<bool> LinkMayCancelAsync(
        WalletDb db, Guid wallet, DateTimeOffset now, CancellationToken cancellation)
    {
        var since = now - LinkMemory;
        return !await db.Recoveries.AnyAsync(
            one => one.WalletId == wallet && one.State == RecoveryState.Cancelled && one.SettledAt > since,
            cancellation);
    }
}

/// <summary>What waits for the code to a new number.</summary>
public sealed record RecoveryDraft(Guid WalletId, string Certificate, DocumentKind Document, string Once);

/// <summary>The slip's code and the cancelling link, as keyed digests.</summary>
public static class RecoverySecrets
{
    public static byte[] Slip(BlindIndex blindIndex, string slip) =>
        blindIndex.Compute("wallet-recovery-slip", FindOwner.Fold(slip));

    public static byte[] Cancel(BlindIndex blindIndex, string secret) =>
        blindIndex.Compute("wallet-recovery-cancel", secret);
}
