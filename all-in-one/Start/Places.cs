using SkillsPassport.Credentials;

namespace SkillsPassport.AllInOne.Start;

/// <summary>The four addresses and the folder: everything the sample story needs to know, in one process or in
/// many.</summary>
public sealed record Places(string Data, Uri Issuer, Uri Verifier, Uri Wallet, Uri Authority)
{
    /// <summary>From the command line; the folder becomes absolute.</summary>
    public static Places Of(CommandLine command) => new(Path.GetFullPath(command.Data),
        At(command.IssuerPort), At(command.VerifierPort), At(command.WalletPort), At(command.AuthorityPort));

    /// <summary>The authority's files: its key, its record, the published list.</summary>
    public string AuthorityFolder => Path.Combine(Data, "authority");

    /// <summary>What the verifier is given: the authority's public key …</summary>
    public string RootKeyFile => Path.Combine(AuthorityFolder, "root.jwk.json");

    /// <summary>… and the list's address. Nothing else.</summary>
    public Uri TrustList => new(Authority, Specs.TrustList.FileName);

    /// <summary>PostgreSQL connection strings by service; a service without one keeps SQLite.</summary>
    public IReadOnlyDictionary<string, string> PostgreSql { get; init; } = new Dictionary<string, string>();

    /// <summary>Arguments of the authority: its trust list, and the desk with its registers in a folder of its
    /// own.</summary>
    public string[] AuthorityArguments() =>
    [
        .. Common("authority", Authority, "authority-desk"), $"--Authority:Folder={AuthorityFolder}",
        $"--Authority:PublicUrl={Base(Authority)}",
    ];

    /// <summary>Arguments of the issuer; one of several copies listens elsewhere than at the public address.</summary>
    public string[] IssuerArguments(Uri? listen = null) =>
    [
        .. Common("issuer", listen ?? Issuer), $"--Issuer:PublicUrl={Base(Issuer)}",
        $"--Issuer:VerifierUrl={Base(Verifier)}", $"--Issuer:WalletUrl={Base(Wallet)}",
    ];

    /// <summary>Arguments of the verifier.</summary>
    public string[] VerifierArguments(Uri? listen = null) =>
        [.. Common("verifier", listen ?? Verifier), $"--Verifier:PublicUrl={Base(Verifier)}"];

    /// <summary>Arguments of the wallet.</summary>
    public string[] WalletArguments(Uri? listen = null) =>
    [
        .. Common("wallet", listen ?? Wallet), $"--Wallet:PublicUrl={Base(Wallet)}",
            $"--Wallet:VerifierUrl={Base(Verifier)}",
    ];

    /// <summary>An address without its last slash, as an issuer identifier wants it.</summary>
    public static string Base(Uri address) => address.GetLeftPart(UriPartial.Authority);

    private IEnumerable<string> Common(string service, Uri listen, string? folder = null) =>
    [
        $"--urls={Base(listen)}", "--environment=Development", $"--Data:Folder={Path.Combine(Data, folder ?? service)}",
        $"--Trust:Address={TrustList}", $"--Trust:RootKeyFile={RootKeyFile}",
        .. PostgreSql.TryGetValue(service, out var database)
            ? [$"--Database:Provider=postgresql", $"--Database:ConnectionString={database}"] : Array.Empty<string>(),
    ];

    private static Uri At(int port) => new($"http://localhost:{port}/");
}
