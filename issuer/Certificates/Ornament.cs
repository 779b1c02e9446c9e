using SkillsPassport.Issuer.Certificates.Drawing;

namespace SkillsPassport.Issuer.Certificates;

/// <summary>The engraved work of the paper: fine lines that a photocopier blurs and an eye knows at once.</summary>
internal static class Ornament
{
    /// <summary>Two frames with a band of interlaced waves between them.</summary>
    public static void Frame(Canvas canvas, double outer, double inner, double width, double height)
    {
        const double corner = 3.7, ends = 3.2;
        var middle = (outer + inner) / 2;
        var amplitude = (inner - outer) / 2 - 0.55;
        var (left, top, right, bottom) = (middle, middle, width - middle, height - middle);
        Strands(canvas, left + ends, top, right - left - 2 * ends, amplitude, vertical: false);
        Strands(canvas, left + ends, bottom, right - left - 2 * ends, amplitude, vertical: false);
        Strands(canvas, left, top + ends, bottom - top - 2 * ends, amplitude, vertical: true);
        Strands(canvas, right, top + ends, bottom - top - 2 * ends, amplitude, vertical: true);
        canvas.RoundedRectangle(outer, outer, width - 2 * outer, height - 2 * outer, 2.6);
        canvas.Stroke(0.55, Ink.Green);
        canvas.RoundedRectangle(inner, inner, width - 2 * inner, height - 2 * inner, 0.8);
        canvas.Stroke(0.2, Ink.Gold);
        foreach (var (x, y) in (ReadOnlySpan<(double, double)>)
            [(left, top), (right, top), (left, bottom), (right, bottom)])
        {
            CornerRosette(canvas, x, y, corner);
        }
    }

    /// <summary>Rings that swell and shrink together, pale enough to read over.</summary>
    public static void Wash(Canvas canvas, double x, double y, double radius)
    {
        const int rings = 8, lobes = 12;
        var apart = radius * 0.8 / (rings - 1);
        for (var ring = 0; ring < rings; ring++)
        {
            // Each ring swells where its neighbour shrinks, so that they interlace.
            Scallops(canvas, x, y, radius * 0.2 + ring * apart, apart * 0.72, lobes, ring * Math.PI);
        }
        canvas.Stroke(0.16, Ink.Wash);
    }

    /// <summary>
    /// A ring with a scalloped border: where a real issuer has the state emblem, a demo has this and says so.
    /// </summary>
    public static void PlaceholderRing(Canvas canvas, double x, double y, double radius)
    {
        canvas.Circle(x, y, radius);
        canvas.Stroke(0.45, Ink.Green);
        Scallops(canvas, x, y, radius * 0.86, radius * 0.07, 18, 0);
        Scallops(canvas, x, y, radius * 0.86, radius * 0.07, 18, Math.PI);
        canvas.Stroke(0.14, Ink.Engraving);
        canvas.Circle(x, y, radius * 0.72);
        canvas.Stroke(0.2, Ink.Green);
    }

    /// <summary>A thin rule that ends in two small diamonds.</summary>
    public static void Rule(Canvas canvas, double x, double y, double width)
    {
        canvas.Line(x - width / 2, y, x - 2.2, y, 0.2, Ink.Gold);
        canvas.Line(x + 2.2, y, x + width / 2, y, 0.2, Ink.Gold);
        canvas.MoveTo(x, y - 1);
        canvas.LineTo(x + 1, y);
        canvas.LineTo(x, y + 1);
        canvas.LineTo(x - 1, y);
        canvas.ClosePath();
        canvas.Fill(Ink.Gold);
    }

    public static void Tick(Canvas canvas, double x, double y) =>
        canvas.Polyline(0.42, Ink.Green, (x, y), (x + 0.95, y + 0.95), (x + 2.75, y - 1.15));

    private static void CornerRosette(Canvas canvas, double x, double y, double radius)
    {
        canvas.Circle(x, y, radius);
        canvas.Fill(Ink.White);
        Scallops(canvas, x, y, radius * 0.62, radius * 0.3, 9, 0);
        Scallops(canvas, x, y, radius * 0.62, radius * 0.3, 9, Math.PI);
        canvas.Stroke(0.14, Ink.Engraving);
        canvas.Circle(x, y, radius * 0.98);
        canvas.Stroke(0.2, Ink.Gold);
        canvas.Circle(x, y, radius * 0.12);
        canvas.Fill(Ink.Green);
    }

    /// <summary>
    /// A circle whose radius swings: radius + swing · sin(lobes · angle + phase), from crest to trough to crest.
    /// </summary>
    private static void Scallops(
        Canvas canvas, double x, double y, double radius, double swing, int lobes, double phase)
    {
        var step = Math.PI / lobes;
        var first = (Math.PI / 2 - phase) / lobes;
        // At a crest or trough the curve runs straight round the centre: its handles need only their length.
        const double handle = 0.3642;
        for (var i = 0; i <= 2 * lobes; i++)
        {
            var (sin, cos) = Math.SinCos(first + i * step);
            var r = radius + (i % 2 == 0 ? swing : -swing);
            if (i == 0)
            {
                canvas.MoveTo(x + r * cos, y + r * sin);
                continue;
            }
            var (sinBefore, cosBefore) = Math.SinCos(first + (i - 1) * step);
            var before = radius + (i % 2 == 0 ? -swing : swing);
            canvas.CurveTo(
                x + before * (cosBefore - sinBefore * step * handle),
                y + before * (sinBefore + cosBefore * step * handle),
                x + r * (cos + sin * step * handle), y + r * (sin - cos * step * handle), x + r * cos, y + r * sin);
        }
        canvas.ClosePath();
    }

    /// <summary>Three waves a third of a period apart, along one side, cut off where the corners begin.</summary>
    private static void Strands(Canvas canvas, double x, double y, double length, double amplitude, bool vertical)
    {
        const double wishedPeriod = 18, handle = 0.3642;
        var half = length / Math.Round(length / wishedPeriod) / 2;
        var (width, height) = vertical ? (2 * amplitude + 1, length) : (length, 2 * amplitude + 1);
        canvas.Clipped(vertical ? x - width / 2 : x, vertical ? y : y - height / 2, width, height, () =>
        {
            Waves();
            canvas.Stroke(0.14, Ink.Engraving);
        });

        void Waves()
        {
            for (var strand = 0; strand < 3; strand++)
            {
                var start = -strand * half * 2 / 3;
                for (var i = 0; start + i * half < length + half / 2; i++)
                {
                    var (along, across) = (start + i * half, i % 2 == 0 ? amplitude : -amplitude);
                    if (i == 0)
                    {
                        canvas.MoveTo(vertical ? x + across : x + along, vertical ? y + along : y + across);
                    }
                    else if (vertical)
                    {
                        canvas.CurveTo(x - across, y + along - half * (1 - handle),
                            x + across, y + along - half * handle, x + across, y + along);
                    }
                    else
                    {
                        canvas.CurveTo(x + along - half * (1 - handle), y - across,
                            x + along - half * handle, y + across, x + along, y + across);
                    }
                }
            }
        }
    }
}
