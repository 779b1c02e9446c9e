namespace SkillsPassport.Hosting.Desk;

/// <summary>Turning the pages of a long list.</summary>
public sealed record PageTurn(int Number, bool HasMore, string Address)
{
    public string Href(int page) => Address + page.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
