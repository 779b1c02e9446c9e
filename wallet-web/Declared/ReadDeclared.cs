using Microsoft.EntityFrameworkCore;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Declared;

/// <summary>Opens what a worker says about the own life.</summary>
public sealed class ReadDeclared(IDbContextFactory<WalletDb> databases)
{
    /// <summary>In the order of their kinds, newest first.</summary>
    public async Task<IReadOnlyList<DeclaredView>> AllAsync(CurrentWorker worker, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var rows = await db.Declared.AsNoTracking().Where(one => one.WalletId == worker.Account.Id)
            .OrderByDescending(one => one.ChangedAt).ToListAsync(cancellation);
        return [.. rows.Select(row => View(worker, row)).OrderBy(one => one.Content.Kind)];
    }

    /// <returns>Null when this worker has no such entry.</returns>
    public async Task<DeclaredView?> FindAsync(CurrentWorker worker, Guid id, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var row = await db.Declared.AsNoTracking()
            .SingleOrDefaultAsync(one => one.Id == id && one.WalletId == worker.Account.Id, cancellation);
        return row is null ? null : View(worker, row);
    }

    private static DeclaredView View(CurrentWorker worker, DeclaredEntry row) => new(
        row.Id, worker.Vault.Open<DeclaredContent>(DeclaredContent.SealedAs, row.Id, row.Sealed), row.ChangedAt);
}

public static class DeclaredRegistration
{
    public static void AddDeclared(this IServiceCollection services)
    {
        services.AddSingleton<ReadDeclared>();
        services.AddSingleton<SaveDeclared>();
    }
}
