using SkillsPassport.Issuer.Certificates.Drawing;

namespace SkillsPassport.Issuer.Certificates;

/// <summary>The engraved work of the paper: fine lines that a photocopier blurs and an eye knows at once.</summary>
internal static class Ornament
{
    /// <summary>Two frames with a band of interlaced waves between them.</summary>
    public static void Frame(Canvas canvas, double outer, double inner, double width, double height)
    {
        const double corner = 4.2;
        var middle = (outer + inner) / 2;
        var amplitude = (inner - outer) / 2 - 0.55;
        var (left, top, right, bottom) = (middle, middle, width - middle, height - middle);
        canvas.Repeated(
            side => Strands(side, right - left - 2 * corner, amplitude, vertical: false),
            (left + corner, top), (left + corner, bottom));
        canvas.Repeated(
            side => Strands(side, bottom - top - 2 * corner, amplitude, vertical: true),
            (left, top + corner), (right, top + corner));
        canvas.RoundedRectangle(outer, outer, width - 2 * outer, height - 2 * outer, 2.6);
        canvas.Stroke(0.55, Ink.Green);
        canvas.RoundedRectangle(inner, inner, width - 2 * inner, height - 2 * inner, 0.8);
        canvas.Stroke(0.2, Ink.Gold);
        canvas.Repeated(
            rosette => CornerRosette(rosette, corner - 0.5), (left, top), (right, top), (left, bottom), (right, bottom));
    }

    /// <summary>Rings that swell and shrink together, pale enough to read over.</summary>
    public static void Wash(Canvas canvas, double x, double y, double radius)
    {
        const int rings = 9;
        for (var ring = 0; ring < rings; ring++)
        {
            var reach = radius * (0.24 + 0.76 * ring / (rings - 1));
            Scallops(canvas, x, y, reach, reach * 0.055, 16, ring * Math.PI / 8);
        }
        canvas.Stroke(0.16, Ink.Wash);
    }

    /// <summary>A ring with a scalloped border: where a real issuer has the state emblem, a demo has this and says so.</summary>
    public static void PlaceholderRing(Canvas canvas, double x, double y, double radius)
    {
        canvas.Circle(x, y, radius);
        canvas.Stroke(0.45, Ink.Green);
        Scallops(canvas, x, y, radius * 0.86, radius * 0.07, 24, 0);
        Scallops(canvas, x, y, radius * 0.86, radius * 0.07, 24, Math.PI);
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

    private static void CornerRosette(Canvas canvas, double radius)
    {
        canvas.Circle(0, 0, radius);
        canvas.Fill(Ink.White);
        for (var ring = 1; ring <= 3; ring++)
        {
            Scallops(canvas, 0, 0, radius * ring / 3.6, radius * 0.16, 8, 0);
            Scallops(canvas, 0, 0, radius * ring / 3.6, radius * 0.16, 8, Math.PI);
        }
        canvas.Stroke(0.14, Ink.Engraving);
        canvas.Circle(0, 0, radius * 0.98);
        canvas.Stroke(0.2, Ink.Gold);
        canvas.Circle(0, 0, radius * 0.12);
        canvas.Fill(Ink.Green);
    }

    /// <summary>A circle whose radius swings: radius + swing · sin(lobes · angle + phase), in smooth curves.</summary>
    private static void Scallops(
        Canvas canvas, double x, double y, double radius, double swing, int lobes, double phase)
    {
        var steps = lobes * 3;
        var step = Math.PI * 2 / steps;
        var (fromX, fromY, fromDx, fromDy) = At(0);
        canvas.MoveTo(fromX, fromY);
        for (var i = 1; i <= steps; i++)
        {
            var (toX, toY, toDx, toDy) = At(i * step);
            // Hermite to Bézier: control points a third of the derivative away.
            canvas.CurveTo(
                fromX + fromDx * step / 3, fromY + fromDy * step / 3, toX - toDx * step / 3, toY - toDy * step / 3, toX, toY);
            (fromX, fromY, fromDx, fromDy) = (toX, toY, toDx, toDy);
        }
        canvas.ClosePath();

        (double X, double Y, double Dx, double Dy) At(double angle)
        {
            var r = radius + swing * Math.Sin(lobes * angle + phase);
            var dr = swing * lobes * Math.Cos(lobes * angle + phase);
            var (sin, cos) = Math.SinCos(angle);
            return (x + r * cos, y + r * sin, dr * cos - r * sin, dr * sin + r * cos);
        }
    }

    /// <summary>Three sine waves a third of a period apart, along one side of the frame.</summary>
    private static void Strands(Canvas canvas, double length, double amplitude, bool vertical)
    {
        foreach (var phase in (ReadOnlySpan<double>)[0, Math.PI * 2 / 3, Math.PI * 4 / 3])
        {
            Wave(canvas, length, amplitude, phase, vertical);
        }
        canvas.Stroke(0.14, Ink.Engraving);
    }

    private static void Wave(Canvas canvas, double length, double amplitude, double phase, bool vertical)
    {
        const double wishedPeriod = 9;
        const int stepsInPeriod = 3;
        const double turn = Math.PI * 2 / stepsInPeriod;
        var steps = (int)Math.Round(length / wishedPeriod) * stepsInPeriod;
        var along = length / steps;
        for (var i = 0; i <= steps; i++)
        {
            var (to, value) = (i * along, amplitude * Math.Sin(i * turn + phase));
            if (i == 0)
            {
                canvas.MoveTo(vertical ? value : to, vertical ? to : value);
                continue;
            }
            var from = to - along;
            var first = amplitude * (Math.Sin((i - 1) * turn + phase) + Math.Cos((i - 1) * turn + phase) * turn / 3);
            var second = value - amplitude * Math.Cos(i * turn + phase) * turn / 3;
            var (a, b) = (from + along / 3, to - along / 3);
            if (vertical)
            {
                canvas.CurveTo(first, a, second, b, value, to);
                continue;
            }
            canvas.CurveTo(a, first, b, second, to, value);
        }
    }
}
