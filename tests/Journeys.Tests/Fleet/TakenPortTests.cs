using System.Net;
using System.Net.Sockets;

namespace SkillsPassport.Journeys.Tests.Fleet;

/// <summary>A port that somebody else has: one plain sentence, never a stack trace.</summary>
public sealed class TakenPortTests
{
    [Fact]
    public async Task The_authority_tells_a_taken_port_in_one_sentence()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}");
        var folder = Directory.CreateTempSubdirectory("taken-").FullName;

        var told = await Assert.ThrowsAsync<InvalidOperationException>(() => ServiceProcess.StartAsync(
            "SkillsPassport.Authority.dll", address, ["serve", $"--urls={address}", $"--Authority:Folder={folder}"]));
        Assert.Contains("choose another port", told.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", told.Message, StringComparison.Ordinal);
    }
}
