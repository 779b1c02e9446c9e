using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Verifier.Database;

namespace SkillsPassport.Verifier.ApiKeys;

/// <summary>The commands that make, list and revoke API keys; only at the machine. A running verifier notices within
/// seconds.</summary>
public static class ManageApiKeys
{
    public const string Command = "api-keys";
    private const int MostPerMinute = 10_000_000;
    private const string Usage = """
        api-keys add --name "WHOSE" --per-minute N   make a key; it is shown once
        api-keys list                                all keys, without their secrets
        api-keys revoke --id ID                      end a key
        """;

    /// <summary>Exit code 0 when done, 1 when the rules say no, 2 for a wrong command.</summary>
    public static async Task<int> RunAsync(WebApplication app, string[] args)
    {
        var databases = app.Services.GetRequiredService<IDbContextFactory<VerifierDb>>();
        var clock = app.Services.GetRequiredService<TimeProvider>();
        await new MigrateAtStart<VerifierDb>(databases).StartingAsync(CancellationToken.None);
        await using var db = await databases.CreateDbContextAsync();
        return args.ElementAtOrDefault(1) switch
        {
            "add" => await AddAsync(db, app.Configuration["name"], app.Configuration["per-minute"], clock.GetUtcNow()),
            "list" => await ListAsync(db),
            "revoke" => await RevokeAsync(db, app.Configuration["id"], clock.GetUtcNow()),
            _ => Say(Usage, 2),
        };
    }

    private static async Task<int> AddAsync(VerifierDb db, string? name, string? perMinute, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > 100)
        {
            return Say("--name: whose key it is, at most 100 characters.", 1);
        }

        if (!int.TryParse(perMinute, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            || limit is < 1 or > MostPerMinute)
        {
            return Say($"--per-minute: credentials a minute, 1 to {MostPerMinute}.", 1);
        }

        var secret = ApiKey.Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var key = new ApiKey
        {
            Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4)),
            Name = name.Trim(),
            Hash = ApiKey.HashOf(secret),
            PerMinute = limit,
            CreatedAt = now,
        };
        db.ApiKeys.Add(key);
        await db.SaveChangesAsync();
        return Say($"""
            {secret}
            Key {key.Id} for {key.Name}: {limit} a minute. It is not shown again. Send it as: Authorization: Bearer …
            """, 0);
    }

    private static async Task<int> ListAsync(VerifierDb db)
    {
        foreach (var key in await db.ApiKeys.AsNoTracking().OrderBy(one => one.CreatedAt).ToListAsync())
        {
            var state = key.RevokedAt is { } at ? $"revoked {at:yyyy-MM-dd}" : "active";
            Console.WriteLine($"{key.Id}  {key.PerMinute,8}/min  {key.CreatedAt:yyyy-MM-dd}  {state,-18}  {key.Name}");
        }

        return 0;
    }

    private static async Task<int> RevokeAsync(VerifierDb db, string? id, DateTimeOffset now)
    {
        var revoked = await db.ApiKeys.Where(key => key.Id == id && key.RevokedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(key => key.RevokedAt, now));
        return revoked == 1 ? Say($"Key {id} is revoked. Running verifiers refuse it within seconds.", 0)
            : Say("--id: there is no active key with this id. Nothing was changed.", 1);
    }

    private static int Say(string text, int code)
    {
        Console.WriteLine(text);
        return code;
    }
}
