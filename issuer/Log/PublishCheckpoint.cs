using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Log;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Issuer.Issuing;

namespace SkillsPassport.Issuer.Log;

/// <summary>
/// GET /log/checkpoint: how far the hash-chained trail has come, signed, for anybody to keep. It names no act and no
/// person; what it costs is one row read, and a signature when the trail has grown or the minute has turned.
/// </summary>
public sealed class PublishCheckpoint(
    IDbContextFactory<IssuerDb> databases, IssuerKeys keys, IOptions<IssuerOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan SignedAnew = TimeSpan.FromSeconds(60);

    private volatile Signed? _last;

    /// <summary>Maps the address.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(Specs.LogCheckpoint.Path,
        async (HttpContext http, PublishCheckpoint checkpoint) =>
        {
            http.Response.Headers.AccessControlAllowOrigin = "*";
            http.Response.Headers.CacheControl = "public, max-age=60";
            return Results.Text(await checkpoint.SignAsync(http.RequestAborted), Specs.LogCheckpoint.MediaType);
        }).AllowAnonymous();

    private async Task<string> SignAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var head = await db.AuditHead.AsNoTracking().SingleAsync(cancel);
        var now = clock.GetUtcNow();
        if (_last is { } last && last.Checkpoint.Entries == head.Sequence && last.Checkpoint.Head == head.Hash
            && now - last.Checkpoint.IssuedAt < SignedAnew && now >= last.Checkpoint.IssuedAt)
        {
            return last.Jws;
        }

        var checkpoint = new LogCheckpoint(options.Value.Id, now, head.Sequence, head.Hash);
        var signed = new Signed(checkpoint, checkpoint.Sign(keys.Signer));
        _last = signed;
        return signed.Jws;
    }

    private sealed record Signed(LogCheckpoint Checkpoint, string Jws);
}
