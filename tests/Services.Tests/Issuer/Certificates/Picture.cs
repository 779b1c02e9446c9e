using System.Globalization;
using System.Text;

namespace SkillsPassport.Services.Tests.Issuer.Certificates;

/// <summary>A grey picture, and the ways in which paper and phones ill-treat one.</summary>
internal sealed class Picture(int width, int height, byte[] pixels)
{
    public int Width { get; } = width;
    public int Height { get; } = height;

    public byte this[int x, int y] => pixels[y * Width + x];

    public static Picture ReadPgm(byte[] file)
    {
        var at = 0;
        var numbers = new int[3];
        string Word()
        {
            while (char.IsWhiteSpace((char)file[at]))
            {
                at++;
            }
            var from = at;
            while (!char.IsWhiteSpace((char)file[at]))
            {
                at++;
            }
            return Encoding.ASCII.GetString(file, from, at - from);
        }
        if (Word() != "P5")
        {
            throw new FormatException("Not a grey picture.");
        }
        for (var i = 0; i < 3; i++)
        {
            numbers[i] = int.Parse(Word(), CultureInfo.InvariantCulture);
        }
        return new(numbers[0], numbers[1], file[(at + 1)..]);
    }

    public byte[] ToPgm() => [.. Encoding.ASCII.GetBytes($"P5\n{Width} {Height}\n255\n"), .. pixels];

    public Picture Below(int top) => new(Width, Height - top, pixels[(top * Width)..]);

    /// <summary>The mean over each target pixel's area when shrinking; bilinear when growing.</summary>
    public Picture Scaled(double factor) => Mapped((int)(Width * factor), (int)(Height * factor), (x, y) =>
    {
        if (factor >= 1)
        {
            return At((x + 0.5) / factor - 0.5, (y + 0.5) / factor - 0.5);
        }
        const int samples = 4;
        double sum = 0;
        for (var i = 0; i < samples * samples; i++)
        {
            sum += At((x + (i % samples + 0.5) / samples) / factor - 0.5,
                (y + (i / samples + 0.5) / samples) / factor - 0.5);
        }
        return sum / (samples * samples);
    });

    public Picture Blurred(double sigma)
    {
        var reach = (int)Math.Ceiling(sigma * 3);
        var weights = Enumerable.Range(-reach, 2 * reach + 1)
            .Select(i => Math.Exp(-i * i / (2 * sigma * sigma))).ToArray();
        var sum = weights.Sum();
        Picture Along(Picture from, int dx, int dy) => from.Mapped(from.Width, from.Height, (x, y) =>
        {
            double value = 0;
            for (var i = -reach; i <= reach; i++)
            {
                value += weights[i + reach] * from.Clamped(x + i * dx, y + i * dy);
            }
            return value / sum;
        });
        return Along(Along(this, 1, 0), 0, 1);
    }

    public Picture Turned(double degrees)
    {
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        var (w, h) = ((int)(Width * cos + Height * Math.Abs(sin)), (int)(Height * cos + Width * Math.Abs(sin)));
        return Mapped(w, h, (x, y) =>
        {
            var (a, b) = (x - w / 2.0, y - h / 2.0);
            return Inside(a * cos + b * sin + Width / 2.0, b * cos - a * sin + Height / 2.0);
        });
    }

    /// <summary>As if held at a slant: the far side is smaller.</summary>
    public Picture Skewed(double k) => Mapped(Width, Height, (x, y) =>
    {
        var divisor = 1 + k / Height * y;
        return Inside((x + k * y - k * Height / 2) / divisor, ((1 + k) * y - k * Height / 2) / divisor);
    });

    public Picture Dimmed(double contrast, double brightness)
    {
        var mean = pixels.Average(p => p);
        return Mapped(Width, Height, (x, y) => (mean + (this[x, y] - mean) * contrast) * brightness);
    }

    private double At(double x, double y)
    {
        var (left, top) = ((int)Math.Floor(x), (int)Math.Floor(y));
        var (dx, dy) = (x - left, y - top);
        return (Clamped(left, top) * (1 - dx) + Clamped(left + 1, top) * dx) * (1 - dy)
            + (Clamped(left, top + 1) * (1 - dx) + Clamped(left + 1, top + 1) * dx) * dy;
    }

    private double Inside(double x, double y) => x < 0 || y < 0 || x >= Width || y >= Height ? 255 : At(x, y);

    private byte Clamped(int x, int y) => this[Math.Clamp(x, 0, Width - 1), Math.Clamp(y, 0, Height - 1)];

    private Picture Mapped(int width, int height, Func<int, int, double> value)
    {
        var to = new byte[width * height];
        Parallel.For(0, height, y =>
        {
            for (var x = 0; x < width; x++)
            {
                to[y * width + x] = (byte)Math.Clamp(value(x, y), 0, 255);
            }
        });
        return new(width, height, to);
    }
}
