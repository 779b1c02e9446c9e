using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Log;
using SkillsPassport.Hosting.Audit;
using SkillsPassport.Hosting.Officers;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Issuer.Issuing;

namespace SkillsPassport.Issuer.Log;

/// <summary>
/// The <c>check-log --against FILE</c> command: whether the trail of today is the one that a checkpoint, kept by
/// somebody else, was taken of. The chain is computed from its first entry, so that nothing in the database is merely
/// believed.
/// </summary>
public sealed class CheckLog(VerifyAudit trail, IDbContextFactory<IssuerDb> databases, IssuerKeys keys,
    IOptions<IssuerOptions> options)
{
    /// <summary>As typed.</summary>
    public const string Command = "check-log";

    private const int Consistent = 0;
    private const int Unusable = 1;
    private const int Contradicted = 2;

    /// <summary>Exit code 0 when the trail still is what the checkpoint says, 2 when it is not, 1 when the file cannot
    /// be used.</summary>
    public static async Task<int> RunAsync(WebApplication app, string[] args)
    {
        if (args is not [_, "--against", var file, ..])
        {
            Console.WriteLine($"Usage: {Command} --against FILE   (a checkpoint as /log/checkpoint gave it)");
            return Unusable;
        }

        if (!File.Exists(file))
        {
            Console.WriteLine($"{file} is not there.");
            return Unusable;
        }

        await app.Services.GetRequiredService<OfficersDatabase>().MigrateAsync();
        var (code, said) = await app.Services.GetRequiredService<CheckLog>()
            .CheckAsync(await File.ReadAllTextAsync(file), default);
        Console.WriteLine(said);
        return code;
    }

    /// <summary>Compares the trail with a signed checkpoint.</summary>
    public async Task<(int Code, string Said)> CheckAsync(string jws, CancellationToken cancel)
    {
        LogCheckpoint kept;
        try
        {
            kept = LogCheckpoint.Read(jws);
        }
        catch (InputRefusedException refused)
        {
            return (Unusable, $"The checkpoint cannot be read: {refused.Message}");
        }

        if (kept.Issuer != options.Value.Id || !keys.Public.Any(kept.IsSignedBy))
        {
            return (Unusable, $"The checkpoint is not signed by a key of {options.Value.Id}.");
        }

        var verdict = await trail.VerifyAsync(cancel);
        if (!verdict.IsIntact)
        {
            return (Contradicted, $"The trail is broken at entry {verdict.BrokenAt}.");
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        var hash = kept.Entries == 0 ? "" : await db.Audit.AsNoTracking()
            .Where(entry => entry.Sequence == kept.Entries).Select(entry => entry.Hash).SingleOrDefaultAsync(cancel);
        return hash == kept.Head
            ? (Consistent, $"The trail of {verdict.Entries} entries goes on from this checkpoint ({kept.Entries} "
                + $"entries, {kept.IssuedAt.UtcDateTime:yyyy-MM-dd HH:mm'Z'}).")
            : (Contradicted, hash is null
                ? $"Entries are missing: the trail has {verdict.Entries}, the checkpoint was taken of {kept.Entries}."
                : $"Entry {kept.Entries} is not the one this checkpoint was taken of: the trail was written anew.");
    }
}
