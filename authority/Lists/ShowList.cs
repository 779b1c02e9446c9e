using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Authority.Lists;

/// <summary>Prints the list for people.</summary>
internal static class ShowList
{
    public const string Name = "show";
    public const string Summary = "Print what is on the list";

    public static readonly IReadOnlyList<Option> Options =
    [
        new("diff", "", "only what the present list changed in the one before"),
        new("json", "", "all of it as JSON, with the keys and root certificates whole"),
    ];

    // Names in Bangla stand as themselves: this is read by people and goes into no page.
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Prints what the authority signed, word for word.</summary>
    public static void PrintJson(TrustList list, TextWriter output) => output.WriteLine(JsonSerializer.Serialize(
        Jws.Parse(Encoding.ASCII.GetString(list.Bytes), TrustList.MaxLength).PayloadObject(), Readable));

    /// <summary>Lines that went (-) and came (+); the number and dates of the lists themselves are not among
    /// them.</summary>
    public static void PrintDifference(TrustListContent? before, TrustListContent after, TextWriter output)
    {
        var (gone, come) = (before is null ? [] : Lines(before), Lines(after));
        var same = true;
        foreach (var (mark, line) in gone.Except(come).Select(line => ('-', line))
            .Concat(come.Except(gone).Select(line => ('+', line))))
        {
            output.WriteLine($"{mark} {line}");
            same = false;
        }

        if (same)
        {
            output.WriteLine("  nothing but the dates");
        }
    }

    private static List<string> Lines(TrustListContent list)
    {
        using var text = new StringWriter();
        Print(list with { History = [] }, text);
        List<string> lines = [];
        var owner = "";
        foreach (var line in text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // A line that is moved in belongs to the one above; alone it would not say whose key it is.
            owner = line.StartsWith(' ') ? owner : line;
            lines.Add(owner == line ? line : $"{owner.Split("  WITHDRAWN")[0]} {line}");
        }

        return [.. lines.Where(line => !line.StartsWith("List ", StringComparison.Ordinal))];
    }

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

            foreach (var root in issuer.Roots)
            {
                output.WriteLine($"  root  {IssuerRoots.Describe(root)}");
            }

            if (issuer.Roots.Count == 0)
            {
                output.WriteLine("  root  none: wallet certificates with a certificate chain (x5c) are refused");
            }

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
