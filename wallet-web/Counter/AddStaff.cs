using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Officers;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Wallet.Counter;

/// <summary>Makes an account for a counter, or gives an existing one a new password, name, role and centre. Only by
/// command, at the machine.</summary>
public static class AddStaff
{
    public const string Command = "add-helper";

    /// <summary><c>add-helper --user U --name "N" --centre "C" --role helper|supervisor</c>; the password is the
    /// setting <c>Password</c> or the first line of standard input. Exit code 0 when made.</summary>
    public static async Task<int> RunAsync(WebApplication app)
    {
        var settings = app.Configuration;
        var password = settings["Password"] ?? Console.In.ReadLine();
        await app.Services.GetRequiredService<OfficersDatabase>().MigrateAsync();
        var reopens = await AddOfficer.IsClosedAsync(app.Services, settings["user"]);
        var problem = await MakeAsync(
            app.Services, settings["user"], settings["name"], settings["centre"], settings["role"], password);
        Console.WriteLine(problem ?? $"{settings["user"]} can sign in at /counter as {settings["role"]}."
            + (reopens ? AddOfficer.Reopened : ""));
        return problem is null ? 0 : 1;
    }

    /// <summary>Null when made, else what is wrong.</summary>
    public static async Task<string?> MakeAsync(
        IServiceProvider services, string? user, string? name, string? centre, string? role, string? password)
    {
        if (string.IsNullOrWhiteSpace(centre) || centre.Length > 80)
        {
            return "--centre: the centre or mission of the counter, as workers know it.";
        }

        if (await AddOfficer.MakeAsync(services, user, name, role, password) is { } problem)
        {
            return problem;
        }

        var known = user!.Trim().ToLowerInvariant();
        await using var db =
            await services.GetRequiredService<IDbContextFactory<WalletDb>>().CreateDbContextAsync();
        var helper = await db.CounterStaff.SingleOrDefaultAsync(one => one.UserName == known);
        if (helper is null)
        {
            db.CounterStaff.Add(helper = new CounterStaff { UserName = known, Centre = centre });
        }

        helper.Centre = centre.Trim();
        await db.SaveChangesAsync();
        return null;
    }
}
