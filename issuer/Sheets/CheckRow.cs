using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Issuer.Issuing;

namespace SkillsPassport.Issuer.Sheets;

/// <summary>Whom a row is about and what it says, as people are compared: what could be read of it, whatever else is
/// wrong.</summary>
public sealed record PersonOfRow
{
    public required int Line { get; init; }

    /// <summary>As <see cref="CheckedRow.Person"/>.</summary>
    public required string? Person { get; init; }

    /// <summary>As <see cref="CheckedRow.PassportOf"/>.</summary>
    public required string? Passport { get; init; }
    public required string? NameEn { get; init; }
    public required string? NameBn { get; init; }
    public required DateOnly? BirthDate { get; init; }
    public required string? SessionCode { get; init; }
    public required DateOnly? AssessedOn { get; init; }
    public required string? OccupationCode { get; init; }
    public required string? Framework { get; init; }
    public required string? Level { get; init; }
    public required AwardType? Award { get; init; }

    public static PersonOfRow Of(CheckedRow row) => new()
    {
        Line = row.Line, Person = row.Person,
        Passport = row.PassportNo is { } passport ? CheckedRow.PassportOf(passport) : null, NameEn = row.NameEn,
        NameBn = row.NameBn, BirthDate = row.BirthDate, SessionCode = row.SessionCode, AssessedOn = row.AssessedOn,
        OccupationCode = row.OccupationCode, Framework = row.Framework, Level = row.Level, Award = row.Award,
    };
}

/// <summary>One row against the contract. Every cell is looked at, whatever the others were like.</summary>
public static class CheckRow
{
    /// <summary>The sound row, or null with every reason reported; and the person in either case, so that the same
    /// person twice, or on record, is told at once with everything else.</summary>
    public static (CheckedRow? Sound, PersonOfRow Person) Check(RowCells cells, CentreList centres, DateOnly today)
    {
        var contract = SheetContract.Current;
        var rowNo = RowNumber(cells);
        var nameEn = CheckNames.Latin(cells, "name_en");
        var nameBn = CheckNames.Bangla(cells, "name_bn");
        var father = CheckNames.Latin(cells, "father_name_en");
        var mother = CheckNames.Latin(cells, "mother_name_en");
        var born = CheckPerson.Date(cells, "date_of_birth", today);
        var identity = CheckPerson.Identity(cells, born);
        var passport = CheckPerson.Passport(cells, identity);
        var mobile = CheckPerson.Mobile(cells);
        var occupation = CheckResult.Occupation(cells);
        var level = CheckResult.Level(cells, occupation);
        var pathway = CheckResult.Listed(cells, "pathway", "pathway_unknown", contract.Pathways);
        var assessedOn = CheckPerson.Date(cells, "assessed_on", today);
        var centre = CheckSession.Centre(cells, centres, assessedOn);
        var session = CheckSession.Session(cells);
        var assessors = CheckSession.Assessors(cells);
        var attendance = CheckResult.Listed(cells, "attendance", "attendance_unknown", contract.Attendances);
        var published = CheckPerson.Date(cells, "result_published_on", today, required: false);
        var units = CheckResult.Units(cells, occupation, attendance);
        CheckTimes(cells, contract, born, assessedOn, published, attendance);
        if (published is { } result && units is not null && Validity.Until(result) < today)
        {
            cells.Report("result_published_on", "validity_over", $"{Validity.Until(result):yyyy-MM-dd}");
        }

        var person = new PersonOfRow
        {
            Line = cells.Row, Person = identity is { } known ? CheckedRow.PersonOf(known.Type, known.Number) : null,
            Passport = passport is null ? null : CheckedRow.PassportOf(passport), NameEn = nameEn, NameBn = nameBn,
            BirthDate = born, SessionCode = session, AssessedOn = assessedOn, OccupationCode = occupation?.Code,
            Framework = level?.Framework.Id, Level = level?.Level,
            Award = occupation is null || units is null ? null : CheckedRow.AwardFor(occupation, units),
        };
        if (cells.HasErrors || centre is null)
        {
            return (null, person);
        }

        return (new CheckedRow
        {
            Line = cells.Row, RowNo = rowNo!.Value, NameEn = nameEn!, NameBn = nameBn!, FatherNameEn = father!,
            MotherNameEn = mother!, BirthDate = born!.Value, IdentityType = identity!.Value.Type,
            IdentityNo = identity.Value.Number, PassportNo = passport, Mobile = mobile!,
            OccupationCode = occupation!.Code,
            Framework = level!.Value.Framework.Id, FrameworkVersion = level.Value.Framework.Version,
            Level = level.Value.Level,
            Pathway = pathway!, CentreCode = centre.Code, CentreName = centre.Name.En, SessionCode = session!,
            AssessedOn = assessedOn!.Value, ResultPublishedOn = published, Assessor1 = assessors!.Value.First,
            Assessor2 = assessors.Value.Second, Attendance = attendance!, UnitResults = units!,
            Award = person.Award,
        }, person);
    }

    private static int? RowNumber(RowCells cells)
    {
        var text = cells.Required("row_no");
        if (text is null)
        {
            return null;
        }

        if (int.TryParse(text, System.Globalization.NumberStyles.None, null, out var number) && number > 0)
        {
            return number;
        }

        cells.Report("row_no", "row_no_invalid", text);
        return null;
    }

    private static void CheckTimes(RowCells cells, SheetContract contract, DateOnly? born, DateOnly? assessedOn,
        DateOnly? published, string? attendance)
    {
        if (born is { } birth && assessedOn is { } day)
        {
            var age = CheckPerson.Age(birth, day);
            if (age < contract.MinimumAge || age > contract.MaximumAge)
            {
                cells.Report("date_of_birth", "age_out_of_range", $"{age}",
                    $"{contract.MinimumAge}–{contract.MaximumAge}");
            }
        }

        if (published is { } result && assessedOn is { } assessed && result < assessed)
        {
            cells.Report("result_published_on", "result_before_assessment", $"{result:yyyy-MM-dd}",
                other: $"{assessed:yyyy-MM-dd}");
        }

        if (attendance == "Present" && published is null && !cells.IsWrong("result_published_on"))
        {
            cells.Report("result_published_on", "result_date_missing");
        }
    }
}
