using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SkillsPassport.Issuer.Sheets;

/// <summary>
/// SHA-256 over the canonical rows: what officers approve and what issuing compares again. Cells can hold no control
/// characters, so U+001F between cells and U+001E behind each row make the text unambiguous.
/// </summary>
public sealed class SheetDigest : IDisposable
{
    private const string Form = "skillspassport/result-sheet/1";
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public SheetDigest(string? replaces) => _hash.AppendData(Encoding.UTF8.GetBytes($"{Form}\u001f{replaces}\u001e"));

    /// <summary>Lower-case hexadecimal; rows in the order of the sheet.</summary>
    public static string Of(IEnumerable<CheckedRow> rows, string? replaces = null)
    {
        using var digest = new SheetDigest(replaces);
        foreach (var row in rows)
        {
            digest.Add(row);
        }

        return digest.Finish();
    }

    public void Add(CheckedRow row) => _hash.AppendData(Encoding.UTF8.GetBytes(Canonical(row)));

    public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    public void Dispose() => _hash.Dispose();

    private static string Canonical(CheckedRow row) => string.Join('\u001f',
        row.RowNo.ToString(CultureInfo.InvariantCulture), row.NameEn, row.NameBn, row.FatherNameEn, row.MotherNameEn,
        Day(row.BirthDate), row.IdentityType, row.IdentityNo, row.PassportNo, row.Mobile, row.OccupationCode,
        row.Framework,
        row.FrameworkVersion, row.Level, row.Pathway, row.CentreCode, row.CentreName, row.SessionCode,
        Day(row.AssessedOn),
        row.ResultPublishedOn is { } published ? Day(published) : "", row.Assessor1, row.Assessor2, row.Attendance,
        row.UnitResults, row.Award?.ToString()) + "\u001e";

    private static string Day(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
