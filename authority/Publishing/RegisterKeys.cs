using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Registers;
using SkillsPassport.Credentials.Trust;
using SkillsPassport.Hosting.Protection;
using SkillsPassport.Hosting.Start;

namespace SkillsPassport.Authority.Publishing;

/// <summary>
/// The keys that sign the registers: <c>comparisons.key.pem</c> and <c>recruiters.key.pem</c> in the key folder. Not
/// the root key, which can stay switched off. Development makes them at first start; elsewhere they must be there.
/// </summary>
public sealed class RegisterKeys(KeyFolder keys) : IDisposable
{
    /// <summary>As typed.</summary>
    public const string Command = "register-key";

    private readonly ConcurrentDictionary<string, EcSigner> _signers = new(StringComparer.Ordinal);

    /// <summary>The key of a register.</summary>
    public EcSigner Of(string register) => _signers.GetOrAdd(register, Open);

    /// <summary>For reading our own documents.</summary>
    public TrustedKey TrustedOf(string register) =>
        new(Of(register).PublicJwk, DateTimeOffset.UnixEpoch, null, null);

    public void Check()
    {
        _ = Of(RegisterKind.Comparisons.Name);
        _ = Of(RegisterKind.Recruiters.Name);
    }

    /// <summary>
    /// The <c>register-key --kind K</c> command: prints the public half, for <c>add-register --key</c>.
    /// </summary>
    public static int Print(WebApplication app)
    {
        var kind = app.Configuration["kind"];
        if (kind != RegisterKind.Comparisons.Name && kind != RegisterKind.Recruiters.Name)
        {
            Console.WriteLine($"--kind: {RegisterKind.Comparisons.Name} or {RegisterKind.Recruiters.Name}.");
            return 1;
        }

        Console.WriteLine(app.Services.GetRequiredService<RegisterKeys>().Of(kind).PublicJwk.ToJson().ToJsonString());
        return 0;
    }

    public void Dispose()
    {
        foreach (var signer in _signers.Values)
        {
            signer.Dispose();
        }
    }

    private EcSigner Open(string register)
    {
        var file = $"{register}.key.pem";
        if (keys.MayCreate && !File.Exists(Path.Combine(keys.FolderPath, file)))
        {
            using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            keys.WriteOnce(file, Encoding.ASCII.GetBytes(made.ExportPkcs8PrivateKeyPem() + "\n"));
        }

        try
        {
            return EcSigner.FromPem(Encoding.ASCII.GetString(keys.Read(file)), null);
        }
        catch (Exception broken) when (broken is FormatException or ArgumentException or CryptographicException)
        {
            throw new InvalidOperationException(
                $"Keys:Folder: {file} is not a P-256 private key in PEM: {broken.Message}", broken);
        }
    }
}
