using System.Globalization;
using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Authority.Lists;

/// <summary>Prints the list for people.</summary>
internal static class ShowList
{
    public const string Name = "show";
    public const string Summary = "Print what is on the list";

    public static void Print(TrustListContent list, TextWriter output)
    {
        output.WriteLine($"{list.SchemeName.En} ({list.Territory}{(list.Demo ? ", demonstration" : "")})");
        output.WriteLine($"List {list.Sequence}, signed {Time(list.IssuedAt)}, "
            + $"to be renewed before {Time(list.NextUpdate)}");
        foreach (var issuer in list.Issuers)
        {
            output.WriteLine($"Issuer  {issuer.Name.En}  {issuer.Id}"
                + (issuer.WithdrawnFrom is { } end ? $"  WITHDRAWN from {Time(end)}: {issuer.WithdrawnReason}" : ""));
            foreach (var key in issuer.Keys)
            {
                output.WriteLine($"  key   {key.Jwk.Kid}  from {Time(key.From)}"
                    + (key.Until is { } until ? $" until {Time(until)}" : "")
                    + (key.CompromisedFrom is { } stolen ? $"  COMPROMISED from {Time(stolen)}" : ""));
            }

            if (issuer.Keys.Count == 0)
            {
                output.WriteLine("  keys  as its metadata publishes them");
            }

            output.WriteLine($"  roots {issuer.Roots.Count}");
            foreach (var award in issuer.Awards)
            {
                output.WriteLine($"  award {award.Vct} in {string.Join(", ", award.Frameworks)}  "
                    + Period(award.From, award.Until));
            }
        }

        foreach (var centre in list.Centres)
        {
            output.WriteLine($"Centre  {centre.Code}  {centre.Name.En}, {centre.District}  "
                + Period(centre.From, centre.Until));
        }

        foreach (var wallet in list.Wallets)
        {
            output.WriteLine($"Wallet  {wallet.Name.En}  {wallet.Id}");
        }
    }

    private static string Period(DateOnly from, DateOnly? until) =>
        $"from {from:yyyy-MM-dd}" + (until is null ? "" : $" until {until:yyyy-MM-dd}");

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}
