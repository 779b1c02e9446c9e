using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Hosting.Limits;
using SkillsPassport.Hosting.Protection;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.History;
using SkillsPassport.Wallet.Messages;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Passkeys;

/// <summary>One line of the worker's list of passkeys.</summary>
public sealed record PasskeyView(Guid Id, string Name, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt);

/// <summary>Passkeys: another way in, on the phone that has it. Adding and removing one takes the PIN and is told to
/// the owner; number, PIN and counter stay whatever happens to passkeys.</summary>
public sealed class UsePasskeys(
    IPasskeyHandler<WalletAccount> handler, IUserStore<WalletAccount> store, PasskeyState state,
    IDbContextFactory<WalletDb> databases, ICounters counters, Devices devices, QueueMessage messages,
    HistoryLog history, FieldCipher cipher)
{
    private const int MostPasskeys = 10;
    private const int LongestName = 40;
    private const int TriesPerAddress = 120;
    private const string SignInPurpose = "sign-in";

    private IUserPasskeyStore<WalletAccount> Store => (IUserPasskeyStore<WalletAccount>)store;

    public async Task<IReadOnlyList<PasskeyView>> ListAsync(CurrentWorker worker, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var rows = await db.Passkeys.AsNoTracking().Where(one => one.WalletId == worker.Account.Id)
            .OrderByDescending(one => one.CreatedAt).ToListAsync(cancellation);
        return rows.ConvertAll(row => new PasskeyView(
            row.Id, worker.Vault.Open<PasskeyContent>(PasskeyContent.Kind, row.Id, row.Sealed).Name ?? "",
            row.CreatedAt, row.LastUsedAt));
    }

    /// <summary>What the browser needs to make one; the PIN was asked.</summary>
    /// <returns>Null when there are enough.</returns>
    public async Task<string?> AskToAddAsync(HttpContext context, CurrentWorker worker)
    {
        if ((await Store.GetPasskeysAsync(worker.Account, context.RequestAborted)).Count >= MostPasskeys)
        {
            return null;
        }

        var id = worker.Account.Id.ToString("N");
        var options = await handler.MakeCreationOptionsAsync(
            new PasskeyUserEntity { Id = id, Name = PhoneNumber.Masked(worker.Phone), DisplayName = "Skills passport" },
            context);
        state.Remember(context, id, options.AttestationState);
        return options.CreationOptionsJson;
    }

    /// <returns>False when the browser's answer does not fit what was asked.</returns>
    public async Task<bool> AddAsync(HttpContext context, CurrentWorker worker, string? credential, string? name)
    {
        var asked = await state.TakeAsync(context, worker.Account.Id.ToString("N"));
        if (asked is null || string.IsNullOrEmpty(credential))
        {
            return false;
        }

        var result = await handler.PerformAttestationAsync(new PasskeyAttestationContext
        {
            HttpContext = context, CredentialJson = credential, AttestationState = asked,
        });
        if (!result.Succeeded)
        {
            return false;
        }

        var label = name?.Trim() is { Length: > 0 } own && own.Length <= LongestName && !own.Any(char.IsControl)
            ? own
            : DeviceName.Of(context.Request.Headers.UserAgent);
        result.Passkey.Name = label;
        await Store.AddOrUpdatePasskeyAsync(worker.Account, result.Passkey, context.RequestAborted);
        await using var db = await databases.CreateDbContextAsync(context.RequestAborted);
        db.History.Add(history.Entry(worker.Vault, worker.Account.Id, HistoryKind.PasskeyAdded, label));
        messages.Alarm(db, MessageKind.PasskeyAdded, worker.Account);
        await db.SaveChangesAsync(context.RequestAborted);
        return true;
    }

    /// <returns>False when this worker has no such passkey.</returns>
    public async Task<bool> RemoveAsync(CurrentWorker worker, Guid id, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await history.DeleteAsync(
            db, db.Passkeys.Where(one => one.Id == id && one.WalletId == worker.Account.Id), worker,
            HistoryKind.PasskeyRemoved, cancellation);
    }

    /// <summary>What the browser needs to sign in; the phone itself knows whose passport it is.</summary>
    public async Task<string?> AskToSignInAsync(HttpContext context)
    {
        var address = $"passkey|{Subscriber.Of(context.Connection.RemoteIpAddress)}";
        if (!(await counters.TakeAsync(address, TriesPerAddress, TimeSpan.FromMinutes(10), context.RequestAborted))
            .Allowed)
        {
            return null;
        }

        var options = await handler.MakeRequestOptionsAsync(null, context);
        state.Remember(context, SignInPurpose, options.AssertionState);
        return options.RequestOptionsJson;
    }

    public async Task<bool> SignInAsync(HttpContext context, string? credential)
    {
        var asked = await state.TakeAsync(context, SignInPurpose);
        if (asked is null || string.IsNullOrEmpty(credential))
        {
            return false;
        }

        var result = await handler.PerformAssertionAsync(new PasskeyAssertionContext
        {
            HttpContext = context, CredentialJson = credential, AssertionState = asked,
        });
        if (!result.Succeeded)
        {
            return false;
        }

        var wallet = result.User;
        await Store.AddOrUpdatePasskeyAsync(wallet, result.Passkey, context.RequestAborted);
        var number = cipher.Unprotect("wallet-phone", wallet.SealedPhone);
        await devices.OpenAsync(context, wallet, number, borrowed: false, byPasskey: true);
        return true;
    }
}
