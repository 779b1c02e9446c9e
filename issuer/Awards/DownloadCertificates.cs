using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SkillsPassport.Issuer.Certificates;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Issuer.Issuing;

namespace SkillsPassport.Issuer.Awards;

/// <summary>All valid certificates of a sheet as one PDF for the printer: paper that is handed out counts.</summary>
public static class DownloadCertificates
{
    public static async Task<IResult> WholeSheet(string id, IssuerDb db, IOptions<IssuerOptions> options,
        HttpContext context, CancellationToken cancel)
    {
        var awards = db.Awards.Where(award => award.SheetId == id && award.State == AwardState.Valid);
        if (!await awards.AnyAsync(cancel))
        {
            return Results.NotFound();
        }

        var papers =
            from award in awards.AsNoTracking()
            join copy in db.Copies.AsNoTracking() on award.SerialNo equals copy.SerialNo
            where copy.Form == CopyForm.Paper
            orderby award.Line
            select new { award, copy.Bytes };
        return await PrivatePdf.OfPagesAsync(context, $"certificates-{id}.pdf",
            papers.AsEnumerable().Select(one => CertificatePaper.Of(options.Value, one.award, one.Bytes!)),
            Certificate.WriteBatch);
    }
}
