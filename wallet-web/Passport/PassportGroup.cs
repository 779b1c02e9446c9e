using System.Text.Json.Nodes;
using SkillsPassport.Credentials.Issuing;

namespace SkillsPassport.Wallet.Passport;

/// <summary>The parts of a passport, in the order in which they are shown.</summary>
public enum PassportGroup
{
    Certificates,
    Statements,
    Training,
    Languages,
    Work,
}

/// <summary>To which part a credential belongs. Our own types are known; of a stranger's, its type address and its
/// claims tell. It is about where a row stands on the page, never about what it is worth.</summary>
public static class PassportGroups
{
    private static readonly (PassportGroup Group, string[] InType, string[] Claims)[] Signs =
    [
        (PassportGroup.Languages, ["language", "topik", "jlpt", "ielts", "toefl", "cefr", "jft"],
            ["language", "language_code", "cefr_level", "language_test"]),
        (PassportGroup.Work, ["work", "employment", "experience", "employer"],
            ["employer", "employer_name", "job_title", "employment_start", "worked_from"]),
        (PassportGroup.Statements, ["statement"], []),
        (PassportGroup.Training, ["training", "course", "attendance", "completion", "orientation"],
            ["training_hours", "course", "course_name", "attendance", "hours"]),
    ];

    public static PassportGroup Of(CertificateView view) =>
        view.Type is { } type
            ? type.Award == AwardType.StatementOfAchievement ? PassportGroup.Statements : PassportGroup.Certificates
            : Of(view.Credential.Vct, view.Claims);

    private static PassportGroup Of(string? vct, JsonObject claims)
    {
        // Of an address only the path speaks of the type: the host is whoever gave it.
        var type = Uri.TryCreate(vct, UriKind.Absolute, out var uri)
            && uri.Scheme.StartsWith("http", StringComparison.Ordinal)
            ? uri.AbsolutePath
            : vct ?? "";
        foreach (var (group, inType, names) in Signs)
        {
            if (inType.Any(word => type.Contains(word, StringComparison.OrdinalIgnoreCase))
                || names.Any(claims.ContainsKey))
            {
                return group;
            }
        }

        return PassportGroup.Certificates;
    }
}
