using System.Globalization;
using System.Text.RegularExpressions;

namespace SkillsPassport.Issuer.Sheets;

/// <summary>Dates, identity documents and phones, by the formats that Bangladeshi papers use.</summary>
public static partial class CheckPerson
{
    private static readonly string[] DateForms = ["yyyy-MM-dd", "dd-MM-yyyy"];

    /// <summary>A date, or null with the reason reported; an empty cell is reported when it is required.</summary>
    public static DateOnly? Date(RowCells cells, string column, DateOnly today, bool required = true)
    {
        var text = required ? cells.Required(column) : cells.Value(column);
        if (text is null)
        {
            return null;
        }

        if (!DateOnly.TryParseExact(text, DateForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            || date.Year < 1900)
        {
            cells.Report(column, "date_format", text);
            return null;
        }

        if (date > today)
        {
            cells.Report(column, "date_in_future", text);
            return null;
        }

        return date;
    }

    /// <summary>Type and number in normal form: digits only, or a passport number in capitals.</summary>
    public static (string Type, string Number)? Identity(RowCells cells, DateOnly? born)
    {
        var types = SheetContract.Current.IdentityTypes;
        var type = cells.Required("identity_type")?.ToUpperInvariant();
        var number = cells.Required("identity_no");
        if (type is not null && !types.Contains(type))
        {
            cells.Report("identity_type", "identity_type_unknown", type, string.Join(", ", types));
            return null;
        }

        if (type is null || number is null)
        {
            return null;
        }

        if (type == "PASSPORT")
        {
            return PassportNumber(cells, "identity_no", number) is { } passport ? (type, passport) : null;
        }

        var digits = Separators().Replace(number, "");
        if (Rounded().IsMatch(number))
        {
            cells.Report("identity_no", "nid_rounded", number);
            return null;
        }

        if (type == "NID" ? !Nid().IsMatch(digits) : !LongNumber().IsMatch(digits))
        {
            cells.Report("identity_no", type == "NID" ? "nid_format" : "brn_format",
                $"{digits.Count(char.IsAsciiDigit)}");
            return null;
        }

        // A wrong year on one of the papers is common: said, never a reason to turn a worker away.
        if (digits.Length == 17 && born is { } date && digits[..4] != $"{date.Year}")
        {
            cells.Report("identity_no", "birth_year_differs", digits[..4], other: $"{date.Year}");
        }

        return (type, digits);
    }

    /// <summary>The passport column; with identity type PASSPORT it repeats the identity number or is empty.</summary>
    public static string? Passport(RowCells cells, (string Type, string Number)? identity)
    {
        var text = cells.Value("passport_no");
        var passport = text is null ? null : PassportNumber(cells, "passport_no", text);
        if (identity is not { Type: "PASSPORT" } known)
        {
            return passport;
        }

        if (passport is not null && passport != known.Number)
        {
            cells.Report("passport_no", "passport_differs");
        }

        return known.Number;
    }

    /// <summary>E.164.</summary>
    public static string? Mobile(RowCells cells)
    {
        var text = cells.Required("mobile");
        if (text is null)
        {
            return null;
        }

        var number = Separators().Replace(text, "");
        if (Bangladeshi().Match(number) is { Success: true } home)
        {
            return "+880" + home.Groups[1].Value;
        }

        if (Abroad().IsMatch(number) && !number.StartsWith("+880", StringComparison.Ordinal))
        {
            return number;
        }

        cells.Report("mobile", "mobile_format", text);
        return null;
    }

    /// <summary>Whole years from birth to a day.</summary>
    public static int Age(DateOnly born, DateOnly on) =>
        on.Year - born.Year - (on < born.AddYears(on.Year - born.Year) ? 1 : 0);

    private static string? PassportNumber(RowCells cells, string column, string text)
    {
        var number = Separators().Replace(text, "").ToUpperInvariant();
        if (PassportForm().IsMatch(number))
        {
            return number;
        }

        cells.Report(column, "passport_format", text);
        return null;
    }

    [GeneratedRegex("[\\s-]")]
    private static partial Regex Separators();

    [GeneratedRegex("^[0-9]+([.,][0-9]+)?[eE]\\+?[0-9]+$")]
    private static partial Regex Rounded();

    [GeneratedRegex("^(?:[1-9][0-9]{9}|[0-9]{13}|(?:19|20)[0-9]{15})$")]
    private static partial Regex Nid();

    [GeneratedRegex("^(?:19|20)[0-9]{15}$")]
    private static partial Regex LongNumber();

    [GeneratedRegex("^[A-Z]{1,2}[0-9]{7,8}$")]
    private static partial Regex PassportForm();

    [GeneratedRegex("^(?:\\+?880|0)(1[3-9][0-9]{8})$")]
    private static partial Regex Bangladeshi();

    [GeneratedRegex("^\\+[1-9][0-9]{7,14}$")]
    private static partial Regex Abroad();
}
