using System.Diagnostics;
using System.Text;
using SkillsPassport.Hosting.Development;
using SkillsPassport.Hosting.Protection;

namespace SkillsPassport.Services.Tests.Hosting.Start;

/// <summary>A service's program typed at a command line, in Production, in an empty folder.</summary>
internal sealed class OperatorsMachine : IDisposable
{
    public const string IssuersAddress = "https://board.example.gov.bd";

    public string Folder { get; } = Directory.CreateTempSubdirectory("operator-").FullName;

    public string Keys => Path.Combine(Folder, "keys");

    /// <summary>Settings that are right for the service, with all keys in place.</summary>
    public string[] Sound(string service)
    {
        var keys = new KeyFolder(Keys, mayCreate: true);
        foreach (var name in new[] { "field.key", "index.key", "wallet-kek.key" })
        {
            keys.Secret(name, 32);
        }

        foreach (var name in new[] { "receipts.key.pem", "comparisons.key.pem", "recruiters.key.pem" })
        {
            DevelopmentKeys.EnsureKey(keys, name);
        }

        DevelopmentKeys.Ensure(keys, new Uri(IssuersAddress), TimeProvider.System);
        string[] shared =
        [
            $"--Data:Folder={Folder}/data", $"--Keys:Folder={Keys}", "--Trust:Address=https://trust.example/trust-list.jwt",
            $"--Trust:RootKeyFile={RootKey()}",
        ];
        return service switch
        {
            "Issuer" =>
            [
                .. shared, $"--Issuer:PublicUrl={IssuersAddress}", "--Issuer:VerifierUrl=https://verify.example",
                "--Issuer:WalletUrl=https://wallet.example",
            ],
            "Verifier" => [.. shared, "--Verifier:PublicUrl=https://verify.example"],
            "Wallet" =>
            [
                .. shared, "--Wallet:PublicUrl=https://wallet.example", "--Wallet:VerifierUrl=https://verify.example",
                "--Messages:Provider=off",
            ],
            _ =>
            [
                .. shared[..2], "--Authority:Desk=true", "--Authority:PublicUrl=https://trust.example",
                $"--Authority:Folder={Folder}/authority",
            ],
        };
    }

    /// <summary>Runs it; a service that starts is ended after a while.</summary>
    public async Task<(int Code, string Said)> RunAsync(string service, params string[] args)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet",
                [Path.Combine(AppContext.BaseDirectory, $"SkillsPassport.{service}.dll"), .. args])
            {
                RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
                WorkingDirectory = Folder, Environment = { ["ASPNETCORE_ENVIRONMENT"] = "Production" },
            },
        };
        process.Start();
        process.StandardInput.Close();
        var said = new StringBuilder();
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return (-1, $"It runs.\n{said}");
        }

        lock (said)
        {
            return (process.ExitCode, said.ToString());
        }

        void Keep(string? line)
        {
            lock (said)
            {
                said.AppendLine(line);
            }
        }
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private string RootKey()
    {
        var folder = Path.Combine(Folder, "authority");
        if (!Directory.Exists(folder))
        {
            using var output = new StringWriter();
            SkillsPassport.Authority.AuthorityCommand.Run(
                ["init", "--url", "https://trust.example", "--name-en", "Scheme", "--folder", folder], output);
        }

        return Path.Combine(folder, "root.jwk.json");
    }
}
