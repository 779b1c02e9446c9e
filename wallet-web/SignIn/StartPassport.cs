using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Hosting.Protection;
using SkillsPassport.Wallet.Custody;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.History;
using SkillsPassport.Wallet.Messages;

namespace SkillsPassport.Wallet.SignIn;

/// <summary>Makes a new passport for a PIN the worker chose and a number the worker proved by a code. Number and PIN of
/// an existing passport simply open it; so this too counts as a try, else it would be a way to guess for whoever holds
/// the SIM.</summary>
public sealed class StartPassport(
    IDbContextFactory<WalletDb> databases, SignInIndex index, Pace pace, KnownDevice device, ICounters counters,
    Vaults vaults, FieldCipher cipher, HistoryLog history, PhoneCodes codes, PendingCode pending, TimeProvider clock)
{
    /// <summary>Goes up when the words of the consent change.</summary>
    public const int ConsentVersion = 1;

    private const int PerAddress = 120;

    /// <returns>The passport when messages are off and the number counts as it is; else neither passport nor refusal:
    /// a code is on its way.</returns>
    public async Task<SignInAnswer> RunAsync(
        HttpContext context, string? phone, string? pin, string? pinAgain, bool consent)
    {
        var cancellation = context.RequestAborted;
        if (!PhoneNumber.TryParse(phone, out var number))
        {
            return SignInAnswer.No(SignInRefusal.PhoneUnreadable);
        }

        var chosen = Pin.Fold(pin);
        if (Refusal(Pin.Check(chosen, number)) is { } refused)
        {
            return SignInAnswer.No(refused);
        }

        if (chosen != Pin.Fold(pinAgain))
        {
            return SignInAnswer.No(SignInRefusal.PinsDiffer);
        }

        if (!consent)
        {
            return SignInAnswer.No(SignInRefusal.ConsentMissing);
        }

        var address = $"sign-up|{context.Connection.RemoteIpAddress}";
        if (!(await counters.TakeAsync(address, PerAddress, TimeSpan.FromHours(1), cancellation)).Allowed)
        {
            return SignInAnswer.No(SignInRefusal.TooManyFromHere);
        }

        var turn = await pace.TakeTurnAsync(device.Subject(context.Request, number), cancellation);
        if (!turn.Granted)
        {
            return SignInAnswer.No(SignInRefusal.WaitAWhile, turn.NextAt);
        }

        var waiting = new Chosen(Convert.ToHexString(index.Compute(number, chosen)));
        if (!codes.On)
        {
            return SignInAnswer.Yes(await OpenAsync(context, number, waiting, cancellation));
        }

        var (id, tooMany) = await codes.AskAsync(
            CodePurpose.SignUp, number, waiting, context.Connection.RemoteIpAddress?.ToString() ?? "", cancellation);
        if (tooMany is not null)
        {
            return SignInAnswer.No(SignInRefusal.TooManyCodes);
        }

        pending.Remember(context, CodePurpose.SignUp, id);
        return SignInAnswer.CodeSent;
    }

    /// <summary>The number is proven: opens the passport.</summary>
    public Task<WalletAccount> FinishAsync(HttpContext context, ProvenNumber proven) =>
        OpenAsync(context, proven.Number, proven.Payload.Deserialize<Chosen>()!, context.RequestAborted);

    public static SignInRefusal? Refusal(PinProblem problem) => problem switch
    {
        PinProblem.None => null,
        PinProblem.NotDigits => SignInRefusal.PinNotDigits,
        PinProblem.TooShort => SignInRefusal.PinTooShort,
        PinProblem.TooLong => SignInRefusal.PinTooLong,
        PinProblem.TooEasy => SignInRefusal.PinTooEasy,
    };

    private async Task<WalletAccount> OpenAsync(
        HttpContext context, string number, Chosen chosen, CancellationToken cancellation)
    {
        var wallet = await FindOrAddAsync(number, Convert.FromHexString(chosen.SignInIndex), cancellation);
        device.Remember(context, number);
        await Session.SignInAsync(context, wallet);
        return wallet;
    }

    private async Task<WalletAccount> FindOrAddAsync(string number, byte[] key, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (await db.Wallets.SingleOrDefaultAsync(w => w.SignInIndex == key, cancellation) is { } existing)
        {
            return existing;
        }

        var id = Guid.CreateVersion7(clock.GetUtcNow());
        var (wrapped, wrappedBy) = vaults.NewDataKey(id);
        var wallet = new WalletAccount
        {
            Id = id,
            SignInIndex = key,
            SealedPhone = cipher.Protect("wallet-phone", number),
            WrappedKey = wrapped,
            WrappedBy = wrappedBy,
            ConsentVersion = ConsentVersion,
            CreatedAt = clock.GetUtcNow(),
        };
        db.Wallets.Add(wallet);
        using (var vault = vaults.Open(wallet))
        {
            db.History.Add(history.Entry(vault, id, HistoryKind.PassportOpened));
        }

        try
        {
            await db.SaveChangesAsync(cancellation);
            return wallet;
        }
        catch (DbUpdateException)
        {
            // A double click: the other request made the passport.
            await using var again = await databases.CreateDbContextAsync(cancellation);
            return await again.Wallets.SingleOrDefaultAsync(w => w.SignInIndex == key, cancellation) ?? throw new
                InvalidOperationException("The passport could not be stored.");
        }
    }

    /// <summary>What waits for the code: never the PIN itself.</summary>
    private sealed record Chosen(string SignInIndex);
}
