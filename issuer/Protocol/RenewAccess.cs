using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Issuer.Offers;

namespace SkillsPassport.Issuer.Protocol;

/// <summary>
/// <c>POST /token</c> with a refresh token: another access token for the same award, without the PIN. Wallets are
/// public clients, so each token is replaced at its use and a used-up one that comes back ends the line (RFC 9700
/// section 4.14.2): a thief and the worker cannot both go on.
/// </summary>
public sealed class RenewAccess(IDbContextFactory<IssuerDb> databases, ICounters counters, TimeProvider clock)
{
    /// <summary>How long after its last use a line can still be gone on with.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(400);

    private const int UsesPerDay = 12;

    /// <summary>The tokens; null when the refresh token is unknown, over or dead, or the award is no longer
    /// valid.</summary>
    public async Task<(string Access, string Refresh)?> RunAsync(string refreshToken, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var id = OfferSecrets.Hash(refreshToken);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var family = await db.RefreshGrants.Where(one => one.Id == id).Select(one => one.Family)
            .SingleOrDefaultAsync(cancel);
        if (family is null || !(await counters.TakeAsync(
            $"refresh/{family}", UsesPerDay, TimeSpan.FromDays(1), cancel)).Allowed)
        {
            return null;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // Writing the row first: two uses at once go one after the other, on both engines.
        await db.RefreshGrants.Where(one => one.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.State, one => one.State), cancel);
        var grant = await db.RefreshGrants.AsNoTracking()
            .SingleOrDefaultAsync(one => one.Id == id && one.ExpiresAt > now, cancel);
        if (grant is null)
        {
            return null;
        }

        if (grant.State == RefreshState.Dead)
        {
            await db.RefreshGrants.Where(one => one.Family == grant.Family)
                .ExecuteUpdateAsync(set => set.SetProperty(one => one.State, RefreshState.Dead), cancel);
            await transaction.CommitAsync(cancel);
            return null;
        }

        var valid = await db.Awards.AnyAsync(
            one => one.SerialNo == grant.SerialNo && one.State == AwardState.Valid, cancel);
        if (!valid)
        {
            return null;
        }

        // The one before is over now, and so is a successor whose answer was lost.
        await db.RefreshGrants.Where(one => one.Id == grant.Predecessor || one.Predecessor == grant.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.State, RefreshState.Dead), cancel);
        var access = new AccessGrant
        {
            Id = "", OfferId = grant.OfferId, SerialNo = grant.SerialNo, ConfigurationId = grant.ConfigurationId,
            ExpiresAt = now + RedeemCode.TokenLifetime, Copies = 0,
        };
        var tokens = Give(db, access, now, grant.Family, grant.Id);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return tokens;
    }

    /// <summary>Adds a new pair of tokens for what a grant allows; the caller saves.</summary>
    public static (string Access, string Refresh) Give(
        IssuerDb db, AccessGrant what, DateTimeOffset now, string? family = null, string? predecessor = null)
    {
        var (access, refresh) = (OfferSecrets.New(32), OfferSecrets.New(32));
        db.AccessGrants.Add(new AccessGrant
        {
            Id = OfferSecrets.Hash(access), OfferId = what.OfferId, SerialNo = what.SerialNo,
            ConfigurationId = what.ConfigurationId, ExpiresAt = what.ExpiresAt, Copies = what.Copies,
        });
        var id = OfferSecrets.Hash(refresh);
        db.RefreshGrants.Add(new RefreshGrant
        {
            Id = id, Family = family ?? id, OfferId = what.OfferId, SerialNo = what.SerialNo,
            ConfigurationId = what.ConfigurationId, ExpiresAt = now + Lifetime, State = RefreshState.Open,
            Predecessor = predecessor,
        });
        return (access, refresh);
    }
}
