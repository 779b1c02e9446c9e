using System.Diagnostics;
using System.IO.Pipelines;
using System.Threading.Channels;

namespace SkillsPassport.Verifier.Verify;

/// <summary>One batch on its way: reads items, has them checked on all cores, and hands the answers out in the order of
/// the items. Reading never waits for the answers to be taken: whoever sends everything before reading anything must
/// not block himself. What that costs in memory is bounded by the size of the batch.</summary>
internal sealed class BatchRun(CheckCredential check, BatchOptions bounds, bool isArray)
{
    private readonly Channel<BatchChunk> _chunks = Channel.CreateUnbounded<BatchChunk>(
        new() { SingleReader = true, SingleWriter = true });
    private readonly SemaphoreSlim _seats = new(Environment.ProcessorCount);
    private readonly BatchSlicer _slicer = new(isArray);
    private BatchChunk _chunk = BatchChunks.Take();
    private long _bytes;

    /// <summary>Items read so far.</summary>
    public int Items { get; private set; }

    /// <summary>Why nothing more was read, when the batch did not simply end.</summary>
    public VerifierRefusal? Ending { get; private set; }

    /// <summary>Told of the items that are about to be checked.</summary>
    public Action<int>? Spend { get; init; }

    /// <summary>Told of an item that no answer could be found for, and why; gives the trace id.</summary>
    public required Func<int, Exception, string> Faulted { get; init; }

    /// <summary>The chunks in order; wait for each one's work.</summary>
    public IAsyncEnumerable<BatchChunk> ChunksAsync(CancellationToken cancel) => _chunks.Reader.ReadAllAsync(cancel);

    /// <summary>Whether the next answers are there already, so that sending these need not wake the network.</summary>
    public bool NextIsReady => _chunks.Reader.TryPeek(out var next) && next.Work.IsCompleted;

    /// <summary>Gives back a chunk whose answers have been sent.</summary>
    public void Done(BatchChunk chunk) => BatchChunks.GiveBack(chunk);

    /// <summary>Reads until the end, a bound, or a cancellation; never throws for what the client does.</summary>
    public async Task ReadAsync(PipeReader body, CancellationToken cancel)
    {
        try
        {
            while (Ending is null)
            {
                var result = await body.ReadAsync(cancel);
                foreach (var segment in result.Buffer)
                {
                    await TakeAsync(segment, cancel);
                }

                body.AdvanceTo(result.Buffer.End);
                // There is no telling when more comes: what is complete is not kept waiting.
                await HandOverAsync(cancel);
                if (result.IsCompleted)
                {
                    await EndAsync(cancel);
                    break;
                }
            }
        }
        catch (OperationCanceledException)
        {
            Ending = VerifierRefusal.BatchTooSlow;
        }
        catch (BadHttpRequestException slow) when (slow.StatusCode == StatusCodes.Status408RequestTimeout)
        {
            Ending = VerifierRefusal.BatchTooSlow;
        }
        catch (Exception gone) when (gone is BadHttpRequestException or IOException)
        {
            Ending = VerifierRefusal.BatchBroken;
        }
        finally
        {
            BatchChunks.GiveBack(_chunk);
            _chunks.Writer.Complete();
        }
    }

    private async ValueTask TakeAsync(ReadOnlyMemory<byte> segment, CancellationToken cancel)
    {
        _bytes += segment.Length;
        if (_bytes > bounds.MostBytes)
        {
            Ending ??= VerifierRefusal.BatchTooLarge;
        }

        while (Ending is null && Fill(ref segment))
        {
            await HandOverAsync(cancel);
        }
    }

    /// <returns>True when the chunk is full and there may be more.</returns>
    private bool Fill(ref ReadOnlyMemory<byte> segment)
    {
        var bytes = segment.Span;
        while (!bytes.IsEmpty)
        {
            var before = _chunk.Count;
            var slice = _slicer.Take(ref bytes, _chunk);
            if (slice == Slice.Malformed)
            {
                Ending = VerifierRefusal.BatchBroken;
                return false;
            }

            if (_chunk.Count > before && ++Items > bounds.MostItems)
            {
                _chunk.DropLast();
                Ending = VerifierRefusal.BatchTooLong;
                return false;
            }

            if (_chunk.IsFull)
            {
                segment = segment[^bytes.Length..];
                return true;
            }
        }

        return false;
    }

    private async Task EndAsync(CancellationToken cancel)
    {
        if (Ending is null && _slicer.MayEnd && !isArray)
        {
            // A last line need not end in a line feed.
            var before = _chunk.Count;
            _chunk.Finish(_slicer.Number, mayBeEmpty: true);
            Items += _chunk.Count - before;
            if (Items > bounds.MostItems)
            {
                _chunk.DropLast();
                Ending = VerifierRefusal.BatchTooLong;
            }
        }
        else if (!_slicer.MayEnd)
        {
            Ending ??= VerifierRefusal.BatchBroken;
        }

        await HandOverAsync(cancel);
        if (Items == 0 && !isArray)
        {
            Ending ??= VerifierRefusal.RequestEmpty;
        }
    }

    private async ValueTask HandOverAsync(CancellationToken cancel)
    {
        if (_chunk.Count == 0)
        {
            return;
        }

        await _seats.WaitAsync(cancel);
        var full = _chunk;
        _chunk = BatchChunks.Take();
        _chunk.GoOnFrom(full);
        Spend?.Invoke(full.Count);
        full.Begin(check, Faulted, _seats, cancel);
        var taken = _chunks.Writer.TryWrite(full);
        Debug.Assert(taken, "An unbounded channel takes everything until it is completed.");
    }
}
