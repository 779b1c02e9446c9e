using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SkillsPassport.Verifier.Database;
using SkillsPassport.Verifier.Limits;

namespace SkillsPassport.Verifier.Suspicions;

/// <summary>How a case stands, for whoever has its number and secret; a wrong secret and no such case look
/// alike.</summary>
public sealed class FollowSuspicion(
    IDbContextFactory<VerifierDb> databases, SuspicionSeal seal, RequestLimits limits,
    IOptions<SuspicionOptions> options)
{
    private const int NumberLength = 8, SecretLength = 12;

    public async Task<(Suspicion? Found, TimeSpan? Wait)> FindAsync(
        string? number, string? secret, IPAddress? from, CancellationToken cancel)
    {
        var limit = new Limit("suspicion-look", options.Value.LooksPerHour, TimeSpan.FromHours(1));
        if (await limits.TakeAsync(limit, from, cancel) is { } wait)
        {
            return (null, wait);
        }
        var (plainNumber, plainSecret) =
            (SuspicionSeal.Clean(number, NumberLength), SuspicionSeal.Clean(secret, SecretLength));
        await using var db = await databases.CreateDbContextAsync(cancel);
        var found = await db.Suspicions.AsNoTracking().SingleOrDefaultAsync(one => one.Number == plainNumber, cancel);
        return (found is not null && seal.Fits(found, plainSecret) ? found : null, null);
    }
}
