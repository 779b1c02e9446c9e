using System.Text;
using Microsoft.AspNetCore.Html;
using QRCoder;

namespace SkillsPassport.Wallet.Share;

/// <summary>A link as a QR symbol, drawn as one SVG path: sharp at any size, printable, and small.</summary>
public static class QrPicture
{
    public static IHtmlContent Of(string text, string label)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var rows = code.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows.Count; x++)
            {
                var start = x;
                while (x < rows.Count && rows[y][x])
                {
                    x++;
                }

                if (x > start)
                {
                    path.Append(FormattableString.Invariant($"M{start} {y}h{x - start}v1h-{x - start}z"));
                }
            }
        }

        // ModuleMatrix already has the quiet zone of four modules.
        var name = System.Net.WebUtility.HtmlEncode(label);
        var size = rows.Count;
        return new HtmlString(FormattableString.Invariant(
            $"<svg viewBox=\"0 0 {size} {size}\" role=\"img\" aria-label=\"{name}\" shape-rendering=\"crispEdges\">")
            + FormattableString.Invariant($"<path fill=\"#fff\" d=\"M0 0h{size}v{size}H0z\"/>")
            + $"<path d=\"{path}\"/></svg>");
    }
}
