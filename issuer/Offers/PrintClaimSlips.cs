using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Frameworks;
using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Credentials.SdJwtVc;
using SkillsPassport.Hosting.Languages;
using SkillsPassport.Issuer.Certificates;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Issuer.Issuing;
using SkillsPassport.Issuer.Officers;

namespace SkillsPassport.Issuer.Offers;

/// <summary>Claim slips as PDF: one certificate's, or a whole sheet's for printing. Printing makes none and
/// changes none.</summary>
public sealed class PrintClaimSlips(IDbContextFactory<IssuerDb> databases, OfferSecrets secrets,
    IOptions<IssuerOptions> options, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/certificates/{serial}/claim-slip.pdf",
            async (string serial, PrintClaimSlips print, CancellationToken cancel) =>
                await print.FindAsync(serial, cancel) is { } slip
                    ? new PrivatePdf(ClaimSlip.ToPdf(print.Model(slip)), $"claim-slip-{serial}.pdf")
                    : Results.NotFound()).RequireAuthorization(Policies.Uploads);
        routes.MapGet("/sheets/{id}/claim-slips.pdf",
            (string id, PrintClaimSlips print, HttpContext context) => print.PrintSheetAsync(id, context))
            .RequireAuthorization(Policies.Uploads);
    }

    /// <summary>The living slip of a certificate, or null.</summary>
    public async Task<LivingSlip?> FindAsync(string serial, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Living(db).SingleOrDefaultAsync(one => one.Award.SerialNo == serial, cancel);
    }

    /// <summary>The link in the small QR, for any wallet (OpenID4VCI 1.0 section 4.1.3).</summary>
    public Uri OfferLink(Offer offer) =>
        new($"{Specs.OpenId4Vci.OfferScheme}://?{Specs.OpenId4Vci.CredentialOfferUri}={Escaped(offer)}");

    /// <summary>The link in the big QR: the wallet's page.</summary>
    public Uri WalletLink(Offer offer) => new(options.Value.WalletUrl!,
        $"/receive?{Specs.OpenId4Vci.CredentialOfferUri}={Escaped(offer)}");

    private async Task<IResult> PrintSheetAsync(string sheetId, HttpContext context)
    {
        await using var db = await databases.CreateDbContextAsync(context.RequestAborted);
        var living = Living(db).Where(one => one.Award.SheetId == sheetId);
        return await living.AnyAsync(context.RequestAborted)
            ? await PrivatePdf.OfPagesAsync(context, $"claim-slips-{sheetId}.pdf",
                living.OrderBy(one => one.Award.Line).AsEnumerable().Select(Model), ClaimSlip.WriteBatch)
            : Results.NotFound();
    }

    private IQueryable<LivingSlip> Living(IssuerDb db)
    {
        var now = clock.GetUtcNow();
        return
            from offer in db.Offers.AsNoTracking()
            join award in db.Awards.AsNoTracking() on offer.SerialNo equals award.SerialNo
            where offer.State == OfferState.Open && offer.ExpiresAt > now && award.State == AwardState.Valid
            select new LivingSlip { Offer = offer, Award = award };
    }

    private ClaimSlipModel Model(LivingSlip slip)
    {
        var occupation = FrameworkData.FindOccupation(slip.Award.OccupationCode)!;
        var type = CredentialTypes.For(slip.Award.Type);
        var level = FrameworkData.Find(slip.Award.Framework, slip.Award.FrameworkVersion)?.FindLevel(slip.Award.Level);
        return new ClaimSlipModel
        {
            Issuer = new CertificateIssuer
            {
                Name = new Bilingual(options.Value.NameEn, options.Value.NameBn), Demo = slip.Award.Demo,
            },
            NameEn = slip.Award.FullName,
            NameBn = slip.Award.NameBn,
            Title = new Bilingual(type.Display["en"], type.Display["bn"]),
            Award = new Bilingual(
                $"{occupation.TitleEn} · {level?.TitleEn ?? "Level " + slip.Award.Level}",
                $"{occupation.TitleBn} · {level?.TitleBn ?? "স্তর " + BanglaText.Digits(slip.Award.Level)}"),
            SerialNo = slip.Award.SerialNo,
            WalletLink = WalletLink(slip.Offer),
            OfferUri = OfferLink(slip.Offer),
            UseBefore = DateOnly.FromDateTime(slip.Offer.ExpiresAt.ToOffset(BanglaText.Dhaka).DateTime),
            IssuedAt = slip.Offer.MadeAt,
        };
    }

    private string Escaped(Offer offer) => Uri.EscapeDataString($"{options.Value.Id}/offers/{secrets.Open(offer)}");
}

/// <summary>A slip that can be used, with its award.</summary>
public sealed class LivingSlip
{
    public required Offer Offer { get; init; }
    public required IssuedAward Award { get; init; }
}
