using SkillsPassport.Credentials.Registers;
using SkillsPassport.Hosting.Languages;

namespace SkillsPassport.Wallet.Share;

/// <summary>Roughly where a share was opened: a country, or nothing. The wallet sees verifiers only, never the
/// recruiter's address; what it knows is what the verifier passes on (ADR 0131).</summary>
public static class Whereabouts
{
    /// <summary>Purpose under which it is sealed.</summary>
    public const string Kind = "whereabouts";

    private const string Home = "BD";

    /// <summary>Two capital letters, or null.</summary>
    public static string? Known(string? country) =>
        country is { Length: 2 } && country.All(char.IsAsciiLetter)
        && country.ToUpperInvariant() is not "XX" and var code
            ? code
            : null;

    /// <summary>The country's name where this product has one in the reader's language.</summary>
    public static string Say(string? country, Phrases phrases)
    {
        if (country is null)
        {
            return phrases["where.unknown"];
        }

        var named = DestinationData.Destinations.FirstOrDefault(one => one.Code == country);
        return country == Home ? phrases["where.home"]
            : named is null ? phrases["where.elsewhere"]
            : phrases.Language == "bn" ? named.NameBn : named.NameEn;
    }
}
