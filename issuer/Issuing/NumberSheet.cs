using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SkillsPassport.Credentials.Frameworks;
using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Hosting.Audit;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Issuer.Sheets;

namespace SkillsPassport.Issuer.Issuing;

/// <summary>
/// The intention, stored before anything is signed: serial number, registration, code and status place of each award of
/// an approved sheet, in the order of its rows, some rows at a time. One worker numbers a sheet; the series' row is
/// locked until the awards are stored, so a number is never lost and never given twice.
/// </summary>
public sealed class NumberSheet(IDbContextFactory<IssuerDb> databases, SealedSheets seals, StatusIndexes places,
    IOptions<IssuerOptions> options, TimeProvider clock)
{
    private const int AtOnce = 500;

    private static readonly string[] Columns =
    [
        "serial_no", "sheet_id", "line", "type", "registration_no", "full_name", "name_bn", "father_name",
            "mother_name",
        "birth_date", "nid_last_4", "passport_last_3", "occupation_code", "framework", "framework_version", "level",
        "unit_codes", "pathway", "centre_code", "centre_name", "assessed_on", "result_published_on", "valid_until",
        "replaces",
        "demo", "sheet_digest", "code", "paper_list", "paper_index", "state",
    ];

    /// <summary>Numbers the next rows of the oldest approved sheet. False when there was nothing to do.</summary>
    public async Task<bool> RunAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var id = (await ClaimRows.RunAsync(db, """
            SELECT id AS "Value" FROM result_sheets WHERE state = 'Approved' AND numbered_to < {0} ORDER BY approved_at
            LIMIT 1
            """, ResultSheet.AllNumbered, cancel)).SingleOrDefault();
        if (id is null)
        {
            return false;
        }

        var sheet = await db.Sheets.SingleAsync(one => one.Id == id, cancel);
        if (sheet.NumberedTo == 0 && await WhyNotAsync(db, sheet, cancel) is { } why)
        {
            await StopSheet.RunAsync(db, sheet.Id, why, clock.GetUtcNow(), cancel);
            await transaction.CommitAsync(cancel);
            return true;
        }

        var rows = await db.Rows.AsNoTracking()
            .Where(row => row.SheetId == id && row.Award != null && row.Line > sheet.NumberedTo)
            .OrderBy(row => row.Line).Take(AtOnce).ToListAsync(cancel);
        var awards = await NumberAsync(db, sheet, rows, cancel);
        if (Lint(awards) is { } broken)
        {
            // Nothing of this run is kept: the numbers go back to their series.
            await transaction.RollbackAsync(cancel);
            await StopUnlockedAsync(id, broken, cancel);
            return true;
        }

        await BulkInsert.RunAsync(db, "awards", Columns, [.. awards.Select(Values)], cancel);
        sheet.NumberedTo = rows.Count < AtOnce ? ResultSheet.AllNumbered : rows[^1].Line;
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }

    /// <summary>
    /// What is stored must be what two officers approved: seal, approvals and rows are all checked again.
    /// </summary>
    private async Task<string?> WhyNotAsync(IssuerDb db, ResultSheet sheet, CancellationToken cancel)
    {
        if (!seals.IsSealed(sheet))
        {
            return "seal";
        }

        var approvals = await db.Approvals.AsNoTracking().Where(one => one.SheetId == sheet.Id).ToListAsync(cancel);
        var good = approvals.Where(one => seals.IsSealed(one) && one.Digest == sheet.Digest
            && one.Officer != sheet.UploadedBy)
            .Select(one => one.Officer).Distinct().Count();
        if (good < sheet.ApprovalsNeeded)
        {
            return "approvals";
        }

        if (sheet.Replaces is { } old
            && !await db.Awards.AnyAsync(one => one.SerialNo == old && one.State == AwardState.Valid, cancel))
        {
            return StopSheet.ReplacedAwardNotValid;
        }

        return await seals.RowsMatchAsync(db, sheet, cancel) ? null : "rows_changed";
    }

    private async Task<List<IssuedAward>> NumberAsync(IssuerDb db, ResultSheet sheet, List<ResultRow> rows,
        CancellationToken cancel)
    {
        var next = new Dictionary<string, long>(StringComparer.Ordinal);
        var occupations = rows.Select(row => row.OccupationCode).Distinct()
            .ToDictionary(code => code, code => FrameworkData.FindOccupation(code)!, StringComparer.Ordinal);
        string Series(ResultRow row) =>
            SerialNumbers.SeriesOf(row.Award!.Value, occupations[row.OccupationCode], row.Framework, row.Level);
        string Registrations(ResultRow row) =>
            SerialNumbers.RegistrationSeriesOf(Series(row), row.Award!.Value, row.Pathway);
        // In one order for everybody: two sheets that share series can then never wait for each other.
        foreach (var series in rows.Select(Series).Concat(rows.Select(Registrations)).GroupBy(one => one)
            .OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            next[series.Key] = await SerialNumbers.TakeAsync(db, series.Key, options.Value.FirstSerial, series.Count(),
                cancel);
        }

        var taken = rows.Count == 0 ? [] : await places.TakeAsync(db, rows.Count, cancel);
        using var random = RandomNumberGenerator.Create();
        var awards = new List<IssuedAward>(rows.Count);
        for (var i = 0; i < rows.Count; i++)
        {
            var (series, registrations) = (Series(rows[i]), Registrations(rows[i]));
            awards.Add(AwardOf(sheet, rows[i], SerialNumbers.Serial(series, next[series]++),
                SerialNumbers.Serial(registrations, next[registrations]++), taken[i], CertificateCode.New(random)));
        }

        return awards;
    }

    private IssuedAward AwardOf(ResultSheet sheet, ResultRow row, string serial, string registration,
        StatusPlace place, string code) => new()
    {
        SerialNo = serial, SheetId = sheet.Id, Line = row.Line, Type = row.Award!.Value,
        RegistrationNo = registration, FullName = row.NameEn,
        NameBn = row.NameBn, FatherName = row.FatherNameEn, MotherName = row.MotherNameEn, BirthDate = row.BirthDate,
        NidLast4 = row.NidLast4, PassportLast3 = row.PassportLast3, OccupationCode = row.OccupationCode,
        Framework = row.Framework, FrameworkVersion = row.FrameworkVersion, Level = row.Level,
        UnitCodes = string.Join(' ', CheckedRow.CompetentUnits(row.UnitResults)), Pathway = row.Pathway,
        CentreCode = row.CentreCode, CentreName = row.CentreName, AssessedOn = row.AssessedOn,
        ResultPublishedOn = row.ResultPublishedOn!.Value, ValidUntil = Validity.Until(row.ResultPublishedOn.Value),
        Replaces = sheet.Replaces, Demo = options.Value.IsDemo, SheetDigest = sheet.Digest, Code = code,
        PaperList = place.List,
        PaperIndex = place.Index, State = AwardState.Intended,
    };

    private string? Lint(List<IssuedAward> awards)
    {
        var now = clock.GetUtcNow();
        foreach (var award in awards)
        {
            if (Issuance.PreparePaper(award.ToAward(), PaperCopies
                .Target(options.Value, award, now)) is PrepareResult.Refused refused)
            {
                return $"lint line={award.Line.ToString(CultureInfo.InvariantCulture)} rule={refused.Findings[0].Rule}";
            }
        }

        return null;
    }

    private async Task StopUnlockedAsync(string id, string why, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await StopSheet.RunAsync(db, id, why, clock.GetUtcNow(), cancel);
        await transaction.CommitAsync(cancel);
    }

    private static object?[] Values(IssuedAward one) =>
    [
        one.SerialNo, one.SheetId, one.Line, one.Type.ToString(), one.RegistrationNo, one.FullName, one.NameBn,
            one.FatherName,
        one.MotherName, BulkInsert.Text(one.BirthDate), one.NidLast4, one.PassportLast3, one.OccupationCode,
        one.Framework,
        one.FrameworkVersion, one.Level, one.UnitCodes, one.Pathway, one.CentreCode, one.CentreName,
        BulkInsert.Text(one.AssessedOn), BulkInsert.Text(one.ResultPublishedOn), BulkInsert.Text(one.ValidUntil),
        one.Replaces,
        one.Demo, one.SheetDigest, one.Code, one.PaperList, one.PaperIndex, one.State.ToString(),
    ];
}
