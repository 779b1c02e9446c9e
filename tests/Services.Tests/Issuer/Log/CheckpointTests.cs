using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Log;
using SkillsPassport.Credentials.SdJwtVc;
using SkillsPassport.Issuer.Issuing;
using SkillsPassport.Issuer.Log;
using SkillsPassport.Services.Tests.Databases;
using SkillsPassport.Services.Tests.Verifier;

namespace SkillsPassport.Services.Tests.Issuer.Log;

public sealed class CheckpointTests
{
    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task A_checkpoint_kept_by_somebody_still_fits_the_trail_when_it_has_grown(string engine)
    {
        await using var issuer = await RunningIssuer.StartAsync(engine, issuing: false);
        var (kept, jws) = await FetchAsync(issuer);
        Assert.True(kept.IsSignedBy(issuer.Get<IssuerKeys>().Signer.PublicJwk));
        using (await issuer.SignInAsync("auditor"))
        {
        }

        var (later, _) = await FetchAsync(issuer);
        Assert.True(later.Entries > kept.Entries);
        Assert.Null(kept.Contradicts(later));
        var (code, said) = await issuer.Get<CheckLog>().CheckAsync(jws, default);
        Assert.Equal(0, code);
        Assert.Contains("goes on from this checkpoint", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trail_that_was_written_anew_or_cut_is_found_though_its_chain_holds()
    {
        await using var issuer = await RunningIssuer.StartAsync(issuing: false);
        var (_, jws) = await FetchAsync(issuer);
        await using var other = await RunningIssuer.StartAsync(issuing: false);
        await using (var db = issuer.Db())
        {
            // A whole chain in the place of another: every hash in it is right.
            await using var foreign = other.Db();
            var entries = await foreign.Audit.AsNoTracking().ToListAsync();
            var head = await foreign.AuditHead.AsNoTracking().SingleAsync();
            await db.Database.ExecuteSqlRawAsync("DELETE FROM audit_entries");
            db.Audit.AddRange(entries);
            (await db.AuditHead.SingleAsync()).Hash = head.Hash;
            await db.SaveChangesAsync();
        }

        Assert.Equal((2, true), await CheckedAsync(issuer, jws, "written anew"));
        await using (var db = issuer.Db())
        {
            var cut = await db.Audit.OrderBy(entry => entry.Sequence).FirstAsync();
            await db.Audit.Where(entry => entry.Sequence > 1).ExecuteDeleteAsync();
            var head = await db.AuditHead.SingleAsync();
            (head.Sequence, head.Hash) = (1, cut.Hash);
            await db.SaveChangesAsync();
        }

        Assert.Equal((2, true), await CheckedAsync(issuer, jws, "missing"));
    }

    [Fact]
    public async Task A_checkpoint_of_somebody_else_says_nothing()
    {
        await using var issuer = await RunningIssuer.StartAsync(issuing: false);
        using var stranger = Scheme.NewKey();
        var forged = new LogCheckpoint("http://localhost:5101", DateTimeOffset.UtcNow, 0, "").Sign(stranger);

        Assert.Equal((1, true), await CheckedAsync(issuer, forged, "not signed"));
        Assert.Equal((1, true), await CheckedAsync(issuer, "no token", "cannot be read"));
    }

    [Fact]
    public async Task Anybody_may_read_it_from_anywhere_and_it_names_nobody()
    {
        await using var issuer = await RunningIssuer.StartAsync(issuing: false);
        using var http = new HttpClient { BaseAddress = new Uri(issuer.Url) };
        using var answer = await http.GetAsync("/log/checkpoint");

        Assert.Equal("application/log-checkpoint+jwt", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        var payload = (await answer.Content.ReadAsStringAsync()).Split('.')[1];
        Assert.True(Base64UrlStrict.TryDecode(payload, out var bytes));
        Assert.Equal(["iss", "iat", "entries", "head"],
            JsonDocument.Parse(bytes).RootElement.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task Keys_of_before_are_published_beside_the_present_one()
    {
        using var older = Scheme.NewKey();
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, $$"""{"keys":[{{older.PublicJwk.ToJson().ToJsonString()}}]}""");
        await using var issuer = await RunningIssuer.StartAsync(issuing: false, settings: ["--Issuer:OlderKeysFile=" + file]);
        using var http = new HttpClient { BaseAddress = new Uri(issuer.Url) };

        var metadata = await http.GetByteArrayAsync("/.well-known/jwt-vc-issuer");
        var keys = IssuerMetadata.Parse(metadata, "http://localhost:5101").Keys;
        Assert.Equal([issuer.Get<IssuerKeys>().Signer.PublicJwk.X, older.PublicJwk.X], keys.Select(key => key.X));
        File.Delete(file);
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("""{"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}]}""")]
    [InlineData("""{"keys":[{"kty":"RSA"}]}""")]
    public async Task A_file_of_older_keys_that_holds_something_else_stops_the_start(string text)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, text);

        var refused = await Assert.ThrowsAnyAsync<Exception>(() => RunningIssuer.StartAsync(issuing: false,
            settings: ["--Issuer:OlderKeysFile=" + file]));
        Assert.Contains("OlderKeysFile", refused.ToString(), StringComparison.Ordinal);
        File.Delete(file);
    }

    private static async Task<(int, bool)> CheckedAsync(RunningIssuer issuer, string jws, string words)
    {
        var (code, said) = await issuer.Get<CheckLog>().CheckAsync(jws, default);
        return (code, said.Contains(words, StringComparison.Ordinal));
    }

    private static async Task<(LogCheckpoint Checkpoint, string Jws)> FetchAsync(RunningIssuer issuer)
    {
        using var http = new HttpClient { BaseAddress = new Uri(issuer.Url) };
        var jws = await http.GetStringAsync("/log/checkpoint");
        return (LogCheckpoint.Read(jws), jws);
    }
}
