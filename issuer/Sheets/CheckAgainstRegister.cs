using Microsoft.EntityFrameworkCore;
using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Hosting.Protection;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Issuer.Issuing;

namespace SkillsPassport.Issuer.Sheets;

/// <summary>
/// Rows against what is on record: same person in the same session, a certificate held already, another's number.
/// </summary>
public sealed class CheckAgainstRegister(IDbContextFactory<IssuerDb> databases, BlindIndex index)
{
    private const int AtOnce = 250;

    /// <summary>The sheet that already holds exactly these results.</summary>
    public async Task<ResultSheet?> FindSheetAsync(string digest, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Sheets.AsNoTracking().FirstOrDefaultAsync(sheet => sheet.LiveDigest == digest, cancel);
    }

    public async Task CheckAsync(IReadOnlyList<CheckedRow> rows, List<Finding> findings, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await db.Rows.AnyAsync(cancel))
        {
            return;
        }

        foreach (var some in rows.Chunk(AtOnce))
        {
            var people = some.ToDictionary(row => row.Line, row => index.Compute(Purpose.Person, row.Person));
            var passports = some.Where(row => row.PassportNo is not null)
                .ToDictionary(row => row.Line, row => PassportIndex(row.PassportNo!));
            var numbers = people.Values.Concat(passports.Values).ToList();
            var known = await (
                from row in db.Rows.AsNoTracking()
                join sheet in db.Sheets on row.SheetId equals sheet.Id
                where sheet.State != SheetState.Rejected
                    && (numbers.Contains(row.IdentityIndex) || (row.PassportIndex != null
                    && numbers.Contains(row.PassportIndex)))
                from award in db.Awards.Where(one => one.SheetId == row.SheetId && one.Line == row.Line)
                .DefaultIfEmpty()
                select new Known(row.SheetId, row.NameEn, row.NameBn, row.BirthDate, row.IdentityIndex,
                row.PassportIndex,
                    row.IdentityType, row.OccupationCode, row.Framework, row.Level, row.SessionCode, row.Award,
                    row.ResultPublishedOn, award == null ? null : award.SerialNo, award == null ? null : award.State))
                .ToListAsync(cancel);
            foreach (var row in known.Count == 0 ? [] : some)
            {
                Compare(row, people[row.Line], passports.GetValueOrDefault(row.Line), known, findings);
            }
        }
    }

    public byte[] PassportIndex(string passport) => index.Compute(Purpose.Person, CheckedRow.PassportOf(passport));

    private static void Compare(CheckedRow row, byte[] person, byte[]? passport, List<Known> known,
        List<Finding> findings)
    {
        foreach (var other in known)
        {
            var sameNumber = other.Identity.AsSpan().SequenceEqual(person);
            var samePassport = passport is not null && other.Passport is { } held
                && held.AsSpan().SequenceEqual(passport);
            if (!sameNumber && !samePassport)
            {
                continue;
            }

            var column = sameNumber ? "identity_no" : "passport_no";
            if (other.SessionCode == row.SessionCode)
            {
                findings.Add(new Finding(row.Line, column, "already_in_session", row.SessionCode,
                    Other: other.SheetId));
                return;
            }

            // A corrected record speaks through the row that corrected it.
            if (other.State != AwardState.Replaced && Difference(row, other) is { } difference)
            {
                findings.Add(new Finding(row.Line, column, "person_differs", difference, Other: other.SheetId));
                return;
            }

            if (HoldsAlready(row, other))
            {
                findings.Add(new Finding(row.Line, column, "already_certified", other.SerialNo ?? other.SheetId));
                return;
            }
        }
    }

    /// <summary>The column in which the two records of one person differ.</summary>
    private static string? Difference(CheckedRow row, Known other) =>
        Letters(other.NameEn) != Letters(row.NameEn) ? "name_en"
        : Letters(other.NameBn) != Letters(row.NameBn) ? "name_bn"
        : other.BirthDate != row.BirthDate ? "date_of_birth" : null;

    private static string Letters(string name) =>
        string.Concat(name.Where(c => c is not (' ' or '.' or '-' or '\'' or '\u200c' or '\u200d'))).ToUpperInvariant();

    private static bool HoldsAlready(CheckedRow row, Known other) =>
        row.Award is not null && other.Award == AwardType.NationalSkillsCertificate
        && other.OccupationCode == row.OccupationCode && other.Framework == row.Framework && other.Level == row.Level
        && other.State is (null or AwardState.Intended or AwardState.Valid or AwardState.Suspended)
        && other.PublishedOn is { } published && Validity.Until(published) >= row.AssessedOn;

    private sealed record Known(string SheetId, string NameEn, string NameBn, DateOnly BirthDate, byte[] Identity,
        byte[]? Passport, string IdentityType, string OccupationCode, string Framework, string Level,
        string SessionCode,
        AwardType? Award, DateOnly? PublishedOn, string? SerialNo, AwardState? State);
}
