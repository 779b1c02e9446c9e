using SkillsPassport.Hosting.Languages;

namespace SkillsPassport.Issuer.Issuing;

/// <summary>How long an award is valid: five years less one day from the day the result was published.</summary>
public static class Validity
{
    private const int Years = 5;

    public static DateOnly Until(DateOnly published) => published.AddYears(Years).AddDays(-1);

    /// <summary>The day in Dhaka, by which certificates end.</summary>
    public static DateOnly Today(TimeProvider clock) =>
        DateOnly.FromDateTime(clock.GetUtcNow().ToOffset(BanglaText.Dhaka).DateTime);
}
