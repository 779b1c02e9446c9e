using System.Security.Cryptography;

namespace SkillsPassport.Wallet.SignIn;

/// <summary>Asks a signed-in worker for the PIN again before something leaves the passport: a phone left on a table
/// must not be enough. Tries are counted for each phone apart, so that a thief with one of them takes no tries from the
/// owner; after too many the session ends and the phone is forgotten. Sessions that no PIN opened (a passkey's, a
/// helper's) cost no guess to open again: their tries count together.</summary>
public sealed class AskPin(
    SignInIndex index, RightPins rightPins, Pace pace, Guesses guesses, Devices devices)
{
    /// <returns>Null when the PIN is right.</returns>
    public async Task<SignInAnswer?> RunAsync(CurrentWorker worker, string? pin, CancellationToken cancellation)
    {
        var typed = Pin.Fold(pin);
        if (typed.Length == 0)
        {
            // Nothing was tried.
            return SignInAnswer.No(SignInRefusal.PinMissing);
        }

        var place = worker.PinEntered ? $"{worker.Device:N}" : "no PIN yet";
        var caller = new Caller(CallerKind.SignedIn, $"pin|{worker.Account.Id:N}|{place}");
        var turn = await pace.TakeTurnAsync(caller.Subject, cancellation);
        if (!turn.Granted)
        {
            return SignInAnswer.No(SignInRefusal.WaitAWhile, turn.NextAt);
        }

        if (!await guesses.TakeAsync(caller, "", "", cancellation))
        {
            await devices.EndAsync(worker, worker.Device, cancellation);
            return SignInAnswer.No(SignInRefusal.SessionClosed);
        }

        if (!IsRight(worker, typed))
        {
            return SignInAnswer.No(SignInRefusal.WrongPin);
        }

        await pace.ForgetAsync(caller.Subject, cancellation);
        await guesses.GiveBackAsync(caller, "", "", cancellation);
        if (!worker.PinEntered)
        {
            await devices.NotePinAsync(worker, cancellation);
        }

        return null;
    }

    private bool IsRight(CurrentWorker worker, string pin)
    {
        var right = worker.Account.SignInIndex;
        if (rightPins.Knows(worker.Device, right, pin))
        {
            return true;
        }

        if (!CryptographicOperations.FixedTimeEquals(index.Compute(worker.Phone, pin), right))
        {
            return false;
        }

        rightPins.Remember(worker.Device, right, pin);
        return true;
    }
}
