using Microsoft.EntityFrameworkCore;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.History;
using SkillsPassport.Wallet.Messages;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Account;

/// <summary>Gives a passport a new PIN and ends all other sessions. A PIN that opens another passport of the same
/// number is refused in the same words as one that is too easy, and each attempt is counted.</summary>
public sealed class ChangePin(
    IDbContextFactory<WalletDb> databases, SignInIndex index, AskPin askPin, HistoryLog history,
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

        var key = index.Compute(worker.Phone, chosen);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (await db.Wallets.AnyAsync(one => one.SignInIndex == key, cancellation))
        {
            return SignInAnswer.No(SignInRefusal.PinTaken);
        }

        var wallet = await db.Wallets.SingleAsync(one => one.Id == worker.Account.Id, cancellation);
        wallet.SignInIndex = key;
        wallet.Stamp++;
        await db.Devices.Where(one => one.WalletId == wallet.Id && one.Id != worker.Device)
            .ExecuteDeleteAsync(cancellation);
        db.History.Add(history.Entry(worker.Vault, wallet.Id, HistoryKind.PinChanged));
        messages.Alarm(db, MessageKind.PinChanged, wallet);
        await db.SaveChangesAsync(cancellation);
        return SignInAnswer.Yes(wallet);
    }
}
