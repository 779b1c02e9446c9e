using QRCoder;
using SkillsPassport.Issuer.Certificates.Drawing;

namespace SkillsPassport.Issuer.Certificates;

/// <summary>The one door to QRCoder: a text becomes a square of dark and light modules.</summary>
internal sealed class QrSymbol
{
    /// <summary>Modules of white on every side (ISO/IEC 18004, 9.1).</summary>
    public const int QuietZone = 4;

    private readonly QRCodeData _data;

    private QrSymbol(QRCodeData data) => _data = data;

    /// <summary>1 to 40; the side is 17 + 4 × version modules without the quiet zone.</summary>
    public int Version => _data.Version;

    /// <summary>Modules on a side, with the quiet zone.</summary>
    public int Side => _data.ModuleMatrix.Count;

    /// <summary>
    /// Encodes at error correction M; the encoder mixes alphanumeric and byte segments by itself. A symbol denser than
    /// asked does not survive the paper it is printed on: a fault, not a refusal.
    /// </summary>
    public static QrSymbol Encode(string text, int largestVersion)
    {
        var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        if (data.Version > largestVersion)
        {
            throw new InvalidOperationException(
                $"The QR symbol needs version {data.Version}; at most {largestVersion} reads reliably in print.");
        }
        return new QrSymbol(data);
    }

    /// <summary>Draws it with its white frame, exactly as wide as asked.</summary>
    public void Draw(Canvas canvas, double x, double y, double width) =>
        canvas.Cells(Side, (row, column) => _data.ModuleMatrix[row][column], x, y, width);
}
