using SkillsPassport.Hosting.Development;
using SkillsPassport.Hosting.Protection;

namespace SkillsPassport.Services.Tests.Hosting.Start;

/// <summary>docs/configuration.md: "one line for each thing that is wrong, and exit code 1".</summary>
public sealed class CheckConfigTests : IDisposable
{
    private const string Sound = "Configuration is sound.";
    private readonly OperatorsMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Theory]
    [InlineData("Issuer")]
    [InlineData("Verifier")]
    [InlineData("Wallet")]
    [InlineData("Authority")]
    public async Task What_is_set_up_as_the_documents_say_is_sound(string service)
    {
        var (code, said) = await _machine.RunAsync(service, ["check-config", .. _machine.Sound(service)]);
        Assert.Equal((0, Sound), (code, said.Trim()));
    }

    [Theory]
    [InlineData("Issuer", "Issuer:PublicUrl", "Issuer:VerifierUrl", "Issuer:WalletUrl", "Data:Folder")]
    [InlineData("Verifier", "Verifier:PublicUrl", "Trust:Address", "RootKeyFile", "Data:Folder")]
    [InlineData("Wallet", "Wallet:PublicUrl", "Wallet:VerifierUrl", "Trust:Address", "Data:Folder")]
    [InlineData("Authority", "PublicUrl must be https", "Data:Folder", "There is no trust list")]
    public async Task Everything_that_is_missing_is_named_at_once(string service, params string[] named)
    {
        var (code, said) = await _machine.RunAsync(
            service, service == "Authority" ? ["check-config", "--Authority:Desk=true"] : ["check-config"]);
        Tells(code, said, named);
    }

    [Theory]
    [InlineData("Issuer", "--Issuer:PublicUrl=board", "Issuer: PublicUrl must be https")]
    [InlineData("Verifier", "--Verifier:PublicUrl=verify", "Verifier: PublicUrl must be https")]
    [InlineData("Verifier", "--Telemetry:Endpoint=zzz", "Telemetry: Endpoint")]
    [InlineData("Verifier", "--Trust:Address=ftp://x", "Trust: Address must be https")]
    [InlineData("Verifier", "--Trust:RefreshSecond=5", "Trust:RefreshSecond is not a setting")]
    [InlineData("Verifier", "--urls=nonsense", "urls: nonsense")]
    [InlineData("Verifier", "--Database:Provider=oracle", "neither sqlite nor postgresql")]
    [InlineData("Verifier", "--Proxy:Known=nobody", "Proxy: Known")]
    [InlineData("Authority", "--Authority:Foldr=x", "Authority:Foldr is not a setting")]
    [InlineData("Wallet", "--Keys:Foldr=x", "Keys:Foldr is not a setting")]
    public async Task A_setting_that_cannot_be_meant_is_named(string service, string setting, string named)
    {
        string[] settings = [.. _machine.Sound(service), setting];
        var (code, said) = await _machine.RunAsync(service, ["check-config", .. settings]);
        Tells(code, said, named);
        Assert.Single(said.Trim().Split('\n'));
        if (service != "Authority")
        {
            (code, said) = await _machine.RunAsync(service, settings);
            Tells(code, said, named);
        }
    }

    [Fact]
    public async Task Faults_of_several_sections_are_all_told()
    {
        var (code, said) = await _machine.RunAsync("Verifier", ["check-config", .. _machine.Sound("Verifier"),
            "--Lookup:PerMinute=0", "--Batch:MostItems=0", "--Trust:RefreshSeconds=soon", "--Status:PollSeconds=0"]);
        Tells(code, said, "Lookup:PerMinute", "Batch:MostItems", "Trust:RefreshSeconds", "Status:PollSeconds");
    }

    [Fact]
    public async Task A_chain_that_verifiers_would_refuse_is_not_sound()
    {
        var settings = _machine.Sound("Issuer");
        var chain = Path.Combine(_machine.Keys, DevelopmentKeys.ChainFile);
        var other = new KeyFolder(Path.Combine(_machine.Folder, "other"), mayCreate: true);
        DevelopmentKeys.Ensure(other, new Uri(OperatorsMachine.IssuersAddress), TimeProvider.System);

        await File.WriteAllTextAsync(chain, "garbage");
        await ToldAsync("signing.chain.pem is not a chain", "no certificate");
        File.Copy(Path.Combine(other.FolderPath, DevelopmentKeys.ChainFile), chain, overwrite: true);
        await ToldAsync("The leaf certifies another key");

        File.Delete(Path.Combine(_machine.Keys, DevelopmentKeys.SigningKeyFile));
        DevelopmentKeys.Ensure(new KeyFolder(_machine.Keys, mayCreate: true), new Uri("https://other.example"),
            TimeProvider.System);
        await ToldAsync("The leaf does not name this issuer");

        async Task ToldAsync(params string[] named)
        {
            File.SetUnixFileMode(chain, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            var (code, said) = await _machine.RunAsync("Issuer", ["check-config", .. settings]);
            Tells(code, said, named);
        }
    }

    [Fact]
    public async Task A_command_without_settings_says_what_is_missing()
    {
        var (code, said) = await _machine.RunAsync("Authority", "register-key", "--kind", "comparisons");
        Tells(code, said, "Data:Folder");
    }

    private static void Tells(int code, string said, params string[] named)
    {
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", said, StringComparison.Ordinal);
        Assert.DoesNotContain(Sound, said, StringComparison.Ordinal);
        Assert.All(named, one => Assert.Contains(one, said, StringComparison.Ordinal));
        Assert.Equal(1, code);
    }
}
