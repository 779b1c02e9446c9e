using SkillsPassport.Hosting.Languages;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Wallet.Passport;

/// <summary>A certificate whose validity ends soon, or ended a short while ago.</summary>
/// <param name="Days">Days left; negative when it has ended.</param>
public sealed record Reminder(CertificateView Certificate, DateOnly Until, int Days)
{
    /// <summary>In the keys of its phrases: some languages count one day unlike two.</summary>
    public string Word => Days switch
    {
        0 => "today",
        1 => "left_one",
        -1 => "ended_one",
        < 0 => "ended",
        _ => "left",
    };
}

/// <summary>Reminds in time for a new assessment, which takes weeks, and stops when it is too late or done.</summary>
public static class Expiry
{
    private const int DaysBefore = 120;
    private const int DaysAfter = 60;

    /// <summary>The day in Bangladesh.</summary>
    public static DateOnly Today(DateTimeOffset now) => DateOnly.FromDateTime(now.ToOffset(BanglaText.Dhaka).DateTime);

    /// <summary>Soonest first. Nothing about certificates that count for nothing any more, nor about one whose
    /// successor (same occupation, the same or a higher level, a later end) is already here.</summary>
    public static IReadOnlyList<Reminder> Of(IReadOnlyList<CertificateView> all, DateTimeOffset now)
    {
        var today = Today(now);
        return
        [
            .. from one in all
               where one.Held.Marking == Marking.Accredited
                   && one.Standing is Standing.Valid or Standing.CouldNotCheck or Standing.Expired or Standing.Suspended
               let until = one.ValidUntil
               where until is not null
               let days = until.Value.DayNumber - today.DayNumber
               where days is <= DaysBefore and >= -DaysAfter && !all.Any(other => Follows(other, one))
               orderby days
               select new Reminder(one, until.Value, days),
        ];
    }

    private static bool Follows(CertificateView other, CertificateView one) =>
        other.Id != one.Id && other.Held.Marking == Marking.Accredited
        && other.Standing is Standing.Valid or Standing.CouldNotCheck or Standing.NotYetValid
        && other.ValidUntil > one.ValidUntil
        && ClaimText.Of(other.Claims, "occupation", "code") is { } occupation
        && occupation == ClaimText.Of(one.Claims, "occupation", "code")
        && Level(other) >= Level(one);

    private static int Level(CertificateView one) =>
        int.TryParse(ClaimText.Of(one.Claims, "level"), out var level) ? level : 0;
}
