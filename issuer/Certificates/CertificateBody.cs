using SkillsPassport.Issuer.Certificates.Drawing;

namespace SkillsPassport.Issuer.Certificates;

/// <summary>From the emblem down to the last unit: who, what, how.</summary>
internal static class CertificateBody
{
    private const double Width = PageGeometry.Right - PageGeometry.Left;
    private const double ColumnGap = 9;

    public static void Draw(Canvas canvas, CertificateModel model)
    {
        if (model.Issuer.Demo)
        {
            DemoLine(canvas);
        }
        Flow.Place(PageGeometry.FlowTop, PageGeometry.FlowBottom, scale => Blocks(canvas, model, scale));
    }

    private static List<Block> Blocks(Canvas canvas, CertificateModel model, double scale)
    {
        var flow = new Flow(canvas, PageGeometry.Middle, Width);
        TextStyle Serif(double size, Colour colour) => new(Face.Serif, size * scale, colour, Bold: true);
        TextStyle Sans(double size, Colour colour, bool bold = false) => new(Face.Sans, size * scale, colour, bold);
        var quiet = Sans(9.5, Ink.Quiet);
        var title = Certificate.Title(model);
        var found = CertificateWords.FoundCompetent(model);
        var blocks = new List<Block>
        {
            Emblem(canvas, model, scale),
            flow.Groups(2.2 * scale, "  ·  ", Serif(11, Ink.Text),
                [new(model.Issuer.Heading.Bn, Serif(11.5, Ink.Text))],
                [new(model.Issuer.Name.Bn, Serif(11.5, Ink.Text))]),
            flow.Centred(model.Issuer.Heading.En, Sans(10, Ink.Text), 0),
            flow.Centred(model.Issuer.Name.En, Sans(10, Ink.Text), 0),
            flow.Centred(title.En, Serif(26, Ink.Green), 3.6 * scale, "H1"),
            flow.Centred(title.Bn, Serif(17, Ink.Green), 0, "H1"),
        };
        if (model.IsStatement)
        {
            blocks.Add(StatementBand(canvas, model, scale));
        }
        blocks.AddRange(
        [
            flow.Groups(3.6 * scale, "  ·  ", quiet, [new(CertificateWords.Lead.En, Sans(10, Ink.Quiet))],
                [new(CertificateWords.Lead.Bn, Sans(10, Ink.Quiet).ForBangla())]),
            flow.Centred(model.NameEn, Serif(24, Ink.Text), 0.4 * scale, "H2"),
            flow.Centred(model.NameBn, Serif(17, Ink.Text), 0, "H2"),
            new Block(2, 0.4 * scale, y => Ornament.Rule(canvas, PageGeometry.Middle, y + 1, 74)),
            flow.Groups(0.8 * scale, "     ", quiet,
                Labelled(CertificateWords.Father, model.FatherName),
                Labelled(CertificateWords.Mother, model.MotherName),
                Labelled(CertificateWords.Born, $"{model.BirthYear}")),
            flow.Centred(found.En, Sans(11.5, Ink.Text), 3.2 * scale),
            flow.Centred(found.Bn, Sans(11, Ink.Text), 0),
            flow.Centred($"{model.Occupation.En} · {model.Level.En}", Serif(17, Ink.Green), 0.8 * scale, "H2"),
            flow.Centred($"{model.Occupation.Bn} · {model.Level.Bn}", Serif(14, Ink.Green), 0, "H2"),
            flow.Groups(0.2 * scale, "  ·  ", quiet, [new(model.Framework.En, quiet)],
                [new(model.Framework.Bn, quiet.ForBangla())]),
        ]);
        blocks.AddRange(Units(canvas, flow, model, scale));
        return blocks;

        Segment[] Labelled(Bilingual label, string value) =>
        [
            new($"{label.En} · ", quiet), new($"{label.Bn}  ", quiet.ForBangla()),
            new(value, Sans(10, Ink.Text, bold: true)),
        ];
    }

    private static Block Emblem(Canvas canvas, CertificateModel model, double scale)
    {
        var radius = 8.5 * Math.Max(scale, 0.8);
        return new(radius * 2, 0, y =>
        {
            Ornament.PlaceholderRing(canvas, PageGeometry.Middle, y + radius, radius);
            if (!model.Issuer.Demo)
            {
                return;
            }
            var words = new TextStyle(Face.Sans, 5.6, Ink.Green, Bold: true);
            canvas.Tagged("P", () =>
            {
                const double x = PageGeometry.Middle;
                canvas.Text(CertificateWords.Emblem.En, words, x, y + radius - 2.9, 2.8, Align.Centre);
                canvas.Text(CertificateWords.Emblem.Bn, words, x, y + radius, 3, Align.Centre);
            });
        });
    }

    /// <summary>
    /// "12 of 14 units. This statement is not the certificate": in a band, so that no glance mistakes it.
    /// </summary>
    private static Block StatementBand(Canvas canvas, CertificateModel model, double scale)
    {
        const double pad = 1.3;
        var count = CertificateWords.UnitCount(model);
        var note = CertificateWords.NotTheCertificate;
        var flow = new Flow(canvas, PageGeometry.Middle, Width - 8);
        var strong = new TextStyle(Face.Sans, 9.6 * scale, Ink.Text, Bold: true);
        var plain = new TextStyle(Face.Sans, 9.6 * scale, Ink.Text);
        var english = flow.Groups(0, "  ·  ", plain, [new(count.En, strong)], [new(note.En, plain)]);
        var bangla = flow.Groups(0, "  ·  ", plain, [new(count.Bn, strong.ForBangla())],
            [new(note.Bn, plain.ForBangla())]);
        var height = english.Height + bangla.Height + 2 * pad;
        return new(height, 2.4 * scale, y =>
        {
            canvas.RoundedRectangle(PageGeometry.Left + 16, y, Width - 32, height, 1.5);
            canvas.Fill(Ink.Paper);
            canvas.RoundedRectangle(PageGeometry.Left + 16, y, Width - 32, height, 1.5);
            canvas.Stroke(0.3, Ink.Text);
            english.Draw(y + pad);
            bangla.Draw(y + pad + english.Height);
        });
    }

    /// <summary>The official titles, down the first column and then down the second.</summary>
    private static IEnumerable<Block> Units(Canvas canvas, Flow flow, CertificateModel model, double scale)
    {
        const int mostInOneColumn = 5;
        const double indent = 5;
        var columns = model.Units.Count > mostInOneColumn ? 2 : 1;
        var width = columns == 2 ? (Width - ColumnGap) / 2 : Width;
        var style = new TextStyle(Face.Sans, 9.6 * scale, Ink.Text);
        var caption = new TextStyle(Face.Sans, 8.8 * scale, Ink.Quiet);
        var rows = (model.Units.Count + columns - 1) / columns;
        var count = CertificateWords.UnitCount(model);

        yield return new(5 * scale, 3.4 * scale, y => canvas.Tagged("H3", () =>
        {
            var words = $"{CertificateWords.Units.En} · ";
            canvas.Text(words, caption with { Bold = true }, PageGeometry.Left, y, 4.6 * scale);
            canvas.Text(CertificateWords.Units.Bn, caption with { Bold = true },
                PageGeometry.Left + canvas.Width(words, caption with { Bold = true }), y, 4.6 * scale);
            canvas.Text($"{count.En} · {count.Bn}", caption, PageGeometry.Right, y, 4.6 * scale, Align.Right);
        }));

        var line = Canvas.Millimetres(style.Size) * 1.26;
        var pad = 0.85 * scale;
        var shaped = model.Units.Select(u => flow.Fit(Printed(u), style, width - indent, smallestPart: 1)).ToList();
        // Both columns keep the same row heights: the eye reads across as well as down.
        var heights = Enumerable.Range(0, rows).Select(row =>
            Enumerable.Range(0, columns).Select(c => c * rows + row).Where(i => i < shaped.Count)
                .Max(i => shaped[i].Lines) * line + 2 * pad).ToList();

        yield return new(heights.Sum(), 0.4 * scale, top =>
        {
            for (var i = 0; i < shaped.Count; i++)
            {
                var row = i % rows;
                var x = PageGeometry.Left + i / rows * (width + ColumnGap);
                var y = top + heights.Take(row).Sum();
                Ornament.Tick(canvas, x + 0.6, y + pad + line / 2);
                var text = shaped[i];
                canvas.Tagged("P", () => canvas.Text(text, x + indent, y + pad, line, Align.Left));
                canvas.Line(x, y + heights[row], x + width, y + heights[row], 0.15, Ink.Hairline);
            }
        });

        if (model.Units.Any(u => u is { Code: not null, CodeIsIllustrative: true }))
        {
            var note = new TextStyle(Face.Sans, 7.2 * scale, Ink.Quiet);
            yield return flow.Groups(1 * scale, "  ", note, [new(CertificateWords.DemoCodes.En, note)],
                [new(CertificateWords.DemoCodes.Bn, note.ForBangla())]);
        }
    }

    private static string Printed(CertificateUnit unit) => unit.Code is null
        ? unit.Title
        : $"{unit.Code}{(unit.CodeIsIllustrative ? "*" : "")} {unit.Title}";

    private static void DemoLine(Canvas canvas)
    {
        var style = new TextStyle(Face.Sans, 7, Ink.Warning, Bold: true);
        new Flow(canvas, PageGeometry.Middle, Width).Groups(0, "    ", style,
            [new(CertificateWords.Demo.En, style)], [new(CertificateWords.Demo.Bn, style.ForBangla())])
            .Draw(PageGeometry.FrameInner + 0.9);
    }
}
