using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SkillsPassport.Issuer.Certificates;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Issuer.Issuing;

namespace SkillsPassport.Issuer.Awards;

/// <summary>One certificate as a PDF, or all of a sheet's as one PDF for the printer.</summary>
public static class DownloadCertificate
{
    private const string Pdf = "application/pdf";

    public static async Task<IResult> One(string serial, IssuerDb db, IOptions<IssuerOptions> options,
        CancellationToken cancel)
    {
        var award = await db.Awards.AsNoTracking()
            .SingleOrDefaultAsync(one => one.SerialNo == serial && one.State != AwardState.Intended, cancel);
        var cwt = await db.Copies.Where(copy => copy.SerialNo == serial && copy.Form == CopyForm.Paper)
            .OrderBy(copy => copy.SignedAt).Select(copy => copy.Bytes).FirstOrDefaultAsync(cancel);
        return award is null || cwt is null ? Results.NotFound()
            : Results.File(Certificate.ToPdf(CertificatePaper.Of(options.Value, award, cwt)), Pdf, $"{serial}.pdf");
    }

    public static async Task<IResult> WholeSheet(string id, IssuerDb db, IOptions<IssuerOptions> options,
        HttpContext context, CancellationToken cancel)
    {
        var awards = db.Awards.Where(award => award.SheetId == id && award.State != AwardState.Intended);
        if (!await awards.AnyAsync(cancel))
        {
            return Results.NotFound();
        }

        // Page by page into a file: a sheet may have thousands of pages, memory does not.
        var file = new FileStream(Path.GetTempFileName(), new FileStreamOptions
        {
            Mode = FileMode.Create, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose,
        });
        context.Response.RegisterForDisposeAsync(file);
        var papers = (
            from award in awards.AsNoTracking()
            join copy in db.Copies.AsNoTracking() on award.SerialNo equals copy.SerialNo
            where copy.Form == CopyForm.Paper
            orderby award.Line
            select new { award, copy.Bytes }).AsEnumerable()
            .Select(one => CertificatePaper.Of(options.Value, one.award, one.Bytes!));
        await Task.Run(() => Certificate.WriteBatch(file, papers), cancel);
        file.Position = 0;
        return Results.Stream(file, Pdf, $"certificates-{id}.pdf");
    }
}
