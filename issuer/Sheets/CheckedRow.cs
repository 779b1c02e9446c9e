using SkillsPassport.Credentials.Frameworks;
using SkillsPassport.Credentials.Issuing;

namespace SkillsPassport.Issuer.Sheets;

/// <summary>
/// A sound row, every value in its normal form. Identity numbers and phone are in clear: never stored like this.
/// </summary>
public sealed record CheckedRow
{
    public required int Line { get; init; }
    public required int RowNo { get; init; }
    public required string NameEn { get; init; }
    public required string NameBn { get; init; }
    public required string FatherNameEn { get; init; }
    public required string MotherNameEn { get; init; }
    public required DateOnly BirthDate { get; init; }
    public required string IdentityType { get; init; }
    public required string IdentityNo { get; init; }
    public required string? PassportNo { get; init; }
    public required string Mobile { get; init; }
    public required string OccupationCode { get; init; }
    public required string Framework { get; init; }
    public required string FrameworkVersion { get; init; }
    public required string Level { get; init; }
    public required string Pathway { get; init; }
    public required string CentreCode { get; init; }
    public required string CentreName { get; init; }
    public required string SessionCode { get; init; }
    public required DateOnly AssessedOn { get; init; }
    public required DateOnly? ResultPublishedOn { get; init; }
    public required string Assessor1 { get; init; }
    public required string Assessor2 { get; init; }
    public required string Attendance { get; init; }

    /// <summary><c>CODE=C;CODE=NYC</c> in the order of the framework data.</summary>
    public required string UnitResults { get; init; }
    public required AwardType? Award { get; init; }

    public string? NidLast4 => IdentityType == "NID" ? IdentityNo[^4..] : null;

    public string? PassportLast3 => PassportNo?[^3..];

    /// <summary>What stands in the row, by column of the sheet.</summary>
    public Dictionary<string, string> Cells() => new(StringComparer.Ordinal)
    {
        ["row_no"] = $"{RowNo}", ["name_en"] = NameEn, ["name_bn"] = NameBn, ["father_name_en"] = FatherNameEn,
        ["mother_name_en"] = MotherNameEn, ["date_of_birth"] = $"{BirthDate:yyyy-MM-dd}",
        ["identity_type"] = IdentityType, ["identity_no"] = IdentityNo, ["passport_no"] = PassportNo ?? "",
        ["mobile"] = Mobile, ["occupation"] = OccupationCode, ["framework"] = Framework,
        ["framework_version"] = FrameworkVersion, ["level"] = Level, ["pathway"] = Pathway,
        ["centre_code"] = CentreCode, ["session_code"] = SessionCode, ["assessed_on"] = $"{AssessedOn:yyyy-MM-dd}",
        ["result_published_on"] = ResultPublishedOn is { } day ? $"{day:yyyy-MM-dd}" : "",
        ["assessor_1"] = Assessor1, ["assessor_2"] = Assessor2, ["attendance"] = Attendance,
        ["unit_results"] = UnitResults,
    };

    /// <summary>The person as compared: the 13 digits that both old NID forms share, else type and number.</summary>
    public string Person => PersonOf(IdentityType, IdentityNo);

    public static string PersonOf(string type, string number) => type switch
    {
        "NID" when number.Length is 13 or 17 => "nid13:" + number[^13..],
        "NID" => "nid10:" + number,
        "PASSPORT" => PassportOf(number),
        _ => "brn:" + number,
    };

    public static string PassportOf(string number) => "passport:" + number;

    /// <summary>Codes of the competent units in the order of the framework data.</summary>
    public static IEnumerable<string> CompetentUnits(string unitResults) => unitResults
        .Split(';', StringSplitOptions.RemoveEmptyEntries)
        .Where(one => one.EndsWith("=C", StringComparison.Ordinal)).Select(one => one[..^2]);

    /// <summary>Some competent: a statement; all: a certificate; none: nothing.</summary>
    public static AwardType? AwardFor(Occupation occupation, string unitResults) =>
        CompetentUnits(unitResults).Count() switch
        {
            0 => null,
            var count when count == occupation.Units.Count => AwardType.NationalSkillsCertificate,
            _ => AwardType.StatementOfAchievement,
        };
}
