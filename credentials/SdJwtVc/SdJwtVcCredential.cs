using System.Text.Json;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.SdJwt;

namespace SkillsPassport.Credentials.SdJwtVc;

/// <summary>Where a credential's status is kept (Token Status List draft-20 section 6.2).</summary>
/// <param name="Uri">Address of the status list token.</param>
/// <param name="Index">Index in the list.</param>
public sealed record StatusReference(string Uri, int Index);

/// <summary>
/// A typed view of an SD-JWT VC (draft-19 section 2) after RFC 9901 processing. The caller checks signature, trust,
/// time and status.
/// </summary>
public sealed class SdJwtVcCredential
{
    private static readonly string[] NeverHidden =
    [
        Specs.Jose.Iss, Specs.Jose.Nbf, Specs.Jose.Exp, Specs.Jose.Cnf, Specs.SdJwtVc.Vct,
        Specs.SdJwtVc.VctIntegrity, Specs.SdJwtVc.AkaVcts, Specs.SdJwtVc.Status,
    ];

    private readonly SdJwtPresentation _presentation;

    private SdJwtVcCredential(SdJwtPresentation presentation)
    {
        _presentation = presentation;
        Vct = Text(Specs.SdJwtVc.Vct) ?? throw Refused("vct is missing.");
        Issuer = Text(Specs.Jose.Iss);
        VctIntegrity = Text(Specs.SdJwtVc.VctIntegrity);
        IssuedAt = Date(Specs.Jose.Iat);
        NotBefore = Date(Specs.Jose.Nbf);
        Expires = Date(Specs.Jose.Exp);
        AkaVcts = ReadAkaVcts();
        HolderKey = ReadHolderKey();
        Status = ReadStatus();
    }

    /// <summary>Processed claims; disclosed ones are in their places.</summary>
    public JsonObject Claims => _presentation.Process();

    /// <summary>The same claims for readers that need no tree of nodes.</summary>
    internal ProcessedClaim Processed => _presentation.Processed.Claims;

    /// <summary>Type identifier.</summary>
    public string Vct { get; }

    /// <summary>Pinned hash of the type metadata.</summary>
    public string? VctIntegrity { get; }

    /// <summary>Other identifiers of the same type (section 2.2.2.2).</summary>
    public IReadOnlyList<string> AkaVcts { get; }

    /// <summary>Issuer identifier.</summary>
    public string? Issuer { get; }

    /// <summary>Time of signing.</summary>
    public DateTimeOffset? IssuedAt { get; }

    /// <summary>Not valid before.</summary>
    public DateTimeOffset? NotBefore { get; }

    /// <summary>Not valid at or after.</summary>
    public DateTimeOffset? Expires { get; }

    /// <summary>Holder's key; null when the credential is not bound to one.</summary>
    public Jwk? HolderKey { get; }

    /// <summary>Status list entry; null when the credential has none.</summary>
    public StatusReference? Status { get; }

    /// <summary>Reads the credential inside a presentation.</summary>
    /// <param name="presentation">Parsed presentation.</param>
    /// <param name="type">Expected <c>typ</c> of the issuer's JWT.</param>
    /// <exception cref="InputRefusedException">
    /// Another typ, a broken disclosure rule, a registered claim that was selectively disclosed (section 2.2.2.3), or
    /// one of the wrong type.
    /// </exception>
    public static SdJwtVcCredential Read(SdJwtPresentation presentation, string type = Specs.SdJwtVc.DcSdJwt)
    {
        ArgumentNullException.ThrowIfNull(presentation);
        presentation.IssuerJwt.RequireType(type);
        foreach (var (path, _) in presentation.Processed.Disclosed)
        {
            if (NeverHidden.Contains(path))
            {
                throw new InputRefusedException(
                    InputRefusal.Disclosure, "A registered claim is selectively disclosed.");
            }
        }

        return new SdJwtVcCredential(presentation);
    }

    /// <summary>
    /// Holds the credential to its type metadata (sections 4.6 and 7): the integrity value admits these metadata,
    /// claims are disclosable exactly as the document says and of the kind its schema says, mandatory claims in plain
    /// sight are there, and every text looks like what was signed, as on paper.
    /// </summary>
    /// <exception cref="InputRefusedException">With <see cref="InputRefusal.TypeMetadata"/>.</exception>
    public void ConformsTo(CredentialType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (type.Vct != Vct)
        {
            throw Mismatch("The credential is of another type.");
        }

        if (VctIntegrity is not null && !type.IsIntegrity(VctIntegrity))
        {
            throw Mismatch("vct#integrity does not match the type metadata.");
        }

        if (type.Tree.FindConflict(Processed) is { } conflict)
        {
            throw Mismatch(conflict);
        }

        if (!SignedText.IsShown(_presentation.Processed))
        {
            throw Mismatch("A text does not look like what was signed.");
        }
    }

    private static InputRefusedException Mismatch(string message) => new(InputRefusal.TypeMetadata, message);

    private static InputRefusedException Refused(string message) => new(InputRefusal.Claims, message);

    private string? Text(string name) =>
        !Processed.TryGet(name, out var value) ? null
        : value.Text is { Length: > 0 } text ? text
        : throw Refused($"{name} is not text.");

    private DateTimeOffset? Date(string name) =>
        !Processed.TryGet(name, out var value) ? null
        : StrictJson.TryGetDate(value.Signed, out var date) ? date
        : throw Refused($"{name} is not a NumericDate in whole seconds.");

    private string[] ReadAkaVcts()
    {
        if (!Processed.TryGet(Specs.SdJwtVc.AkaVcts, out var value))
        {
            return [];
        }

        var others = value.Parts;
        if (value.Kind != JsonValueKind.Array || others.IsEmpty)
        {
            throw Refused("aka_vcts is not a list of type identifiers.");
        }

        var names = new string[others.Length];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = others[i].Text ?? throw Refused("aka_vcts holds something that is not a type identifier.");
        }

        return names.Contains(Vct) || names.Distinct().Count() != names.Length
            ? throw Refused("aka_vcts repeats a type.")
            : names;
    }

    private Jwk? ReadHolderKey()
    {
        if (!Processed.TryGet(Specs.Jose.Cnf, out var value))
        {
            return null;
        }

        // cnf is never a disclosure, so that the key stands in the payload as it was signed.
        return value.Kind == JsonValueKind.Object
            && _presentation.Processed.Payload.TryGetProperty(Specs.Jose.Cnf, out var confirmation)
            && confirmation.TryGetProperty(Specs.Jose.CnfJwk, out var jwk)
            ? Jwk.Parse(jwk)
            : throw Refused("cnf holds no jwk.");
    }

    private StatusReference? ReadStatus()
    {
        if (!Processed.TryGet(Specs.SdJwtVc.Status, out var status))
        {
            return null;
        }

        if (status.Kind != JsonValueKind.Object)
        {
            throw Refused("status is not an object.");
        }

        if (!status.TryGet(Specs.TokenStatusList.StatusList, out var list))
        {
            return null;
        }

        return list.TryGet(Specs.TokenStatusList.Idx, out var idx) && idx.Kind == JsonValueKind.Number
            && idx.Signed.TryGetInt32(out var index) && index >= 0
            && list.TryGet(Specs.TokenStatusList.Uri, out var uri) && uri.Text is { } address
            ? new StatusReference(address, index)
            : throw Refused("status_list needs a non-negative idx and a uri.");
    }
}
