using Microsoft.AspNetCore.Html;
using SkillsPassport.Wallet.Declared;
using SkillsPassport.Wallet.Passport;

namespace SkillsPassport.Wallet.Look;

/// <summary>Line drawings beside words; never instead of words, so they are hidden from screen readers.</summary>
public static class Icons
{
    public static IHtmlContent Tick => Draw("<path d=\"M5 12.5l4.5 4.5L19 7.5\"/>", 2.6);

    public static IHtmlContent Up => Draw("<path d=\"M12 15V4m0 0L7.5 8.5M12 4l4.5 4.5M5 13v6h14v-6\"/>", 2.2);

    public static IHtmlContent Plus => Draw("<path d=\"M12 5v14M5 12h14\"/>", 2.2);

    public static IHtmlContent Eye => Draw(
        "<path d=\"M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12z\"/><circle cx=\"12\" cy=\"12\" r=\"3\"/>");

    public static IHtmlContent Paper => Draw(
        "<rect x=\"5\" y=\"3\" width=\"14\" height=\"18\" rx=\"2\"/><path d=\"M9 8h6M9 12h6\"/>"
        + "<circle cx=\"12\" cy=\"16.5\" r=\"1.5\"/>");

    public static IHtmlContent Card => Draw(
        "<rect x=\"5\" y=\"3\" width=\"14\" height=\"18\" rx=\"2\"/>"
        + "<circle cx=\"12\" cy=\"10\" r=\"3\"/><path d=\"M9 17h6\"/>");

    public static IHtmlContent Clock => Draw("<circle cx=\"12\" cy=\"12\" r=\"9\"/><path d=\"M12 7v5l3 2\"/>");

    public static IHtmlContent Help => Draw(
        "<circle cx=\"12\" cy=\"12\" r=\"9\"/><path d=\"M9.5 9.5c0-3.5 5-3.3 5-.3 0 2-2.5 2-2.5 4.3M12 17v.3\"/>");

    public static IHtmlContent Building => Draw(
        "<path d=\"M4 21V5l9-2v18M13 9h7v12M3 21h18M7.500 8v.1M7.500 12v.1M7.500 16v.1M16.500 13v.1M16.500 17v.1\"/>");

    public static IHtmlContent Device => Draw(
        "<rect x=\"7\" y=\"2.500\" width=\"10\" height=\"19\" rx=\"2\"/><path d=\"M11 18.500h2\"/>");

    public static IHtmlContent Lock => Draw(
        "<rect x=\"5\" y=\"11\" width=\"14\" height=\"9\" rx=\"2\"/><path d=\"M8 11V8a4 4 0 018 0v3\"/>");

    public static IHtmlContent Question => Draw(
        "<path d=\"M12 2.5l9.5 9.5-9.5 9.5L2.5 12z\"/>"
        + "<path d=\"M10 10c0-2.6 4-2.5 4-.2 0 1.500-2 1.500-2 3.200M12 16v.2\"/>");

    public static IHtmlContent Stop => Draw(
        "<path d=\"M8 3h8l5 5v8l-5 5H8l-5-5V8z\"/><path d=\"M9 9l6 6M15 9l-6 6\"/>");

    public static IHtmlContent Shield => Draw(
        "<path d=\"M12 3l8 3v6c0 5-3.500 8-8 9-4.500-1-8-4-8-9V6z\"/><path d=\"M8.500 12l2.500 2.500 4.500-5\"/>");

    public static IHtmlContent Pen => Draw("<path d=\"M4 20l1-5L16 4l4 4L9 19zM14 6l4 4\"/>");

    public static IHtmlContent Talk => Draw("<path d=\"M4 5h16v11H10l-5 4v-4H4z\"/>");

    public static IHtmlContent Bag => Draw(
        "<rect x=\"3\" y=\"7\" width=\"18\" height=\"13\" rx=\"2\"/><path d=\"M8 7V4h8v3M3 13h18\"/>");

    public static IHtmlContent Tool => Draw(
        "<path d=\"M14.500 6.500a4 4 0 015-3.500l-2.500 2.500 1.500 1.500L21 4.500a4 4 0 01-5.500 5"
        + "L7 18a2 2 0 01-3-3z\"/>");

    public static IHtmlContent Cap => Draw("<path d=\"M2 9l10-5 10 5-10 5zM6 11.500V16c3 3 9 3 12 0v-4.500\"/>");

    public static IHtmlContent Qr => Draw(
        "<path d=\"M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM18 18h2v2h-2zM18 14h2M14 18v2\"/>");

    public static IHtmlContent Down => Draw("<path d=\"M12 4v11m0 0l-4.500-4.500M12 15l4.500-4.500M5 19h14\"/>", 2.2);

    public static IHtmlContent Print => Draw("<path d=\"M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z\"/>");

    public static IHtmlContent Speaker => Draw(
        "<path d=\"M4 9v6h4l5 4V5L8 9zM16 9a4 4 0 010 6M18.500 6.500a8 8 0 010 11\"/>");

    public static IHtmlContent Cloud => Draw(
        "<path d=\"M3 3l18 18M7 9a5 5 0 00-1 9.500h11M10 6a6 6 0 018 6 4 4 0 013 5\"/>");

    public static IHtmlContent Of(DeclaredKind kind) => kind switch
    {
        DeclaredKind.Skill => Tool,
        DeclaredKind.Work => Bag,
        DeclaredKind.Language => Talk,
    };

    public static IHtmlContent Of(PassportGroup group) => group switch
    {
        PassportGroup.Certificates or PassportGroup.Statements => Paper,
        PassportGroup.Training => Cap,
        PassportGroup.Languages => Talk,
        PassportGroup.Work => Bag,
    };

    private static HtmlString Draw(string lines, double width = 2) => new(
        "<svg viewBox=\"0 0 24 24\" width=\"24\" height=\"24\" fill=\"none\" stroke=\"currentColor\" "
        + FormattableString.Invariant($"stroke-width=\"{width}\" ")
        + $"aria-hidden=\"true\" focusable=\"false\">{lines}</svg>");
}
