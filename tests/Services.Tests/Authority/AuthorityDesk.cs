using System.Security.Cryptography;
using System.Text.Json;
using SkillsPassport.Authority;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Services.Tests.Authority;

/// <summary>An authority in a folder of its own, driven by its command.</summary>
internal sealed class AuthorityDesk : IDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public static readonly string[] InitLine =
        ["init", "--url", "https://authority.example.gov.bd", "--name-en", "Scheme", "--demo"];

    public string Folder { get; } = Directory.CreateTempSubdirectory("authority").FullName;

    public string ListFile => Path.Combine(Folder, "trust-list.jwt");

    public Jwk IssuerKey { get; private set; } = null!;

    public Jwk Root
    {
        get
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "root.jwk.json")));
            return Jwk.Parse(json.RootElement);
        }
    }

    public (int Code, string Said) Run(params string[] line)
    {
        using var output = new StringWriter();
        var code = AuthorityCommand.Run([.. line, "--folder", Folder], output, new StoppedClock());
        return (code, output.ToString());
    }

    public string Does(params string[] line)
    {
        var (code, said) = Run(line);
        Assert.True(code == AuthorityCommand.Done, said);
        return said;
    }

    public void Refused(string why, params string[] line)
    {
        var (code, said) = Run(line);
        Assert.True(code == AuthorityCommand.Refused, said);
        Assert.Contains(why, said, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was changed.", said.TrimEnd(), StringComparison.Ordinal);
    }

    public string Init() => Does(InitLine);

    public string AddIssuer()
    {
        var file = KeyFile("issuer.jwk", out var key);
        IssuerKey = key;
        return Does("add-issuer", "--id", "https://nsda.passport.example.gov.bd", "--name-en", "NSDA", "--name-bn",
            "এনএসডিএ", "--name-ar", "سلطة", "--key", file, "--award", "national-skills-certificate", "--award",
            "statement-of-achievement", "--framework", "BD-NSQF", "--framework", "BD-NTVQF", "--from", "2020-01-01",
            "--lookup", "https://nsda.passport.example.gov.bd/lookup", "--demo");
    }

    public string KeyFile(string name, out Jwk key)
    {
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        key = Jwk.FromEcdsa(made);
        var file = Path.Combine(Folder, name);
        File.WriteAllText(file, key.ToJson().ToJsonString());
        return file;
    }

    public TrustList List() => Read(ListFile);

    public TrustList Read(string file)
    {
        using var root = VerificationKey.FromJwk(Root);
        return TrustList.Parse(File.ReadAllText(file), root);
    }

    /// <summary>Every file with its hash.</summary>
    public string Files() => string.Join('\n', Directory.GetFiles(Folder, "*", SearchOption.AllDirectories).Order()
        .Select(file => $"{file} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}"));

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
