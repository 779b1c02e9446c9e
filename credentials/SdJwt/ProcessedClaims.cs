using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.SdJwt;

/// <summary>The walk of RFC 9901 section 7.1 step 3 over one payload and its disclosures.</summary>
internal sealed class ProcessedClaims
{
    private readonly Dictionary<string, Disclosure> _byDigest;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Disclosure> _disclosed = new(StringComparer.Ordinal);
    private readonly HashSet<(JsonNode Place, string? Name)> _disclosedAt = [];

    private ProcessedClaims(IReadOnlyList<Disclosure> disclosures)
    {
        _byDigest = new(disclosures.Count, StringComparer.Ordinal);
        foreach (var disclosure in disclosures)
        {
            if (!_byDigest.TryAdd(disclosure.Digest, disclosure))
            {
                throw Refused("A disclosure was sent twice.");
            }
        }
    }

    /// <summary>Processed payload.</summary>
    public JsonObject Claims { get; private set; } = [];

    /// <summary>Disclosures by path, parents before children.</summary>
    public IReadOnlyDictionary<string, Disclosure> Disclosed => _disclosed;

    /// <summary>True when this member of this object came from a disclosure.</summary>
    public bool IsDisclosed(JsonObject place, string name) => _disclosedAt.Contains((place, name));

    /// <summary>True when this array element came from a disclosure.</summary>
    public bool IsDisclosed(JsonNode element) => _disclosedAt.Contains((element, null));

    public static ProcessedClaims Of(SdJwtPresentation presentation)
    {
        var payload = presentation.IssuerJwt.PayloadObject();
        // Section 7.1 step 3.a: sha-256 is also the default; anything weaker or unknown ends here.
        if (payload.TryGetProperty(Specs.SdJwt.SdAlg, out var algorithm)
            && !(algorithm.ValueKind == JsonValueKind.String && algorithm.ValueEquals(Specs.SdJwt.Sha256)))
        {
            throw new InputRefusedException(InputRefusal.Algorithm, "Only the hash algorithm sha-256 is accepted.");
        }

        var walk = new ProcessedClaims(presentation.Disclosures);
        walk.Claims = walk.Object(payload, "", 0);
        // Step 5: every disclosure must have been referred to.
        return walk._disclosed.Count == presentation.Disclosures.Count
            ? walk
            : throw Refused("A disclosure is not referred to by any digest.");
    }

    private JsonObject Object(JsonElement source, string path, int depth)
    {
        CheckDepth(depth);
        var result = new JsonObject();
        JsonElement digests = default;
        foreach (var member in source.EnumerateObject())
        {
            switch (member.Name)
            {
                case Specs.SdJwt.Sd:
                    digests = member.Value.ValueKind == JsonValueKind.Array
                        ? member.Value
                        : throw Refused("_sd is not an array.");
                    break;
                case Specs.SdJwt.SdAlg when path.Length == 0:
                    break;
                case Specs.SdJwt.SdAlg or Specs.SdJwt.ArrayDigest:
                    throw Refused("A reserved name in a place where it means nothing.");
                default:
                    result[member.Name] = Value(member.Value, Join(path, member.Name), depth + 1);
                    break;
            }
        }

        if (digests.ValueKind == JsonValueKind.Array)
        {
            // After the plain claims, so that a collision with any of them is seen (step 3.c.ii).
            foreach (var digest in digests.EnumerateArray())
            {
                Disclose(result, digest, path, depth);
            }
        }

        return result;
    }

    private void Disclose(JsonObject result, JsonElement digest, string path, int depth)
    {
        if (Find(digest) is not { } disclosure)
        {
            return;
        }

        if (disclosure.Name is not { } name)
        {
            throw Refused("A disclosure without a name stands for an object's claim.");
        }

        if (result.ContainsKey(name))
        {
            throw Refused("A disclosed claim has the name of a claim that is already there.");
        }

        var inner = Join(path, name);
        _disclosed.Add(inner, disclosure);
        _disclosedAt.Add((result, name));
        result[name] = Value(disclosure.Value, inner, depth + 1);
    }

    private JsonArray Array(JsonElement source, string path, int depth)
    {
        CheckDepth(depth);
        var result = new JsonArray();
        var index = -1;
        foreach (var element in source.EnumerateArray())
        {
            index++;
            if (element.ValueKind != JsonValueKind.Object
                || !element.TryGetProperty(Specs.SdJwt.ArrayDigest, out var digest))
            {
                result.Add(Value(element, Join(path, index), depth + 1));
                continue;
            }

            if (element.GetPropertyCount() != 1)
            {
                throw Refused("An array digest has company in its object.");
            }

            if (Find(digest) is not { } disclosure)
            {
                continue;
            }

            if (disclosure.Name is not null)
            {
                throw Refused("A disclosure with a name stands for an array element.");
            }

            var inner = Join(path, index);
            _disclosed.Add(inner, disclosure);
            var value = Value(disclosure.Value, inner, depth + 1);
            result.Add(value);
            if (value is not null)
            {
                _disclosedAt.Add((value, null));
            }
        }

        return result;
    }

    private JsonNode? Value(JsonElement value, string path, int depth) => value.ValueKind switch
    {
        JsonValueKind.Object => Object(value, path, depth),
        JsonValueKind.Array => Array(value, path, depth),
        JsonValueKind.Null => null,
        _ => JsonValue.Create(value),
    };

    private Disclosure? Find(JsonElement digest)
    {
        if (digest.ValueKind != JsonValueKind.String)
        {
            throw Refused("A digest is not text.");
        }

        var text = digest.GetString()!;
        // Step 4: the same digest twice, disclosed or not, here or inside a disclosure, spoils the whole SD-JWT.
        return _seen.Add(text)
            ? _byDigest.GetValueOrDefault(text)
            : throw Refused("A digest appears twice.");
    }

    // A '/' inside a name would make two paths look alike; JSON pointer's escape keeps them apart.
    private static string Join(string path, string name)
    {
        var safe = name.AsSpan().IndexOfAny('/', '~') < 0 ? name : name.Replace("~", "~0").Replace("/", "~1");
        return path.Length == 0 ? safe : string.Concat(path, "/", safe);
    }

    private static string Join(string path, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{path}/{index}");

    private static void CheckDepth(int depth)
    {
        if (depth > StrictJson.MaxDepth)
        {
            throw new InputRefusedException(InputRefusal.TooLarge, "Claims are nested too deeply.");
        }
    }

    private static InputRefusedException Refused(string message) => new(InputRefusal.Disclosure, message);
}
