using System.Buffers;
using System.Runtime.InteropServices;

namespace SkillsPassport.Issuer.Certificates.Drawing;

/// <summary>A text laid out in lines: its widths, and how it is put on paper so that it can be found again.</summary>
internal sealed class ShapedText
{
    private readonly Pango.ObjectHandle _layout;
    private readonly byte[] _utf8;
    private readonly TextStyle _style;
    private readonly double[] _lineWidths;

    internal ShapedText(Pango.ObjectHandle layout, byte[] utf8, TextStyle style)
    {
        _layout = layout;
        _utf8 = utf8;
        _style = style;
        _lineWidths = new double[Pango.pango_layout_get_line_count(layout)];
        var iterator = Pango.pango_layout_get_iter(layout);
        for (var line = 0; line < _lineWidths.Length; line++)
        {
            Pango.pango_layout_iter_get_line_extents(iterator, out _, out var logical);
            _lineWidths[line] = logical.Width / Pango.Scale;
            Pango.pango_layout_iter_next_line(iterator);
        }
        Pango.pango_layout_iter_free(iterator);
    }

    public int Lines => _lineWidths.Length;

    /// <summary>The width of the widest line, in points.</summary>
    public double Width => _lineWidths.Max();

    public TextStyle Style => _style;

    public static bool HasBangla(ReadOnlySpan<char> text) => text.ContainsAnyInRange('\u0980', '\u09FF');

    /// <summary>
    /// Draws the lines with their first baseline at y; x is the left edge, the centre or the right edge.
    /// </summary>
    /// <remarks>As an outline it is a shape only, which no search finds: for a mark that lies under the text.</remarks>
    public unsafe void Draw(nint cairo, double x, double y, double lineHeight, Align align, bool asOutline = false)
    {
        Cairo.cairo_set_source_rgb(cairo, _style.Colour.Red, _style.Colour.Green, _style.Colour.Blue);
        var iterator = Pango.pango_layout_get_iter(_layout);
        try
        {
            var line = 0;
            do
            {
                var run = Pango.pango_layout_iter_get_run_readonly(iterator);
                if (run is null)
                {
                    line++;
                    continue;
                }
                Pango.pango_layout_iter_get_run_extents(iterator, out _, out var logical);
                Pango.pango_layout_iter_get_line_extents(iterator, out _, out var whole);
                var shift = align switch
                {
                    Align.Left => 0,
                    Align.Centre => -_lineWidths[line] / 2,
                    Align.Right => -_lineWidths[line],
                };
                DrawRun(cairo, run, x + shift + (logical.X - whole.X) / Pango.Scale, y + line * lineHeight, asOutline);
            }
            while (Pango.pango_layout_iter_next_run(iterator) != 0);
        }
        finally
        {
            Pango.pango_layout_iter_free(iterator);
        }
    }

    internal void Release() => _layout.Dispose();

    /// <summary>
    /// One cluster a word for Bangla: a PDF reader then finds the word as it was typed, whatever order its conjuncts
    /// and
    /// vowel signs are drawn in. Its spaces are gaps, as between any two words of a PDF. Latin letters keep their own
    /// clusters, so that a part of a word can be marked.
    /// </summary>
    private unsafe void DrawRun(nint cairo, Pango.Run* run, double x, double y, bool asOutline)
    {
        var count = run->Glyphs->Count;
        var text = _utf8.AsSpan(run->Item->Offset, run->Item->Length);
        var whole = (run->Item->Level & 1) == 1 || IsBangla(text);
        var glyphs = ArrayPool<Cairo.Glyph>.Shared.Rent(count);
        var clusters = ArrayPool<Cairo.TextCluster>.Shared.Rent(count);
        Cairo.cairo_set_scaled_font(cairo, Pango.pango_cairo_font_get_scaled_font(run->Item->Font));
        try
        {
            int drawn = 0, made = 0, from = 0, cluster = 0, clusterGlyphs = 0;
            for (var i = 0; i < count; i++)
            {
                var start = run->Glyphs->LogClusters[i];
                var next = i > 0 && start != run->Glyphs->LogClusters[i - 1];
                if (next && whole && text[start] == ' ')
                {
                    Show(text, start);
                }
                else if (next && !whole)
                {
                    clusters[made++] = new(start - cluster, clusterGlyphs);
                    (cluster, clusterGlyphs) = (start, 0);
                }
                var info = run->Glyphs->Glyphs[i];
                if (whole && text[start] == ' ')
                {
                    from = cluster = start + 1;
                }
                else if (info.Glyph != Pango.GlyphEmpty)
                {
                    glyphs[drawn++] = new(
                        new CULong(info.Glyph), x + info.XOffset / Pango.Scale, y + info.YOffset / Pango.Scale);
                    clusterGlyphs++;
                }
                x += info.Width / Pango.Scale;
            }
            Show(text, text.Length);

            void Show(ReadOnlySpan<byte> bytes, int end)
            {
                if (drawn > 0)
                {
                    clusters[made++] = new(end - cluster, clusterGlyphs);
                    Put(cairo, bytes[from..end], glyphs.AsSpan(0, drawn), clusters.AsSpan(0, made), asOutline);
                }
                (drawn, made, clusterGlyphs) = (0, 0, 0);
            }
        }
        finally
        {
            ArrayPool<Cairo.Glyph>.Shared.Return(glyphs);
            ArrayPool<Cairo.TextCluster>.Shared.Return(clusters);
        }
    }

    private static unsafe void Put(
        nint cairo, ReadOnlySpan<byte> text, ReadOnlySpan<Cairo.Glyph> glyphs, ReadOnlySpan<Cairo.TextCluster> clusters,
        bool asOutline)
    {
        fixed (byte* utf8 = text)
        fixed (Cairo.Glyph* glyph = glyphs)
        fixed (Cairo.TextCluster* cluster = clusters)
        {
            if (asOutline)
            {
                Cairo.cairo_glyph_path(cairo, glyph, glyphs.Length);
                Cairo.cairo_fill(cairo);
                return;
            }
            Cairo.cairo_show_text_glyphs(cairo, utf8, text.Length, glyph, glyphs.Length, cluster, clusters.Length, 0);
        }
    }

    /// <summary>U+0980–U+09FF are E0 A6 80 to E0 A7 BF in UTF-8.</summary>
    private static bool IsBangla(ReadOnlySpan<byte> utf8) =>
        utf8.IndexOf((ReadOnlySpan<byte>)[0xE0, 0xA6]) >= 0 || utf8.IndexOf((ReadOnlySpan<byte>)[0xE0, 0xA7]) >= 0;
}
