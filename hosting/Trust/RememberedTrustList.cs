using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Database;

namespace SkillsPassport.Hosting.Trust;

/// <summary>The newest trust list seen under one root key; a restart must not accept an older one.</summary>
public sealed class RememberedTrustList
{
    /// <summary>RFC 7638 thumbprint of a pinned root key, or of the root that signed the list.</summary>
    public required string Root { get; set; }

    /// <summary>The list's sequence number.</summary>
    public required long Sequence { get; set; }

    /// <summary>SHA-256 of <see cref="Jws"/>, base64url: two lists with one number must be the same bytes.</summary>
    public required string Digest { get; set; }

    /// <summary>The signed list as it was received.</summary>
    public required string Jws { get; set; }

    /// <summary>When it was received.</summary>
    public required DateTimeOffset ReceivedAt { get; set; }

    /// <summary>Writes the first row of its name, unless somebody else on this database was quicker: that is no
    /// fault, and the database does not log it as one.</summary>
    /// <returns>False when there is a row already.</returns>
    internal async Task<bool> TryAddAsync(ServiceDb database, CancellationToken cancel) =>
        await database.Database.ExecuteSqlAsync($"""
            INSERT INTO trust_lists (root, sequence, digest, jws, received_at)
            VALUES ({Root}, {Sequence}, {Digest}, {Jws}, {ReceivedAt.UtcTicks}) ON CONFLICT (root) DO NOTHING
            """, cancel) == 1;
}
