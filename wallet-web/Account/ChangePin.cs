using Microsoft.EntityFrameworkCore;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.History;
using SkillsPassport.Wallet.Messages;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Account;

/// <summary>Gives a passport a new PIN and ends all other sessions. A PIN that opens another passport of the same
/// number is refused in the same words as one that is too easy, and so many are looked at in a month: each is a guess
/// at the others' PINs.</summary>
public sealed class ChangePin(
    IDbContextFactory<WalletDb> databases, SignInIndex index, AskPin askPin, Guesses guesses, HistoryLog history,
    QueueMessage messages)
{
    public async Task<SignInAnswer> RunAsync(
        CurrentWorker worker, string? pin, string? newPin, string? again, CancellationToken cancellation)
    {
        var chosen = Pin.Fold(newPin);
        if (StartPassport.Refusal(Pin.Check(chosen, worker.Phone)) is { } refused)
        {
            return SignInAnswer.No(refused);
        }

        if (chosen != Pin.Fold(again))
        {
            return SignInAnswer.No(SignInRefusal.PinsDiffer);
        }

        if (await askPin.RunAsync(worker, pin, cancellation) is { } wrong)
        {
            return wrong;
        }

        var own = worker.Account;
        var key = index.Compute(worker.Phone, chosen);
        if (own.SignInIndex.SequenceEqual(key))
        {
            return SignInAnswer.No(SignInRefusal.PinTaken);
        }

        if (!await guesses.TakeAsync(KnownDevice.Chooser(worker.Phone), worker.Phone, "", cancellation)
            && !await guesses.TakeAsync(KnownDevice.Chooser(own.Id), worker.Phone, "", cancellation))
        {
            return SignInAnswer.No(SignInRefusal.TooManyNewPins);
        }

        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (await db.Wallets.AnyAsync(one => one.SignInIndex == key && one.Id != own.Id, cancellation))
        {
            return SignInAnswer.No(SignInRefusal.PinTaken);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        // The same form sent twice at once: the second finds the PIN it came to set, and that is a yes.
        var isFirst = await db.Wallets.Where(one => one.Id == own.Id && one.Stamp == own.Stamp).ExecuteUpdateAsync(
            set => set.SetProperty(one => one.SignInIndex, key).SetProperty(one => one.Stamp, one => one.Stamp + 1),
            cancellation) == 1;
        var wallet = await db.Wallets.AsNoTracking().SingleOrDefaultAsync(one => one.Id == own.Id, cancellation);
        if (!isFirst)
        {
            return wallet?.SignInIndex.SequenceEqual(key) == true
                ? SignInAnswer.Yes(wallet)
                : SignInAnswer.No(SignInRefusal.WrongPin);
        }

        await db.Devices.Where(one => one.WalletId == own.Id && one.Id != worker.Device)
            .ExecuteDeleteAsync(cancellation);
        db.History.Add(history.Entry(worker.Vault, own.Id, HistoryKind.PinChanged));
        messages.Alarm(db, MessageKind.PinChanged, wallet!);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return SignInAnswer.Yes(wallet!);
    }
}
