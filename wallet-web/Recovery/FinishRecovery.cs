using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Hosting.Protection;
using SkillsPassport.Wallet.Custody;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.History;
using SkillsPassport.Wallet.Messages;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Recovery;

/// <summary>The worker's part: slip, a code to the number, a new PIN. The slip alone opens nothing, the number alone
/// opens nothing, and both open nothing before the time. All data stay.</summary>
public sealed class FinishRecovery(
    IDbContextFactory<WalletDb> databases, ICounters counters, PhoneCodes codes, SignInIndex index, Devices devices,
    QueueMessage messages, Vaults vaults, HistoryLog history, FieldCipher cipher, BlindIndex blindIndex,
    TimeProvider clock)
{
    private const int WrongSlipsPerAddress = 60;
    private const int CodesPerSlipPerDay = 12;
    private const int PinsPerSlipPerDay = 12;

    /// <summary>How the request of a slip stands; null when there is none. Looked at first and counted after, and only
    /// when wrong, so that no flood from the owner's own address shuts out a right slip. The slip allows it: ten of 31
    /// letters are 49 bits; a thousand tries a second for 33 days, while a thousand slips are open, find one with a
    /// chance of one in 280, and then the code to its number, or a second person, is still needed.</summary>
    public async Task<(RecoveryRequest? Request, RecoveryRefusal? Refusal)> LookAsync(
        string? slip, string address, CancellationToken cancellation)
    {
        var digest = RecoverySecrets.Slip(blindIndex, slip ?? "");
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var request = await db.Recoveries.AsNoTracking().SingleOrDefaultAsync(
            one => one.SlipDigest == digest, cancellation);
        if (request is not null)
        {
            return (request, null);
        }

        // Whoever has it held a right slip: that a newer one counts helps nobody who guesses.
        if (await db.Recoveries.AnyAsync(one => one.ReplacedDigest == digest, cancellation))
        {
            return (null, RecoveryRefusal.SlipReplaced);
        }

        var misses = await counters.TakeAsync(
            $"slip|{address}", WrongSlipsPerAddress, TimeSpan.FromHours(1), cancellation);
        return (null, misses.Allowed ? RecoveryRefusal.SlipUnknown : RecoveryRefusal.TooManyWrongSlips);
    }

    /// <summary>Sends the code to the number the passport will have; with messages off the slip must do. Counted for
    /// the slip and not for the number: an enemy who asks for codes to that number all day must not keep its owner from
    /// the last way in.</summary>
    public async Task<(Guid Id, RecoveryRefusal? Refusal)> SendCodeAsync(
        RecoveryRequest request, CancellationToken cancellation)
    {
        if (!(await counters.TakeAsync(
                $"recovery-code|{request.Id:N}", CodesPerSlipPerDay, TimeSpan.FromDays(1), cancellation)).Allowed)
        {
            return (Guid.Empty, RecoveryRefusal.TooManyCodes);
        }

        var number = RecoveryDetails.Open(cipher, request).Number;
        var (id, _) = await codes.AskAsync(CodePurpose.Recovery, number, new Slip(request.Id), null, cancellation);
        return (id, null);
    }

    /// <summary>Whether the new PIN is set already: the answer that said so may have been lost on the way.</summary>
    public async Task<bool> IsDoneAsync(Guid id, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await db.Recoveries.AnyAsync(one => one.Id == id && one.State == RecoveryState.Done, cancellation);
    }

    public static Guid RequestOf(ProvenNumber proven) => proven.Payload.Deserialize<Slip>()!.Request;

    /// <summary>Sets the new PIN, and the number where it changes; every other phone is signed out, and passkeys
    /// of phones that may be stolen go.</summary>
    public async Task<(SignInAnswer? Answer, RecoveryRefusal? Refusal)> RunAsync(
        HttpContext context, Guid id, string? pin, string? again, bool borrowed)
    {
        var cancellation = context.RequestAborted;
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var request = await db.Recoveries.AsNoTracking().SingleOrDefaultAsync(one => one.Id == id, cancellation);
        if (request is null || RecoveryStages.Of(request, now) != RecoveryStage.Ready)
        {
            return (null, RecoveryRefusal.NotReady);
        }

        var number = RecoveryDetails.Open(cipher, request).Number;
        var chosen = Pin.Fold(pin);
        if (StartPassport.Refusal(Pin.Check(chosen, number)) is { } easy)
        {
            return (SignInAnswer.No(easy), null);
        }

        if (chosen != Pin.Fold(again))
        {
            return (SignInAnswer.No(SignInRefusal.PinsDiffer), null);
        }

        // A PIN that is taken is another's on this number: a slip is no way to try many.
        if (!(await counters.TakeAsync(
                $"recovery-pin|{id:N}", PinsPerSlipPerDay, TimeSpan.FromDays(1), cancellation)).Allowed)
        {
            return (SignInAnswer.No(SignInRefusal.TooManyNewPins), null);
        }

        var key = index.Compute(number, chosen);
        if (await db.Wallets.AnyAsync(one => one.SignInIndex == key && one.Id != request.WalletId, cancellation))
        {
            return (SignInAnswer.No(SignInRefusal.PinTaken), null);
        }

        var wallet = await StoreAsync(db, request, number, key, cancellation);
        if (wallet is null)
        {
            return (null, RecoveryRefusal.NotReady);
        }

        await devices.OpenAsync(context, wallet, number, borrowed, first: true);
        return (SignInAnswer.Yes(wallet), null);
    }

    private async Task<WalletAccount?> StoreAsync(
        WalletDb db, RecoveryRequest request, string number, byte[] key, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        // In one statement with every condition, so that an owner's no a moment earlier counts.
        var done = await db.Recoveries
            .Where(one => one.Id == request.Id && one.State == RecoveryState.Asked && one.OpensAt <= now
                && one.EndsAt > now && (!one.NeedsSecond || one.ApprovedBy != null))
            .ExecuteUpdateAsync(
                set => set.SetProperty(one => one.State, RecoveryState.Done).SetProperty(one => one.SettledAt, now),
                cancellation);
        if (done == 0)
        {
            return null;
        }

        var wallet = await db.Wallets.SingleAsync(one => one.Id == request.WalletId, cancellation);
        var details = RecoveryDetails.Open(cipher, request);
        messages.Alarm(db, MessageKind.PinChanged, wallet);
        wallet.SignInIndex = key;
        wallet.SealedPhone = cipher.Protect("wallet-phone", number);
        wallet.PhoneIndex = PhoneNumber.Index(blindIndex, number);
        wallet.RecoveryId = null;
        wallet.Stamp++;
        using (var vault = vaults.Open(wallet))
        {
            db.History.Add(history.Entry(vault, wallet.Id, HistoryKind.RecoveryDone, details.Helper));
        }

        await db.Devices.Where(one => one.WalletId == wallet.Id).ExecuteDeleteAsync(cancellation);
        await db.Passkeys.Where(one => one.WalletId == wallet.Id).ExecuteDeleteAsync(cancellation);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return wallet;
    }

    private sealed record Slip(Guid Request);
}
