using System.Net;
using System.Net.Sockets;

namespace SkillsPassport.Services.Tests.Hosting.Start;

public sealed class CommandsTests : IDisposable
{
    private readonly OperatorsMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Theory]
    [InlineData("Issuer", "verify-audit", "verify-audt")]
    [InlineData("Verifier", "export-bundle", "exprt-bundle", "--to", "somewhere")]
    [InlineData("Wallet", "rotate-kek", "--Logging:LogLevel:Default", "Warning", "rotate")]
    [InlineData("Wallet", "A command comes first", "--only-rewrap=true", "rotate-kek")]
    [InlineData("Authority", "add-issuer", "ad-issuer")]
    public async Task A_word_that_is_no_command_starts_nothing_and_the_commands_are_listed(
        string service, string listed, params string[] typed)
    {
        var (code, said) = await _machine.RunAsync(service, [.. typed, .. _machine.Sound(service)]);
        Assert.Contains(listed, said, StringComparison.Ordinal);
        Assert.Equal(2, code);
    }

    [Theory]
    [InlineData("Issuer", "check-log")]
    [InlineData("Verifier", "serve-bundle")]
    [InlineData("Authority", "register-key")]
    public async Task Help_lists_the_commands(string service, string listed)
    {
        var (code, said) = await _machine.RunAsync(service, "--help");
        Assert.Contains(listed, said, StringComparison.Ordinal);
        Assert.Equal(0, code);
    }

    [Fact]
    public async Task Settings_in_every_form_are_no_commands()
    {
        // A taken port ends the start: it shows that the service was about to start.
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";
        var sound = _machine.Sound("Verifier");

        var (code, said) = await _machine.RunAsync("Verifier",
            ["--environment", "Production", "--urls", url, "Lookup:PerMinute=7", "/Lookup:PerDay", "9", .. sound]);
        Assert.Contains($"Another program listens on {url}", said, StringComparison.Ordinal);
        Assert.Equal(1, code);
    }
}
