namespace SkillsPassport.AllInOne.Start;

/// <summary>What <c>./run</c> was asked for.</summary>
/// <param name="Once">Play the story, print every certificate's verdict, stop.</param>
/// <param name="Data">The folder that keeps everything; a second start finds it again.</param>
public sealed record CommandLine(bool Once, string Data, int IssuerPort, int VerifierPort, int WalletPort,
    int AuthorityPort)
{
    private const string Usage = """
        usage: ./run [--once] [--data FOLDER]
                     [--issuer-port 5101] [--verifier-port 5102] [--wallet-port 5103] [--authority-port 5104]
        The ports can also be set by ISSUER_PORT, VERIFIER_PORT, WALLET_PORT and AUTHORITY_PORT, the folder by DATA.
        """;

    /// <summary>Reads the arguments; false with a helpful sentence when they are off.</summary>
    public static bool TryRead(string[] args, out CommandLine command, out string misuse)
    {
        command = new CommandLine(false, Text("DATA", "data"), Number("ISSUER_PORT", 5101), Number("VERIFIER_PORT",
            5102),
            Number("WALLET_PORT", 5103), Number("AUTHORITY_PORT", 5104));
        misuse = Usage;
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--once")
            {
                command = command with { Once = true };
                continue;
            }

            if (args[i] is "--help" or "-h" || i + 1 == args.Length)
            {
                return false;
            }

            var value = args[++i];
            var port = int.TryParse(value, out var number) && number is > 0 and < 65536 ? number : 0;
            switch (args[i - 1])
            {
                case "--data": command = command with { Data = value }; break;
                case "--issuer-port" when port > 0: command = command with { IssuerPort = port }; break;
                case "--verifier-port" when port > 0: command = command with { VerifierPort = port }; break;
                case "--wallet-port" when port > 0: command = command with { WalletPort = port }; break;
                case "--authority-port" when port > 0: command = command with { AuthorityPort = port }; break;
                default:
                    misuse = $"'{args[i - 1]} {value}' is not understood.\n{Usage}";
                    return false;
            }
        }

        return true;
    }

    /// <summary>The services and their ports, in the order they are printed.</summary>
    public IEnumerable<(string Service, int Port)> Services =>
        [("issuer", IssuerPort), ("verifier", VerifierPort), ("wallet", WalletPort), ("authority", AuthorityPort)];

    private static string Text(string name, string otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } set ? set : otherwise;

    private static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), out var set) && set is > 0 and < 65536 ? set : otherwise;
}
