namespace SkillsPassport.Issuer.Certificates.Drawing;

/// <summary>A page measured in millimetres from its top left corner; text sizes in points.</summary>
internal sealed class Canvas(nint cairo, Typesetter typesetter)
{
    public const double PointsPerMillimetre = 72 / 25.4;

    private readonly nint _cairo = cairo;

    public static double Points(double millimetres) => millimetres * PointsPerMillimetre;

    public static double Millimetres(double points) => points / PointsPerMillimetre;

    public Typesetter Typesetter => typesetter;

    /// <summary>Draws a laid out text in lines of the given height, the first of which begins at y.</summary>
    public void Text(ShapedText text, double x, double y, double lineHeight, Align align)
    {
        // Baselines hang on the line height and the size, not on the fonts' own metrics, which differ by script.
        var baseline = y + lineHeight / 2 + Millimetres(text.Style.Size) * 0.355;
        text.Draw(_cairo, Points(x), Points(baseline), Points(lineHeight), align);
    }

    /// <summary>A text as a shape only, centred on a point: no search finds it among the words above it.</summary>
    public void Mark(string text, TextStyle style, double x, double y) => typesetter.Shape(text, style).Draw(
        _cairo, Points(x), Points(y + Millimetres(style.Size) * 0.355), 0, Align.Centre, asOutline: true);

    public void Text(string text, TextStyle style, double x, double y, double lineHeight, Align align = Align.Left) =>
        Text(typesetter.Shape(text, style), x, y, lineHeight, align);

    public double Width(string text, TextStyle style) => Millimetres(typesetter.Shape(text, style).Width);

    /// <summary>Marks what is drawn inside as a heading, a paragraph or a link, for screen readers.</summary>
    public void Tagged(string tag, Action draw, string attributes = "")
    {
        Cairo.cairo_tag_begin(_cairo, tag, attributes);
        draw();
        Cairo.cairo_tag_end(_cairo, tag);
    }

    /// <summary>Makes an area of the page open an address when it is tapped on a screen.</summary>
    public void Link(string address, double x, double y, double width, double height)
    {
        var area = FormattableString.Invariant(
            $"rect=[{Points(x):F2} {Points(y):F2} {Points(width):F2} {Points(height):F2}] uri='{address}'");
        Cairo.cairo_tag_begin(_cairo, "Link", area);
        Cairo.cairo_tag_end(_cairo, "Link");
    }

    public void Line(double x1, double y1, double x2, double y2, double width, Colour colour)
    {
        Cairo.cairo_move_to(_cairo, Points(x1), Points(y1));
        Cairo.cairo_line_to(_cairo, Points(x2), Points(y2));
        Stroke(width, colour);
    }

    public void Polyline(double width, Colour colour, params ReadOnlySpan<(double X, double Y)> points)
    {
        MoveTo(points[0].X, points[0].Y);
        foreach (var (x, y) in points[1..])
        {
            Cairo.cairo_line_to(_cairo, Points(x), Points(y));
        }
        Stroke(width, colour);
    }

    public void FillRectangle(double x, double y, double width, double height, Colour colour)
    {
        Cairo.cairo_rectangle(_cairo, Points(x), Points(y), Points(width), Points(height));
        Fill(colour);
    }

    public void RoundedRectangle(double x, double y, double width, double height, double radius)
    {
        var (left, top, right, bottom, r) =
            (Points(x), Points(y), Points(x + width), Points(y + height), Points(radius));
        Cairo.cairo_new_sub_path(_cairo);
        Cairo.cairo_arc(_cairo, right - r, top + r, r, -Math.PI / 2, 0);
        Cairo.cairo_arc(_cairo, right - r, bottom - r, r, 0, Math.PI / 2);
        Cairo.cairo_arc(_cairo, left + r, bottom - r, r, Math.PI / 2, Math.PI);
        Cairo.cairo_arc(_cairo, left + r, top + r, r, Math.PI, Math.PI * 1.5);
        Cairo.cairo_close_path(_cairo);
    }

    /// <summary>A square of black and white cells, such as a QR symbol.</summary>
    public void Cells(int side, Func<int, int, bool> dark, double x, double y, double width) =>
        Cairo.PaintCells(_cairo, side, dark, Points(x), Points(y), Points(width));

    public void Circle(double x, double y, double radius)
    {
        Cairo.cairo_new_sub_path(_cairo);
        Cairo.cairo_arc(_cairo, Points(x), Points(y), Points(radius), 0, Math.PI * 2);
        Cairo.cairo_close_path(_cairo);
    }

    public void MoveTo(double x, double y) => Cairo.cairo_move_to(_cairo, Points(x), Points(y));

    public void LineTo(double x, double y) => Cairo.cairo_line_to(_cairo, Points(x), Points(y));

    public void CurveTo(double x1, double y1, double x2, double y2, double x3, double y3) =>
        Cairo.cairo_curve_to(_cairo, Points(x1), Points(y1), Points(x2), Points(y2), Points(x3), Points(y3));

    public void ClosePath() => Cairo.cairo_close_path(_cairo);

    public void Stroke(double width, Colour colour)
    {
        const int round = (int)Cairo.LineCap.Round;
        Source(colour);
        Cairo.cairo_set_line_width(_cairo, Points(width));
        Cairo.cairo_set_line_cap(_cairo, round);
        Cairo.cairo_set_line_join(_cairo, round);
        Cairo.cairo_stroke(_cairo);
    }

    public void Fill(Colour colour)
    {
        Source(colour);
        Cairo.cairo_fill(_cairo);
    }

    /// <summary>Draws only what falls inside a rectangle.</summary>
    public void Clipped(double x, double y, double width, double height, Action draw)
    {
        Cairo.cairo_save(_cairo);
        Cairo.cairo_rectangle(_cairo, Points(x), Points(y), Points(width), Points(height));
        Cairo.cairo_clip(_cairo);
        draw();
        Cairo.cairo_restore(_cairo);
    }

    /// <summary>Draws with the page turned about a point.</summary>
    public void Turned(double x, double y, double degrees, Action draw)
    {
        Cairo.cairo_save(_cairo);
        Cairo.cairo_translate(_cairo, Points(x), Points(y));
        Cairo.cairo_rotate(_cairo, degrees * Math.PI / 180);
        draw();
        Cairo.cairo_restore(_cairo);
    }

    private void Source(Colour colour) => Cairo.cairo_set_source_rgb(_cairo, colour.Red, colour.Green, colour.Blue);
}
