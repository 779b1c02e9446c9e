using System.Diagnostics;
using System.Text.Json;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Journeys.Tests.Fleet;

namespace SkillsPassport.Journeys.Tests.Strangers;

/// <summary>The foreign issuer of <c>issue.mjs</c>, running until it is disposed.</summary>
internal sealed class StrangerIssuer : IAsyncDisposable
{
    public const string Vct = "https://guild.example/credentials/welding-pass/1";
    public const string Pin = "Guild-7";

    private readonly Process _node;

    private StrangerIssuer(Process node, string url, Jwk key) => (_node, Url, Key) = (node, url, key);

    public string Url { get; }

    public Jwk Key { get; }

    public string Claim => "/receive?credential_offer_uri=" + Uri.EscapeDataString(Url + "/offer");

    public static async Task<StrangerIssuer> StartAsync(string lie = "")
    {
        // Installs the strangers' packages when nobody has yet.
        await StrangerRun.AsksAsync("--version");
        var port = FreePorts.Take();
        var node = Process.Start(new ProcessStartInfo("node", ["issue.mjs", $"{port}", lie])
        {
            WorkingDirectory = Path.Combine(StrangerRun.Repository, "tests", "Journeys.Tests", "Strangers"),
            RedirectStandardInput = true, RedirectStandardOutput = true,
        })!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var line = await node.StandardOutput.ReadLineAsync(limit.Token)
            ?? throw new InvalidOperationException("The foreign issuer did not start.");
        using var json = JsonDocument.Parse(line);
        return new StrangerIssuer(node, $"http://localhost:{port}", Jwk.Parse(json.RootElement));
    }

    public async ValueTask DisposeAsync()
    {
        _node.StandardInput.Close();
        await _node.WaitForExitAsync();
        _node.Dispose();
    }
}
