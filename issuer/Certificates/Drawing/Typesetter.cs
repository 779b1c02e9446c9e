using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;

namespace SkillsPassport.Issuer.Certificates.Drawing;

internal enum Face { Serif, Sans }

internal enum Align { Left, Centre, Right }

internal readonly record struct Colour(double Red, double Green, double Blue)
{
    public static Colour FromHex(int rgb) =>
        new((rgb >> 16 & 255) / 255.0, (rgb >> 8 & 255) / 255.0, (rgb & 255) / 255.0);
}

/// <summary>How a text looks; the size is in points.</summary>
internal readonly record struct TextStyle(Face Face, double Size, Colour Colour, bool Bold = false)
{
    /// <summary>Bangla beside Latin text of the same rank is set a little larger, or it looks smaller.</summary>
    public TextStyle ForBangla() => this with { Size = Size * 1.07 };
}

/// <summary>
/// Shapes text with fonts of the Noto family. One typesetter serves one thread at a time: rent it, give it back.
/// </summary>
internal sealed class Typesetter : IDisposable
{
    private static readonly string[] Families = ["Noto Serif", "Noto Serif Bengali", "Noto Sans", "Noto Sans Bengali"];
    private static readonly ConcurrentBag<Typesetter> Idle = [];

    private readonly Pango.ObjectHandle _fontMap;
    private readonly Pango.ObjectHandle _context;
    private Dictionary<(string, TextStyle, double?), ShapedText> _shaped = [];
    private Dictionary<(string, TextStyle, double?), ShapedText> _ofPageBefore = [];

    private Typesetter()
    {
        _fontMap = Pango.NewFontMap();
        _context = Pango.NewContext(_fontMap);
    }

    /// <summary>Takes an idle typesetter or makes one; <see cref="Dispose"/> gives it back.</summary>
    public static Typesetter Rent() => Idle.TryTake(out var idle) ? idle : New();

    private static Typesetter New()
    {
        try
        {
            var made = new Typesetter();
            // Without this check fontconfig would silently take any other font, and Bangla would print as boxes.
            foreach (var family in Families)
            {
                if (Pango.FamilyGivenFor(made._context, family) != family)
                {
                    throw new MissingPackageException($"The font “{family}”", "fonts-noto-core");
                }
            }
            return made;
        }
        catch (DllNotFoundException missing)
        {
            throw new MissingPackageException("The text library Pango with Cairo", "libpangocairo-1.0-0", missing);
        }
    }

    /// <summary>Lays a text out, on one line or wrapped at a width in points.</summary>
    public ShapedText Shape(string text, TextStyle style, double? wrapAt = null)
    {
        // Each new size makes fontconfig sort all fonts of the machine again: quarters of a point keep the sizes few.
        style = style with { Size = Math.Floor(style.Size * 4) / 4 };
        var key = (text, style, wrapAt);
        if (!_shaped.TryGetValue(key, out var shaped))
        {
            shaped = _ofPageBefore.Remove(key, out var again) ? again : LayOut(text, style, wrapAt);
            _shaped.Add(key, shaped);
        }
        return shaped;
    }

    private unsafe ShapedText LayOut(string text, TextStyle style, double? wrapAt)
    {
        const int weightNormal = 400, weightBold = 700, wrapWordThenCharacter = 2;
        var layout = Pango.pango_layout_new(_context);
        var utf8 = Encoding.UTF8.GetBytes(text);
        fixed (byte* bytes = utf8)
        {
            Pango.pango_layout_set_text(layout, bytes, utf8.Length);
        }
        var description = Pango.pango_font_description_new();
        Pango.pango_font_description_set_family(description, FamiliesFor(style.Face));
        Pango.pango_font_description_set_weight(description, style.Bold ? weightBold : weightNormal);
        Pango.pango_font_description_set_size(description, (int)Math.Round(style.Size * Pango.Scale));
        Pango.pango_layout_set_font_description(layout, description);
        Pango.pango_font_description_free(description);
        if (!ShapedText.HasBangla(text))
        {
            Pango.WithoutLigatures(layout);
        }
        if (wrapAt is { } width)
        {
            Pango.pango_layout_set_width(layout, (int)(width * Pango.Scale));
            Pango.pango_layout_set_wrap(layout, wrapWordThenCharacter);
        }
        if (Pango.pango_layout_get_unknown_glyphs_count(layout) > 0)
        {
            layout.Dispose();
            // A box in place of a letter is worse than no certificate. The text itself may be a name: not in the
            // message.
            throw new InvalidOperationException("A text on the paper has a character that no installed font can draw.");
        }
        return new ShapedText(layout, utf8, style);
    }

    /// <summary>
    /// Ends a page. What only the page before it needed is freed: the words that stand on every page are shaped once,
    /// a name is gone after the next page.
    /// </summary>
    public void EndPage()
    {
        Release(_ofPageBefore);
        (_shaped, _ofPageBefore) = (_ofPageBefore, _shaped);
    }

    private static void Release(Dictionary<(string, TextStyle, double?), ShapedText> texts)
    {
        foreach (var text in texts.Values)
        {
            text.Release();
        }
        texts.Clear();
    }

    public void Dispose()
    {
        if (Idle.Count < Environment.ProcessorCount * 2)
        {
            Idle.Add(this);
            return;
        }
        Release(_shaped);
        Release(_ofPageBefore);
        _context.Dispose();
        _fontMap.Dispose();
    }

    /// <summary>
    /// Latin first: then stops, brackets and digits of a Bangla line need no Latin part of the Bangla font.
    /// </summary>
    private static string FamiliesFor(Face face) =>
        face == Face.Serif ? "Noto Serif,Noto Serif Bengali" : "Noto Sans,Noto Sans Bengali";
}

/// <summary>Something printing needs is not installed; the message says how to install it.</summary>
public sealed class MissingPackageException(string what, string package, Exception? inner = null)
    : Exception($"{what} is not installed. On Debian: apt-get install {package}", inner);
