using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Audit;
using SkillsPassport.Issuer.Approval;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Issuer.Issuing;
using SkillsPassport.Issuer.Sheets;

namespace SkillsPassport.Issuer.Awards;

/// <summary>What came of asking for a correction.</summary>
public abstract record ReplacementAnswer
{
    /// <summary>A sealed one-row sheet waits for a second officer.</summary>
    public sealed record Requested(string SheetId) : ReplacementAnswer;

    public sealed record Refused(Refusal Refusal) : ReplacementAnswer;

    /// <summary>The corrected row breaks the sheet's own rules.</summary>
    public sealed record Wrong(IReadOnlyList<Finding> Findings) : ReplacementAnswer;
}

/// <summary>
/// A correction is a new certificate: the row the award came from, with the wrong cells changed, checked like any row,
/// sealed as a sheet of its own. A second officer approves it; when it is signed the old award is marked replaced.
/// </summary>
public sealed class RequestReplacement(IDbContextFactory<IssuerDb> databases, SealedSheets seals, Centres centres,
    PaperRoom paper, CheckAgainstRegister register, TimeProvider clock)
{
    /// <summary>Columns a correction may change: who the person is, never what was achieved.</summary>
    public static IReadOnlyList<string> Correctable { get; } =
        ["name_en", "name_bn", "father_name_en", "mother_name_en", "date_of_birth", "identity_type", "identity_no",
        "passport_no", "mobile"];

    /// <summary>The cells as they stand, to fill the form with, and why the award cannot be corrected now; null when
    /// there is no such award.</summary>
    public async Task<(IReadOnlyDictionary<string, string> Cells, Refusal? WhyNot)?> CurrentAsync(string serial,
        CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await FindAsync(db, serial, cancel) is var (award, row)
            ? (seals.Open(row).Cells(), WhyNot(award.State)) : null;
    }

    public async Task<ReplacementAnswer> RequestAsync(string serial, IReadOnlyDictionary<string, string?> changes,
        string? reason,
        string officer, CancellationToken cancel)
    {
        if (Reason.Clean(reason) is not { } why)
        {
            return new ReplacementAnswer.Refused(Refusal.ReasonMissing);
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await RegisterLock.TakeAsync(db, cancel);
        if (await FindAsync(db, serial, cancel) is not var (award, row))
        {
            return new ReplacementAnswer.Refused(Refusal.NotFound);
        }

        if (WhyNot(award.State) is { } forbidden)
        {
            return new ReplacementAnswer.Refused(forbidden);
        }

        if (await db.Sheets.AnyAsync(one => one.Replaces == serial
            && (one.State == SheetState.Submitted || one.State == SheetState.Approved), cancel))
        {
            return new ReplacementAnswer.Refused(Refusal.ReplacementWaiting);
        }

        var old = seals.Open(row);
        var (corrected, findings) = await CheckAsync(db, serial, old, changes, cancel);
        if (corrected is null)
        {
            return new ReplacementAnswer.Wrong(findings);
        }

        if (corrected == old)
        {
            return new ReplacementAnswer.Refused(Refusal.NothingChanged);
        }

        var now = clock.GetUtcNow();
        var sheet = seals.Seal(ReceiveSheet.NewId(), SheetKind.Correction, [corrected], serial, officer, now, serial,
            why);
        db.Sheets.Add(sheet);
        await db.SaveChangesAsync(cancel);
        await seals.StoreRowsAsync(db, sheet, [corrected], cancel);
        await AuditTrail.AppendAsync(db, now,
            [new Act(officer, "award.replacement_requested", serial, why, $"sheet={sheet.Id} sha256={sheet.Digest}")],
            cancel);
        await transaction.CommitAsync(cancel);
        return new ReplacementAnswer.Requested(sheet.Id);
    }

    /// <summary>A correction is valid at once: it must not lift a suspension that nobody lifted.</summary>
    private static Refusal? WhyNot(AwardState state) => state switch
    {
        AwardState.Valid => null,
        AwardState.Suspended => Refusal.SuspensionFirst,
        _ => Refusal.StateForbids,
    };

    private async Task<(CheckedRow? Row, IReadOnlyList<Finding> Findings)> CheckAsync(IssuerDb db, string serial,
        CheckedRow old, IReadOnlyDictionary<string, string?> changes, CancellationToken cancel)
    {
        var cells = old.Cells();
        foreach (var column in Correctable.Where(changes.ContainsKey))
        {
            cells[column] = changes[column] ?? "";
        }

        var columns = SheetContract.Current.Columns.Select((column, index) => (column.Key, index))
            .ToDictionary(one => one.Key, one => one.index, StringComparer.Ordinal);
        var findings = new List<Finding>();
        var list = await centres.GetAsync(cancel);
        if (list.Problem is { } problem)
        {
            return (null, [new Finding(0, "", "centres_unavailable", problem)]);
        }

        var today = Validity.Today(clock);
        var reader = new RowCells(old.Line, columns,
            [.. SheetContract.Current.Columns.Select(column => cells[column.Key])], findings);
        var (row, _) = CheckRow.Check(reader, list, today);
        if (row is not null)
        {
            paper.Check(reader, row);
            await register.CheckCorrectionAsync(db, serial, row, old, findings, cancel);
        }

        // The centre's printed name stays as it was approved; a renamed centre is not a correction.
        return (row is null || findings.Any(one => !one.IsNotice) ? null
            : row with { CentreName = old.CentreName }, findings);
    }

    private static async Task<(IssuedAward Award, ResultRow Row)?> FindAsync(IssuerDb db, string serial,
        CancellationToken cancel)
    {
        var found = await (
            from award in db.Awards.AsNoTracking()
            join row in db.Rows.AsNoTracking() on new { award.SheetId, award.Line } equals new { row.SheetId, row.Line }
            where award.SerialNo == serial
            select new { award, row }).SingleOrDefaultAsync(cancel);
        return found is null ? null : (found.award, found.row);
    }
}
