using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Authority.Lists;

/// <summary>A name in the languages that were given.</summary>
internal static class Names
{
    public static LocalisedName Read(Arguments given) => new(given.Text("name-en"),
        given.Has("name-bn") ? given.Text("name-bn").Normalize() : null,
        given.Has("name-ar") ? given.Text("name-ar").Normalize() : null);
}
