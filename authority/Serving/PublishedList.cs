using SkillsPassport.Authority.Lists;
using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Authority.Serving;

/// <summary>
/// The signed list as bytes. The file is read again when it changed; a file that does not verify with the root key is
/// never served, the last good list is.
/// </summary>
internal sealed class PublishedList(AuthorityFolder folder)
{
    private readonly Lock _gate = new();
    private (DateTime Written, long Length) _seen;
    private TrustList? _list;

    /// <summary>What the last look at the disk found; <see cref="Current"/> looks.</summary>
    public ListOnDisk OnDisk { get; private set; }

    /// <summary>The newest good list, null when there never was one.</summary>
    public TrustList? Current
    {
        get
        {
            lock (_gate)
            {
                var file = new FileInfo(folder.ListFile);
                if (!file.Exists)
                {
                    (OnDisk, _seen) = (ListOnDisk.Missing, default);
                    return _list;
                }

                if ((file.LastWriteTimeUtc, file.Length) == _seen)
                {
                    return _list;
                }

                _seen = (file.LastWriteTimeUtc, file.Length);
                try
                {
                    _list = folder.ReadList();
                    OnDisk = ListOnDisk.Good;
                }
                catch (AuthorityFolderException)
                {
                    // Tampered with or half copied: what was served before stays; readiness and the log tell.
                    OnDisk = ListOnDisk.Broken;
                    Broken?.Invoke();
                }

                return _list;
            }
        }
    }

    /// <summary>A list that is or was in force; null for a number above the present one, however it came to be on the
    /// disk.</summary>
    public TrustList? Earlier(long sequence) => Current is not { } present || sequence > present.Sequence ? null
        : sequence == present.Sequence ? present : folder.ReadEarlier(sequence);

    /// <summary>Called when a file was found that must not be served.</summary>
    public Action? Broken { get; set; }
}

/// <summary>Whether the file in the folder is a list that may be served.</summary>
internal enum ListOnDisk
{
    Missing,
    Good,
    Broken,
}
