using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Issuer.Audit;
using SkillsPassport.Issuer.Database;

namespace SkillsPassport.Issuer.Officers;

/// <summary>
/// User name and password to a signed-in officer. Tries are counted in the database, for every copy of the service.
/// </summary>
public sealed class SignInOfficer(IDbContextFactory<IssuerDb> databases, ICounters counters,
    IPasswordHasher<Officer> hasher,
    TimeProvider clock)
{
    private const int TriesPerUser = 8;
    private const int TriesPerAddress = 60;
    private const int LongestUserName = 64;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    // Checked when there is no such user, so that the answer takes as long either way.
    private static readonly string NobodysHash = new PasswordHasher<Officer>()
        .HashPassword(null!, Guid.NewGuid().ToString());

    public async Task<(ClaimsPrincipal? Officer, Refusal? Refused)> SignInAsync(string? userName, string? password,
        string? address,
        CancellationToken cancel)
    {
        var name = (userName ?? "").Trim().ToLowerInvariant();
        if (name.Length is 0 or > LongestUserName || string.IsNullOrEmpty(password) || password.Length > 256)
        {
            return (null, Refusal.SignInFailed);
        }

        var byAddress = await counters.TakeAsync($"sign-in/address/{address}", TriesPerAddress, Window, cancel);
        var byUser = await counters.TakeAsync($"sign-in/user/{name}", TriesPerUser, Window, cancel);
        if (!byAddress.Allowed || !byUser.Allowed)
        {
            return (null, Refusal.TooManyTries);
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        var officer = await db.Officers.AsNoTracking().SingleOrDefaultAsync(one => one.UserName == name, cancel);
        var verdict = hasher.VerifyHashedPassword(officer!, officer?.PasswordHash ?? NobodysHash, password);
        if (officer is null || officer.Closed || verdict == PasswordVerificationResult.Failed)
        {
            return (null, Refusal.SignInFailed);
        }

        await counters.ResetAsync($"sign-in/user/{name}", cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await AuditTrail.AppendAsync(db, clock.GetUtcNow(), [new Act(name, "officer.signed_in", name)], cancel);
        await transaction.CommitAsync(cancel);
        return (Principal(officer), null);
    }

    private static ClaimsPrincipal Principal(Officer officer) => new(new ClaimsIdentity(
    [
        new Claim(ClaimTypes.Name, officer.UserName), new Claim(ClaimTypes.GivenName, officer.DisplayName),
        new Claim(ClaimTypes.Role, officer.Role.ToString()), new Claim(StampClaim, officer.Stamp),
    ], CookieAuthenticationDefaults.AuthenticationScheme));

    public const string StampClaim = "stamp";

    /// <summary>Ends cookies of closed accounts and old passwords at the next request.</summary>
    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var databases = context.HttpContext.RequestServices.GetRequiredService<IDbContextFactory<IssuerDb>>();
        await using var db = await databases.CreateDbContextAsync(context.HttpContext.RequestAborted);
        var name = context.Principal?.Identity?.Name;
        var stamp = context.Principal?.FindFirstValue(StampClaim);
        if (!await db.Officers.AnyAsync(one => one.UserName == name && one.Stamp == stamp && !one.Closed))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        }
    }
}
