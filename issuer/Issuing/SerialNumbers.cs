using Microsoft.EntityFrameworkCore;
using SkillsPassport.Credentials.Frameworks;
using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Issuer.Database;

namespace SkillsPassport.Issuer.Issuing;

/// <summary>
/// Serial numbers without gaps: taken in the transaction that stores the award, and given back with it.
/// </summary>
public static class SerialNumbers
{
    /// <summary>The series that numbers all signed copies; no award's series can have this name.</summary>
    public const string StatusPlaces = "#status-places";

    /// <summary>The series of an award, as in <c>NSC-CON-PLM-L2</c> or <c>NTVQF-SOA-CON-PNT-L1</c>.</summary>
    public static string SeriesOf(AwardType type, Occupation occupation, string framework, string level) =>
        (framework == "BD-NTVQF" ? "NTVQF-" : "") + (type == AwardType.NationalSkillsCertificate ? "NSC" : "SOA")
        + $"-{occupation.SectorCode}-{occupation.Code}-L{level}";

    public static string Serial(string series, long number) => $"{series}-{number:000000}";

    /// <summary>
    /// The series of registration numbers: the award's without its prefix, behind that of the pathway. Certificates and
    /// statements share it, so that no two people have one registration number.
    /// </summary>
    public static string RegistrationSeriesOf(string series, AwardType type, string pathway)
    {
        var award = type == AwardType.NationalSkillsCertificate ? "NSC-" : "SOA-";
        var at = series.IndexOf(award, StringComparison.Ordinal);
        return (pathway == Pathways.Training ? "TRN-" : "RPL-") + series.Remove(at, award.Length);
    }

    /// <summary>
    /// Takes the next numbers of a series; its row stays locked until the caller commits. Returns the first.
    /// </summary>
    public static async Task<long> TakeAsync(IssuerDb db, string prefix, long first, long count,
        CancellationToken cancel)
    {
        var last = (await db.Database.SqlQuery<long>($"""
            INSERT INTO serial_series (prefix, last) VALUES ({prefix}, {first + count - 1})
            ON CONFLICT (prefix) DO UPDATE SET last = serial_series.last + {count}
            RETURNING last AS "Value"
            """).ToListAsync(cancel)).Single();
        return last - count + 1;
    }
}
