using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Authority.Lists;

/// <summary>A name in the languages that were given.</summary>
internal static class Names
{
    public static LocalisedName Read(Arguments given, string option = "name") => new(given.Text(option + "-en"),
        In(given, option + "-bn"), In(given, option + "-ar"));

    private static string? In(Arguments given, string option) =>
        given.TextOrNull(option) is { } name ? NormalText.Of(name) : null;
}
