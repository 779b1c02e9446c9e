using System.Globalization;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Issuer.Certificates.Drawing;

namespace SkillsPassport.Issuer.Certificates;

/// <summary>
/// The certificate on one A4 page, in English and Bangla, with its signed data in a QR symbol and attached.
/// </summary>
public static class Certificate
{
    /// <summary>Draws one certificate and attaches its signed data.</summary>
    /// <exception cref="MissingPackageException">A library or font is not installed; the message names the
    /// package.</exception>
    public static byte[] ToPdf(CertificateModel model)
    {
        using var drawn = new MemoryStream(96 * 1024);
        Write(drawn, [model], Title(model).En + " · " + model.SerialNo, model);
        return AttachFile.Append(
            drawn.GetBuffer().AsSpan(0, (int)drawn.Length), PdfAttachment.FileName, Specs.Cwt.MediaType, model.Cwt,
            "The signed data of this certificate (COSE_Sign1 CWT)", model.IssuedAt);
    }

    /// <summary>
    /// Draws many certificates as one PDF for printing, page by page into the stream, so that memory does not grow with
    /// the batch's pages. Without attachments: this file is for the printer, the certificates are the single files.
    /// </summary>
    public static void WriteBatch(Stream output, IEnumerable<CertificateModel> models) =>
        Write(output, models, "Certificates for printing", null);

    internal static Bilingual Title(CertificateModel model) => model.Title
        ?? (model.IsStatement ? CertificateWords.StatementTitle : CertificateWords.CertificateTitle);

    private static void Write(
        Stream output, IEnumerable<CertificateModel> models, string title, CertificateModel? single)
    {
        using var typesetter = Typesetter.Rent();
        using var pdf = new Cairo.Pdf(
            output, Canvas.Points(PageGeometry.Width), Canvas.Points(PageGeometry.Height));
        pdf.Set(Cairo.Metadata.Title, title);
        pdf.Set(Cairo.Metadata.Creator, "SkillsPassport");
        if (single is not null)
        {
            pdf.Set(Cairo.Metadata.Author, single.Issuer.Name.En);
            pdf.Set(Cairo.Metadata.Subject, $"{single.Occupation.En}, {single.Level.En}");
            pdf.Set(Cairo.Metadata.CreateDate,
                single.IssuedAt.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        }
        var canvas = new Canvas(pdf.Context, typesetter);
        foreach (var model in models)
        {
            CertificateChecks.Check(model);
            Ground(canvas, model);
            CertificateBody.Draw(canvas, model);
            CertificateFoot.Draw(canvas, model);
            pdf.EndPage();
            typesetter.EndPage();
        }
        pdf.Finish();
    }

    /// <summary>What lies under the text: the wash, the frame and, for a demo issuer, the mark.</summary>
    private static void Ground(Canvas canvas, CertificateModel model)
    {
        Ornament.Wash(canvas, PageGeometry.Middle, 112, 78);
        if (model.Issuer.Demo)
        {
            var mark = new TextStyle(Face.Sans, 118, Ink.DemoMark, Bold: true);
            canvas.Turned(PageGeometry.Middle, 150, -24, () => canvas.Mark("DEMO", mark, 0, 0));
        }
        Ornament.Frame(
            canvas, PageGeometry.FrameOuter, PageGeometry.FrameInner, PageGeometry.Width, PageGeometry.Height);
    }
}
