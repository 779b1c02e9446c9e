using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.SdJwt;

/// <summary>The walk of RFC 9901 section 7.1 step 3 over one payload and its disclosures.</summary>
internal sealed class ProcessedClaims
{
    private readonly Dictionary<DisclosureDigest, (Disclosure? Sent, bool Seen)> _digests;
    private readonly List<KeyValuePair<string, Disclosure>> _disclosed;
    private HashSet<string>? _strangeDigests;

    private ProcessedClaims(IReadOnlyList<Disclosure> disclosures)
    {
        _digests = new(disclosures.Count);
        _disclosed = new(disclosures.Count);
        foreach (var disclosure in disclosures)
        {
            if (!_digests.TryAdd(disclosure.Hash, (disclosure, false)))
            {
                throw Refused("A disclosure was sent twice.");
            }
        }
    }

    /// <summary>The processed payload: an object.</summary>
    public ProcessedClaim Claims { get; private set; }

    /// <summary>Disclosures by path, parents before children.</summary>
    public IReadOnlyList<KeyValuePair<string, Disclosure>> Disclosed => _disclosed;

    /// <summary>The payload as the issuer signed it.</summary>
    public JsonElement Payload { get; private set; }

    public static ProcessedClaims Of(SdJwtPresentation presentation)
    {
        var payload = presentation.IssuerJwt.PayloadObject();
        // Section 7.1 step 3.a: sha-256 is also the default; anything weaker or unknown ends here.
        if (payload.TryGetProperty(Specs.SdJwt.SdAlg, out var algorithm)
            && !(algorithm.ValueKind == JsonValueKind.String && algorithm.ValueEquals(Specs.SdJwt.Sha256)))
        {
            throw new InputRefusedException(InputRefusal.Algorithm, "Only the hash algorithm sha-256 is accepted.");
        }

        var disclosures = presentation.Disclosures;
        var walk = new ProcessedClaims(disclosures) { Payload = payload };
        // Most disclosures stand at the top.
        walk.Claims = new ProcessedClaim("", payload, walk.Members(payload, null, 0, disclosures.Count));
        // Step 5: every disclosure must have been referred to.
        return walk._disclosed.Count == disclosures.Count
            ? walk
            : throw Refused("A disclosure is not referred to by any digest.");
    }

    // The root's path is null: a claim may have the name "".
    private List<ProcessedClaim> Members(JsonElement source, string? path, int depth, int expected = 0)
    {
        CheckDepth(depth);
        var members = new List<ProcessedClaim>(source.GetPropertyCount() + expected);
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
                case Specs.SdJwt.SdAlg when path is null:
                    break;
                case Specs.SdJwt.SdAlg or Specs.SdJwt.ArrayDigest:
                    throw Refused("A reserved name in a place where it means nothing.");
                default:
                    members.Add(Value(member.Value, path, name, depth + 1, isDisclosed: false));
                    break;
            }
        }

        if (digests.ValueKind == JsonValueKind.Array)
        {
            // After the plain claims, so that a collision with any of them is seen (step 3.c.ii).
            foreach (var digest in digests.EnumerateArray())
            {
                Disclose(members, digest, path, depth);
            }
        }

        return members;
    }

    private void Disclose(List<ProcessedClaim> members, JsonElement digest, string? path, int depth)
    {
        if (Find(digest) is not { } disclosure)
        {
            return;
        }

        if (disclosure.Name is not { } name)
        {
            throw Refused("A disclosure without a name stands for an object's claim.");
        }

        foreach (ref readonly var member in CollectionsMarshal.AsSpan(members))
        {
            if (member.Name == name)
            {
                throw Refused("A disclosed claim has the name of a claim that is already there.");
            }
        }

        _disclosed.Add(new(Join(path, name), disclosure));
        members.Add(Value(disclosure.Value, path, name, depth + 1, isDisclosed: true));
    }

    private List<ProcessedClaim> Elements(JsonElement source, string path, int depth)
    {
        CheckDepth(depth);
        var elements = new List<ProcessedClaim>(source.GetArrayLength());
        var index = -1;
        foreach (var element in source.EnumerateArray())
        {
            index++;
            if (element.ValueKind != JsonValueKind.Object
                || !element.TryGetProperty(Specs.SdJwt.ArrayDigest, out var digest))
            {
                elements.Add(Element(element, path, index, depth + 1, isDisclosed: false));
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

            _disclosed.Add(new(Join(path, index), disclosure));
            elements.Add(Element(disclosure.Value, path, index, depth + 1, isDisclosed: true));
        }

        return elements;
    }

    // A path is put together only for what can hold disclosures.
    private ProcessedClaim Value(JsonElement value, string? path, string name, int depth, bool isDisclosed) =>
        new(name, value, IsPlain(value, depth) ? null : Parts(value, Join(path, name), depth), isDisclosed);

    private ProcessedClaim Element(JsonElement value, string path, int index, int depth, bool isDisclosed) =>
        new("", value, IsPlain(value, depth) ? null : Parts(value, Join(path, index), depth), isDisclosed);

    private List<ProcessedClaim> Parts(JsonElement value, string path, int depth) =>
        value.ValueKind == JsonValueKind.Object ? Members(value, path, depth) : Elements(value, path, depth);

    /// <summary>
    /// True when nothing inside can be a digest or a reserved name, however it is spelled. So near to the top, what
    /// <see cref="StrictJson"/> has read cannot be too deep either, wherever it came from.
    /// </summary>
    private static bool IsPlain(JsonElement value, int depth)
    {
        if (value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
        {
            return true;
        }

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

        // Step 4: the same digest twice, disclosed or not, here or inside a disclosure, spoils the whole SD-JWT.
        var raw = JsonMarshal.GetRawUtf8Value(digest)[1..^1];
        var text = raw.Contains((byte)'\\') ? Encoding.UTF8.GetBytes(digest.GetString()!) : raw;
        if (!DisclosureDigest.TryRead(text, out var hash))
        {
            // Nothing that was sent can have it; it must be the only one of its kind all the same.
            return (_strangeDigests ??= new(StringComparer.Ordinal)).Add(digest.GetString()!)
                ? null : throw Refused("A digest appears twice.");
        }

        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_digests, hash, out _);
        if (known.Seen)
        {
            throw Refused("A digest appears twice.");
        }

        known.Seen = true;
        return known.Sent;
    }

    // A '/' inside a name would make two paths look alike; JSON pointer's escape keeps them apart.
    private static string Join(string? path, string name)
    {
        var safe = name.AsSpan().IndexOfAny('/', '~') < 0 ? name : name.Replace("~", "~0").Replace("/", "~1");
        return path is null ? safe : string.Concat(path, "/", safe);
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
