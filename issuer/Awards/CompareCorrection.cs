using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Issuer.Sheets;

namespace SkillsPassport.Issuer.Awards;

/// <summary>
/// What a correction changes, cell by cell, for whoever is to approve it: a reason names one cell, the form has many,
/// and the PIN goes to the phone on the corrected row.
/// </summary>
public sealed class CompareCorrection(SealedSheets seals)
{
    /// <summary>The changed cells in the order of the sheet's columns; null when the stored rows are not the ones that
    /// were sealed.</summary>
    public async Task<IReadOnlyList<ChangedCell>?> ChangesAsync(IssuerDb db, ResultSheet sheet,
        CancellationToken cancel)
    {
        if (!seals.IsSealed(sheet) || !await seals.RowsMatchAsync(db, sheet, cancel))
        {
            return null;
        }

        var corrected = await db.Rows.AsNoTracking().SingleAsync(row => row.SheetId == sheet.Id, cancel);
        var old = await (
            from award in db.Awards.AsNoTracking()
            join row in db.Rows.AsNoTracking() on new { award.SheetId, award.Line } equals new { row.SheetId, row.Line }
            where award.SerialNo == sheet.Replaces
            select row).SingleAsync(cancel);
        try
        {
            var (before, after) = (seals.Open(old).Cells(), seals.Open(corrected).Cells());
            return [.. SheetContract.Current.Columns.Where(column => before[column.Key] != after[column.Key])
                .Select(column => new ChangedCell(column, before[column.Key], after[column.Key]))];
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}

/// <summary>A cell that a correction changes; of a number only the ending, as everywhere at the desk.</summary>
public sealed class ChangedCell
{
    public ChangedCell(SheetColumn column, string before, string after)
    {
        Column = column;
        ShownDigits = column.Key switch { "identity_no" or "mobile" => 4, "passport_no" => 3, _ => null };
        (Before, After) = (Shown(before), Shown(after));
    }

    public SheetColumn Column { get; }

    /// <summary>Empty when the cell was.</summary>
    public string Before { get; }

    public string After { get; }

    /// <summary>How many characters of a number are shown; null of what is no number.</summary>
    private int? ShownDigits { get; }

    public bool IsNumber => ShownDigits is not null;

    private string Shown(string cell) => ShownDigits is { } count && cell.Length > count ? cell[^count..] : cell;
}
