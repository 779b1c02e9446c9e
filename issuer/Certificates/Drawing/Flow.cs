namespace SkillsPassport.Issuer.Certificates.Drawing;

/// <summary>A part of the page that stands below the one before it.</summary>
/// <param name="Height">In millimetres.</param>
/// <param name="Gap">The space above it, which stretches when there is room.</param>
/// <param name="Draw">Draws it with its top at the given y.</param>
internal readonly record struct Block(double Height, double Gap, Action<double> Draw);

internal readonly record struct Segment(string Text, TextStyle Style);

/// <summary>Sets texts so that they fit: first smaller in steps, then on more lines, never over an edge.</summary>
internal sealed class Flow(Canvas canvas, double centre, double width)
{
    private const double LeadingLatin = 1.22;
    private const double LeadingBangla = 1.42;
    private const double SmallestPart = 0.72;

    /// <summary>Lays blocks out between two heights at the largest scale at which they fit.</summary>
    public static void Place(double top, double bottom, Func<double, List<Block>> build)
    {
        const double mostStretch = 1.1;
        List<Block> blocks = [];
        double room = 0, gaps = 0;
        foreach (var scale in (ReadOnlySpan<double>)[1, 0.96, 0.92, 0.88, 0.84, 0.8, 0.76, 0.72, 0.68, 0.64, 0.6])
        {
            blocks = build(scale);
            gaps = blocks.Sum(b => b.Gap);
            room = bottom - top - blocks.Sum(b => b.Height) - gaps;
            if (room >= 0)
            {
                break;
            }
        }
        if (room < 0)
        {
            throw new InvalidOperationException("The texts of this page do not fit on it at any readable size.");
        }
        var stretch = 1 + Math.Min(room / gaps, mostStretch);
        var y = top;
        foreach (var block in blocks)
        {
            y += block.Gap * stretch;
            block.Draw(y);
            y += block.Height;
        }
    }

    /// <summary>One text, centred: shrunk down to a part of its size, then wrapped.</summary>
    public Block Centred(string text, TextStyle style, double gap, string tag = "P")
    {
        var shaped = Fit(text, style, width);
        var line = LineHeight(shaped, text);
        return new(line * shaped.Lines, gap,
            y => canvas.Tagged(tag, () => canvas.Text(shaped, centre, y, line, Align.Centre)));
    }

    /// <summary>Groups of texts on as few centred lines as they need; a group is never broken between lines.</summary>
    public Block Groups(double gap, string between, TextStyle betweenStyle, params ReadOnlySpan<Segment[]> groups)
    {
        var rows = new List<List<(ShapedText Shaped, double Line)>>();
        var rowWidth = 0.0;
        foreach (var group in groups)
        {
            var natural = group.Sum(s => canvas.Width(s.Text, s.Style));
            var shrink = Math.Min(1, width / natural);
            var parts = group.Select(s =>
            {
                var shaped = canvas.Typesetter.Shape(s.Text, s.Style with { Size = s.Style.Size * shrink * 0.999 });
                return (shaped, LineHeight(shaped, s.Text));
            }).ToList();
            var groupWidth = natural * shrink;
            var separator = canvas.Typesetter.Shape(between, betweenStyle);
            var separatorWidth = Canvas.Millimetres(separator.Width);
            if (rows.Count > 0 && rowWidth + separatorWidth + groupWidth <= width)
            {
                rows[^1].Add((separator, 0));
                rows[^1].AddRange(parts);
                rowWidth += separatorWidth + groupWidth;
                continue;
            }
            rows.Add(parts);
            rowWidth = groupWidth;
        }
        var heights = rows.ConvertAll(r => r.Max(p => p.Line));
        return new(heights.Sum(), gap, y => canvas.Tagged("P", () =>
        {
            for (var row = 0; row < rows.Count; row++)
            {
                var x = centre - rows[row].Sum(p => Canvas.Millimetres(p.Shaped.Width)) / 2;
                var size = rows[row].Max(p => p.Shaped.Style.Size);
                foreach (var (shaped, _) in rows[row])
                {
                    // One baseline for all sizes of the row.
                    var drop = Canvas.Millimetres(size - shaped.Style.Size) * 0.355;
                    canvas.Text(shaped, x, y + drop, heights[row], Align.Left);
                    x += Canvas.Millimetres(shaped.Width);
                }
                y += heights[row];
            }
        }));
    }

    /// <summary>
    /// A text within a width: the largest size for one line, else wrapped in as large a size as two lines allow.
    /// </summary>
    public ShapedText Fit(
        string text, TextStyle style, double within, int lines = 2, double smallestPart = SmallestPart)
    {
        var points = Canvas.Points(within);
        var natural = canvas.Typesetter.Shape(text, style);
        if (natural.Width <= points)
        {
            return natural;
        }
        var needed = points / natural.Width * 0.998;
        if (needed >= smallestPart)
        {
            return canvas.Typesetter.Shape(text, style with { Size = style.Size * needed });
        }
        for (var part = smallestPart < 1 ? 0.9 : 1; part > 0.3; part -= 0.06)
        {
            var wrapped = canvas.Typesetter.Shape(text, style with { Size = style.Size * part }, points);
            if (wrapped.Lines <= lines && wrapped.Width <= points + 0.5)
            {
                return wrapped;
            }
        }
        throw new InvalidOperationException("A text is too long for its place on the paper at any readable size.");
    }

    /// <summary>The line height of a text in millimetres; Bangla needs room above and below for its signs.</summary>
    public static double LineHeight(ShapedText shaped, string text) =>
        Canvas.Millimetres(shaped.Style.Size) * (ShapedText.HasBangla(text) ? LeadingBangla : LeadingLatin);
}
