using Microsoft.AspNetCore.Builder;
using SkillsPassport.Hosting.Protection;
using SkillsPassport.Wallet;

namespace SkillsPassport.Services.Tests.Wallet.Start;

/// <summary>A wallet as an operator sets it up; it is not started.</summary>
public static class InProduction
{
    public static WebApplication Build(params IEnumerable<string> settings)
    {
        var folder = Directory.CreateTempSubdirectory("sp-wallet-").FullName;
        foreach (var key in new[] { "field.key", "index.key", "wallet-kek.key" })
        {
            new KeyFolder(folder, mayCreate: true).Secret(key, 32);
        }

        return WalletHost.Build(
        [
            "--environment=Production", $"--Data:Folder={folder}", $"--Keys:Folder={folder}",
            "--Wallet:PublicUrl=https://wallet.example", "--Wallet:VerifierUrl=https://verify.example",
            "--Trust:Address=https://trust.example/trust-list.jwt", .. settings,
        ]);
    }
}
