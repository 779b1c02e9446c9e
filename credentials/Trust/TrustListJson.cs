using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials.Jose;
using Words = SkillsPassport.Credentials.Specs.TrustList;

namespace SkillsPassport.Credentials.Trust;

/// <summary>The trust list's content as JSON and back; one place, so that what is written is what is read.</summary>
internal static class TrustListJson
{
    private const string Day = "yyyy-MM-dd";
    private const int Version = 1;

    public static JsonObject Write(TrustListContent list)
    {
        var json = new JsonObject
        {
            [Specs.Jose.Iss] = list.Authority,
            [Specs.Jose.Iat] = list.IssuedAt.ToUnixTimeSeconds(),
            [Words.Sequence] = list.Sequence,
            [Words.NextUpdate] = list.NextUpdate.ToUnixTimeSeconds(),
            [Words.Scheme] = WriteScheme(list),
            [Words.Issuers] = Array(list.Issuers, Write),
            [Words.Centres] = Array(list.Centres, centre => new JsonObject
            {
                [Words.Code] = centre.Code,
                [Words.Name] = Write(centre.Name),
                [Words.District] = centre.District,
                [Words.From] = Write(centre.From),
                [Words.Until] = Write(centre.Until),
            }),
            [Words.Wallets] = Array(list.Wallets, wallet => new JsonObject
            {
                [Words.Id] = wallet.Id,
                [Words.Name] = Write(wallet.Name),
            }),
        };
        // Members that came later are absent when there is nothing to say: a list without them stays what it was.
        if (list.Registers.Count > 0)
        {
            json[Words.Registers] = Array(list.Registers, register => new JsonObject
            {
                [Words.Kind] = register.Kind,
                [Words.Id] = register.Id,
                [Words.Keys] = Array(register.Keys, Write),
            });
        }

        if (list.History.Count > 0)
        {
            json[Words.History] = Array(list.History, earlier => new JsonObject
            {
                [Words.Sequence] = earlier.Sequence,
                [Words.Digest] = earlier.Digest,
                [Words.Address] = earlier.Address,
            });
        }

        if (list.Rollovers.Count > 0)
        {
            json[Words.Rollover] = Array(list.Rollovers, jws => JsonValue.Create(jws));
        }

        return json;
    }

    /// <summary>
    /// Reads the content. Members not known here are passed over; what a reader must not pass over comes with a higher
    /// <c>version</c>, which this reader refuses (ADR 0020).
    /// </summary>
    /// <exception cref="FormatException">A member is missing or of the wrong kind, or a later version.</exception>
    public static TrustListContent Read(JsonElement json)
    {
        if (!json.IsAbsent(Words.Version)
            && !(json.Member(Words.Version, JsonValueKind.Number).TryGetInt32(out var version) && version == Version))
        {
            throw new FormatException("The list is of a later version than this reader understands.");
        }

        var scheme = json.Member(Words.Scheme, JsonValueKind.Object);
        return new TrustListContent
        {
            Authority = json.Text(Specs.Jose.Iss),
            IssuedAt = json.Time(Specs.Jose.Iat),
            Sequence = json.Number(Words.Sequence),
            NextUpdate = json.Time(Words.NextUpdate),
            SchemeName = scheme.LocalName(),
            Territory = scheme.Text(Words.Territory),
            Demo = scheme.Flag(Words.Demo),
            Issuers = json.List(Words.Issuers, ReadIssuer),
            Centres = json.List(Words.Centres, centre => new AccreditedCentre(
                centre.Text(Words.Code), centre.LocalName(), centre.Text(Words.District),
                centre.Date(Words.From), centre.DateOrNull(Words.Until))),
            Wallets = json.List(Words.Wallets, wallet => new TrustedWallet(wallet.Text(Words.Id), wallet.LocalName())),
            Information = ReadInformation(scheme),
            Registers = json.ListOrEmpty(Words.Registers, register => new TrustedRegister(
                register.Text(Words.Kind), register.Text(Words.Id), register.List(Words.Keys, ReadKey))),
            History = json.ListOrEmpty(Words.History, earlier => new EarlierList(earlier.Number(Words.Sequence),
                earlier.Text(Words.Digest), earlier.Text(Words.Address))),
            Rollovers = json.ListOrEmpty(Words.Rollover, jws => jws.ValueKind == JsonValueKind.String
                ? jws.GetString()! : throw new FormatException("An announcement of a root key is text.")),
        };
    }

    private static JsonObject WriteScheme(TrustListContent list)
    {
        var scheme = new JsonObject
        {
            [Words.Name] = Write(list.SchemeName),
            [Words.Territory] = list.Territory,
            [Words.Demo] = list.Demo,
        };
        foreach (var (name, value) in new (string, JsonNode?)[]
        {
            (Words.Operator, list.Information?.Operator is { } own ? Write(own) : null),
            (Words.Type, list.Information?.Type), (Words.Information, list.Information?.About),
            (Words.Policy, list.Information?.Policy),
        })
        {
            if (value is not null)
            {
                scheme[name] = value;
            }
        }

        return scheme;
    }

    private static SchemeInformation? ReadInformation(JsonElement scheme)
    {
        var information = new SchemeInformation(
            scheme.IsAbsent(Words.Operator) ? null : scheme.LocalName(Words.Operator), scheme.TextOrNull(Words.Type),
            scheme.TextOrNull(Words.Information), scheme.TextOrNull(Words.Policy));
        return information == new SchemeInformation() ? null : information;
    }

    private static JsonObject Write(TrustedKey key) => new()
    {
        [Words.Jwk] = key.Jwk.ToJson(),
        [Words.From] = key.From.ToUnixTimeSeconds(),
        [Words.Until] = key.Until?.ToUnixTimeSeconds(),
        [Words.CompromisedFrom] = key.CompromisedFrom?.ToUnixTimeSeconds(),
    };

    private static TrustedKey ReadKey(JsonElement key) => new(
        Jwk.Parse(key.Member(Words.Jwk, JsonValueKind.Object)), key.Time(Words.From), key.TimeOrNull(Words.Until),
        key.TimeOrNull(Words.CompromisedFrom));

    private static JsonObject Write(TrustedIssuer issuer)
    {
        var json = new JsonObject
        {
            [Words.Id] = issuer.Id,
            [Words.Name] = Write(issuer.Name),
            [Words.Demo] = issuer.Demo,
            [Words.Lookup] = issuer.Lookup,
            [Words.Keys] = Array(issuer.Keys, Write),
            [Words.Roots] = Array(issuer.Roots, root => JsonValue.Create(Convert.ToBase64String(root))),
            [Words.Awards] = Array(issuer.Awards, award => new JsonObject
            {
                [Words.Vct] = award.Vct,
                [Words.Frameworks] = Array(award.Frameworks, id => JsonValue.Create(id)),
                [Words.From] = Write(award.From),
                [Words.Until] = Write(award.Until),
            }),
            [Words.WithdrawnFrom] = issuer.WithdrawnFrom?.ToUnixTimeSeconds(),
        };
        if (issuer.WithdrawnReason is not null)
        {
            json[Words.WithdrawnReason] = issuer.WithdrawnReason;
        }

        return json;
    }

    private static TrustedIssuer ReadIssuer(JsonElement issuer) => new()
    {
        Id = issuer.Text(Words.Id),
        Name = issuer.LocalName(),
        Demo = issuer.Flag(Words.Demo),
        Lookup = issuer.TextOrNull(Words.Lookup),
        Keys = issuer.List(Words.Keys, ReadKey),
        Roots = issuer.List(Words.Roots, root => Convert.FromBase64String(
            root.ValueKind == JsonValueKind.String ? root.GetString()! : throw new FormatException("A root is text."))),
        Awards = issuer.List(Words.Awards, award => new PermittedAward(
            award.Text(Words.Vct),
            award.List(Words.Frameworks, id => id.ValueKind == JsonValueKind.String
                ? id.GetString()! : throw new FormatException("A framework is named by text.")),
            award.Date(Words.From), award.DateOrNull(Words.Until))),
        WithdrawnFrom = issuer.TimeOrNull(Words.WithdrawnFrom),
        WithdrawnReason = issuer.TextOrNull(Words.WithdrawnReason),
    };

    private static JsonObject Write(LocalisedName name)
    {
        var json = new JsonObject { [Words.En] = name.En };
        if (name.Bn is not null)
        {
            json[Words.Bn] = name.Bn;
        }

        if (name.Ar is not null)
        {
            json[Words.Ar] = name.Ar;
        }

        return json;
    }

    private static string? Write(DateOnly? day) => day?.ToString(Day, CultureInfo.InvariantCulture);

    private static JsonArray Array<T>(IReadOnlyList<T> items, Func<T, JsonNode?> write) =>
        new([.. items.Select(write)]);

    private static JsonElement Member(this JsonElement json, string name, JsonValueKind kind) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == kind
            ? value : throw new FormatException($"{name} is missing or of the wrong kind.");

    private static bool IsAbsent(this JsonElement json, string name) =>
        !json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null;

    private static string Text(this JsonElement json, string name) =>
        json.Member(name, JsonValueKind.String).GetString()!;

    private static string? TextOrNull(this JsonElement json, string name) =>
        json.IsAbsent(name) ? null : json.Text(name);

    private static bool Flag(this JsonElement json, string name) =>
        !json.IsAbsent(name) && (json.GetProperty(name).ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw new FormatException($"{name} is neither true nor false."),
        });

    private static DateTimeOffset Time(this JsonElement json, string name) =>
        StrictJson.TryGetDate(json.Member(name, JsonValueKind.Number), out var time)
            ? time : throw new FormatException($"{name} is not a time in whole seconds.");

    private static DateTimeOffset? TimeOrNull(this JsonElement json, string name) =>
        json.IsAbsent(name) ? null : json.Time(name);

    private static DateOnly Date(this JsonElement json, string name) =>
        DateOnly.TryParseExact(json.Text(name), Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day : throw new FormatException($"{name} is not a date yyyy-mm-dd.");

    private static DateOnly? DateOrNull(this JsonElement json, string name) =>
        json.IsAbsent(name) ? null : json.Date(name);

    private static long Number(this JsonElement json, string name) =>
        json.Member(name, JsonValueKind.Number).TryGetInt64(out var number)
            ? number : throw new FormatException($"{name} is not a whole number.");

    private static LocalisedName LocalName(this JsonElement json, string member = Words.Name)
    {
        var name = json.Member(member, JsonValueKind.Object);
        return new LocalisedName(name.Text(Words.En), name.TextOrNull(Words.Bn), name.TextOrNull(Words.Ar));
    }

    private static IReadOnlyList<T> List<T>(this JsonElement json, string name, Func<JsonElement, T> read) =>
        [.. json.Member(name, JsonValueKind.Array).EnumerateArray().Select(read)];

    private static IReadOnlyList<T> ListOrEmpty<T>(this JsonElement json, string name, Func<JsonElement, T> read) =>
        json.IsAbsent(name) ? [] : json.List(name, read);
}
