using SkillsPassport.Issuer.Certificates.Drawing;

namespace SkillsPassport.Issuer.Certificates;

/// <summary>The foot of the page: the QR symbol with its code, the numbers and dates, the signatures.</summary>
internal static class CertificateFoot
{
    private const double FactsWidth = PageGeometry.Right - PageGeometry.FactsLeft;
    private const double CellGap = 5;
    private const double CellHeight = 8.5;
    private const double SignatureLine = 266.5;

    public static void Draw(Canvas canvas, CertificateModel model)
    {
        Symbol(canvas, model);
        Facts(canvas, model);
        Signature(canvas, model.Issuer.FirstSignatory, PageGeometry.FactsLeft);
        Signature(canvas, model.Issuer.SecondSignatory, PageGeometry.FactsLeft + (FactsWidth + CellGap) / 2);
    }

    private static void Symbol(Canvas canvas, CertificateModel model)
    {
        const double left = PageGeometry.QrLeft, top = PageGeometry.QrTop, side = PageGeometry.QrWidth;
        QrSymbol.Encode(model.QrText, PageGeometry.LargestQrVersion).Draw(canvas, left, top, side);
        canvas.Link(model.QrText, left, top, side, side);
        var middle = left + side / 2;
        var flow = new Flow(canvas, middle, side + 4);
        var small = new TextStyle(Face.Sans, 7.6, Ink.Quiet);
        var tiny = new TextStyle(Face.Sans, 6.4, Ink.Quiet);
        var code = new TextStyle(Face.Sans, 12.5, Ink.Text, Bold: true);
        var address = new Uri(model.QrText.ToLowerInvariant()).Authority;
        var y = top + side + 0.4;
        foreach (var block in (Block[])
        [
            flow.Groups(0, " · ", small, [new(CertificateWords.Scan.En, small)],
                [new(CertificateWords.Scan.Bn, small.ForBangla())]),
            flow.Centred(model.CertificateCode, code, 0),
            flow.Centred($"{CertificateWords.OrType.En} {address}", tiny, 0),
            flow.Centred(CertificateWords.OrType.Bn, tiny, 0),
        ])
        {
            block.Draw(y);
            y += block.Height;
        }
    }

    private static void Facts(Canvas canvas, CertificateModel model)
    {
        var half = (FactsWidth - CellGap) / 2;
        var (left, right) = (PageGeometry.FactsLeft, PageGeometry.FactsLeft + half + CellGap);
        var y = PageGeometry.QrTop + 0.6;
        Cell(CertificateWords.Serial, model.SerialNo, null, left, half);
        Cell(CertificateWords.Registration, model.RegistrationNo, null, right, half);
        y += CellHeight;
        DateCell(CertificateWords.Published, model.ResultPublishedOn, left);
        DateCell(CertificateWords.ValidUntil, model.ValidUntil, right);
        y += CellHeight;
        DateCell(CertificateWords.Assessed, model.AssessedOn, left);
        Identity();
        y += CellHeight;
        Cell(CertificateWords.Centre, $"{model.CentreCode} · {model.CentreName}", null, left, FactsWidth);
        y += CellHeight;
        if (model.Replaces is not null)
        {
            Cell(CertificateWords.Replaces, model.Replaces, null, left, FactsWidth);
        }

        void DateCell(Bilingual label, DateOnly date, double x)
        {
            var printed = CertificateWords.Date(date);
            Cell(label, printed.En, printed.Bn, x, half);
        }

        void Identity()
        {
            var (nid, passport) = (model.NidLast4, model.PassportLast3);
            var label = (nid, passport) switch
            {
                (not null, not null) => new Bilingual(
                    $"{CertificateWords.NationalId.En}, {CertificateWords.Passport.En.ToLowerInvariant()}",
                    $"{CertificateWords.NationalId.Bn}, {CertificateWords.Passport.Bn}"),
                (not null, null) => CertificateWords.NationalId,
                (null, not null) => CertificateWords.Passport,
                (null, null) => null,
            };
            if (label is null)
            {
                return;
            }
            var endings = string.Join(" · ", new[] { nid, passport }.OfType<string>().Select(e => $"…{e}"));
            Cell(label, $"{CertificateWords.EndsIn.En} {endings}", CertificateWords.EndsIn.Bn, right, half);
        }

        void Cell(Bilingual label, string value, string? valueBn, double x, double width)
        {
            var flow = new Flow(canvas, 0, width);
            var small = new TextStyle(Face.Sans, 7, Ink.Quiet);
            var strong = new TextStyle(Face.Sans, 9.6, Ink.Text, Bold: true);
            var words = $"{label.En} · ";
            canvas.Tagged("P", () =>
            {
                var natural = canvas.Width(words, small) + canvas.Width(label.Bn, small.ForBangla());
                var shrink = Math.Min(1, width / natural);
                var english = small with { Size = small.Size * (shrink < 1 ? shrink * 0.98 : 1) };
                canvas.Text(words, english, x, y, 3.3);
                canvas.Text(label.Bn, english.ForBangla(), x + canvas.Width(words, english), y, 3.3);
                var shaped = flow.Fit(value, strong, width, lines: 1);
                canvas.Text(shaped, x, y + 3.3, 4.2, Align.Left);
                if (valueBn is not null)
                {
                    var beside = new TextStyle(Face.Sans, 8.6, Ink.Quiet);
                    canvas.Text(valueBn, beside, x + Canvas.Millimetres(shaped.Width) + 2, y + 3.4, 4.2);
                }
            });
            canvas.Line(x, y + CellHeight - 0.6, x + width, y + CellHeight - 0.6, 0.15, Ink.Hairline);
        }
    }

    private static void Signature(Canvas canvas, Bilingual who, double x)
    {
        var width = (FactsWidth - CellGap) / 2;
        var style = new TextStyle(Face.Sans, 8.4, Ink.Text);
        var flow = new Flow(canvas, x, width);
        canvas.Line(x, SignatureLine, x + width, SignatureLine, 0.25, Ink.Text);
        canvas.Tagged("P", () =>
        {
            canvas.Text(flow.Fit(who.En, style, width, lines: 1), x, SignatureLine + 0.8, 3.8, Align.Left);
            canvas.Text(flow.Fit(who.Bn, style.ForBangla(), width, lines: 1), x, SignatureLine + 4.6, 4.2, Align.Left);
        });
    }
}
