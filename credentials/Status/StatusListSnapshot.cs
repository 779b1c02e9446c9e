namespace SkillsPassport.Credentials.Status;

/// <summary>A verified status list at one moment: what a verifier keeps and asks.</summary>
public sealed class StatusListSnapshot
{
    private readonly StatusList _list;

    internal StatusListSnapshot(StatusListToken token, StatusList list)
    {
        _list = list;
        Token = token;
    }

    /// <summary>The signed token the list came in.</summary>
    public StatusListToken Token { get; }

    /// <summary>Address of the list (claim <c>sub</c>).</summary>
    public string Uri => Token.Uri;

    /// <summary>When the issuer signed it: the time a verdict is "as of".</summary>
    public DateTimeOffset IssuedAt => Token.IssuedAt;

    /// <summary>When it must no longer be believed.</summary>
    public DateTimeOffset? Expires => Token.Expires;

    /// <summary>How long the issuer says it may be kept before asking again.</summary>
    public TimeSpan? Ttl => Token.Ttl;

    /// <summary>Number of entries.</summary>
    public int Size => _list.Size;

    /// <summary>Bits of an entry.</summary>
    public int Bits => _list.Bits;

    /// <summary>
    /// The status at an index; null when the list has no such entry, which a verifier must refuse (section 8.3 step 6).
    /// </summary>
    public byte? Get(int index) => (uint)index < (uint)_list.Size ? _list[index] : null;

    /// <summary>True when the list must not be believed any more (section 8.3 step 4: expired).</summary>
    public bool IsExpired(DateTimeOffset now) => Expires is { } expires && now >= expires;

    /// <summary>True when a newer list should be fetched, as the issuer's <c>ttl</c> asks.</summary>
    public bool IsDue(DateTimeOffset now) => IsExpired(now) || (Ttl is { } ttl && now >= IssuedAt + ttl);
}
