using System.Text.Json;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.SdJwtVc;

/// <summary>Whether a claim is selectively disclosable (SD-JWT VC draft-19 section 4.6.3, <c>sd</c>).</summary>
public enum SelectiveDisclosure
{
    /// <summary>The issuer may choose.</summary>
    Allowed,

    /// <summary>The claim must be a disclosure.</summary>
    Always,

    /// <summary>The claim must be in plain sight.</summary>
    Never,
}

/// <summary>How a claim is called in one language.</summary>
/// <param name="Locale">BCP 47 tag.</param>
/// <param name="Label">Label for people.</param>
/// <param name="Description">Longer text, if any.</param>
public sealed record ClaimDisplay(string Locale, string Label, string? Description);

/// <summary>One claim of a credential type (SD-JWT VC draft-19 section 4.6).</summary>
public sealed class ClaimMetadata
{
    private ClaimMetadata(IReadOnlyList<string?> path, SelectiveDisclosure sd, bool mandatory,
        IReadOnlyList<ClaimDisplay> display)
    {
        Path = path;
        Sd = sd;
        Mandatory = mandatory;
        Display = display;
    }

    /// <summary>Path from the top of the claims; null stands for every element of an array.</summary>
    public IReadOnlyList<string?> Path { get; }

    /// <summary>Disclosure rule.</summary>
    public SelectiveDisclosure Sd { get; }

    /// <summary>The issuer always includes it.</summary>
    public bool Mandatory { get; }

    /// <summary>Labels.</summary>
    public IReadOnlyList<ClaimDisplay> Display { get; }

    /// <summary>Path for people and logs: <c>units/*/code</c>.</summary>
    public string Name => string.Join('/', Path.Select(part => part ?? "*"));

    /// <summary>Label in a language, else in English, else the path.</summary>
    public string Label(string locale) =>
        (Display.FirstOrDefault(one => one.Locale == locale) ?? Display.FirstOrDefault(one => one.Locale == "en"))
        ?.Label ?? Name;

    internal static ClaimMetadata Parse(JsonElement json) => new(
        [.. json.GetProperty(Specs.SdJwtVc.Path).EnumerateArray().Select(Part)],
        json.TryGetProperty(Specs.SdJwtVc.ClaimSd, out var sd) ? Rule(sd.GetString()) : SelectiveDisclosure.Allowed,
        json.TryGetProperty(Specs.SdJwtVc.Mandatory, out var mandatory) && mandatory.GetBoolean(),
        json.TryGetProperty(Specs.SdJwtVc.Display, out var display)
            ? [.. display.EnumerateArray().Select(ParseDisplay)]
            : []);

    private static ClaimDisplay ParseDisplay(JsonElement json) => new(
        json.GetProperty(Specs.SdJwtVc.Locale).GetString()!,
        json.GetProperty(Specs.SdJwtVc.Label).GetString()!,
        json.TryGetProperty(Specs.SdJwtVc.Description, out var text) ? text.GetString() : null);

    private static string? Part(JsonElement part) => part.ValueKind switch
    {
        JsonValueKind.String => part.GetString(),
        JsonValueKind.Null => null,
        _ => throw Refused("A claim path of this system holds names and null only."),
    };

    // Section 4.6.3: process the document fully or not at all.
    private static SelectiveDisclosure Rule(string? sd) => sd switch
    {
        Specs.SdJwtVc.SdAlways => SelectiveDisclosure.Always,
        Specs.SdJwtVc.SdAllowed => SelectiveDisclosure.Allowed,
        Specs.SdJwtVc.SdNever => SelectiveDisclosure.Never,
        _ => throw Refused("An unknown disclosure rule."),
    };

    private static InputRefusedException Refused(string message) => new(InputRefusal.TypeMetadata, message);
}
