using System.Text.Json;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.SdJwt;

namespace SkillsPassport.Credentials.SdJwtVc;

/// <summary>Claim metadata as a tree, so that a claim set is walked once.</summary>
internal sealed class ClaimNode
{
    private readonly Dictionary<string, ClaimNode> _members = new(StringComparer.Ordinal);

    /// <summary>Metadata of this place, null when the document does not name it.</summary>
    public ClaimMetadata? Metadata { get; private set; }

    /// <summary>The member's name, quoted and escaped for a disclosure.</summary>
    public byte[] QuotedName { get; private init; } = [];

    /// <summary>Rules for every element of the array at this place.</summary>
    public ClaimNode? Elements { get; private set; }

    /// <summary>Named members below this place.</summary>
    public IReadOnlyDictionary<string, ClaimNode> Members => _members;

    /// <summary>Some place below must be a disclosure.</summary>
    public bool HidesBelow { get; private set; }

    public static ClaimNode Of(IReadOnlyList<ClaimMetadata> claims)
    {
        var root = new ClaimNode();
        foreach (var claim in claims)
        {
            var node = root;
            foreach (var part in claim.Path)
            {
                node.HidesBelow |= claim.Sd == SelectiveDisclosure.Always;
                node = node.Child(part);
            }

            node.Metadata = claim;
        }

        return root;
    }

    /// <summary>The first broken rule of processed claims, or null.</summary>
    public string? FindConflict(JsonNode? value, ProcessedClaims processed)
    {
        switch (value)
        {
            case JsonObject members:
                var disclosed = processed.DisclosedMembers(members);
                foreach (var (name, child) in _members)
                {
                    var present = members.TryGetPropertyValue(name, out var inside);
                    var conflict = present ? child.Conflict(disclosed?.Contains(name) == true) : child.Absence();
                    if (conflict is not null)
                    {
                        return $"{child.Metadata!.Name}: {conflict}";
                    }

                    if (present && child.HasRulesBelow && child.FindConflict(inside, processed) is { } below)
                    {
                        return below;
                    }
                }

                return null;
            case JsonArray elements when Elements is not null:
                foreach (var element in elements)
                {
                    if (Elements.Conflict(element is not null && processed.IsDisclosed(element)) is { } conflict)
                    {
                        return $"{Elements.Metadata!.Name}: {conflict}";
                    }

                    if (Elements.FindConflict(element, processed) is { } below)
                    {
                        return below;
                    }
                }

                return null;
            default:
                // A path that asks for members or elements of something that has none selects nothing; the JSON Schema
                // of the type, not its metadata, tells what shape a claim has.
                return null;
        }
    }

    private bool HasRulesBelow => _members.Count > 0 || Elements is not null;

    private string? Conflict(bool disclosed) => Metadata?.Sd switch
    {
        SelectiveDisclosure.Always when !disclosed => "must be selectively disclosable",
        SelectiveDisclosure.Never when disclosed => "must not be selectively disclosable",
        _ => null,
    };

    // A claim that may be hidden may be missing; only one in plain sight can be demanded of a presentation.
    private string? Absence() => Metadata is { Mandatory: true, Sd: SelectiveDisclosure.Never } ? "is missing" : null;

    private ClaimNode Child(string? part)
    {
        if (part is null)
        {
            return Elements ??= new ClaimNode();
        }

        if (!_members.TryGetValue(part, out var child))
        {
            _members[part] = child = new ClaimNode
            {
                QuotedName = JsonSerializer.SerializeToUtf8Bytes(part, WireJson.Options),
            };
        }

        return child;
    }
}
