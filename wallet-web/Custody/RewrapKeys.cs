using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Wallet.Custody;

/// <summary>Wraps every wallet's data key again, by the current key-encryption key. The data keys and what they seal do
/// not change. It can be stopped and started again at any time, while the service runs.</summary>
public sealed class RewrapKeys(IDbContextFactory<WalletDb> databases, IKeyEncryptionKey keyEncryptionKey)
{
    public const string Command = "rotate-kek";
    private const int AtATime = 500;

    /// <summary><c>rotate-kek</c>: a new key in the key folder, and every wallet wrapped by it.
    /// <c>rotate-kek --only-rewrap true</c>: the latter alone, after a start that was stopped or for a key that is
    /// rotated elsewhere. Exit code 0 when no wallet is left with an older key.</summary>
    public static async Task<int> RunAsync(WebApplication app)
    {
        await new MigrateAtStart<WalletDb>(app.Services.GetRequiredService<IDbContextFactory<WalletDb>>())
            .StartingAsync(default);
        string? older = null;
        if (app.Configuration["only-rewrap"] is null
            && app.Services.GetRequiredService<IKeyEncryptionKey>() is FileKeyEncryptionKey file)
        {
            older = file.Replace();
        }

        var rewrap = app.Services.GetRequiredService<RewrapKeys>();
        var count = await rewrap.RunAsync(default);
        var left = await rewrap.LeftAsync(default);
        Console.WriteLine($"{count} wallets are wrapped by the new key, {left} are left.");
        if (older is not null)
        {
            Console.WriteLine(
                $"Back up the key folder. {older} is needed for older backups only: destroy it with them.");
        }

        return left == 0 ? 0 : 1;
    }

    /// <returns>How many were wrapped again.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var count = 0;
        while (true)
        {
            await using var db = await databases.CreateDbContextAsync(cancellation);
            var current = keyEncryptionKey.Id;
            var wallets = await db.Wallets.AsNoTracking().Where(one => one.WrappedBy != current)
                .OrderBy(one => one.Id).Take(AtATime).ToListAsync(cancellation);
            if (wallets.Count == 0)
            {
                return count;
            }

            foreach (var wallet in wallets)
            {
                count += await RewrapAsync(db, wallet, current, cancellation);
            }
        }
    }

    public async Task<int> LeftAsync(CancellationToken cancellation)
    {
        var current = keyEncryptionKey.Id;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await db.Wallets.CountAsync(one => one.WrappedBy != current, cancellation);
    }

    private async Task<int> RewrapAsync(
        WalletDb db, WalletAccount wallet, string current, CancellationToken cancellation)
    {
        var dataKey = keyEncryptionKey.Unwrap(wallet.Id, wallet.WrappedBy, wallet.WrappedKey);
        var wrapped = keyEncryptionKey.Wrap(wallet.Id, dataKey);
        CryptographicOperations.ZeroMemory(dataKey);
        return await db.Wallets.Where(one => one.Id == wallet.Id && one.WrappedBy == wallet.WrappedBy)
            .ExecuteUpdateAsync(
                set => set.SetProperty(one => one.WrappedKey, wrapped).SetProperty(one => one.WrappedBy, current),
                cancellation);
    }
}
