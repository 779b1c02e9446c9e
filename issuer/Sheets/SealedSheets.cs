using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Hosting.Protection;
using SkillsPassport.Issuer.Database;

namespace SkillsPassport.Issuer.Sheets;

/// <summary>
/// Puts checked rows into the database and reads them back. A sheet or an approval that somebody wrote into the tables
/// by hand has no valid seal, because the seal's key is outside the database; changed rows no longer have the digest.
/// </summary>
public sealed class SealedSheets(FieldCipher cipher, BlindIndex index)
{
    private static readonly string[] RowColumns =
    [
        "sheet_id", "line", "row_no", "name_en", "name_bn", "father_name_en", "mother_name_en", "birth_date",
            "identity_type",
        "identity_no", "identity_index", "nid_last_4", "passport_no", "passport_index", "passport_last_3", "mobile",
        "occupation_code", "framework", "framework_version", "level", "pathway", "centre_code", "centre_name",
        "session_code",
        "assessed_on", "result_published_on", "assessor_1", "assessor_2", "attendance", "unit_results", "award",
        "claim",
    ];

    /// <summary>A sheet over these rows, not yet stored.</summary>
    public ResultSheet Seal(string id, SheetKind kind, IReadOnlyList<CheckedRow> rows, string fileName, string uploader,
        DateTimeOffset now, string? replaces = null, string? reason = null)
    {
        var digest = SheetDigest.Of(rows, replaces);
        return new ResultSheet
        {
            Id = id, Kind = kind, Digest = digest, LiveDigest = digest,
                Seal = SealOf(id, kind, digest, uploader, replaces),
            FileName = fileName, RowCount = rows.Count, UploadedBy = uploader, UploadedAt = now,
            State = SheetState.Submitted,
            Certificates = rows.Count(row => row.Award == AwardType.NationalSkillsCertificate),
            Statements = rows.Count(row => row.Award == AwardType.StatementOfAchievement),
            Replaces = replaces, CorrectionReason = reason,
        };
    }

    public async Task StoreRowsAsync(IssuerDb db, ResultSheet sheet, IReadOnlyList<CheckedRow> rows,
        CancellationToken cancel) =>
        await BulkInsert.RunAsync(db, "result_rows", RowColumns, [.. rows.Select(row => Values(sheet, row))], cancel);

    /// <summary>Whether the sheet was sealed here, by this uploader, with this digest.</summary>
    public bool IsSealed(ResultSheet sheet) => CryptographicOperations.FixedTimeEquals(sheet.Seal,
        SealOf(sheet.Id, sheet.Kind, sheet.Digest, sheet.UploadedBy, sheet.Replaces));

    /// <summary>Whether the stored rows are still the ones that were sealed.</summary>
    public async Task<bool> RowsMatchAsync(IssuerDb db, ResultSheet sheet, CancellationToken cancel)
    {
        using var digest = new SheetDigest(sheet.Replaces);
        var count = 0;
        try
        {
            // Row by row: a sheet may be long, memory is not.
            await foreach (var row in db.Rows.AsNoTracking().Where(row => row.SheetId == sheet.Id)
                .OrderBy(row => row.Line)
                .AsAsyncEnumerable().WithCancellation(cancel))
            {
                digest.Add(Open(row));
                count++;
            }
        }
        catch (CryptographicException)
        {
            return false;
        }

        return count == sheet.RowCount && string.Equals(digest.Finish(), sheet.Digest, StringComparison.Ordinal);
    }

    public byte[] ApprovalSeal(string sheet, string officer, int ordinal, string digest, DateTimeOffset at) =>
        index.Compute(Purpose.ApprovalSeal, $"{sheet}|{officer}|{ordinal}|{digest}|{at.UtcTicks}");

    public bool IsSealed(SheetApproval one) => CryptographicOperations.FixedTimeEquals(one.Seal,
        ApprovalSeal(one.SheetId, one.Officer, one.Ordinal, one.Digest, one.At));

    /// <summary>A stored row with its numbers in clear, as it was checked.</summary>
    public CheckedRow Open(ResultRow row) => new()
    {
        Line = row.Line, RowNo = row.RowNo, NameEn = row.NameEn, NameBn = row.NameBn, FatherNameEn = row.FatherNameEn,
        MotherNameEn = row.MotherNameEn, BirthDate = row.BirthDate, IdentityType = row.IdentityType,
        IdentityNo = cipher.Unprotect(Purpose.IdentityNumber, row.IdentityNo, Owner(row.SheetId, row.Line)),
        PassportNo = row.PassportNo is null ? null
            : cipher.Unprotect(Purpose.PassportNumber, row.PassportNo, Owner(row.SheetId, row.Line)),
        Mobile = OpenMobile(row), OccupationCode = row.OccupationCode, Framework = row.Framework,
        FrameworkVersion = row.FrameworkVersion, Level = row.Level, Pathway = row.Pathway, CentreCode = row.CentreCode,
        CentreName = row.CentreName, SessionCode = row.SessionCode, AssessedOn = row.AssessedOn,
        ResultPublishedOn = row.ResultPublishedOn, Assessor1 = row.Assessor1, Assessor2 = row.Assessor2,
        Attendance = row.Attendance, UnitResults = row.UnitResults, Award = row.Award,
    };

    /// <summary>The phone that the claim slip's PIN goes to.</summary>
    public string OpenMobile(ResultRow row) => cipher.Unprotect(Purpose.Mobile, row.Mobile,
        Owner(row.SheetId, row.Line));

    private byte[] SealOf(string id, SheetKind kind, string digest, string uploader, string? replaces) =>
        index.Compute(Purpose.SheetSeal, $"{id}|{kind}|{digest}|{uploader}|{replaces}");

    private static string Owner(string sheet, int line) => $"{sheet}/{line}";

    private object?[] Values(ResultSheet sheet, CheckedRow row)
    {
        var owner = Owner(sheet.Id, row.Line);
        return
        [
            sheet.Id, row.Line, row.RowNo, row.NameEn, row.NameBn, row.FatherNameEn, row.MotherNameEn,
            BulkInsert.Text(row.BirthDate), row.IdentityType,
            cipher.Protect(Purpose.IdentityNumber, row.IdentityNo, owner), index.Compute(Purpose.Person, row.Person),
            row.NidLast4,
            row.PassportNo is null ? null : cipher.Protect(Purpose.PassportNumber, row.PassportNo, owner),
            row.PassportNo is null ? null : index.Compute(Purpose.Person, CheckedRow.PassportOf(row.PassportNo)),
            row.PassportLast3, cipher.Protect(Purpose.Mobile, row.Mobile, owner), row.OccupationCode, row.Framework,
            row.FrameworkVersion, row.Level, row.Pathway, row.CentreCode, row.CentreName, row.SessionCode,
            BulkInsert.Text(row.AssessedOn), row.ResultPublishedOn is { } day ? BulkInsert.Text(day) : null,
            row.Assessor1,
            row.Assessor2, row.Attendance, row.UnitResults, row.Award?.ToString(),
            // A correction is about a session that has its result already.
            sheet.Kind == SheetKind.Correction ? null
                : index.Compute(Purpose.SessionClaim, $"{row.SessionCode}|{row.Person}"),
        ];
    }
}
