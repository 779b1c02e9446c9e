using Microsoft.Extensions.Options;
using SkillsPassport.Credentials.Frameworks;
using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Issuer.Issuing;

namespace SkillsPassport.Issuer.Sheets;

/// <summary>
/// Whether a row's names fit into the printed code, asked while the assessor can still do something about it. Numbers
/// that are given later are taken at their longest, so that a row that passes here is never refused at issuing.
/// </summary>
public sealed class PaperRoom(IOptions<IssuerOptions> options)
{
    private const int LongestNumber = 999_999;
    private const int LastStatusList = 9_999;
    private const int LastStatusIndex = (1 << 17) - 1;

    /// <summary>Reports <c>names_too_long</c> when they do not fit.</summary>
    public void Check(RowCells cells, CheckedRow row)
    {
        if (row.Award is not { } type || row.ResultPublishedOn is not { } published)
        {
            return;
        }

        var occupation = FrameworkData.FindOccupation(row.OccupationCode)!;
        var series = SerialNumbers.SeriesOf(type, occupation, row.Framework, row.Level);
        var award = new Award
        {
            Type = type, SerialNo = SerialNumbers.Serial(series, LongestNumber),
            RegistrationNo = SerialNumbers.Serial(SerialNumbers.RegistrationSeriesOf(series, type, row.Pathway),
                LongestNumber - 1),
            FullName = row.NameEn, NameBn = row.NameBn, FatherName = row.FatherNameEn, MotherName = row.MotherNameEn,
            BirthDate = row.BirthDate, NidLast4 = row.NidLast4, PassportLast3 = row.PassportLast3,
            OccupationCode = row.OccupationCode, Framework = row.Framework, FrameworkVersion = row.FrameworkVersion,
            Level = row.Level, UnitCodes = [.. CheckedRow.CompetentUnits(row.UnitResults)], Pathway = row.Pathway,
            CentreCode = row.CentreCode, CentreName = row.CentreName, AssessedOn = row.AssessedOn,
            ResultPublishedOn = published, ValidUntil = Validity.Until(published),
            Replaces = SerialNumbers.Serial(series, LongestNumber - 2), Demo = options.Value.IsDemo, SheetDigest = "",
        };
        var target = new CopyTarget(options.Value.Id,
            PaperCopies.StatusUri(options.Value, LastStatusList, CopyForm.Paper), LastStatusIndex,
            new DateTimeOffset(published, TimeOnly.MinValue, TimeSpan.Zero));
        if (Issuance.PreparePaper(award, target) is PrepareResult.Refused refused
            && refused.Findings.Any(finding => finding.Rule == Issuance.BudgetRule))
        {
            cells.Report("name_en", "names_too_long");
        }
    }
}
