using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Log;

namespace SkillsPassport.Credentials.Tests.Log;

public sealed class LogCheckpointTests
{
    private static readonly DateTimeOffset Then = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly string Hash = new('a', 64);

    private static LogCheckpoint Checkpoint { get; } = new("https://nsda.example", Then, 7, Hash);

    [Fact]
    public void What_was_signed_is_what_is_read()
    {
        var read = LogCheckpoint.Read(Checkpoint.Sign(Forge.Issuer));

        Assert.Equal(Checkpoint, read);
        Assert.True(read.VerifiedBy(Forge.IssuerKey));
        Assert.False(read.IsSignedBy(Forge.Stranger.PublicJwk));
        Assert.False(Checkpoint.VerifiedBy(Forge.IssuerKey));
    }

    [Theory]
    [InlineData("""{"alg":"ES256","typ":"statuslist+jwt"}""", """{"iss":"https://a","iat":1,"entries":0,"head":""}""")]
    [InlineData("""{"alg":"ES256","typ":"log-checkpoint+jwt"}""", """{"iss":"https://a","iat":1,"entries":1,"head":""}""")]
    [InlineData("""{"alg":"ES256","typ":"log-checkpoint+jwt"}""", """{"iss":"https://a","iat":1,"entries":-1,"head":""}""")]
    [InlineData("""{"alg":"ES256","typ":"log-checkpoint+jwt"}""", """{"iss":"https://a","iat":1,"entries":"1","head":"a"}""")]
    [InlineData("""{"alg":"ES256","typ":"log-checkpoint+jwt"}""", """{"iat":1,"entries":0,"head":""}""")]
    [InlineData("""{"alg":"ES256","typ":"log-checkpoint+jwt"}""", "[]")]
    public void Anything_else_is_refused(string header, string payload) =>
        Assert.Throws<InputRefusedException>(() => LogCheckpoint.Read(Forge.Jws(header, payload)));

    [Fact]
    public void Two_checkpoints_of_one_trail_agree_and_of_two_do_not()
    {
        var later = Checkpoint with { IssuedAt = Then.AddHours(1), Entries = 9, Head = new string('b', 64) };

        Assert.Null(Checkpoint.Contradicts(later));
        Assert.Null(later.Contradicts(Checkpoint));
        Assert.Null(Checkpoint.Contradicts(Checkpoint with { IssuedAt = Then.AddHours(1) }));
        Assert.Contains("lost", Checkpoint.Contradicts(later with { Entries = 6 }), StringComparison.Ordinal);
        Assert.Contains("two hashes", later.Contradicts(Checkpoint with { Entries = 9 }), StringComparison.Ordinal);
        Assert.Contains("two issuers", later.Contradicts(Checkpoint with { Issuer = "https://other.example" }),
            StringComparison.Ordinal);
    }
}
