using SkillsPassport.Issuer.Certificates.Drawing;

namespace SkillsPassport.Issuer.Certificates;

/// <summary>The colours of the paper. Each one still tells apart when printed in black and white.</summary>
internal static class Ink
{
    public static readonly Colour Black = Colour.FromHex(0x000000);
    public static readonly Colour White = Colour.FromHex(0xFFFFFF);
    public static readonly Colour Text = Colour.FromHex(0x14231D);
    public static readonly Colour Quiet = Colour.FromHex(0x4B5A53);
    public static readonly Colour Green = Colour.FromHex(0x0B5D4B);
    public static readonly Colour Gold = Colour.FromHex(0xB9A25A);
    public static readonly Colour Hairline = Colour.FromHex(0xD9D6CA);
    public static readonly Colour Engraving = Colour.FromHex(0x8FBBAC);
    public static readonly Colour Wash = Colour.FromHex(0xE9F1EC);
    public static readonly Colour Paper = Colour.FromHex(0xF4F1E8);
    public static readonly Colour Warning = Colour.FromHex(0xB3261E);
    public static readonly Colour DemoMark = Colour.FromHex(0xF9E6E3);
}
