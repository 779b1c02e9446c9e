using System.Security.Cryptography;

namespace SkillsPassport.Wallet.SignIn;

/// <summary>Asks a signed-in worker for the PIN again before something leaves the passport: a phone left on a table
/// must not be enough.</summary>
public sealed class AskPin(SignInIndex index, Pace pace)
{
    /// <returns>Null when the PIN is right.</returns>
    public async Task<SignInAnswer?> RunAsync(CurrentWorker worker, string? pin, CancellationToken cancellation)
    {
        var subject = $"pin|{worker.Account.Id:N}";
        var turn = await pace.TakeTurnAsync(subject, cancellation);
        if (!turn.Granted)
        {
            return SignInAnswer.No(SignInRefusal.WaitAWhile, turn.NextAt);
        }

        var given = index.Compute(worker.Phone, Pin.Fold(pin));
        if (!CryptographicOperations.FixedTimeEquals(given, worker.Account.SignInIndex))
        {
            return SignInAnswer.No(SignInRefusal.WrongPin);
        }

        await pace.ForgetAsync(subject, cancellation);
        return null;
    }
}
