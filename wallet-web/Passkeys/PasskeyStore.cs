using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Protection;
using SkillsPassport.Wallet.Custody;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Wallet.Passkeys;

/// <summary>Where ASP.NET Core Identity's passkey handler finds passkeys. Of a user it knows only the passport's id:
/// names and passwords are none of its business.</summary>
public sealed class PasskeyStore(
    IDbContextFactory<WalletDb> databases, Vaults vaults, BlindIndex blindIndex, TimeProvider clock)
    : IUserPasskeyStore<WalletAccount>
{
    public async Task AddOrUpdatePasskeyAsync(
        WalletAccount user, UserPasskeyInfo passkey, CancellationToken cancellationToken)
    {
        var index = Index(passkey.CredentialId);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        using var vault = vaults.Open(user);
        var row = await db.Passkeys.SingleOrDefaultAsync(
            one => one.CredentialIndex == index && one.WalletId == user.Id, cancellationToken);
        var now = clock.GetUtcNow();
        if (row is null)
        {
            row = new Passkey
            {
                Id = Guid.CreateVersion7(now), WalletId = user.Id, CredentialIndex = index, Sealed = [],
                CreatedAt = now,
            };
            db.Passkeys.Add(row);
        }
        else
        {
            row.LastUsedAt = now;
        }

        row.Sealed = vault.Seal(PasskeyContent.Kind, row.Id, PasskeyContent.Of(passkey));
        await db.SaveChangesAsync(cancellationToken);
    }

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(WalletAccount user, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await db.Passkeys.AsNoTracking().Where(one => one.WalletId == user.Id)
            .ToListAsync(cancellationToken);
        using var vault = vaults.Open(user);
        return rows.ConvertAll(row => Open(vault, row));
    }

    public async Task<WalletAccount?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken)
    {
        var index = Index(credentialId);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await (
            from row in db.Passkeys.AsNoTracking()
            join wallet in db.Wallets.AsNoTracking() on row.WalletId equals wallet.Id
            where row.CredentialIndex == index
            select wallet).SingleOrDefaultAsync(cancellationToken);
    }

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(
        WalletAccount user, byte[] credentialId, CancellationToken cancellationToken)
    {
        var index = Index(credentialId);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var row = await db.Passkeys.AsNoTracking().SingleOrDefaultAsync(
            one => one.CredentialIndex == index && one.WalletId == user.Id, cancellationToken);
        if (row is null)
        {
            return null;
        }

        using var vault = vaults.Open(user);
        return Open(vault, row);
    }

    public async Task RemovePasskeyAsync(
        WalletAccount user, byte[] credentialId, CancellationToken cancellationToken)
    {
        var index = Index(credentialId);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Passkeys.Where(one => one.CredentialIndex == index && one.WalletId == user.Id)
            .ExecuteDeleteAsync(cancellationToken);
    }

    public async Task<WalletAccount?> FindByIdAsync(string userId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return Guid.TryParseExact(userId, "N", out var id)
            ? await db.Wallets.AsNoTracking().SingleOrDefaultAsync(one => one.Id == id, cancellationToken)
            : null;
    }

    public Task<string> GetUserIdAsync(WalletAccount user, CancellationToken cancellationToken) =>
        Task.FromResult(user.Id.ToString("N"));

    public Task<string?> GetUserNameAsync(WalletAccount user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.Id.ToString("N"));

    public Task<string?> GetNormalizedUserNameAsync(WalletAccount user, CancellationToken cancellationToken) =>
        GetUserNameAsync(user, cancellationToken);

    public Task<WalletAccount?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        Task.FromResult<WalletAccount?>(null);

    public Task SetUserNameAsync(WalletAccount user, string? userName, CancellationToken cancellationToken) =>
        throw Elsewhere();

    public Task SetNormalizedUserNameAsync(
        WalletAccount user, string? normalizedName, CancellationToken cancellationToken) => throw Elsewhere();

    public Task<IdentityResult> CreateAsync(WalletAccount user, CancellationToken cancellationToken) =>
        throw Elsewhere();

    public Task<IdentityResult> UpdateAsync(WalletAccount user, CancellationToken cancellationToken) =>
        throw Elsewhere();

    public Task<IdentityResult> DeleteAsync(WalletAccount user, CancellationToken cancellationToken) =>
        throw Elsewhere();

    public void Dispose()
    {
        // Holds nothing: each call opens its own context.
    }

    private static InvalidOperationException Elsewhere() =>
        new("Passports are made, changed and deleted by their own operations.");

    private static UserPasskeyInfo Open(Vault vault, Passkey row) =>
        vault.Open<PasskeyContent>(PasskeyContent.Kind, row.Id, row.Sealed).ToInfo();

    private byte[] Index(byte[] credentialId) =>
        blindIndex.Compute("wallet-passkey", Convert.ToHexString(credentialId));
}
