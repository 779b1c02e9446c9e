using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Hosting.Limits;
using SkillsPassport.Hosting.Protection;
using SkillsPassport.Wallet.Custody;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.History;
using SkillsPassport.Wallet.Messages;

namespace SkillsPassport.Wallet.SignIn;

/// <summary>What the worker wrote on the sign-up page.</summary>
public sealed record SignUpWish(string? Phone, string? Pin, string? PinAgain, bool Consent, bool Borrowed);

/// <summary>Makes a new passport for a PIN the worker chose and a number the worker proved by a code. Number and PIN of
/// an existing passport simply open it; so this too counts as a guess, else it would be a way to guess for whoever
/// holds the SIM.</summary>
public sealed class StartPassport(
    IDbContextFactory<WalletDb> databases, SignInIndex index, Pace pace, Guesses guesses, Devices devices,
    ICounters counters, Vaults vaults, FieldCipher cipher, BlindIndex blindIndex, HistoryLog history,
    PhoneCodes codes, PendingCode pending, TimeProvider clock)
{
    /// <summary>Goes up when the words of the consent change.</summary>
    public const int ConsentVersion = 1;

    private const int PerAddress = 120;

    /// <returns>The passport when messages are off and the number counts as it is; else neither passport nor refusal:
    /// a code is on its way.</returns>
    public async Task<SignInAnswer> RunAsync(HttpContext context, SignUpWish wish)
    {
        var cancellation = context.RequestAborted;
        if (Refuse(wish, out var number, out var pin) is { } refused)
        {
            return SignInAnswer.No(refused);
        }

        var address = Subscriber.Of(context.Connection.RemoteIpAddress);
        if (!(await counters.TakeAsync($"sign-up|{address}", PerAddress, TimeSpan.FromHours(1), cancellation)).Allowed)
        {
            return SignInAnswer.No(SignInRefusal.TooManyFromHere);
        }

        var chosen = new Chosen(Convert.ToHexString(index.Compute(number, pin)), wish.Borrowed);
        if (!codes.On)
        {
            return await OpenAsync(context, KnownDevice.Stranger(number), number, chosen);
        }

        var (id, tooMany) = await codes.AskAsync(CodePurpose.SignUp, number, chosen, address, cancellation);
        if (tooMany is not null)
        {
            return SignInAnswer.No(SignInRefusal.TooManyCodes);
        }

        pending.Remember(context, CodePurpose.SignUp, id);
        return SignInAnswer.CodeSent;
    }

    /// <summary>The number is proven: opens the passport.</summary>
    public Task<SignInAnswer> FinishAsync(HttpContext context, ProvenNumber proven) => OpenAsync(
        context, KnownDevice.Proven(proven.Number), proven.Number, proven.Payload.Deserialize<Chosen>()!);

    /// <summary>At a counter, for a number proven there: makes the passport and opens no session of the worker's. One
    /// proof makes one passport, and sent again finds it; the number's other passports read of it, for there somebody
    /// else than the holder of the number had a hand in it.</summary>
    /// <param name="proof">Of the proof, and of the passport it makes.</param>
    /// <param name="helper">Name and centre.</param>
    public async Task<(SignInAnswer Answer, bool IsNew)> AtCounterAsync(
        Guid proof, string helper, SignUpWish wish, CancellationToken cancellation)
    {
        if (await FindAsync(proof, cancellation) is { } made)
        {
            return (SignInAnswer.Yes(made), false);
        }

        if (Refuse(wish, out var number, out var pin) is { } refused)
        {
            return (SignInAnswer.No(refused), false);
        }

        var chooser = KnownDevice.Chooser(number);
        if (!await guesses.TakeAsync(chooser, number, "", cancellation))
        {
            return (SignInAnswer.No(SignInRefusal.TooManyNewPins), false);
        }

        var (wallet, isNew) =
            await FindOrAddAsync(number, index.Compute(number, pin), new Proof(proof, helper), cancellation);
        if (wallet.Id != proof)
        {
            return (SignInAnswer.No(SignInRefusal.PinTaken), false);
        }

        if (!isNew)
        {
            await guesses.GiveBackAsync(chooser, number, "", cancellation);
        }

        return (SignInAnswer.Yes(wallet), isNew);
    }

    public static SignInRefusal? Refusal(PinProblem problem) => problem switch
    {
        PinProblem.None => null,
        PinProblem.NotDigits => SignInRefusal.PinNotDigits,
        PinProblem.TooShort => SignInRefusal.PinTooShort,
        PinProblem.TooLong => SignInRefusal.PinTooLong,
        PinProblem.TooEasy => SignInRefusal.PinTooEasy,
    };

    private static SignInRefusal? Refuse(SignUpWish wish, out string number, out string pin)
    {
        pin = Pin.Fold(wish.Pin);
        if (!PhoneNumber.TryParse(wish.Phone, out number))
        {
            return SignInRefusal.PhoneUnreadable;
        }

        if (Refusal(Pin.Check(pin, number)) is { } refused)
        {
            return refused;
        }

        if (pin != Pin.Fold(wish.PinAgain))
        {
            return SignInRefusal.PinsDiffer;
        }

        return wish.Consent ? null : SignInRefusal.ConsentMissing;
    }

    private async Task<SignInAnswer> OpenAsync(HttpContext context, Caller caller, string number, Chosen chosen)
    {
        var cancellation = context.RequestAborted;
        var address = Subscriber.Of(context.Connection.RemoteIpAddress);
        var turn = await pace.TakeTurnAsync(caller.Subject, cancellation);
        if (!turn.Granted)
        {
            return SignInAnswer.No(SignInRefusal.WaitAWhile, turn.NextAt);
        }

        if (!await guesses.TakeAsync(caller, number, address, cancellation))
        {
            return SignInAnswer.No(SignInRefusal.GoToCounter);
        }

        var (wallet, isNew) = await FindOrAddAsync(
            number, Convert.FromHexString(chosen.SignInIndex), null, cancellation);
        if (!isNew)
        {
            await guesses.GiveBackAsync(caller, number, address, cancellation);
        }

        await devices.OpenAsync(context, wallet, number, chosen.Borrowed, first: isNew);
        return SignInAnswer.Yes(wallet);
    }

    private async Task<(WalletAccount Wallet, bool IsNew)> FindOrAddAsync(
        string number, byte[] key, Proof? counter, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (await db.Wallets.SingleOrDefaultAsync(w => w.SignInIndex == key, cancellation) is { } existing)
        {
            return (existing, false);
        }

        var id = counter?.Id ?? Guid.CreateVersion7(clock.GetUtcNow());
        var (wrapped, wrappedBy) = vaults.NewDataKey(id);
        var wallet = new WalletAccount
        {
            Id = id,
            SignInIndex = key,
            PhoneIndex = PhoneNumber.Index(blindIndex, number),
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

        if (counter is not null)
        {
            await TellOthersAsync(db, wallet, counter.Helper, cancellation);
        }

        try
        {
            await db.SaveChangesAsync(cancellation);
            return (wallet, true);
        }
        catch (DbUpdateException)
        {
            // A double click: the other request made the passport.
            await using var again = await databases.CreateDbContextAsync(cancellation);
            var other = await FindAsync(id, cancellation)
                ?? await again.Wallets.SingleOrDefaultAsync(w => w.SignInIndex == key, cancellation)
                ?? throw new InvalidOperationException("The passport could not be stored.");
            return (other, false);
        }
    }

    private async Task<WalletAccount?> FindAsync(Guid id, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await db.Wallets.AsNoTracking().SingleOrDefaultAsync(one => one.Id == id, cancellation);
    }

    private async Task TellOthersAsync(
        WalletDb db, WalletAccount made, string helper, CancellationToken cancellation)
    {
        var others = await db.Wallets.AsNoTracking().Where(one => one.PhoneIndex == made.PhoneIndex)
            .ToListAsync(cancellation);
        foreach (var other in others)
        {
            using var vault = vaults.Open(other);
            db.History.Add(history.Entry(vault, other.Id, HistoryKind.PassportOnNumber, helper));
        }
    }

    /// <summary>What a counter gives a passport that is made there.</summary>
    private sealed record Proof(Guid Id, string Helper);

    /// <summary>What waits for the code: never the PIN itself.</summary>
    private sealed record Chosen(string SignInIndex, bool Borrowed);
}
