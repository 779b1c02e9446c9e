using Microsoft.Extensions.Options;
using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Hosting.Trust;

/// <summary>The accrediting authority's keys: all that this service believes without proof.</summary>
public sealed class PinnedRoots(IOptions<TrustOptions> options) : IDisposable
{
    /// <summary>The keys of the settings, ready to verify.</summary>
    public TrustRoots Roots { get; } = options.Value.ReadRoots();

    /// <summary>What lists are remembered under: one memory for all pinned keys, so that no change of the settings
    /// forgets it.</summary>
    public IReadOnlyList<string> Thumbprints => [.. Roots.All.Select(root => root.Thumbprint)];

    /// <inheritdoc/>
    public void Dispose() => Roots.Dispose();
}
