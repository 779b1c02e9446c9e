using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
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
    private const string NextKeyFile = "root.next.key.pem";
    private const string AllRootsFile = "roots.jwks.json";
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
        MakeKey(KeyFile);
        var signer = ReadKey();
        WritePublicKey(signer);
        return signer;
    }

    /// <summary>The id of the next root key when it was made already.</summary>
    public string? NextKid()
    {
        if (!File.Exists(In(NextKeyFile)))
        {
            return null;
        }

        using var next = ReadKey(NextKeyFile);
        return next.Kid;
    }

    /// <summary>The key that will be the next root: made once, kept until it takes over.</summary>
    public EcSigner NextKey()
    {
        if (!File.Exists(In(NextKeyFile)))
        {
            MakeKey(NextKeyFile);
        }

        return ReadKey(NextKeyFile);
    }

    public EcSigner ReadKey() => ReadKey(KeyFile);

    /// <summary>Every root this authority ever had, with its time: what a verifier may pin.</summary>
    public TrustRoots ReadRoots()
    {
        var file = In(File.Exists(In(AllRootsFile)) ? AllRootsFile : PublicKeyFile);
        return TrustRoots.Parse(File.ReadAllText(file));
    }

    /// <summary>Writes down who was root when; only the public halves.</summary>
    public string WriteRoots(IEnumerable<TrustRoot> roots)
    {
        var set = new JsonObject
        {
            [Specs.Jose.Keys] = new JsonArray([.. roots.Select(root =>
            {
                var json = root.Jwk.ToJson();
                Write(json, Specs.TrustList.From, root.From);
                Write(json, Specs.TrustList.Until, root.Until);
                return json;
            })]),
        }.ToJsonString();
        Replace(In(AllRootsFile), Encoding.UTF8.GetBytes(set + "\n"));
        return set;
    }

    /// <summary>
    /// Puts the next root key in the place of the present one once it has signed the list in force; the old private key
    /// is kept aside. Also finishes what a power cut interrupted.
    /// </summary>
    public string? FinishRoll(TrustList inForce)
    {
        if (!File.Exists(In(NextKeyFile)))
        {
            return null;
        }

        using var next = NextKey();
        if (!inForce.Root.Jwk.IsSameKey(next.PublicJwk))
        {
            return null;
        }

        string aside;
        using (var old = ReadKey())
        {
            aside = $"root.retired-{Convert.ToHexStringLower(old.Kid8)}.key.pem";
        }

        File.Copy(In(KeyFile), In(aside), overwrite: true);
        File.SetUnixFileMode(In(aside), OwnerOnly);
        WritePublicKey(next);
        File.Move(In(NextKeyFile), In(KeyFile), overwrite: true);
        return aside;
    }

    public TrustList ReadList() => ReadList(ListFile);

    private TrustList ReadList(string file)
    {
        try
        {
            // Here at home every root counts at any time: a roll that a power cut interrupted must not lock us out.
            using var known = ReadRoots();
            using var roots = new TrustRoots(known.All.Select(root => new TrustRoot(root.Jwk)));
            return TrustList.Parse(File.ReadAllText(file), roots);
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
            or TrustListException)
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

    private static void Write(JsonObject json, string name, DateTimeOffset? time)
    {
        if (time is { } given)
        {
            json[name] = given.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        }
    }

    private void MakeKey(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly,
        };
        using var file = new StreamWriter(In(name), Encoding.ASCII, options);
        file.Write(key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    private EcSigner ReadKey(string name)
    {
        try
        {
            return EcSigner.FromPem(File.ReadAllText(In(name)), null);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or ArgumentException
            or CryptographicException or FormatException)
        {
            throw new AuthorityFolderException($"The root key {In(name)} cannot be read: {broken.Message}", broken);
        }
    }

    private void WritePublicKey(EcSigner key) =>
        Replace(In(PublicKeyFile), Encoding.UTF8.GetBytes(key.PublicJwk.ToJson().ToJsonString() + "\n"));

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
