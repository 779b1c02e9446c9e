using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SkillsPassport.Hosting.Audit;

namespace SkillsPassport.Hosting.Officers;

/// <summary>
/// Closes an account: nobody signs in with it any more, and whoever is signed in with it is out at the next request.
/// What was done with it stays in the trail. Only by command, at the machine; <see cref="AddOfficer"/> opens it
/// again.
/// </summary>
public static class CloseAccount
{
    public const string Command = "close-account";
    private const int LongestWhy = 200;

    /// <summary><c>close-account --user U --why "left the centre"</c>. Exit code 0 when closed.</summary>
    public static async Task<int> RunAsync(WebApplication app)
    {
        await app.Services.GetRequiredService<OfficersDatabase>().MigrateAsync();
        var problem = await CloseAsync(app.Services, app.Configuration["user"], app.Configuration["why"]);
        Console.WriteLine(problem ?? $"{app.Configuration["user"]} cannot sign in any more.");
        return problem is null ? 0 : 1;
    }

    /// <summary>Null when closed, else what is wrong.</summary>
    public static async Task<string?> CloseAsync(IServiceProvider services, string? user, string? why)
    {
        why = why?.Trim();
        if (why is null or { Length: 0 or > LongestWhy })
        {
            return $"--why: the reason, for the trail, in at most {LongestWhy} characters.";
        }

        var name = user?.Trim().ToLowerInvariant();
        await using var db = await services.GetRequiredService<OfficersDatabase>().OpenAsync(default);
        await using var transaction = await db.Database.BeginTransactionAsync();
        if (await db.Officers.SingleOrDefaultAsync(one => one.UserName == name) is not { } officer)
        {
            return $"--user: there is no account {name}.";
        }

        if (officer.Closed)
        {
            return $"The account {name} is closed already.";
        }

        officer.Closed = true;
        officer.Stamp = Officer.NewStamp();
        await db.SaveChangesAsync();
        await AuditTrail.AppendAsync(db, services.GetRequiredService<TimeProvider>().GetUtcNow(),
            [new Act(AuditTrail.System, "officer.closed", officer.UserName, why)], default);
        await transaction.CommitAsync();
        return null;
    }
}
