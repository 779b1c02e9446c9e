namespace SkillsPassport.Issuer.Certificates;

/// <summary>Where things stand on the A4 page, in millimetres from its top left corner.</summary>
public static class PageGeometry
{
    public const double Width = 210;
    public const double Height = 297;

    /// <summary>The QR symbol with its white frame: below 47 mm it no longer survives a bad photocopy.</summary>
    public const double QrWidth = 50;
    public const double QrLeft = 20;
    public const double QrTop = 213.5;

    /// <summary>The densest QR symbol that 50 mm carry.</summary>
    public const int LargestQrVersion = 17;

    /// <summary>
    /// A sheet is folded in halves or, for an envelope, in thirds: a fold through the symbol kills it.
    /// </summary>
    public static readonly IReadOnlyList<double> Folds = [Height / 3, Height / 2, Height * 2 / 3];

    internal const double FrameOuter = 7.5;
    internal const double FrameInner = 12;
    internal const double Left = 20;
    internal const double Right = Width - 20;
    internal const double Middle = Width / 2;
    internal const double FlowTop = 18;
    internal const double FlowBottom = 208;
    internal const double FactsLeft = 77;
    internal const double FootBottom = 280;
}
