using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Authority.Lists;

/// <summary>The authority's folder cannot be used; the message says why and what to do.</summary>
public sealed class AuthorityFolderException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>
/// Everything the authority owns: its root key (owner only), the public half, the signed list, and every list it ever
/// signed. The signed list is the only state; there is no draft that could differ from it.
/// </summary>
internal sealed class AuthorityFolder(string path)
{
    public const string PublicKeyFile = "root.jwk.json";
    private const string KeyFile = "root.key.pem";
    private const string LockFile = "lock";
    private const string HistoryFolder = "history";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    public string ListFile => In(Specs.TrustList.FileName);

    public bool Exists => File.Exists(In(KeyFile));

    /// <summary>Only one change at a time; a second one waits its turn or gives up.</summary>
    public IDisposable Lock()
    {
        Directory.CreateDirectory(Path, OwnerOnly | UnixFileMode.UserExecute | UnixFileMode.GroupRead
            | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        for (var tries = 0; ; tries++)
        {
            try
            {
                return new FileStream(In(LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (tries < 50)
            {
                Thread.Sleep(100);
            }
            catch (IOException busy)
            {
                throw new AuthorityFolderException($"Somebody else is changing the list in {Path}. Try again.", busy);
            }
        }
    }

    /// <summary>Makes the root key, readable by its owner alone.</summary>
    public EcSigner MakeKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly,
        };
        using (var file = new StreamWriter(In(KeyFile), Encoding.ASCII, options))
        {
            file.Write(key.ExportPkcs8PrivateKeyPem() + "\n");
        }

        var signer = ReadKey();
        Replace(In(PublicKeyFile), Encoding.UTF8.GetBytes(signer.PublicJwk.ToJson().ToJsonString() + "\n"));
        return signer;
    }

    public EcSigner ReadKey()
    {
        try
        {
            return EcSigner.FromPem(File.ReadAllText(In(KeyFile)), null);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or ArgumentException
            or CryptographicException or FormatException)
        {
            throw new AuthorityFolderException($"The root key {In(KeyFile)} cannot be read: {broken.Message}", broken);
        }
    }

    /// <summary>The present list, checked with the public half of the root key.</summary>
    public TrustList ReadList() => ReadList(ListFile);

    private TrustList ReadList(string file)
    {
        try
        {
            using var json = StrictJson.Parse(File.ReadAllBytes(In(PublicKeyFile)));
            using var root = VerificationKey.FromJwk(Jwk.Parse(json.RootElement));
            return TrustList.Parse(File.ReadAllText(file), root);
        }
        catch (FileNotFoundException missing)
        {
            throw new AuthorityFolderException($"There is no trust list in {Path}. Make one first: init", missing);
        }
        catch (DirectoryNotFoundException missing)
        {
            throw new AuthorityFolderException($"There is no trust list in {Path}. Make one first: init", missing);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or FormatException
            or JsonException or TrustListException)
        {
            throw new AuthorityFolderException($"The list in {Path} cannot be used: {broken.Message}", broken);
        }
    }

    /// <summary>A list signed earlier, checked like the present one; null when there is none of that number.</summary>
    public TrustList? ReadEarlier(long sequence)
    {
        try
        {
            return ReadList(HistoryFile(sequence)) is { } list && list.Sequence == sequence ? list : null;
        }
        catch (AuthorityFolderException)
        {
            return null;
        }
    }

    /// <summary>The number of the next list: above every list that was ever signed here, published or not.</summary>
    public long NextSequence(long present)
    {
        var signed = !Directory.Exists(In(HistoryFolder)) ? [] : Directory.EnumerateFiles(In(HistoryFolder), "*.jwt")
            .Select(System.IO.Path.GetFileNameWithoutExtension)
            .Select(name => long.TryParse(name, out var number) ? number : 0);
        return signed.Append(present).Max() + 1;
    }

    /// <summary>Keeps the list in the history, then puts it in place in one step: a power cut leaves the old one or the
    /// new one, and never uses a number twice.</summary>
    public void Publish(long sequence, string signed)
    {
        var bytes = Encoding.ASCII.GetBytes(signed);
        Directory.CreateDirectory(In(HistoryFolder));
        Replace(HistoryFile(sequence), bytes);
        Replace(ListFile, bytes);
    }

    private string HistoryFile(long sequence) =>
        In(System.IO.Path.Combine(HistoryFolder, $"{sequence.ToString("D6", CultureInfo.InvariantCulture)}.jwt"));

    private static void Replace(string file, byte[] bytes)
    {
        var temporary = file + ".new";
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            stream.Write(bytes);
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, file, overwrite: true);
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
