using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Hosting.Limits;
using SkillsPassport.Hosting.Protection;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.Messages;

namespace SkillsPassport.Wallet.SignIn;

/// <summary>Signs a worker in with number and PIN. The answer to a wrong PIN and to an unknown number is the same, in
/// words and in time. First the pace of the phone says when a PIN may be tried, then the guesses say how often in all;
/// both are counted before the PIN is looked at.</summary>
public sealed class OpenPassport(
    IDbContextFactory<WalletDb> databases, SignInIndex index, Pace pace, Guesses guesses, KnownDevice known,
    Devices devices, RightPins rightPins, ProvenPhone provenPhone, PhoneCodes codes, PendingCode pending,
    ICounters counters, BlindIndex blindIndex)
{
    private const int TriesPerAddress = 300;

    public async Task<SignInAnswer> RunAsync(HttpContext context, string? phone, string? pin, bool borrowed)
    {
        var cancellation = context.RequestAborted;
        if (!PhoneNumber.TryParse(phone, out var number))
        {
            return SignInAnswer.No(SignInRefusal.PhoneUnreadable);
        }

        var typed = Pin.Fold(pin);
        if (typed.Length == 0)
        {
            return SignInAnswer.No(SignInRefusal.PinMissing);
        }

        var address = Subscriber.Of(context.Connection.RemoteIpAddress);
        var caller = await known.CallerAsync(context.Request, number, cancellation);
        // Thousands of phones share one address of a mobile network: who floods it shuts out no phone that is known.
        var isCrowded = caller.Kind == CallerKind.Unknown && !(await counters.TakeAsync(
            $"sign-in|{address}", TriesPerAddress, TimeSpan.FromMinutes(10), cancellation)).Allowed;
        if (isCrowded)
        {
            return SignInAnswer.No(SignInRefusal.TooManyFromHere);
        }

        (caller, var refused) = await MayTryAsync(caller, number, address, cancellation);
        if (refused is not null)
        {
            return refused;
        }

        var key = index.Compute(number, typed);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var wallet = await db.Wallets.AsNoTracking().SingleOrDefaultAsync(w => w.SignInIndex == key, cancellation);
        var isOwn = wallet is not null && caller.Opened.Contains(wallet.Id);
        if (caller.Kind == CallerKind.Known && !isOwn)
        {
            // A guess at the number's other passports: with no more of them left, right and wrong are told alike.
            var beside = known.Beside(context.Request, number);
            if (!await guesses.TakeAsync(beside, number, address, cancellation))
            {
                return SignInAnswer.No(beside.Kind == CallerKind.Beside && codes.On
                    ? SignInRefusal.WrongOrNewHere : SignInRefusal.WrongNumberOrPin);
            }

            if (wallet is not null)
            {
                await guesses.GiveBackAsync(beside, number, address, cancellation);
            }
        }

        if (wallet is null)
        {
            return SignInAnswer.No(SignInRefusal.WrongNumberOrPin);
        }

        await pace.ForgetAsync(caller.Subject, cancellation);
        await guesses.GiveBackAsync(caller, number, address, cancellation);
        provenPhone.Forget(context);
        if (wallet.PhoneIndex is null)
        {
            var found = PhoneNumber.Index(blindIndex, number);
            await db.Wallets.Where(one => one.Id == wallet.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(one => one.PhoneIndex, found), cancellation);
        }

        var device = await devices.OpenAsync(context, wallet, number, borrowed);
        rightPins.Remember(device, wallet.SignInIndex, typed);
        return SignInAnswer.Yes(wallet);
    }

    /// <summary>Sends a code to the number, so that its holder may try again at once. The same for every number,
    /// whether it has a passport or not.</summary>
    public async Task<SignInAnswer> SendCodeAsync(HttpContext context, string? phone)
    {
        if (!PhoneNumber.TryParse(phone, out var number))
        {
            return SignInAnswer.No(SignInRefusal.PhoneUnreadable);
        }

        if (!codes.On)
        {
            return SignInAnswer.No(SignInRefusal.GoToCounter);
        }

        var address = Subscriber.Of(context.Connection.RemoteIpAddress);
        var (id, tooMany) =
            await codes.AskAsync(CodePurpose.SignIn, number, new { }, address, context.RequestAborted);
        if (tooMany is not null)
        {
            return SignInAnswer.No(SignInRefusal.TooManyCodes);
        }

        pending.Remember(context, CodePurpose.SignIn, id);
        return SignInAnswer.CodeSent;
    }

    private async Task<(Caller Caller, SignInAnswer? Refused)> MayTryAsync(
        Caller caller, string number, string address, CancellationToken cancellation)
    {
        if (caller.Kind == CallerKind.Known && !await guesses.AnyLeftAsync(caller, number, address, cancellation))
        {
            // Too much was guessed on this phone: it counts as any other from now on.
            caller = KnownDevice.Stranger(number);
        }

        var turn = await pace.TakeTurnAsync(caller.Subject, cancellation);
        if (!turn.Granted)
        {
            return (caller, SignInAnswer.No(SignInRefusal.WaitAWhile, turn.NextAt));
        }

        if (await guesses.TakeAsync(caller, number, address, cancellation))
        {
            return (caller, null);
        }

        return (caller, SignInAnswer.No(
            caller.Kind == CallerKind.Unknown && codes.On ? SignInRefusal.CodeNeeded : SignInRefusal.GoToCounter));
    }
}
