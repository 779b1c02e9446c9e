using System.Text;
using System.Text.RegularExpressions;
using SkillsPassport.Authority;
using SkillsPassport.Credentials.SdJwtVc;
using SkillsPassport.Credentials.Trust;
using SkillsPassport.Services.Tests.Peers;
using SkillsPassport.Services.Tests.Verifier;

namespace SkillsPassport.Services.Tests.Authority;

/// <summary>docs/onboarding.md, command by command.</summary>
public sealed partial class OnboardingTests : IAsyncLifetime
{
    private const string Folder = "--folder";

    private readonly string _folder = Directory.CreateTempSubdirectory("onboarding-").FullName;
    private Scheme _scheme = null!;

    public async Task InitializeAsync()
    {
        _scheme = await Scheme.StartAsync();
        Publish(_scheme.IssuerKey.PublicJwk);
    }

    public async Task DisposeAsync()
    {
        await _scheme.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_commands_of_the_document_accredit_an_issuer_and_verifiers_accept_it_at_once()
    {
        var commands = Commands();
        var upTo = commands.FindIndex(command => command[0] == "show");
        foreach (var command in commands.Take(upTo))
        {
            Assert.Equal((AuthorityCommand.Done, ""), Refusal(command));
        }

        _scheme.Authority.On("/trust-list.jwt", async context =>
            await context.Response.Body.WriteAsync(await File.ReadAllBytesAsync(Path.Combine(_folder, "trust-list.jwt"))));
        var root = await File.ReadAllTextAsync(Path.Combine(_folder, "root.jwk.json"));
        await using var verifier = await RunningVerifier.StartAsync(_scheme, args: ["--Trust:RootKey=" + root.Trim()]);
        var paper = _scheme.Paper(change: award => award with { CentreCode = "TTC-CUM-07" });
        Assert.Equal("valid", (await verifier.VerifyAsync(paper)).State());

        using var next = Scheme.NewKey();
        Publish(_scheme.IssuerKey.PublicJwk, next.PublicJwk);
        foreach (var command in commands.Skip(upTo))
        {
            Assert.Equal((AuthorityCommand.Done, ""), Refusal(command));
        }

        Assert.Equal("Licence ended", List().Issuers[0].WithdrawnReason);
        await Eventually.TrueAsync(async () => (await verifier.VerifyAsync(paper)).GetProperty("trustList")
            .GetProperty("sequence").GetInt64() == List().Sequence);
        Assert.Equal("valid", (await verifier.VerifyAsync(paper)).State());
    }

    [Fact]
    public void Keys_are_read_from_the_metadata_once_and_again_when_told()
    {
        Run(Commands()[0]);
        Run(Commands().First(command => command[0] == "add-issuer" && !command.Contains("--preview")));
        Assert.Equal(_scheme.IssuerKey.PublicJwk.X, Assert.Single(List().Issuers[0].Keys).Jwk.X);

        string[] update = ["update-keys", "--id", _scheme.Issuer.Url];
        Assert.Contains("no key that is not on the list", Run(update).Said, StringComparison.Ordinal);
        using var next = Scheme.NewKey();
        Publish(next.PublicJwk);
        var said = Run(update).Said;
        Assert.Contains("one more key(s)".Replace("one", "1"), said, StringComparison.Ordinal);
        Assert.Contains("no longer publishes", said, StringComparison.Ordinal);
        Assert.Equal([_scheme.IssuerKey.PublicJwk.X, next.PublicJwk.X], List().Issuers[0].Keys.Select(key => key.Jwk.X));
    }

    [Theory]
    [InlineData("""{"issuer":"https://other.example","jwks":{"keys":[]}}""", "another issuer")]
    [InlineData("""{"issuer":"ISSUER","jwks":{"keys":[]}}""", "no P-256 key")]
    [InlineData("""{"issuer":"ISSUER","jwks_uri":"https://elsewhere.example/keys"}""", "another host")]
    [InlineData("not json", "cannot be read")]
    public void Metadata_that_are_not_the_issuers_own_are_refused(string metadata, string why)
    {
        Run(Commands()[0]);
        _scheme.Issuer.Serve("/.well-known/jwt-vc-issuer",
            Encoding.UTF8.GetBytes(metadata.Replace("ISSUER", _scheme.Issuer.Url)), "application/json");

        var (code, said) = Run(Commands().First(command => command[0] == "add-issuer"));
        Assert.Equal(AuthorityCommand.Refused, code);
        Assert.Contains(why, said, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Plain_http_stands_only_on_a_list_marked_as_a_demonstration()
    {
        Run([.. Commands()[0].Where(word => word != "--demo")]);

        var (code, said) = Run(Commands().First(command => command[0] == "add-issuer"));
        Assert.Equal(AuthorityCommand.Refused, code);
        Assert.Contains("is not https", said, StringComparison.Ordinal);
        Assert.Contains("is not https", Run(["add-wallet", "--id", _scheme.Wallet.Url, "--name-en", "W"]).Said,
            StringComparison.Ordinal);
    }

    private TrustList List()
    {
        using var roots = TrustRoots.Parse(File.ReadAllText(Path.Combine(_folder, "root.jwk.json")));
        return TrustList.Parse(File.ReadAllText(Path.Combine(_folder, "trust-list.jwt")), roots);
    }

    private void Publish(params SkillsPassport.Credentials.Jose.Jwk[] keys) => _scheme.Issuer.Serve(
        "/.well-known/jwt-vc-issuer", IssuerMetadata.Build(_scheme.Issuer.Url, keys), "application/json");

    private (int Code, string Said) Refusal(string[] command)
    {
        var (code, said) = Run(command);
        return (code, code == AuthorityCommand.Done ? "" : said);
    }

    private (int Code, string Said) Run(string[] command)
    {
        using var output = new StringWriter();
        return (AuthorityCommand.Run([.. command, Folder, _folder], output), output.ToString());
    }

    /// <summary>The document's commands; its addresses become those of this machine, and the list therefore a demo.</summary>
    private List<string[]> Commands() =>
    [
        .. Line().Matches(File.ReadAllText(Document())).Select(match => Word().Matches(match.Groups[1].Value)
            .Select(word => word.Groups[1].Success ? word.Groups[1].Value : word.Value)
            .Select(word => word.Replace("https://board.example.gov.bd", _scheme.Issuer.Url)).ToArray())
            .Select(words => words[0] == "init" ? [.. words, "--demo"] : words),
    ];

    private static string Document()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "SkillsPassport.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return Path.Combine(folder, "docs", "onboarding.md");
    }

    [GeneratedRegex("^dotnet run --project authority -- (.+)$", RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex("\"([^\"]*)\"|[^\\s\"]+")]
    private static partial Regex Word();
}
