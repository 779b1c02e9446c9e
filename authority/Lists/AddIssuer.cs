using SkillsPassport.Credentials.Frameworks;
using SkillsPassport.Credentials.SdJwtVc;
using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Authority.Lists;

/// <summary>Puts an issuer on the list, with its keys or with none (then its metadata publishes them).</summary>
internal static class AddIssuer
{
    public static readonly Operation Operation = new("add-issuer", "Accredit an issuer",
    [
        new("id", "URL", "the issuer's address, the iss of its credentials", Required: true),
        new("name-en", "TEXT", "its name in English", Required: true),
        new("name-bn", "TEXT", "its name in Bangla"),
        new("name-ar", "TEXT", "its name in Arabic"),
        new("key", "FILE", "a public key of the issuer, as a JWK", Many: true),
        new("from-metadata", "", "read the keys now from the issuer's own metadata (/.well-known/jwt-vc-issuer)"),
        new("metadata", "", "list no keys: services read them from the issuer's metadata, the checker page cannot"),
        new("root", "FILE", "the root certificate (PEM) the chains of its wallet certificates lead to", Many: true),
        new("award", "VCT", "a credential type it may issue, by its vct or short name", Required: true, Many: true),
        new("framework", "ID", "a framework it may award in, e.g. BD-NSQF", Required: true, Many: true),
        new("from", "DAY", "first day of results it may award for", Required: true),
        new("until", "DAY", "last day of results it may award for"),
        new("key-from", "DAY", "day from which signatures of the keys count; today when left out"),
        new("lookup", "URL", "where certificate codes are looked up"),
        new("demo", "", "mark it as issuing for demonstration only"),
    ], Apply);

    private static Change Apply(TrustListContent list, Arguments given, DateTimeOffset now)
    {
        var id = given.Text("id");
        if (list.Issuers.Any(issuer => issuer.Id == id))
        {
            return Change.Refused($"{id} is on the list already. Keys are added with add-key.");
        }

        if (new[] { "key", "from-metadata", "metadata" }.Count(given.Has) != 1)
        {
            return Change.Refused("Give the issuer's keys with --key, or say --from-metadata to read them from what it "
                + "publishes, or --metadata to list none.");
        }

        if (WhyNotHere(list, id) is { } why)
        {
            return Change.Refused(why);
        }

        var awards = new List<PermittedAward>();
        foreach (var name in given.All("award"))
        {
            var type = CredentialTypes.All.FirstOrDefault(known => known.Vct == name || known.Name == name);
            if (type is null && !Uri.TryCreate(name, UriKind.Absolute, out _))
            {
                return Change.Refused($"{name} is not a credential type. Known: "
                    + string.Join(", ", CredentialTypes.All.Select(known => known.Name)) + ", or any vct address.");
            }

            awards.Add(new PermittedAward(type?.Vct ?? name, [.. given.All("framework")], given.Day("from")!.Value,
                given.Day("until")));
        }

        if (given.All("framework").FirstOrDefault(framework =>
            FrameworkData.Frameworks.All(known => known.Id != framework)) is { } unknown)
        {
            return Change.Refused($"{unknown} is not a framework. Known: "
                + string.Join(", ", FrameworkData.Frameworks.Select(known => known.Id)) + ".");
        }

        var offered = given.Has("from-metadata") ? IssuerPublishes.Keys(id) : [.. given.Keys("key")];
        if (ChangeKeys.UsedElsewhere(list, offered.Select(key => key.Jwk)) is { } used)
        {
            return used;
        }

        var roots = IssuerRoots.Read(given);
        if (IssuerRoots.WhyNot(id, offered, roots, now) is { } misled)
        {
            return Change.Refused(misled);
        }

        var from = given.StartOf("key-from") ?? Arguments.StartOfToday(now);
        var issuer = new TrustedIssuer
        {
            Id = id,
            Name = Names.Read(given),
            Demo = given.Has("demo"),
            Lookup = given.TextOrNull("lookup"),
            Keys = [.. offered.Select(key => new TrustedKey(key.Jwk, from, null, null))],
            Roots = roots,
            Awards = awards,
        };
        return Change.To(list with { Issuers = [.. list.Issuers, issuer] },
            $"{issuer.Name.En} ({id}) may now issue {string.Join(" and ", given.All("award"))} in "
            + $"{string.Join(", ", given.All("framework"))} for results from {given.Text("from")}"
            + (given.TextOrNull("until") is { } until ? $" until {until}" : "")
            + (issuer.Keys.Count == 0 ? ", with the keys its metadata publishes."
                : $", with {issuer.Keys.Count} key(s).") + " " + IssuerRoots.Said(issuer));
    }

    /// <summary>Plain http is for trying things out on one machine: not for a list that accredits anybody.</summary>
    internal static string? WhyNotHere(TrustListContent list, string address) =>
        !list.Demo && address.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            ? $"{address} is not https. Only a list marked as a demonstration may name addresses on this machine."
            : null;
}
