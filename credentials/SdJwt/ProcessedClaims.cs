using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.SdJwt;

/// <summary>The walk of RFC 9901 section 7.1 step 3 over one payload and its disclosures.</summary>
internal sealed class ProcessedClaims
{
    private readonly int _sent;
    private readonly Dictionary<string, (Disclosure? Sent, bool Seen)> _digests;
    private readonly Dictionary<string, Disclosure> _disclosed;
    private readonly Dictionary<JsonNode, HashSet<string>> _disclosedAt = new(ReferenceEqualityComparer.Instance);
    private HashSet<JsonNode>? _disclosedElements;

    private ProcessedClaims(IReadOnlyList<Disclosure> disclosures)
    {
        _sent = disclosures.Count;
        _digests = new(disclosures.Count, StringComparer.Ordinal);
        _disclosed = new(disclosures.Count, StringComparer.Ordinal);
        foreach (var disclosure in disclosures)
        {
            if (!_digests.TryAdd(disclosure.Digest, (disclosure, false)))
            {
                throw Refused("A disclosure was sent twice.");
            }
        }
    }

    /// <summary>Processed payload.</summary>
    public JsonObject Claims { get; private set; } = [];

    /// <summary>Disclosures by path, parents before children.</summary>
    public IReadOnlyDictionary<string, Disclosure> Disclosed => _disclosed;

    /// <summary>The payload as the issuer signed it.</summary>
    public JsonElement Payload { get; private set; }

    /// <summary>Names of an object's members that came from disclosures; null when there are none.</summary>
    public HashSet<string>? DisclosedMembers(JsonObject place) => _disclosedAt.GetValueOrDefault(place);

    /// <summary>True when this array element came from a disclosure.</summary>
    public bool IsDisclosed(JsonNode element) => _disclosedElements is not null && _disclosedElements.Contains(element);

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
        walk.Payload = payload;
        walk.Claims = walk.Object(payload, "", 0);
        // Step 5: every disclosure must have been referred to.
        return walk._disclosed.Count == presentation.Disclosures.Count
            ? walk
            : throw Refused("A disclosure is not referred to by any digest.");
    }

    private JsonObject Object(JsonElement source, string path, int depth)
    {
        CheckDepth(depth);
        // Most disclosures stand at the top.
        var members = new List<KeyValuePair<string, JsonNode?>>(
            source.GetPropertyCount() + (path.Length == 0 ? _sent : 0));
        JsonElement digests = default;
        foreach (var member in source.EnumerateObject())
        {
            var name = member.Name;
            switch (name)
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
                    members.Add(new(name, Value(member.Value, path, name, depth + 1)));
                    break;
            }
        }

        HashSet<string>? disclosed = null;
        if (digests.ValueKind == JsonValueKind.Array)
        {
            // After the plain claims, so that a collision with any of them is seen (step 3.c.ii).
            foreach (var digest in digests.EnumerateArray())
            {
                if (Disclose(members, digest, path, depth) is { } name)
                {
                    (disclosed ??= new(StringComparer.Ordinal)).Add(name);
                }
            }
        }

        var result = new JsonObject(members);
        if (disclosed is not null)
        {
            _disclosedAt[result] = disclosed;
        }

        return result;
    }

    private string? Disclose(
        List<KeyValuePair<string, JsonNode?>> members, JsonElement digest, string path, int depth)
    {
        if (Find(digest) is not { } disclosure)
        {
            return null;
        }

        if (disclosure.Name is not { } name)
        {
            throw Refused("A disclosure without a name stands for an object's claim.");
        }

        foreach (var member in members)
        {
            if (member.Key == name)
            {
                throw Refused("A disclosed claim has the name of a claim that is already there.");
            }
        }

        _disclosed.Add(Join(path, name), disclosure);
        members.Add(new(name, Value(disclosure.Value, path, name, depth + 1)));
        return name;
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
                (_disclosedElements ??= new(ReferenceEqualityComparer.Instance)).Add(value);
            }
        }

        return result;
    }

    // The path of a scalar is never needed: it is put together for what can hold disclosures.
    private JsonNode? Value(JsonElement value, string path, string name, int depth) =>
        value.ValueKind is JsonValueKind.Object or JsonValueKind.Array && !IsPlain(value, depth)
            ? Value(value, Join(path, name), depth)
            : Value(value, path, depth);

    private JsonNode? Value(JsonElement value, string path, int depth) => value.ValueKind switch
    {
        // Nodes over the element as it is: they become a tree only if somebody looks inside.
        JsonValueKind.Object when IsPlain(value, depth) => JsonObject.Create(value),
        JsonValueKind.Array when IsPlain(value, depth) => JsonArray.Create(value),
        JsonValueKind.Object => Object(value, path, depth),
        JsonValueKind.Array => Array(value, path, depth),
        JsonValueKind.Null => null,
        _ => JsonValue.Create(value),
    };

    /// <summary>
    /// True when nothing inside can be a digest or a reserved name, however it is spelled. So near to the top, what
    /// <see cref="StrictJson"/> has read cannot be too deep either, wherever it came from.
    /// </summary>
    private static bool IsPlain(JsonElement value, int depth)
    {
        if (depth > 2)
        {
            return false;
        }

        var raw = JsonMarshal.GetRawUtf8Value(value);
        return raw.IndexOf("\"_sd"u8) < 0 && raw.IndexOf("\"...\""u8) < 0 && !raw.Contains((byte)'\\');
    }

    private Disclosure? Find(JsonElement digest)
    {
        if (digest.ValueKind != JsonValueKind.String)
        {
            throw Refused("A digest is not text.");
        }

        var text = digest.GetString()!;
        // Step 4: the same digest twice, disclosed or not, here or inside a disclosure, spoils the whole SD-JWT.
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_digests, text, out _);
        if (known.Seen)
        {
            throw Refused("A digest appears twice.");
        }

        known.Seen = true;
        return known.Sent;
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
