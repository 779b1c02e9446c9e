using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Authority.Lists;

/// <summary>Makes the root key and the first, empty list.</summary>
internal static class InitAuthority
{
    public const string Name = "init";
    public const string Summary = "Make the root key and an empty list";

    public static readonly IReadOnlyList<Option> Options =
    [
        new("url", "URL", "the authority's address, without the list's file name", Required: true),
        new("name-en", "TEXT", "name of the scheme in English", Required: true),
        new("name-bn", "TEXT", "name of the scheme in Bangla"),
        new("name-ar", "TEXT", "name of the scheme in Arabic"),
        new(Specs.TrustList.Territory, "CC", "country code; BD when left out"),
        new("demo", "", "mark everything on the list as a demonstration"),
    ];

    public static TrustListContent FirstList(Arguments given, DateTimeOffset now) => new()
    {
        Authority = given.Text("url").TrimEnd('/'),
        IssuedAt = now,
        Sequence = 1,
        NextUpdate = now.AddDays(1),
        SchemeName = Names.Read(given),
        Territory = given.TextOrNull(Specs.TrustList.Territory) ?? "BD",
        Demo = given.Has("demo"),
    };
}
