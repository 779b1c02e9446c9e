namespace SkillsPassport.Verifier.Verify;

/// <summary>What became of the bytes given to a slicer.</summary>
internal enum Slice
{
    /// <summary>All were taken; the item goes on with the next bytes, if there are any.</summary>
    Open,

    /// <summary>An item ended.</summary>
    Item,

    /// <summary>The list ended; nothing but white space may follow.</summary>
    End,

    /// <summary>Here no list can go on.</summary>
    Malformed,
}

/// <summary>Cuts a stream of bytes into the items of a batch, without understanding them: lines (NDJSON), or the
/// elements of one JSON array. Nothing is kept of an item that is too long.</summary>
internal sealed class BatchSlicer(bool isArray)
{
    /// <summary>Longest item read, in bytes; whoever sends one longer credential has <c>/api/verify</c>.</summary>
    public const int LongestItem = 1024 * 1024;

    private Place _place = isArray ? Place.BeforeArray : Place.InItem;
    private int _depth;
    private bool _inText;
    private bool _escaped;
    private bool _first = true;

    private enum Place
    {
        BeforeArray,
        InItem,
        AfterArray,
    }

    /// <summary>Number of the item being read: the line, or the place in the array, from 1.</summary>
    public int Number { get; private set; } = 1;

    /// <summary>Whether the input may end here.</summary>
    public bool MayEnd => !isArray || _place == Place.AfterArray;

    /// <summary>Takes bytes up to the end of the next item and puts them into the chunk.</summary>
    /// <param name="bytes">What has come; the taken part is cut off.</param>
    /// <param name="chunk">Where the item's bytes go.</param>
    public Slice Take(ref ReadOnlySpan<byte> bytes, BatchChunk chunk) =>
        isArray ? TakeElement(ref bytes, chunk) : TakeLine(ref bytes, chunk);

    private Slice TakeLine(ref ReadOnlySpan<byte> bytes, BatchChunk chunk)
    {
        var end = bytes.IndexOf((byte)'\n');
        if (end < 0)
        {
            chunk.Append(bytes);
            bytes = [];
            return Slice.Open;
        }

        chunk.Append(bytes[..end]);
        bytes = bytes[(end + 1)..];
        // Empty lines are counted, so that numbers are those of an editor, and say nothing else.
        chunk.Finish(Number++, mayBeEmpty: true);
        return Slice.Item;
    }

    private Slice TakeElement(ref ReadOnlySpan<byte> bytes, BatchChunk chunk)
    {
        if (_place != Place.InItem)
        {
            bytes = bytes.TrimStart(" \t\r\n"u8);
            if (bytes.IsEmpty)
            {
                return Slice.Open;
            }

            if (_place == Place.AfterArray || bytes[0] != '[')
            {
                return Slice.Malformed;
            }

            _place = Place.InItem;
            bytes = bytes[1..];
        }

        var end = EndOfElement(bytes);
        if (end < 0)
        {
            chunk.Append(bytes);
            bytes = [];
            return Slice.Open;
        }

        var isLast = bytes[end] == ']';
        chunk.Append(bytes[..end]);
        bytes = bytes[(end + 1)..];
        chunk.Finish(Number++, mayBeEmpty: isLast && _first);
        _first = false;
        if (!isLast)
        {
            return Slice.Item;
        }

        _place = Place.AfterArray;
        return Slice.End;
    }

    private int EndOfElement(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; at < bytes.Length; at++)
        {
            if (_inText)
            {
                // Credentials are long texts: this is where the time goes.
                var skip = _escaped ? 0 : bytes[at..].IndexOfAny((byte)'"', (byte)'\\');
                if (skip < 0)
                {
                    return -1;
                }

                at += skip;
                _inText = _escaped || bytes[at] != '"';
                _escaped = !_escaped && bytes[at] == '\\';
                continue;
            }

            switch (bytes[at])
            {
                case (byte)'"':
                    _inText = true;
                    break;
                case (byte)'{' or (byte)'[':
                    _depth++;
                    break;
                case (byte)'}' or (byte)']' when _depth > 0:
                    _depth--;
                    break;
                case (byte)',' or (byte)']' when _depth == 0:
                    return at;
            }
        }

        return -1;
    }
}
