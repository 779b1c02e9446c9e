using System.Text;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Verifier.Bundle;

/// <summary>A bundle on the disk: written beside its place and put there whole, read only as far as its list of
/// contents vouches for it.</summary>
public sealed class BundleFolder(string path)
{
    private const string Unfinished = ".new-";

    /// <summary>The folder, absolute.</summary>
    public string FullPath { get; } = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));

    /// <summary>Where the maker's public key goes: beside the folder, as one inside would vouch for itself.</summary>
    public string KeyPath => FullPath + ".pub.pem";

    /// <summary>Why this folder must not be replaced; null when it may: it is not there, empty, or a bundle.</summary>
    public string? WhyNotReplaced() =>
        File.Exists(FullPath) ? $"{FullPath} is a file."
        : Directory.Exists(FullPath) && Directory.EnumerateFileSystemEntries(FullPath).Any()
            && !File.Exists(In(Specs.VerifyBundle.FileName))
            ? $"{FullPath} holds something else than a bundle. Name an empty folder, or a new one." : null;

    /// <summary>Puts a whole new bundle in the place of the old one. Until the last step the old one stays; what a
    /// crash leaves behind is a folder beside it, which a later run clears away.</summary>
    /// <param name="files">Contents by path.</param>
    /// <param name="now">The time, to tell what a killed run left from what a running one writes.</param>
    /// <exception cref="IOException">The disk does not take it; the old bundle is where it was.</exception>
    /// <exception cref="UnauthorizedAccessException">Nothing may be written there.</exception>
    public void Replace(IReadOnlyDictionary<string, byte[]> files, DateTimeOffset now)
    {
        ClearUnfinished(now);
        var mark = $"{Environment.ProcessId}-{Guid.NewGuid():N}"[..20];
        var (fresh, old) = ($"{FullPath}{Unfinished}{mark}", $"{FullPath}.old-{mark}");
        try
        {
            foreach (var (file, bytes) in files)
            {
                var target = Path.Combine(fresh, file);
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                using var stream = new FileStream(target, FileMode.CreateNew, FileAccess.Write);
                stream.Write(bytes);
                stream.Flush(flushToDisk: true);
            }

            PutInPlace(fresh, old);
        }
        catch
        {
            Clear(fresh);
            throw;
        }

        Clear(old);
    }

    private void PutInPlace(string fresh, string old)
    {
        if (Directory.Exists(FullPath))
        {
            Directory.Move(FullPath, old);
        }

        try
        {
            Directory.Move(fresh, FullPath);
        }
        catch when (Directory.Exists(old) && !Directory.Exists(FullPath))
        {
            Directory.Move(old, FullPath);
            throw;
        }
    }

    // A run that was killed cannot clear up after itself. One that is still writing is younger than this.
    private void ClearUnfinished(DateTimeOffset now)
    {
        var (parent, name) = (Path.GetDirectoryName(FullPath), Path.GetFileName(FullPath));
        if (parent is null || !Directory.Exists(parent))
        {
            return;
        }

        foreach (var left in Directory.EnumerateDirectories(parent, name + Unfinished + "*"))
        {
            if (Directory.GetLastWriteTimeUtc(left) < now.UtcDateTime.AddHours(-1))
            {
                Clear(left);
            }
        }
    }

    private static void Clear(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception stays) when (stays is IOException or UnauthorizedAccessException)
        {
            // What cannot be cleared away harms nobody; what happened before it is what counts.
        }
    }

    /// <summary>The list of contents; null when there is none or it cannot be believed.</summary>
    public BundleContents? Contents(Jwk? known = null)
    {
        try
        {
            return ReadContents(known);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
    }

    /// <summary>The list of contents.</summary>
    /// <exception cref="FormatException">It was changed, or is not by the known key.</exception>
    /// <exception cref="IOException">It is not there.</exception>
    public BundleContents ReadContents(Jwk? known = null) =>
        BundleContents.Read(File.ReadAllText(In(Specs.VerifyBundle.FileName), Encoding.UTF8), known);

    /// <summary>A file as its list of contents has it; null when it is not listed, not there, or was changed.</summary>
    public byte[]? Read(BundleContents contents, string file)
    {
        // Only listed names are opened, so that no name leads out of the folder.
        if (!contents.Files.TryGetValue(file, out var digest) || !IsInside(file) || !File.Exists(In(file)))
        {
            return null;
        }

        var bytes = File.ReadAllBytes(In(file));
        return BundleContents.DigestOf(bytes) == digest ? bytes : null;
    }

    /// <summary>Every listed file that is missing or changed.</summary>
    public IReadOnlyList<string> Broken(BundleContents contents) =>
        [.. contents.Files.Keys.Where(file => Read(contents, file) is null).Order(StringComparer.Ordinal)];

    private bool IsInside(string file) =>
        Path.GetFullPath(In(file)).StartsWith(FullPath + "/", StringComparison.Ordinal);

    private string In(string file) => Path.Combine(FullPath, file);
}
