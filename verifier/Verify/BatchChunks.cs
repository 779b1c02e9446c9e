using System.Collections.Concurrent;

namespace SkillsPassport.Verifier.Verify;

/// <summary>
/// Chunks at rest, cleared, for whatever batch comes next: to make their room anew for each batch would keep the
/// garbage collector busier than the verdicts.
/// </summary>
internal static class BatchChunks
{
    /// <summary>16 MiB at most, see <see cref="BatchChunk.Clear"/>.</summary>
    private const int Most = 64;

    private static readonly ConcurrentBag<BatchChunk> _idle = [];

    public static BatchChunk Take() => _idle.TryTake(out var idle) ? idle : new BatchChunk();

    public static void GiveBack(BatchChunk chunk)
    {
        if (chunk.Clear() && _idle.Count < Most)
        {
            _idle.Add(chunk);
        }
    }
}
