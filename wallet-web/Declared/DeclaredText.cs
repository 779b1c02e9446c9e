using SkillsPassport.Hosting.Languages;

namespace SkillsPassport.Wallet.Declared;

/// <summary>A declared entry in one line of the reader's language.</summary>
public static class DeclaredText
{
    public static string Details(DeclaredContent content, Phrases phrases)
    {
        var parts = new List<string>();
        if (content.Where is { } where)
        {
            parts.Add(where);
        }

        if (content.FromYear is { } from)
        {
            parts.Add(content.UntilYear is { } until
                ? phrases["declared.years", Year(from), Year(until)]
                : phrases["declared.since", Year(from)]);
        }
        else if (content.UntilYear is { } until)
        {
            parts.Add(phrases["declared.until", Year(until)]);
        }

        if (content.HowWell is { } well)
        {
            parts.Add(phrases["well." + well.ToString().ToLowerInvariant()]);
        }

        return string.Join(" · ", parts);

        string Year(int year) => BanglaText.Number(phrases.Language, year);
    }
}
