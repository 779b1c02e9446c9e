using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Services.Tests.Verifier.Status;

[Collection(nameof(Alone))]
public sealed class StatusListBombTests
{
    [Fact]
    public async Task A_list_that_inflates_without_end_is_refused_in_little_memory()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var verifier = await RunningVerifier.StartAsync(scheme);
        using var bomb = new MemoryStream();
        await using (var zlib = new ZLibStream(bomb, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var zeros = new byte[1024 * 1024];
            for (var i = 0; i < 512; i++)
            {
                await zlib.WriteAsync(zeros);
            }
        }

        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var payload = new JsonObject
        {
            ["sub"] = scheme.StatusUri, ["iat"] = now, ["exp"] = now + 86_400,
            ["status_list"] = new JsonObject { ["bits"] = 2, ["lst"] = Base64UrlStrict.Encode(bomb.ToArray()) },
        };
        var header = new JsonObject { ["typ"] = "statuslist+jwt", ["kid"] = scheme.IssuerKey.Kid };
        var token = Jws.Sign(scheme.IssuerKey, header, Encoding.UTF8.GetBytes(payload.ToJsonString()));
        scheme.Issuer.Serve("/status/1", Encoding.ASCII.GetBytes(token), Specs.TokenStatusList.JwtMediaType);
        var before = GC.GetTotalAllocatedBytes();
        var report = await verifier.VerifyAsync(scheme.SdJwt());
        Assert.Equal("CouldNotCheck status_invalid", report.Check("status"));
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 1, 64 * 1024 * 1024);
    }
}
