using System.Globalization;
using SkillsPassport.Issuer.Certificates.Drawing;

namespace SkillsPassport.Issuer.Certificates;

/// <summary>
/// The claim slip: an A5 page of its own, handed to the worker, that brings the certificate into a wallet. The PIN goes
/// another way, so that a lost slip is worth nothing.
/// </summary>
public static class ClaimSlip
{
    private const double Width = 148;
    private const double Height = 210;
    private const double Left = 13;
    private const double Right = Width - 13;
    private const double Middle = Width / 2;
    private const double BigQr = 58;
    private const double SmallQr = 36;
    private const double QrTop = 70;

    /// <summary>The densest symbols that these widths carry for a cheap camera.</summary>
    private const int LargestBigVersion = 17;
    private const int LargestSmallVersion = 13;

    public static byte[] ToPdf(ClaimSlipModel model)
    {
        using var output = new MemoryStream(64 * 1024);
        WriteBatch(output, [model]);
        return output.ToArray();
    }

    /// <summary>Draws many slips as one PDF for printing, page by page into the stream.</summary>
    public static void WriteBatch(Stream output, IEnumerable<ClaimSlipModel> models)
    {
        using var typesetter = Typesetter.Rent();
        using var pdf = new Cairo.Pdf(output, Canvas.Points(Width), Canvas.Points(Height));
        pdf.Set(Cairo.Metadata.Title, ClaimSlipWords.Title.En);
        pdf.Set(Cairo.Metadata.Creator, "SkillsPassport");
        var canvas = new Canvas(pdf.Context, typesetter);
        var first = true;
        foreach (var model in models)
        {
            if (first)
            {
                pdf.Set(Cairo.Metadata.Author, model.Issuer.Name.En);
                pdf.Set(Cairo.Metadata.CreateDate,
                    model.IssuedAt.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
                first = false;
            }
            Draw(canvas, model);
            pdf.EndPage();
            typesetter.EndPage();
        }
        pdf.Finish();
    }

    private static void Draw(Canvas canvas, ClaimSlipModel model)
    {
        canvas.RoundedRectangle(7, 7, Width - 14, Height - 14, 3);
        canvas.Stroke(0.5, Ink.Green);
        Flow.Place(11, QrTop - 3, scale => Head(canvas, model, scale));
        Symbols(canvas, model);
        Steps(canvas);
        Foot(canvas);
    }

    private static List<Block> Head(Canvas canvas, ClaimSlipModel model, double scale)
    {
        var flow = new Flow(canvas, Middle, Right - Left);
        TextStyle Serif(double size, Colour colour) => new(Face.Serif, size * scale, colour, Bold: true);
        TextStyle Sans(double size, Colour colour, bool bold = false) => new(Face.Sans, size * scale, colour, bold);
        var small = Sans(8, Ink.Quiet);
        var blocks = new List<Block>
        {
            flow.Groups(0, "  ·  ", small, [new(model.Issuer.Name.En, small)],
                [new(model.Issuer.Name.Bn, small.ForBangla())]),
            flow.Centred(ClaimSlipWords.Title.Bn, Serif(17, Ink.Green), 1.2 * scale, "H1"),
            flow.Centred(ClaimSlipWords.Title.En, Serif(14, Ink.Green), 0, "H1"),
            flow.Centred(model.NameEn, Serif(15, Ink.Text), 2.4 * scale, "H2"),
            flow.Centred(model.NameBn, Serif(12.5, Ink.Text), 0, "H2"),
            flow.Groups(0.8 * scale, "  ·  ", small, [new(model.Title.En, Sans(9.5, Ink.Text, bold: true))],
                [new(model.Title.Bn, Sans(10, Ink.Text, bold: true))]),
            flow.Groups(0, "  ·  ", small, [new(model.Award.En, Sans(9.5, Ink.Text))],
                [new(model.Award.Bn, Sans(10, Ink.Text))]),
            flow.Centred(model.SerialNo, Sans(9, Ink.Quiet), 0.3 * scale),
        };
        if (model.Issuer.Demo)
        {
            var mark = Sans(8, Ink.Warning, bold: true);
            blocks.Insert(0, flow.Groups(0, "  ·  ", mark, [new(ClaimSlipWords.Demo.En, mark)],
                [new(ClaimSlipWords.Demo.Bn, mark.ForBangla())]));
        }
        return blocks;
    }

    private static void Symbols(Canvas canvas, ClaimSlipModel model)
    {
        const double smallLeft = Right - SmallQr, smallTop = QrTop + BigQr - SmallQr;
        var (wallet, offer) = (model.WalletLink.AbsoluteUri, model.OfferUri.AbsoluteUri);
        QrSymbol.Encode(wallet, LargestBigVersion).Draw(canvas, Left, QrTop, BigQr);
        canvas.RoundedRectangle(Left, QrTop, BigQr, BigQr, 2);
        canvas.Stroke(0.4, Ink.Green);
        canvas.Link(wallet, Left, QrTop, BigQr, BigQr);
        QrSymbol.Encode(offer, LargestSmallVersion).Draw(canvas, smallLeft, smallTop, SmallQr);
        canvas.Link(offer, smallLeft, smallTop, SmallQr, SmallQr);

        Caption(ClaimSlipWords.Open, Left + BigQr / 2, QrTop + BigQr + 1, BigQr, 9, bold: true);
        Caption(ClaimSlipWords.OtherWallet, smallLeft + SmallQr / 2, QrTop + BigQr + 1, SmallQr + 6, 7, bold: false);

        var date = CertificateWords.Date(model.UseBefore);
        var column = new Flow(canvas, smallLeft + SmallQr / 2 - 2, Right - Left - BigQr - 6);
        var y = QrTop + 1;
        foreach (var block in (Block[])
        [
            column.Centred(ClaimSlipWords.Before.Bn, new(Face.Sans, 8.6, Ink.Quiet), 0),
            column.Centred(ClaimSlipWords.Before.En, new(Face.Sans, 8, Ink.Quiet), 0),
            column.Centred(date.Bn, new(Face.Sans, 13.5, Ink.Text, Bold: true), 0),
            column.Centred(date.En, new(Face.Sans, 13, Ink.Text, Bold: true), 0),
        ])
        {
            block.Draw(y);
            y += block.Height;
        }

        void Caption(Bilingual words, double centre, double top, double width, double size, bool bold)
        {
            var style = new TextStyle(Face.Sans, size, bold ? Ink.Text : Ink.Quiet, bold);
            var flow = new Flow(canvas, centre, width);
            var bangla = flow.Centred(words.Bn, style.ForBangla(), 0);
            bangla.Draw(top);
            flow.Centred(words.En, style, 0).Draw(top + bangla.Height);
        }
    }

    private static void Steps(Canvas canvas)
    {
        const double top = 141, height = 13.2, icon = 19, width = Right - Left - icon - 6;
        for (var step = 0; step < ClaimSlipWords.Steps.Count; step++)
        {
            var y = top + step * height;
            var middle = y + height / 2 - 0.6;
            Action<Canvas, double, double> draw = step switch
            {
                0 => Pictogram.Camera,
                1 => Pictogram.Message,
                _ => Pictogram.Passport,
            };
            draw(canvas, Left + 9, middle);
            var number = CertificateWords.Number(step + 1);
            var (words, flow) = (ClaimSlipWords.Steps[step], new Flow(canvas, 0, width));
            var big = new TextStyle(Face.Sans, 9.6, Ink.Text, Bold: true);
            var small = new TextStyle(Face.Sans, 8.8, Ink.Quiet);
            canvas.Tagged("P", () =>
            {
                canvas.Text(number.Bn, new(Face.Serif, 15, Ink.Green, Bold: true), Left + icon - 2, y, height - 1.2);
                canvas.Text(flow.Fit(words.Bn, big, width, 1), Left + icon + 6, y + 1.6, 5, Align.Left);
                canvas.Text(flow.Fit(words.En, small, width, 1), Left + icon + 6, y + 6.6, 4.4, Align.Left);
            });
            if (step > 0)
            {
                canvas.Line(Left, y - 0.6, Right, y - 0.6, 0.15, Ink.Hairline);
            }
        }
    }

    private static void Foot(Canvas canvas)
    {
        const double top = 181.5, bottom = 201.5;
        var flow = new Flow(canvas, Middle, Right - Left);
        var strong = new TextStyle(Face.Sans, 8.6, Ink.Text, Bold: true);
        var small = new TextStyle(Face.Sans, 7, Ink.Quiet);
        Flow.Place(top, bottom, _ =>
        [
            flow.Centred(ClaimSlipWords.Secret.Bn, strong.ForBangla(), 0.4),
            flow.Centred(ClaimSlipWords.Secret.En, strong, 0),
            flow.Groups(0.2, "  ·  ", small, [new(ClaimSlipWords.Later.Bn, small.ForBangla())],
                [new(ClaimSlipWords.NotTheCertificate.Bn, small.ForBangla())]),
            flow.Groups(0, "  ·  ", small, [new(ClaimSlipWords.Later.En, small)],
                [new(ClaimSlipWords.NotTheCertificate.En, small)]),
        ]);
    }
}
