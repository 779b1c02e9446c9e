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

    public async Task CheckAsync(IEnumerable<PersonOfRow> rows, List<Finding> findings, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        await CheckAsync(db, rows, findings, cancel);
    }

    /// <summary>The same, inside the caller's transaction.</summary>
    public async Task CheckAsync(IssuerDb db, IEnumerable<PersonOfRow> rows, List<Finding> findings,
        CancellationToken cancel)
    {
        if (!await db.Rows.AnyAsync(cancel))
        {
            return;
        }

        foreach (var some in rows.Chunk(AtOnce))
        {
            var people = Indexes(some, row => row.Person);
            var passports = Indexes(some, row => row.Passport);
            var known = await KnownAsync(db, [.. people.Values, .. passports.Values], cancel);
            foreach (var row in known.Count == 0 ? [] : some)
            {
                Compare(row, people.GetValueOrDefault(row.Line), passports.GetValueOrDefault(row.Line), known,
                    findings);
            }
        }
    }

    /// <summary>
    /// A corrected row: only numbers that the award did not have are looked up, because they may be somebody else's. By
    /// the numbers it had it is the same person as before, whose other certificates may wait for the same correction.
    /// </summary>
    public async Task CheckCorrectionAsync(IssuerDb db, string serial, CheckedRow corrected, CheckedRow old,
        List<Finding> findings, CancellationToken cancel)
    {
        byte[]? IfNew(string? number) => number is null || number == old.Person
            || (old.PassportNo is { } had && number == CheckedRow.PassportOf(had))
            ? null : index.Compute(Purpose.Person, number);
        var person = IfNew(corrected.Person);
        var passport = IfNew(corrected.PassportNo is { } held ? CheckedRow.PassportOf(held) : null);
        var numbers = new[] { person, passport }.OfType<byte[]>().ToList();
        if (numbers.Count == 0)
        {
            return;
        }

        var own = await EarlierFormsAsync(db, serial, cancel);
        var known = await KnownAsync(db, numbers, cancel);
        known.RemoveAll(other => other.SerialNo is { } one && own.Contains(one));
        Compare(PersonOfRow.Of(corrected), person, passport, known, findings);
    }

    private Dictionary<int, byte[]> Indexes(IEnumerable<PersonOfRow> rows, Func<PersonOfRow, string?> number) => rows
        .Where(row => number(row) is not null)
        .ToDictionary(row => row.Line, row => index.Compute(Purpose.Person, number(row)!));

    /// <summary>The award and those it replaced: a correction may go back to a number that one of them had.</summary>
    private static async Task<HashSet<string>> EarlierFormsAsync(IssuerDb db, string serial, CancellationToken cancel)
    {
        var own = new HashSet<string>(StringComparer.Ordinal);
        for (var one = serial; one is not null && own.Add(one);)
        {
            one = await db.Awards.Where(award => award.SerialNo == one).Select(award => award.Replaces)
                .SingleOrDefaultAsync(cancel);
        }

        return own;
    }

    /// <summary>Everything on record under one of these numbers. What was sent back, is a correction that came too
    /// late, or was stopped before it was signed never became anything; what was corrected says nothing any more, its
    /// correction does.</summary>
    private static async Task<List<Known>> KnownAsync(IssuerDb db, List<byte[]> numbers, CancellationToken cancel) =>
        await (
            from row in db.Rows.AsNoTracking()
            join sheet in db.Sheets on row.SheetId equals sheet.Id
            where sheet.State != SheetState.Rejected
                && !(sheet.State == SheetState.Stopped && sheet.Kind == SheetKind.Correction)
                && (numbers.Contains(row.IdentityIndex)
                    || (row.PassportIndex != null && numbers.Contains(row.PassportIndex)))
            from award in db.Awards.Where(one => one.SheetId == row.SheetId && one.Line == row.Line)
                .DefaultIfEmpty()
            where (sheet.State != SheetState.Stopped || (award != null && award.State != AwardState.Intended))
                && (award == null || award.State != AwardState.Replaced)
            select new Known(row.SheetId, row.NameEn, row.NameBn, row.BirthDate, row.IdentityIndex, row.PassportIndex,
                row.IdentityType, row.OccupationCode, row.Framework, row.Level, row.SessionCode, row.Award,
                row.ResultPublishedOn, award == null ? null : award.SerialNo, award == null ? null : award.State))
            .ToListAsync(cancel);

    private static void Compare(PersonOfRow row, byte[]? person, byte[]? passport, List<Known> known,
        List<Finding> findings)
    {
        foreach (var other in known)
        {
            var sameNumber = person is not null && other.Identity.AsSpan().SequenceEqual(person);
            var samePassport = passport is not null && other.Passport is { } held
                && held.AsSpan().SequenceEqual(passport);
            if (!sameNumber && !samePassport)
            {
                continue;
            }

            var column = sameNumber ? "identity_no" : "passport_no";
            if (other.State == AwardState.Revoked)
            {
                // It stands in nobody's way, but two officers decide, and they should know.
                findings.Add(new Finding(row.Line, column, "revoked_before", other.SerialNo ?? "",
                    Other: other.SessionCode));
                continue;
            }

            if (other.SessionCode == row.SessionCode)
            {
                findings.Add(new Finding(row.Line, column, "already_in_session", other.SessionCode,
                    Other: other.SheetId));
                return;
            }

            // What earned nothing proves nothing: there is no certificate that could be corrected.
            if (other.Award is not null && Difference(row, other) is { } difference)
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

    /// <summary>The column in which the two records of one person differ; what could not be read does not.</summary>
    private static string? Difference(PersonOfRow row, Known other) =>
        row.NameEn is { } name && Letters(other.NameEn) != Letters(name) ? "name_en"
        : row.NameBn is { } bangla && Letters(other.NameBn) != Letters(bangla) ? "name_bn"
        : row.BirthDate is { } born && other.BirthDate != born ? "date_of_birth" : null;

    private static string Letters(string name) =>
        string.Concat(name.Where(c => c is not (' ' or '.' or '-' or '\'' or '\u200c' or '\u200d'))).ToUpperInvariant();

    private static bool HoldsAlready(PersonOfRow row, Known other) =>
        row.Award is not null && other.Award == AwardType.NationalSkillsCertificate
        && other.OccupationCode == row.OccupationCode && other.Framework == row.Framework && other.Level == row.Level
        && other.State is (null or AwardState.Intended or AwardState.Valid or AwardState.Suspended)
        && other.PublishedOn is { } published && Validity.Until(published) >= row.AssessedOn;

    private sealed record Known(string SheetId, string NameEn, string NameBn, DateOnly BirthDate, byte[] Identity,
        byte[]? Passport, string IdentityType, string OccupationCode, string Framework, string Level,
        string SessionCode,
        AwardType? Award, DateOnly? PublishedOn, string? SerialNo, AwardState? State);
}
