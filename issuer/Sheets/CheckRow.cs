using SkillsPassport.Issuer.Issuing;

namespace SkillsPassport.Issuer.Sheets;

/// <summary>Whom a row is about, as people are compared: what could be read of it, whatever else is wrong.</summary>
/// <param name="Person">As <see cref="CheckedRow.Person"/>.</param>
/// <param name="Passport">As <see cref="CheckedRow.PassportOf"/>.</param>
public sealed record PersonOfRow(string? Person, string? Passport);

/// <summary>One row against the contract. Every cell is looked at, whatever the others were like.</summary>
public static class CheckRow
{
    /// <summary>The sound row, or null with every reason reported; and the person in either case, so that the same
    /// person twice is told at once with everything else.</summary>
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

        var person = new PersonOfRow(
            identity is { } known ? CheckedRow.PersonOf(known.Type, known.Number) : null,
            passport is null ? null : CheckedRow.PassportOf(passport));
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
            Award = CheckedRow.AwardFor(occupation, units!),
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
