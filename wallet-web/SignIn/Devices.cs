using Microsoft.EntityFrameworkCore;
using SkillsPassport.Wallet.Custody;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.History;
using SkillsPassport.Wallet.Messages;

namespace SkillsPassport.Wallet.SignIn;

/// <summary>One line of the worker's list of phones.</summary>
public sealed record DeviceView(
    Guid Id, string Name, bool IsBorrowed, bool SignedIn, bool IsThis, DateTimeOffset LastSeenAt);

/// <summary>The phones on which a worker is or was signed in. Each sign-in is a row, so that the worker can see it and
/// end it from any other phone.</summary>
public sealed class Devices(
    IDbContextFactory<WalletDb> databases, KnownDevice known, Vaults vaults, HistoryLog history,
    QueueMessage messages, TimeProvider clock)
{
    private const string Kind = "device";

    /// <summary>Opens a session on this phone, writes it down, and raises the alarm when the phone is a new
    /// one.</summary>
    /// <param name="borrowed">The phone is somebody else's: nothing stays on it.</param>
    /// <param name="first">The passport was made a moment ago: no other phone is to be warned.</param>
    /// <param name="byPasskey">No PIN was entered.</param>
    /// <returns>The row of the phone.</returns>
    public async Task<Guid> OpenAsync(
        HttpContext context, WalletAccount wallet, string number, bool borrowed, bool first = false,
        bool byPasskey = false)
    {
        var cancellation = context.RequestAborted;
        var nonce = await known.NonceAsync(context.Request, number, cancellation);
        var isKnown = nonce is not null;
        nonce = borrowed ? null : nonce ?? known.Remember(context, number);
        var sign = new SignedIn(wallet, nonce, isKnown, borrowed, first, byPasskey);
        SignedInDevice device;
        try
        {
            device = await WriteDownAsync(context, sign, cancellation);
        }
        catch (DbUpdateException) when (nonce is not null)
        {
            // The same sign-in, sent twice at once: the other one added the phone.
            device = await WriteDownAsync(context, sign, cancellation);
        }

        await Session.SignInAsync(context, wallet, device, borrowed);
        return device.Id;
    }

    public async Task<IReadOnlyList<DeviceView>> ListAsync(CurrentWorker worker, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var rows = await db.Devices.AsNoTracking().Where(one => one.WalletId == worker.Account.Id)
            .OrderByDescending(one => one.LastSeenAt).ToListAsync(cancellation);
        var now = clock.GetUtcNow();
        return
        [
            .. rows.Select(one => new DeviceView(
                one.Id, worker.Vault.Open<string>(Kind, one.Id, one.Sealed), one.NonceIndex is null,
                one.SignedIn && one.LastSeenAt + Session.Idle > now, one.Id == worker.Device, one.LastSeenAt)),
        ];
    }

    /// <summary>Ends the session of the phone but keeps it known: the PIN alone opens it again.</summary>
    public async Task LockAsync(CurrentWorker worker, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await db.Devices.Where(one => one.Id == worker.Device && one.WalletId == worker.Account.Id)
            .ExecuteUpdateAsync(
                set => set.SetProperty(one => one.SignedIn, false)
                    .SetProperty(one => one.Session, one => one.Session + 1),
                cancellation);
    }

    /// <summary>The right PIN was entered in a session that no PIN had opened: the phone is a known one from now
    /// on.</summary>
    public async Task NotePinAsync(CurrentWorker worker, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await db.Devices.Where(one => one.Id == worker.Device && one.WalletId == worker.Account.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.PinEntered, true), cancellation);
    }

    /// <summary>Signs one of the worker's own phones out and forgets it.</summary>
    /// <returns>False when this worker has no such phone.</returns>
    public async Task<bool> EndAsync(CurrentWorker worker, Guid id, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await history.DeleteAsync(
            db, db.Devices.Where(one => one.Id == id && one.WalletId == worker.Account.Id), worker,
            HistoryKind.PhoneSignedOut, cancellation);
    }

    /// <summary>Signs out every phone, this one too.</summary>
    /// <param name="passkeys">Removes every passkey as well: else a lost phone opens the passport again by
    /// its own.</param>
    public async Task EndAllAsync(CurrentWorker worker, bool passkeys, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.Devices.Where(one => one.WalletId == worker.Account.Id).ExecuteDeleteAsync(cancellation);
        db.History.Add(history.Entry(worker.Vault, worker.Account.Id, HistoryKind.AllPhonesSignedOut));
        if (passkeys && await db.Passkeys.Where(one => one.WalletId == worker.Account.Id)
                .ExecuteDeleteAsync(cancellation) > 0)
        {
            db.History.Add(history.Entry(worker.Vault, worker.Account.Id, HistoryKind.PasskeyRemoved));
        }

        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>A device row for a session in which a helper helps; it shows in the worker's list with the helper's
    /// name.</summary>
    public static SignedInDevice Helped(Vault vault, Guid wallet, string helper, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now);
        return new SignedInDevice
        {
            Id = id, WalletId = wallet, Sealed = vault.Seal(Kind, id, helper), Session = 1, SignedIn = true,
            CreatedAt = now, LastSeenAt = now,
        };
    }

    private sealed record SignedIn(
        WalletAccount Wallet, string? Nonce, bool IsKnown, bool Borrowed, bool First, bool ByPasskey);

    private async Task<SignedInDevice> WriteDownAsync(
        HttpContext context, SignedIn sign, CancellationToken cancellation)
    {
        var wallet = sign.Wallet;
        using var vault = vaults.Open(wallet);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var device = await FindOrAddAsync(context, db, vault, wallet.Id, sign.Nonce, cancellation);
        device.PinEntered |= !sign.ByPasskey;
        var isNew = sign.Borrowed || (!sign.IsKnown && device.Session == 1);
        var kind = sign.Borrowed ? HistoryKind.BorrowedPhone : isNew ? HistoryKind.NewPhone : HistoryKind.SignedIn;
        if (!sign.First)
        {
            db.History.Add(history.Entry(vault, wallet.Id, kind, NameOf(context)));
            if (isNew)
            {
                messages.Alarm(db, MessageKind.NewPhone, wallet);
            }
        }

        await db.SaveChangesAsync(cancellation);
        return device;
    }

    private static string NameOf(HttpContext context) => DeviceName.Of(context.Request.Headers.UserAgent);

    private async Task<SignedInDevice> FindOrAddAsync(
        HttpContext context, WalletDb db, Vault vault, Guid wallet, string? nonce, CancellationToken cancellation)
    {
        var index = nonce is null ? null : known.Index(nonce);
        var device = index is null
            ? null
            : await db.Devices.SingleOrDefaultAsync(
                one => one.WalletId == wallet && one.NonceIndex == index, cancellation);
        var now = clock.GetUtcNow();
        if (device is null)
        {
            device = new SignedInDevice
            {
                Id = Guid.CreateVersion7(now), WalletId = wallet, NonceIndex = index, Sealed = [], CreatedAt = now,
            };
            db.Devices.Add(device);
        }

        device.Sealed = vault.Seal(Kind, device.Id, NameOf(context));
        device.Session++;
        device.SignedIn = true;
        device.LastSeenAt = now;
        return device;
    }
}
