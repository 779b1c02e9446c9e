using System.Globalization;

namespace SkillsPassport.Hosting.Desk;

/// <summary>Turning the pages of a long list.</summary>
public sealed record PageTurn(int Number, bool HasMore, string Address)
{
    // Far behind every list's end, and small enough that rows before it are counted without overflow.
    private const int Last = 100_000;

    /// <summary>The page that was asked for, from 1; what no list can have becomes one that is empty.</summary>
    public static int At(int? asked) => Math.Clamp(asked ?? 1, 1, Last);

    public string Href(int page) => Address + page.ToString(CultureInfo.InvariantCulture);
}
