using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using SkillsPassport.Authority;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.SdJwtVc;
using SkillsPassport.Credentials.Trust;
using SkillsPassport.Hosting.Development;
using SkillsPassport.Hosting.Protection;
using SkillsPassport.Services.Tests.Peers;
using SkillsPassport.Services.Tests.Verifier;

namespace SkillsPassport.Services.Tests.Authority;

/// <summary>docs/onboarding.md, command by command.</summary>
public sealed partial class OnboardingTests : IAsyncLifetime
{
    private const string Folder = "--folder";

    private readonly string _folder = Directory.CreateTempSubdirectory("onboarding-").FullName;
    private Scheme _scheme = null!;
    private EcSigner _issuer = null!;

    public async Task InitializeAsync()
    {
        _scheme = await Scheme.StartAsync();
        // The issuer's key folder as our own software keeps it: key, chain, and the root that is not sent.
        _issuer = KeysFor(_scheme.Issuer.Url, "board");
        _scheme.PublishStatus(key: _issuer);
        Publish(_issuer);
    }

    public async Task DisposeAsync()
    {
        _issuer.Dispose();
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

        await using var verifier = await VerifierAsync();
        var paper = _scheme.Paper(change: award => award with { CentreCode = "TTC-CUM-07" }, key: _issuer);
        Assert.Equal("valid", (await verifier.VerifyAsync(paper)).State());
        Assert.Equal(_issuer.CertificateChain, SentBy(_scheme.SdJwt(key: _issuer)));
        Assert.NotEqual("not_genuine", (await verifier.VerifyAsync(_scheme.SdJwt(key: _issuer))).State());

        using var next = Scheme.NewKey();
        Publish(_issuer, next.PublicJwk);
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
        Run(AddIssuer());
        Assert.Equal(_issuer.PublicJwk.X, Assert.Single(List().Issuers[0].Keys).Jwk.X);

        string[] update = ["update-keys", "--id", _scheme.Issuer.Url];
        Assert.Contains("no key that is not on the list", Run(update).Said, StringComparison.Ordinal);
        using var next = Scheme.NewKey();
        _scheme.Issuer.Serve("/.well-known/jwt-vc-issuer",
            IssuerMetadata.Build(_scheme.Issuer.Url, [next.PublicJwk]), "application/json");
        var said = Run(update).Said;
        Assert.Contains("one more key(s)".Replace("one", "1"), said, StringComparison.Ordinal);
        Assert.Contains("no longer publishes", said, StringComparison.Ordinal);
        Assert.Equal([_issuer.PublicJwk.X, next.PublicJwk.X], List().Issuers[0].Keys.Select(key => key.Jwk.X));
    }

    [Fact]
    public void An_issuer_that_sends_a_chain_is_not_accredited_without_its_root()
    {
        Run(Commands()[0]);
        var (code, said) = Run(WithoutRoot());
        Assert.Equal(AuthorityCommand.Refused, code);
        Assert.Contains("with --root FILE", said, StringComparison.Ordinal);

        KeysFor(_scheme.Issuer.Url, "stranger").Dispose();
        (code, said) = Run([.. WithoutRoot(), "--root", RootOf("stranger")]);
        Assert.Equal(AuthorityCommand.Refused, code);
        Assert.Contains("do not fit together", said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_root_that_some_verifiers_would_not_go_by_is_not_listed()
    {
        Run(Commands()[0]);
        using var rsa = RSA.Create(2048);
        var request = new CertificateRequest("CN=RSA root", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var root = request.CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddYears(1));
        var file = Path.Combine(_folder, "rsa.pem");
        File.WriteAllText(file, root.ExportCertificatePem());
        var (code, said) = Run([.. WithoutRoot(), "--root", file]);
        Assert.Equal(AuthorityCommand.WrongUsage, code);
        Assert.Contains("P-256 or P-384", said, StringComparison.Ordinal);
    }

    [Fact]
    public void The_preview_names_the_root_and_warns_when_there_is_none()
    {
        Run(Commands()[0]);
        var fingerprint = X509CertificateLoader.LoadCertificateFromFile(RootOf("board"))
            .GetCertHashString(HashAlgorithmName.SHA256);
        var said = Run([.. AddIssuer(), "--preview"]).Said;
        Assert.Contains(fingerprint, said.Replace(":", "", StringComparison.Ordinal), StringComparison.Ordinal);

        _scheme.Issuer.Serve("/.well-known/jwt-vc-issuer",
            IssuerMetadata.Build(_scheme.Issuer.Url, [_issuer.PublicJwk]), "application/json");
        said = Run([.. WithoutRoot(), "--preview"]).Said;
        Assert.Contains("WARNING: no root certificate", said, StringComparison.Ordinal);
        Assert.Contains("root  none", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_root_that_was_left_out_is_added_afterwards()
    {
        Run(Commands()[0]);
        Run(Commands().Single(command => command[0] == "add-centre"));
        var key = Path.Combine(_folder, "board.jwk.json");
        await File.WriteAllTextAsync(key, _issuer.PublicJwk.ToJson().ToJsonString());
        Assert.Contains("WARNING", Run([.. WithoutRoot("--from-metadata"), "--key", key]).Said, StringComparison.Ordinal);
        await using var verifier = await VerifierAsync();
        Assert.Equal("not_genuine", (await verifier.VerifyAsync(_scheme.SdJwt(key: _issuer))).State());
        Assert.Contains("say add-root", Run(["update-keys", "--id", _scheme.Issuer.Url]).Said, StringComparison.Ordinal);

        string[] add = ["add-root", "--id", _scheme.Issuer.Url, "--root", RootOf("board")];
        Assert.Equal(AuthorityCommand.Done, Run(add).Code);
        await Eventually.TrueAsync(async () =>
            (await verifier.VerifyAsync(_scheme.SdJwt(key: _issuer))).State() != "not_genuine");
        Assert.Contains("has this root already", Run(add).Said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lost_authority_is_entered_again_from_what_show_printed()
    {
        Run(Commands()[0]);
        Run(AddIssuer());
        using var shown = JsonDocument.Parse(Run(["show", "--json"]).Said);
        var issuer = shown.RootElement.GetProperty("issuers")[0];
        Assert.Equal("কারিগরি শিক্ষা বোর্ড", issuer.GetProperty("name").GetProperty("bn").GetString());
        var (key, root) = (Path.Combine(_folder, "shown.jwk.json"), Path.Combine(_folder, "shown.root"));
        File.WriteAllText(key, issuer.GetProperty("keys")[0].GetProperty("jwk").GetRawText());
        File.WriteAllText(root, issuer.GetProperty("roots")[0].GetRawText());

        var before = List().Issuers[0];
        File.Delete(Path.Combine(_folder, "root.key.pem"));
        Run(Commands()[0]);
        Run([.. WithoutRoot("--from-metadata"), "--key", key, "--root", root]);
        Assert.Equal(before.Keys[0].Jwk, List().Issuers[0].Keys[0].Jwk);
        Assert.Equal(before.Roots[0], List().Issuers[0].Roots[0]);
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

    private void Publish(EcSigner present, params Jwk[] others) => _scheme.Issuer.Serve("/.well-known/jwt-vc-issuer",
        IssuerMetadata.Build(_scheme.Issuer.Url, [present.PublicJwk, .. others], present.CertificateChain),
        "application/json");

    private string[] AddIssuer() =>
        Commands().First(command => command[0] == "add-issuer" && !command.Contains("--preview"));

    private string[] WithoutRoot(params string[] norThese) => [.. AddIssuer().Where(word =>
        word != "--root" && word != RootOf("board") && !norThese.Contains(word))];

    private string RootOf(string owner) => Path.Combine(_folder, owner, DevelopmentKeys.RootFile);

    private EcSigner KeysFor(string issuer, string owner)
    {
        var keys = new KeyFolder(Path.Combine(_folder, owner), mayCreate: true);
        DevelopmentKeys.Ensure(keys, new Uri(issuer), TimeProvider.System);
        return EcSigner.FromPem(Encoding.ASCII.GetString(keys.Read(DevelopmentKeys.SigningKeyFile)),
            Encoding.ASCII.GetString(keys.Read(DevelopmentKeys.ChainFile)));
    }

    private static IEnumerable<byte[]> SentBy(string sdJwt)
    {
        using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(sdJwt.Split('.')[0]));
        return [.. header.RootElement.GetProperty("x5c").EnumerateArray().Select(one => one.GetBytesFromBase64())];
    }

    private async Task<RunningVerifier> VerifierAsync()
    {
        _scheme.Authority.On("/trust-list.jwt", async context =>
            await context.Response.Body.WriteAsync(await File.ReadAllBytesAsync(Path.Combine(_folder, "trust-list.jwt"))));
        var root = await File.ReadAllTextAsync(Path.Combine(_folder, "root.jwk.json"));
        return await RunningVerifier.StartAsync(_scheme, args: ["--Trust:RootKey=" + root.Trim()]);
    }

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
            .Select(word => word.Replace("https://board.example.gov.bd", _scheme.Issuer.Url)
                .Replace("board-root.pem", RootOf("board"))).ToArray())
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
