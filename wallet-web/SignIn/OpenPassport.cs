using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.History;
using SkillsPassport.Wallet.Messages;

namespace SkillsPassport.Wallet.SignIn;

/// <summary>Signs a worker in with number and PIN. The answer to a wrong PIN and to an unknown number is the same, in
/// words and in time.</summary>
public sealed class OpenPassport(
    IDbContextFactory<WalletDb> databases, SignInIndex index, Pace pace, KnownDevice device, ICounters counters,
    Custody.Vaults vaults, HistoryLog history, QueueMessage messages)
{
    private const int TriesPerAddress = 300;

    public async Task<SignInAnswer> RunAsync(HttpContext context, string? phone, string? pin)
    {
        var cancellation = context.RequestAborted;
        if (!PhoneNumber.TryParse(phone, out var number))
        {
            return SignInAnswer.No(SignInRefusal.PhoneUnreadable);
        }

        var address = $"sign-in|{context.Connection.RemoteIpAddress}";
        if (!(await counters.TakeAsync(address, TriesPerAddress, TimeSpan.FromMinutes(10), cancellation)).Allowed)
        {
            return SignInAnswer.No(SignInRefusal.TooManyFromHere);
        }

        var subject = device.Subject(context.Request, number);
        var turn = await pace.TakeTurnAsync(subject, cancellation);
        if (!turn.Granted)
        {
            return SignInAnswer.No(SignInRefusal.WaitAWhile, turn.NextAt);
        }

        var key = index.Compute(number, Pin.Fold(pin));
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var wallet = await db.Wallets.SingleOrDefaultAsync(w => w.SignInIndex == key, cancellation);
        if (wallet is null)
        {
            return SignInAnswer.No(SignInRefusal.WrongNumberOrPin);
        }

        await pace.ForgetAsync(subject, cancellation);
        using (var vault = vaults.Open(wallet))
        {
            var known = device.Knows(context.Request, number);
            db.History.Add(history.Entry(vault, wallet.Id, known ? HistoryKind.SignedIn : HistoryKind.NewPhone));
            if (!known)
            {
                messages.Alarm(db, MessageKind.NewPhone, wallet);
            }

            await db.SaveChangesAsync(cancellation);
        }

        device.Remember(context, number);
        await Session.SignInAsync(context, wallet);
        return SignInAnswer.Yes(wallet);
    }
}
