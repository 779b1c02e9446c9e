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
        PrintScheme(list, output);
        foreach (var issuer in list.Issuers)
        {
            output.WriteLine($"Issuer  {issuer.Name.En}  {issuer.Id}"
                + (issuer.WithdrawnFrom is { } end ? $"  WITHDRAWN from {Time(end)}: {issuer.WithdrawnReason}" : ""));
            PrintKeys(issuer.Keys, output);
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

        foreach (var register in list.Registers)
        {
            output.WriteLine($"Register {register.Kind}  {register.Id}");
            PrintKeys(register.Keys, output);
        }

        foreach (var earlier in list.History)
        {
            output.WriteLine($"Before  list {earlier.Sequence}  {earlier.Address}");
        }
    }

    private static void PrintScheme(TrustListContent list, TextWriter output)
    {
        foreach (var (what, text) in new[]
        {
            ("Operator", list.Information?.Operator?.En), ("Type", list.Information?.Type),
            ("About", list.Information?.About), ("Policy", list.Information?.Policy),
        })
        {
            if (text is not null)
            {
                output.WriteLine($"{what,-8} {text}");
            }
        }
    }

    private static void PrintKeys(IReadOnlyList<TrustedKey> keys, TextWriter output)
    {
        foreach (var key in keys)
        {
            output.WriteLine($"  key   {key.Jwk.Kid}  from {Time(key.From)}"
                + (key.Until is { } until ? $" until {Time(until)}" : "")
                + (key.CompromisedFrom is { } stolen ? $"  COMPROMISED from {Time(stolen)}" : ""));
        }
    }

    private static string Period(DateOnly from, DateOnly? until) =>
        $"from {from:yyyy-MM-dd}" + (until is null ? "" : $" until {until:yyyy-MM-dd}");

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}
