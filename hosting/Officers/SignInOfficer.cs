using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SkillsPassport.Hosting.Audit;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Hosting.Limits;

namespace SkillsPassport.Hosting.Officers;

/// <summary>Why nobody was signed in; the phrase <c>sign-in.refused.{name}</c> says it.</summary>
public enum SignInRefusal
{
    /// <summary>No such user, another password, or a closed account: which of them is nobody's business.</summary>
    Failed,

    /// <summary>Too many tries for the user or from the address; 429.</summary>
    TooManyTries,
}

/// <summary>
/// User name and password to a signed-in officer. Tries are counted in the database, for every copy of the service.
/// </summary>
public sealed class SignInOfficer(OfficersDatabase databases, ICounters counters, IPasswordHasher<Officer> hasher,
    TimeProvider clock)
{
    public const string StampClaim = "stamp";
    private const int TriesPerUserAndAddress = 8;
    private const int TriesPerUser = 64;
    private const int TriesPerAddress = 60;
    private const int LongestUserName = 64;
    private const int LongestPassword = 256;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    // Checked when there is no such user, so that the answer takes as long either way.
    private static readonly string NobodysHash = new PasswordHasher<Officer>()
        .HashPassword(null!, Guid.NewGuid().ToString());

    /// <returns>The officer, or why not, and for how long when that ends by itself.</returns>
    public async Task<(ClaimsPrincipal? Officer, SignInRefusal? Refused, TimeSpan? Wait)> SignInAsync(
        string? userName, string? password, IPAddress? address, CancellationToken cancel)
    {
        var name = (userName ?? "").Trim().ToLowerInvariant();
        if (name.Length is 0 or > LongestUserName || string.IsNullOrEmpty(password)
            || password.Length > LongestPassword)
        {
            return (null, SignInRefusal.Failed, null);
        }

        var from = Subscriber.Of(address);
        var addressKey = $"sign-in/address/{from}";
        var bothKey = $"sign-in/user/{name}/{from}";
        var userKey = $"sign-in/user/{name}";
        // One after the other: an address that has used up its own share takes nothing of the user's.
        foreach (var (key, limit) in new[]
        {
            (addressKey, TriesPerAddress), (bothKey, TriesPerUserAndAddress), (userKey, TriesPerUser),
        })
        {
            var counted = await counters.TakeAsync(key, limit, Window, cancel);
            if (!counted.Allowed)
            {
                return (null, SignInRefusal.TooManyTries, counted.RetryAfter);
            }
        }

        await using var db = await databases.OpenAsync(cancel);
        var officer = await db.Officers.AsNoTracking().SingleOrDefaultAsync(one => one.UserName == name, cancel);
        var verdict = hasher.VerifyHashedPassword(officer!, officer?.PasswordHash ?? NobodysHash, password);
        if (officer is null || officer.Closed || verdict == PasswordVerificationResult.Failed)
        {
            return (null, SignInRefusal.Failed, null);
        }

        await counters.ResetAsync(bothKey, cancel);
        // A whole office may sit behind one address, and a right password must not wash away what others guessed: there
        // only wrong passwords count.
        await counters.GiveBackAsync(addressKey, cancel);
        await counters.GiveBackAsync(userKey, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await AuditTrail.AppendAsync(db, clock.GetUtcNow(), [new Act(name, "officer.signed_in", name)], cancel);
        await transaction.CommitAsync(cancel);
        return (Principal(officer), null, null);
    }

    /// <summary>Ends every session of the officer's account: whoever copied a cookie is out with it. A session that has
    /// ended itself ends none.</summary>
    public async Task EndSessionsAsync(ClaimsPrincipal officer, CancellationToken cancel)
    {
        var name = officer.Identity?.Name;
        var stamp = officer.FindFirstValue(StampClaim);
        var next = Officer.NewStamp();
        await using var db = await databases.OpenAsync(cancel);
        await db.Officers.Where(one => one.UserName == name && one.Stamp == stamp)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.Stamp, next), cancel);
    }

    /// <summary>Ends cookies of closed accounts, old passwords and sessions signed out of, at the next
    /// request.</summary>
    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var databases = context.HttpContext.RequestServices.GetRequiredService<OfficersDatabase>();
        await using var db = await databases.OpenAsync(context.HttpContext.RequestAborted);
        var name = context.Principal?.Identity?.Name;
        var stamp = context.Principal?.FindFirstValue(StampClaim);
        if (!await db.Officers.AnyAsync(one => one.UserName == name && one.Stamp == stamp && !one.Closed))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        }
    }

    private static ClaimsPrincipal Principal(Officer officer) => new(new ClaimsIdentity(
    [
        new Claim(ClaimTypes.Name, officer.UserName), new Claim(ClaimTypes.GivenName, officer.DisplayName),
        new Claim(ClaimTypes.Role, officer.Role), new Claim(StampClaim, officer.Stamp),
    ], CookieAuthenticationDefaults.AuthenticationScheme));
}
