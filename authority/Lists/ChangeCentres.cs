using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Authority.Lists;

/// <summary>Assessment centres: accredited, accredited again, withdrawn.</summary>
internal static class ChangeCentres
{
    public static readonly Operation Add = new("add-centre", "Accredit an assessment centre",
    [
        new("code", "CODE", "the centre's code, e.g. RPLC-DEMO-01", Required: true),
        new("name-en", "TEXT", "its name in English", Required: true),
        new("name-bn", "TEXT", "its name in Bangla"),
        new("name-ar", "TEXT", "its name in Arabic"),
        new("district", "TEXT", "its district", Required: true),
        new("from", "DAY", "first accredited day", Required: true),
        new("until", "DAY", "last accredited day"),
    ], (list, given, _) =>
    {
        var centre = new AccreditedCentre(given.Text("code"), Names.Read(given), given.Text("district"),
            given.Day("from")!.Value, given.Day("until"));
        var before = list.Centres.Any(known => known.Code == centre.Code);
        return Change.To(list with { Centres = [.. list.Centres, centre] },
            $"{centre.Name.En} ({centre.Code}) is accredited {(before ? "again " : "")}from {given.Text("from")}"
            + (given.TextOrNull("until") is { } until ? $" until {until}." : "."));
    });

    public static readonly Operation Withdraw = new("withdraw-centre", "End a centre's accreditation",
    [
        new("code", "CODE", "the centre's code", Required: true),
        new("until", "DAY", "last day on which its assessments count", Required: true),
    ], (list, given, _) =>
    {
        var (code, until) = (given.Text("code"), given.Day("until")!.Value);
        if (list.Centres.LastOrDefault(centre => centre.Code == code) is not { } last)
        {
            return Change.Refused($"The centre {code} is not on the list.");
        }

        return until < last.From
            ? Change.Refused($"{code} was accredited on {last.From:yyyy-MM-dd} only; it cannot end before that.")
            : last.Until < until
                ? Change.Refused($"{code} ended on {last.Until:yyyy-MM-dd} already. To accredit it again: add-centre.")
                : Change.To(list with
                {
                    Centres = [.. list.Centres.Select(centre =>
                        centre == last ? centre with { Until = until } : centre)],
                }, $"{last.Name.En} ({code}) is accredited until {given.Text("until")}; assessments after that day do "
                    + "not count.");
    });
}
