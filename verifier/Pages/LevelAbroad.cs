using System.Text.Json;
using SkillsPassport.Credentials.Frameworks;
using SkillsPassport.Credentials.Registers;
using SkillsPassport.Credentials.Verification;
using SkillsPassport.Hosting.Languages;
using SkillsPassport.Hosting.Registers;
using SkillsPassport.Hosting.Trust;

namespace SkillsPassport.Verifier.Pages;

/// <summary>What a level means in a country, for pages without script.</summary>
/// <param name="Country">ISO 3166-1 code that was chosen; null before.</param>
/// <param name="Refusal">The phrase that says why there is no answer.</param>
/// <param name="Answer">What the authority's signed register says today.</param>
/// <param name="Frameworks">The frameworks that the same register describes.</param>
public sealed record AbroadAnswer(string? Country = null, string? Refusal = null, ComparisonAnswer? Answer = null,
    IReadOnlyList<DestinationFramework>? Frameworks = null)
{
    /// <summary>The phrase of the strongest thing that may be said: a test that decides comes before nothing.</summary>
    public string Result => $"abroad.{Answer switch
    {
        { Result: "not_compared" } answer when answer.Rows.Any(row => row.Kind == ComparisonKind.Test) => "test",
        { } answer => answer.Result,
        null => "not_compared",
    }}";

    /// <summary>What the country asks for besides, in a word and in the register's words. Of what the register says
    /// more, that is a requirement which has a phrase of its own: a remark is none.</summary>
    public IEnumerable<(string? Name, string Words)> Asked(Phrases phrases)
    {
        if (Answer?.Requires?.SkillTest is { } test)
        {
            yield return (phrases.Find($"test.{Country}"), test);
        }

        foreach (var (name, words) in Answer?.Requires?.Extra ?? new Dictionary<string, string>())
        {
            if (phrases.Find($"requires.extra.{name}") is { } phrase)
            {
                yield return (phrase, words);
            }
        }
    }

    /// <summary>The register's own word for a status, as phrases are named.</summary>
    public static string WordOf(ComparisonStatus status) =>
        JsonNamingPolicy.KebabCaseLower.ConvertName(status.ToString());
}

/// <summary>Asks the authority's signed register, as <c>Browser/level.mjs</c> does in the browser.</summary>
public sealed class LevelAbroad(ITrustList trust, IFollowedRegister<ComparisonRegister> register, TimeProvider clock)
{
    public AbroadAnswer Ask(VerificationReport report, string country)
    {
        var now = clock.GetUtcNow();
        if (trust.List is not { } list || list.NextUpdate <= now)
        {
            return new(country, "abroad.unavailable");
        }

        var fresh = register.FreshAt(now);
        if (fresh is null && list.FindRegister(RegisterKind.Comparisons.Name) is not null)
        {
            return new(country, register.Current is null ? "abroad.unavailable" : "abroad.stale");
        }

        var content = report.Content!;
        var occupation = (string?)content["occupation"]?["code"];
        var question = new LevelQuestion(country, (string?)content["framework"] ?? "",
            (string?)content["framework_version"], (string?)content["level"] ?? "",
            occupation is null ? "" : FrameworkData.FindOccupation(occupation)?.Id ?? "",
            ReadLevelQuestion.Today(clock));
        return new(country, Answer: ComparisonAnswer.Of(fresh, question), Frameworks: fresh?.Content.Frameworks);
    }
}
