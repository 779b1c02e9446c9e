using SkillsPassport.Issuer.Certificates.Drawing;

namespace SkillsPassport.Issuer.Certificates;

/// <summary>Small drawings for the three steps of the claim slip, for those who do not read.</summary>
internal static class Pictogram
{
    private const double Stroke = 0.45;

    /// <summary>A phone that looks at a code.</summary>
    public static void Camera(Canvas canvas, double x, double y)
    {
        Phone(canvas, x, y);
        const double cell = 1.05;
        foreach (var (column, row) in (ReadOnlySpan<(int, int)>)
            [(0, 0), (1, 0), (3, 0), (0, 1), (2, 1), (1, 2), (3, 2), (0, 3), (2, 3), (3, 3)])
        {
            canvas.FillRectangle(x - 2.1 + column * cell, y - 2.1 + row * cell, cell, cell, Ink.Green);
        }
        canvas.Polyline(Stroke, Ink.Gold, (x - 3.1, y - 1.8), (x - 3.1, y - 3.1), (x - 1.8, y - 3.1));
        canvas.Polyline(Stroke, Ink.Gold, (x + 1.8, y + 3.1), (x + 3.1, y + 3.1), (x + 3.1, y + 1.8));
    }

    /// <summary>A message with six digits in it.</summary>
    public static void Message(Canvas canvas, double x, double y)
    {
        canvas.RoundedRectangle(x - 5.6, y - 4.4, 11.2, 7.2, 1.6);
        canvas.Stroke(Stroke, Ink.Green);
        canvas.Polyline(Stroke, Ink.Green, (x - 2.6, y + 2.8), (x - 3.4, y + 5.2), (x - 0.4, y + 2.8));
        for (var digit = 0; digit < 6; digit++)
        {
            canvas.Circle(x - 3.75 + digit * 1.5, y - 0.8, 0.5);
        }
        canvas.Fill(Ink.Green);
    }

    /// <summary>A booklet with a tick.</summary>
    public static void Passport(Canvas canvas, double x, double y)
    {
        canvas.RoundedRectangle(x - 3.8, y - 5.2, 7.6, 10.4, 1);
        canvas.Stroke(Stroke, Ink.Green);
        canvas.Circle(x, y - 1.4, 2.1);
        canvas.Stroke(Stroke, Ink.Gold);
        canvas.Line(x - 2.2, y + 3, x + 2.2, y + 3, Stroke, Ink.Green);
        canvas.Polyline(0.9, Ink.Green, (x - 1.2, y - 1.6), (x - 0.2, y - 0.5), (x + 3.4, y - 4.6));
    }

    private static void Phone(Canvas canvas, double x, double y)
    {
        canvas.RoundedRectangle(x - 3.8, y - 5.5, 7.6, 11, 1.3);
        canvas.Stroke(Stroke, Ink.Green);
        canvas.Line(x - 0.8, y + 4.4, x + 0.8, y + 4.4, Stroke, Ink.Green);
    }
}
