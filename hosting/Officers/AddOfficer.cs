using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SkillsPassport.Hosting.Audit;

namespace SkillsPassport.Hosting.Officers;

/// <summary>
/// Makes an account, or gives an existing one a new password, name and role. Only by command, at the machine.
/// </summary>
public static partial class AddOfficer
{
    public const string Command = "add-officer";
    public const int ShortestPassword = 10;

    /// <summary>
    /// <c>add-officer --user U --name "N" --role R</c>; the password is the setting <c>Password</c> or the first line
    /// of standard input. Exit code 0 when made.
    /// </summary>
    public static async Task<int> RunAsync(WebApplication app)
    {
        var settings = app.Configuration;
        var password = settings["Password"] ?? Console.In.ReadLine();
        await app.Services.GetRequiredService<OfficersDatabase>().MigrateAsync();
        var reopens = await IsClosedAsync(app.Services, settings["user"]);
        var problem = await MakeAsync(app.Services, settings["user"], settings["name"], settings["role"], password);
        Console.WriteLine(problem ?? $"{settings["user"]} can sign in as {settings["role"]}."
            + (reopens ? Reopened : ""));
        return problem is null ? 0 : 1;
    }

    /// <summary>What is said of an account that was closed before.</summary>
    public const string Reopened = " The account was closed; it is open again.";

    /// <summary>Whether there is such an account and nobody may sign in with it.</summary>
    public static async Task<bool> IsClosedAsync(IServiceProvider services, string? user)
    {
        var name = user?.Trim().ToLowerInvariant();
        await using var db = await services.GetRequiredService<OfficersDatabase>().OpenAsync(default);
        return await db.Officers.AnyAsync(one => one.UserName == name && one.Closed);
    }

    /// <summary>Null when made, else what is wrong.</summary>
    public static async Task<string?> MakeAsync(IServiceProvider services, string? user, string? name,
        string? role, string? password)
    {
        var roles = services.GetRequiredService<OfficerRoles>();
        if (roles.Find(role) is not { } known)
        {
            return $"--role: one of {string.Join(", ", roles.Names.Select(one => one.ToLowerInvariant()))}.";
        }

        user = user?.Trim().ToLowerInvariant();
        if (user is null || !UserName().IsMatch(user))
        {
            return "--user: 3 to 40 small letters, digits, dots and hyphens.";
        }

        if (string.IsNullOrWhiteSpace(name))
        {
            return "--name: the officer's name.";
        }

        if (password is null || password.Length < ShortestPassword)
        {
            return $"The password needs at least {ShortestPassword} characters.";
        }

        var clock = services.GetRequiredService<TimeProvider>();
        var hasher = services.GetRequiredService<IPasswordHasher<Officer>>();
        await using var db = await services.GetRequiredService<OfficersDatabase>().OpenAsync(default);
        await using var transaction = await db.Database.BeginTransactionAsync();
        var officer = await db.Officers.SingleOrDefaultAsync(one => one.UserName == user);
        var act = officer is null ? "officer.added" : "officer.changed";
        if (officer is null)
        {
            db.Officers.Add(officer = new Officer
            {
                UserName = user, DisplayName = name, Role = known, PasswordHash = "", Stamp = "",
                CreatedAt = clock.GetUtcNow(),
            });
        }

        var reopened = officer.Closed;
        officer.DisplayName = name.Trim();
        officer.Role = known;
        officer.PasswordHash = hasher.HashPassword(officer, password);
        officer.Stamp = Officer.NewStamp();
        officer.Closed = false;
        await db.SaveChangesAsync();
        await AuditTrail.AppendAsync(db, clock.GetUtcNow(), [new Act(AuditTrail.System, act, user,
            Detail: $"role={known}" + (reopened ? " reopened" : ""))], default);
        await transaction.CommitAsync();
        return null;
    }

    [GeneratedRegex("^[a-z0-9](?:[a-z0-9.-]{1,38})[a-z0-9]$")]
    private static partial Regex UserName();
}
