using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SkillsPassport.Credentials.SdJwt;

/// <summary>
/// A value in its place after RFC 9901 section 7.1 step 3: the element as it was signed or, where digests stood among
/// its parts, what was put together of them. Far lighter than a tree of nodes, which few readers need.
/// </summary>
/// <param name="name">Name of the claim; empty for an element of a list.</param>
/// <param name="signed">The element; of an object or list with digests only its kind counts.</param>
/// <param name="parts">Members or elements that were put together; null where the element stands as signed.</param>
/// <param name="isDisclosed">True when a disclosure brought it.</param>
internal readonly struct ProcessedClaim(
    string name, JsonElement signed, List<ProcessedClaim>? parts = null, bool isDisclosed = false)
{
    public string Name { get; } = name;

    public bool IsDisclosed { get; } = isDisclosed;

    public JsonValueKind Kind { get; } = signed.ValueKind;

    /// <summary>True when it does not stand as it was signed: digests stood among its parts.</summary>
    public bool IsPutTogether => parts is not null;

    /// <summary>The element of a value that has no parts: text, number, true, false, null.</summary>
    public JsonElement Signed => signed;

    /// <summary>Its text; null when it is something else.</summary>
    public string? Text => Kind == JsonValueKind.String ? signed.GetString() : null;

    /// <summary>Finds a member of an object; false also when this is no object.</summary>
    public bool TryGet(string name, out ProcessedClaim member)
    {
        var start = 0;
        return TryGetFrom(ref start, name, default, out member);
    }

    /// <summary>As <see cref="TryGet"/>, for a reader who asks in the order in which issuers write.</summary>
    /// <param name="next">Where the search begins; afterwards, the place behind what was found.</param>
    /// <param name="name">Name of the member.</param>
    /// <param name="utf8Name">The same in UTF-8, when it is at hand.</param>
    /// <param name="member">The member.</param>
    public bool TryGetFrom(ref int next, string name, ReadOnlySpan<byte> utf8Name, out ProcessedClaim member)
    {
        member = default;
        if (Kind != JsonValueKind.Object)
        {
            return false;
        }

        if (parts is null)
        {
            var found = utf8Name.IsEmpty
                ? signed.TryGetProperty(name, out var element) : signed.TryGetProperty(utf8Name, out element);
            member = new ProcessedClaim(name, element);
            return found;
        }

        var members = CollectionsMarshal.AsSpan(parts);
        for (var tried = 0; tried < members.Length; tried++)
        {
            next = next < members.Length ? next : 0;
            ref readonly var candidate = ref members[next++];
            if (candidate.Name == name)
            {
                member = candidate;
                return true;
            }
        }

        return false;
    }

    /// <summary>Members of an object or elements of a list, in order; empty for anything else.</summary>
    public ReadOnlySpan<ProcessedClaim> Parts => parts is not null ? CollectionsMarshal.AsSpan(parts) : Kind switch
    {
        JsonValueKind.Object =>
            signed.EnumerateObject().Select(member => new ProcessedClaim(member.Name, member.Value)).ToArray(),
        JsonValueKind.Array => signed.EnumerateArray().Select(element => new ProcessedClaim("", element)).ToArray(),
        _ => [],
    };

    /// <summary>Writes the value, without its name.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        if (parts is null)
        {
            json.WriteRawValue(JsonMarshal.GetRawUtf8Value(signed), skipInputValidation: true);
            return;
        }

        var isObject = Kind == JsonValueKind.Object;
        if (isObject)
        {
            json.WriteStartObject();
        }
        else
        {
            json.WriteStartArray();
        }

        foreach (var part in parts)
        {
            if (isObject)
            {
                json.WritePropertyName(part.Name);
            }

            part.WriteTo(json);
        }

        if (isObject)
        {
            json.WriteEndObject();
        }
        else
        {
            json.WriteEndArray();
        }
    }

    /// <summary>The value as a node; null for JSON's null.</summary>
    public JsonNode? ToNode() => Kind switch
    {
        JsonValueKind.Object when parts is null => JsonObject.Create(signed),
        JsonValueKind.Array when parts is null => JsonArray.Create(signed),
        JsonValueKind.Object => new JsonObject(parts.Select(part => KeyValuePair.Create(part.Name, part.ToNode()))),
        JsonValueKind.Array => new JsonArray([.. parts.Select(part => part.ToNode())]),
        JsonValueKind.Null => null,
        _ => JsonValue.Create(signed),
    };
}
