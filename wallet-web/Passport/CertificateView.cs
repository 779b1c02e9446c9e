using System.Text.Json;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.SdJwt;
using SkillsPassport.Credentials.SdJwtVc;
using SkillsPassport.Hosting.Languages;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.Receive;

namespace SkillsPassport.Wallet.Passport;

/// <summary>How a certificate stands now, in the order in which it is told.</summary>
public enum Standing
{
    Valid,
    NotAccredited,
    Revoked,
    Replaced,
    Suspended,
    Expired,
    NotYetValid,
    NotGenuine,
    CouldNotCheck,
}

/// <summary>One claim with its label.</summary>
/// <param name="Name">First part of the claim's path.</param>
/// <param name="Label">In the reader's language.</param>
/// <param name="Value">In the reader's language.</param>
public sealed record Field(string Name, string Label, string Value);

/// <summary>One certificate ready to be shown.</summary>
public sealed class CertificateView
{
    /// <summary>Claims that machines need and people do not.</summary>
    private static readonly HashSet<string> NotForPeople =
    [
        Specs.Jose.Iss, Specs.SdJwtVc.Vct, Specs.SdJwtVc.VctIntegrity, Specs.SdJwtVc.AkaVcts, Specs.Jose.Iat,
        Specs.Jose.Nbf, Specs.Jose.Exp, Specs.Jose.Cnf, Specs.SdJwtVc.Status, Specs.Jose.Sub, Specs.SdJwt.SdAlg,
    ];

    private const int LongestName = 120;
    private const string LevelClaim = "level";

    private CertificateView(HeldCertificate held, CertificateContent content, SdJwtPresentation presentation)
    {
        Held = held;
        Content = content;
        Presentation = presentation;
        Credential = SdJwtVcCredential.Read(presentation);
        Type = CredentialTypes.TryGet(Credential.Vct, out var type) ? type : null;
    }

    public HeldCertificate Held { get; }

    public CertificateContent Content { get; }

    public SdJwtPresentation Presentation { get; }

    public SdJwtVcCredential Credential { get; }

    /// <summary>Null for a kind of credential that is not described in this product's schemas.</summary>
    public CredentialType? Type { get; }

    public Standing Standing { get; set; } = Standing.CouldNotCheck;

    /// <summary>What was found about its issuer now.</summary>
    public Marking Marking { get; set; } = Marking.CouldNotCheck;

    /// <summary>The time of the status list behind <see cref="Standing"/>.</summary>
    public DateTimeOffset? AsOf { get; set; }

    /// <summary>Issued for a demonstration: it must never be taken for a real one.</summary>
    public bool IsDemo => Claims["demo"]?.GetValueKind() == JsonValueKind.True;

    public Guid Id => Held.Id;

    public JsonObject Claims => Credential.Claims;

    public IReadOnlyList<JsonObject> Units =>
        Claims["units"] is JsonArray units ? [.. units.OfType<JsonObject>()] : [];

    public static CertificateView Of(HeldCertificate held, CertificateContent content) =>
        new(held, content, SdJwtPresentation.Parse(content.SdJwt));

    public static string Title(JsonObject claims, CertificateContent content, string language) => ShownText.Clean(
        Occupation(claims, language) ?? (language == "bn" ? content.KindNameBn : null) ?? content.KindNameEn
            ?? ClaimText.Of(claims, "title") ?? ClaimText.Of(claims, Specs.SdJwtVc.Vct),
        LongestName) ?? "—";

    public string Title(string language) => Title(Claims, Content, language);

    /// <summary>", level 2", or nothing.</summary>
    public string? LevelText(Phrases phrases) =>
        Claims[LevelClaim] is null ? null : phrases["home.level", Shown(LevelClaim, phrases.Language)];

    public string? KindName(string language) =>
        Type?.Display.GetValueOrDefault(language)
        ?? (language == "bn" ? Content.KindNameBn : null) ?? Content.KindNameEn;

    /// <summary>When its validity ends, in Bangladesh; null also when it never does.</summary>
    public DateOnly? ValidUntil => ClaimText.DateOf(Claims, "valid_until")
        ?? (Credential.Expires is { Year: < 9999 } end
            ? DateOnly.FromDateTime(end.ToOffset(BanglaText.Dhaka).DateTime) : null);

    /// <summary>Everything people read, in the order of the type metadata; units are listed by themselves.</summary>
    public IReadOnlyList<Field> Fields(string language) =>
    [
        .. Names().Where(name => name != "units").Select(name => new Field(
            name, Label(name, language), Shown(name, language))),
    ];

    /// <summary>What the worker may choose to show or not: the first parts of all disclosable paths.</summary>
    public IReadOnlyList<string> Choices => [.. Names().Where(IsChoice)];

    /// <summary>What is open whatever the worker chooses, by its labels.</summary>
    public IReadOnlyList<string> Open(string language) =>
        [.. Names().Where(name => !IsChoice(name)).Select(name => Label(name, language))];

    /// <summary>The same in plain words, with the issuer.</summary>
    public string Always(Phrases phrases) => Always(Type is null ? Open(phrases.Language) : null, phrases);

    /// <param name="open">Null for the kinds whose open claims this product knows.</param>
    public static string Always(IReadOnlyList<string>? open, Phrases phrases) => open is null
        ? phrases["share.always"]
        : string.Join(" · ", [.. open, phrases["share.issuer"]]);

    public bool IsChoice(string name) =>
        Presentation.DisclosedPaths.Keys.Any(path => path.Split('/')[0] == name);

    public string Label(string name, string language) =>
        Type?.Claims.FirstOrDefault(claim => claim.Path is [{ } first] && first == name)?.Label(language)
        ?? ShownText.Clean(name.Replace('_', ' '), LongestName) ?? "—";

    // A level is text and yet a number that people read.
    private string Shown(string name, string language) => name == LevelClaim && language == "bn"
        ? BanglaText.Digits(ClaimText.Show(Claims[name], language))
        : ClaimText.Show(Claims[name], language);

    private static string? Occupation(JsonObject claims, string language) =>
        ClaimText.Of(claims, "occupation", $"name_{language}") ?? ClaimText.Of(claims, "occupation", "name_en");

    private IEnumerable<string> Names()
    {
        var known = Type?.Claims.Where(claim => claim.Path.Count == 1).Select(claim => claim.Path[0]!) ?? [];
        return known.Concat(Claims.Select(claim => claim.Key)).Distinct()
            .Where(name => Claims.ContainsKey(name) && !NotForPeople.Contains(name));
    }
}
