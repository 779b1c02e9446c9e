using System.Text;
using System.Text.Json;
using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Credentials.SdJwt;

namespace SkillsPassport.Credentials.SdJwtVc;

/// <summary>Claim metadata as a tree, so that a claim set is walked once.</summary>
internal sealed class ClaimNode
{
    private readonly Dictionary<string, ClaimNode> _members = new(StringComparer.Ordinal);
    private byte[] _utf8Name = [];
    private JsonSchema? _schema;

    /// <summary>Metadata of this place, null when the document does not name it.</summary>
    public ClaimMetadata? Metadata { get; private set; }

    /// <summary>Rules for every element of the array at this place.</summary>
    public ClaimNode? Elements { get; private set; }

    /// <summary>The rules of a named member below this place, null when there are none.</summary>
    public ClaimNode? Member(string name) => _members.GetValueOrDefault(name);

    /// <summary>Some place below must be a disclosure.</summary>
    public bool HidesBelow { get; private set; }

    /// <param name="claims">Where claims are and how they are disclosed.</param>
    /// <param name="schema">What kind of value each of them is.</param>
    public static ClaimNode Of(IReadOnlyList<ClaimMetadata> claims, JsonSchema schema)
    {
        var root = new ClaimNode { _schema = schema };
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

    /// <summary>The first broken rule of a processed value, or null.</summary>
    public string? FindConflict(ProcessedClaim value)
    {
        if (value.Kind == JsonValueKind.Object)
        {
            var next = 0;
            foreach (var (name, rules) in _members)
            {
                var conflict = value.TryGetFrom(ref next, name, rules._utf8Name, out var member)
                    ? rules.FindConflictAt(member) : rules.WhyNotAbsent();
                if (conflict is not null)
                {
                    return conflict;
                }
            }
        }
        else if (value.Kind == JsonValueKind.Array && Elements is not null)
        {
            foreach (ref readonly var element in value.Parts)
            {
                if (Elements.FindConflictAt(element) is { } conflict)
                {
                    return conflict;
                }
            }
        }

        return null;
    }

    private string? FindConflictAt(in ProcessedClaim value) => Metadata?.Sd switch
    {
        _ when _schema?.IsKind(value.Signed) is false => $"{Metadata?.Name}: of a kind that the type does not have",
        SelectiveDisclosure.Always when !value.IsDisclosed => $"{Metadata.Name}: must be selectively disclosable",
        SelectiveDisclosure.Never when value.IsDisclosed => $"{Metadata.Name}: must not be selectively disclosable",
        _ => HasRulesBelow ? FindConflict(value) : null,
    };

    private bool HasRulesBelow => _members.Count > 0 || Elements is not null;

    // A claim that may be hidden may be missing; only one in plain sight can be demanded of a presentation.
    private string? WhyNotAbsent() =>
        Metadata is { Mandatory: true, Sd: SelectiveDisclosure.Never } ? $"{Metadata.Name}: is missing" : null;

    private ClaimNode Child(string? part)
    {
        if (part is null)
        {
            return Elements ??= new ClaimNode { _schema = _schema?.Items };
        }

        if (!_members.TryGetValue(part, out var child))
        {
            _members[part] = child = new ClaimNode
            {
                _utf8Name = Encoding.UTF8.GetBytes(part), _schema = _schema?.Properties.GetValueOrDefault(part),
            };
        }

        return child;
    }
}
