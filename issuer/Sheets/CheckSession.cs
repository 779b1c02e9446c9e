using System.Text.RegularExpressions;
using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Issuer.Sheets;

/// <summary>Where and by whom: an accredited centre, a session, two different assessors.</summary>
public static partial class CheckSession
{
    /// <summary>
    /// The centre as the trust list has it; null when unknown, not accredited then, or the list cannot be had.
    /// </summary>
    public static AccreditedCentre? Centre(RowCells cells, CentreList centres, DateOnly? assessedOn)
    {
        var code = cells.Required("centre_code")?.ToUpperInvariant();
        if (code is null || centres.Problem is not null)
        {
            return null;
        }

        if (!centres.ByCode.TryGetValue(code, out var periods))
        {
            cells.Report("centre_code", "centre_unknown", code);
            return null;
        }

        if (assessedOn is not { } day)
        {
            return null;
        }

        if (periods.FirstOrDefault(one => one.Covers(day)) is { } centre)
        {
            return centre;
        }

        cells.Report("centre_code", "centre_not_accredited", code,
            string.Join(", ", periods
            .Select(one => $"{one.From:yyyy-MM-dd} – {one.Until?.ToString("yyyy-MM-dd") ?? "…"}")),
            $"{day:yyyy-MM-dd}");
        return null;
    }

    public static string? Session(RowCells cells)
    {
        var code = cells.Required("session_code")?.ToUpperInvariant();
        if (code is not null && !Code().IsMatch(code))
        {
            cells.Report("session_code", "session_format", code);
            return null;
        }

        return code;
    }

    public static (string First, string Second)? Assessors(RowCells cells)
    {
        var first = Assessor(cells, "assessor_1");
        var second = Assessor(cells, "assessor_2");
        if (first is not null && first == second)
        {
            cells.Report("assessor_2", "assessors_equal", first);
            return null;
        }

        return first is null || second is null ? null : (first, second);
    }

    private static string? Assessor(RowCells cells, string column)
    {
        var text = cells.Value(column)?.ToUpperInvariant();
        if (text is null)
        {
            if (!cells.IsWrong(column))
            {
                cells.Report(column, "assessor_missing");
            }

            return null;
        }

        if (Code().IsMatch(text))
        {
            return text;
        }

        cells.Report(column, "assessor_format", text);
        return null;
    }

    [GeneratedRegex("^[A-Z0-9](?:[A-Z0-9-]{1,38})[A-Z0-9]$")]
    private static partial Regex Code();
}
