namespace SkillsPassport.Credentials.Frameworks;

/// <summary>
/// A qualification framework at one version. The same level number means different things in two frameworks.
/// </summary>
/// <param name="Id">Identifier, for example <c>BD-NSQF</c>.</param>
/// <param name="Version">Version of the framework, for example <c>2021</c>.</param>
/// <param name="NameEn">Official English name.</param>
/// <param name="NameBn">Official Bangla name.</param>
/// <param name="Country">ISO 3166-1 code: India has a framework called NSQF too, so the country is always
/// shown.</param>
/// <param name="AwardingBody">Who awards under it.</param>
/// <param name="Status"><c>current</c> or <c>legacy-in-circulation</c>.</param>
/// <param name="PrintedForm">How certificates print it, for example <c>NSQF (BNQF Level 1-6)</c>.</param>
/// <param name="Levels">Levels, lowest first.</param>
public sealed record Framework(
    string Id,
    string Version,
    string NameEn,
    string NameBn,
    string Country,
    string AwardingBody,
    string Status,
    string PrintedForm,
    IReadOnlyList<FrameworkLevel> Levels)
{
    /// <summary>The level with exactly this name (<c>2</c>, <c>PV1</c>), or null.</summary>
    public FrameworkLevel? FindLevel(string level)
    {
        foreach (var candidate in Levels)
        {
            if (candidate.Level == level)
            {
                return candidate;
            }
        }

        return null;
    }
}

/// <summary>
/// What one level of a framework means in words. Descriptors are null where no published text was found.
/// </summary>
/// <param name="Level">Name of the level inside its framework; not always a number.</param>
/// <param name="TitleEn">English title.</param>
/// <param name="TitleBn">Bangla title.</param>
/// <param name="Qualification">Qualification awarded at this level.</param>
/// <param name="JobClass">For example <c>Semi-Skilled Worker</c>.</param>
/// <param name="Knowledge">Knowledge descriptor.</param>
/// <param name="Skill">Skill descriptor.</param>
/// <param name="Responsibility">Responsibility descriptor.</param>
public sealed record FrameworkLevel(
    string Level,
    string TitleEn,
    string TitleBn,
    string? Qualification = null,
    string? JobClass = null,
    string? Knowledge = null,
    string? Skill = null,
    string? Responsibility = null);
