using System.Buffers;
using System.Text.Json;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Verification;

namespace SkillsPassport.Verifier.Verify;

/// <summary>A few items of a batch: read together, checked by one worker, written together.</summary>
internal sealed class BatchChunk
{
    /// <summary>Enough to make handing over cheap, few enough for the first answer to come soon.</summary>
    private const int MostItems = 16;
    private const int FewBytes = 16 * 1024;

    private readonly List<Item> _items = new(MostItems);
    private readonly ArrayBufferWriter<byte> _answers = new(FewBytes);
    private readonly Utf8JsonWriter _json = new(Stream.Null, VerifyCredential.Relaxed);
    private byte[] _bytes = new byte[FewBytes];
    private int _start;
    private int _end;
    private bool _tooLong;

    private readonly record struct Item(int Number, int Start, int End, VerifierRefusal? Refusal);

    public int Count => _items.Count;

    public bool IsFull => _items.Count == MostItems;

    /// <summary>Done when every answer of the chunk stands in <see cref="Answers"/>.</summary>
    public Task Work { get; private set; } = Task.CompletedTask;

    /// <summary>One line for each item, in order.</summary>
    public ReadOnlyMemory<byte> Answers => _answers.WrittenMemory;

    /// <summary>Adds to the item being read.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        _tooLong |= _end - _start + bytes.Length > BatchSlicer.LongestItem;
        if (_tooLong)
        {
            _end = _start;
            return;
        }

        if (_end + bytes.Length > _bytes.Length)
        {
            Grow(_end + bytes.Length);
        }

        bytes.CopyTo(_bytes.AsSpan(_end));
        _end += bytes.Length;
    }

    /// <summary>Ends the item being read.</summary>
    public void Finish(int number, bool mayBeEmpty)
    {
        var item = _bytes.AsSpan(_start.._end);
        var isEmpty = item[SentText.Inside(item)].IsEmpty && !_tooLong;
        if (!isEmpty || !mayBeEmpty)
        {
            _items.Add(new(number, _start, _end, _tooLong ? VerifierRefusal.RequestTooLarge : null));
        }

        _start = _end;
        _tooLong = false;
    }

    /// <summary>Takes over the beginning of an item that a full chunk has no end for.</summary>
    public void GoOnFrom(BatchChunk before)
    {
        Append(before._bytes.AsSpan(before._start..before._end));
        _tooLong = before._tooLong;
        before._end = before._start;
    }

    /// <summary>Has the items checked; the seat is given back as soon as there is only the network to wait
    /// for.</summary>
    /// <param name="check">Gives the verdicts.</param>
    /// <param name="tell">Told of an item's number and the fault that left it without an answer; gives the trace
    /// id.</param>
    /// <param name="seats">One is taken.</param>
    /// <param name="cancel">Gives up.</param>
    public void Begin(
        CheckCredential check, Func<int, Exception, string> tell, SemaphoreSlim seats, CancellationToken cancel) =>
        Work = Task.Run(() => CheckAsync(check, tell, seats, cancel), CancellationToken.None);

    /// <summary>An answer of its own for something that is not an item's fault.</summary>
    public void Refuse(int? number, VerifierRefusal refusal) => Write(number, null, refusal);

    /// <summary>Ready for the next items; names and dates of people do not stay in it.</summary>
    /// <returns>False when it has grown so large that it is better forgotten.</returns>
    public bool Clear()
    {
        _bytes.AsSpan(0, _end).Clear();
        _answers.Clear();
        _items.Clear();
        Work = Task.CompletedTask;
        _start = _end = 0;
        return _bytes.Length + _answers.Capacity <= 16 * FewBytes;
    }

    /// <summary>Takes the last item back: it was one too many.</summary>
    public void DropLast() => _items.RemoveAt(_items.Count - 1);

    private async Task CheckAsync(
        CheckCredential check, Func<int, Exception, string> tell, SemaphoreSlim seats, CancellationToken cancel)
    {
        var asked = new (ItemRequest Read, ValueTask<VerificationReport> Report)[_items.Count];
        try
        {
            for (var i = 0; i < asked.Length; i++)
            {
                cancel.ThrowIfCancellationRequested();
                asked[i] = Ask(_items[i], check, cancel);
            }
        }
        finally
        {
            seats.Release();
        }

        for (var i = 0; i < asked.Length; i++)
        {
            var (read, report) = asked[i];
            var number = _items[i].Number;
            var before = _answers.WrittenCount;
            try
            {
                if (read.Refusal is { } refusal)
                {
                    Write(number, read.Id, refusal);
                }
                else
                {
                    Write(number, read.Id, await report);
                }
            }
            catch (Exception fault) when (!cancel.IsCancellationRequested)
            {
                // Whoever sent the others must neither lose them nor miss this one.
                _answers.ResetWrittenCount();
                _answers.Advance(before);
                Write(number, read.Id, VerifierRefusal.ItemFaulted, tell(number, fault));
            }
        }
    }

    private (ItemRequest Read, ValueTask<VerificationReport> Report) Ask(
        Item item, CheckCredential check, CancellationToken cancel)
    {
        var read = default(ItemRequest);
        try
        {
            read = item.Refusal is { } known ? new ItemRequest(null, null, known)
                : ItemRequest.Read(new(_bytes, item.Start, item.End - item.Start));
            return (read, read.Request is { } request ? check.CheckAsync(request, cancel) : default);
        }
        catch (Exception fault)
        {
            // Met again where its answer is written.
            return (read, ValueTask.FromException<VerificationReport>(fault));
        }
    }

    private void Write(int number, string? id, VerificationReport report)
    {
        Open(number, id);
        _json.WritePropertyName("report"u8);
        report.WriteTo(_json);
        Close();
    }

    private void Write(int? number, string? id, VerifierRefusal refusal, string? trace = null)
    {
        Open(number, id);
        refusal.WriteTo(_json);
        if (trace is not null)
        {
            _json.WriteString("traceId"u8, trace);
        }

        Close();
    }

    private void Open(int? number, string? id)
    {
        _json.Reset(_answers);
        _json.WriteStartObject();
        if (number is { } line)
        {
            _json.WriteNumber("line"u8, line);
        }
        else
        {
            _json.WriteNull("line"u8);
        }

        _json.WritePropertyName("id"u8);
        _json.WriteRawValue(id ?? "null", skipInputValidation: true);
    }

    private void Close()
    {
        _json.WriteEndObject();
        _json.Flush();
        _answers.Write("\n"u8);
    }

    private void Grow(int needed) => Array.Resize(ref _bytes, Math.Max(needed, _bytes.Length * 2));
}

/// <summary>One item, read: what to verify, or why not.</summary>
/// <param name="Id">The sender's own name for it as JSON, given back as it came.</param>
internal readonly record struct ItemRequest(string? Id, VerificationRequest? Request, VerifierRefusal? Refusal)
{
    public static ItemRequest Read(ReadOnlyMemory<byte> item)
    {
        var read = ReadVerifyRequest.Json(item, out var id);
        return new(id, read, read is null ? VerifierRefusal.RequestUnreadable : null);
    }
}
