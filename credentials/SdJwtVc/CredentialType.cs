using System.Security.Cryptography;
using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.SdJwtVc;

/// <summary>
/// A credential type as its type metadata describes it (SD-JWT VC draft-19 section 4): which claims there are, which
/// are disclosed always, which by choice, and how people call them. The document is the law; nothing here restates it.
/// </summary>
public sealed class CredentialType
{
    /// <summary>Reads a type metadata document and the JSON Schema of the same type.</summary>
    /// <param name="name">Path segment and credential configuration id.</param>
    /// <param name="version">Version of the type, the last segment of <c>vct</c>.</param>
    /// <param name="award">The award it is made for.</param>
    /// <param name="metadata">The document's bytes, over which integrity is computed.</param>
    /// <param name="schema">JSON Schema 2020-12 of the processed claims.</param>
    /// <exception cref="InputRefusedException">The document uses something this reader does not process.</exception>
    public CredentialType(string name, string version, AwardType award, byte[] metadata, byte[] schema)
    {
        Name = name;
        Version = version;
        Award = award;
        MetadataBytes = metadata;
        SchemaBytes = schema;
        Schema = JsonSchema.Parse(schema);
        Integrity = "sha256-" + Convert.ToBase64String(SHA256.HashData(metadata));
        using var document = StrictJson.Parse(metadata);
        var root = document.RootElement;
        if (root.TryGetProperty(Specs.SdJwtVc.Extends, out _))
        {
            // Section 4.4: fully or not at all. Our types stand alone.
            throw new InputRefusedException(InputRefusal.TypeMetadata, "Type metadata that extends another type.");
        }

        Vct = root.GetProperty(Specs.SdJwtVc.Vct).GetString()!;
        Display = root.GetProperty(Specs.SdJwtVc.Display).EnumerateArray().ToDictionary(
            one => one.GetProperty(Specs.SdJwtVc.Locale).GetString()!,
            one => one.GetProperty(Specs.SdJwtVc.Name).GetString()!);
        Claims = [.. root.GetProperty(Specs.SdJwtVc.Claims).EnumerateArray().Select(ClaimMetadata.Parse)];
        Tree = ClaimNode.Of(Claims, Schema);
        // What conforms to the schema then has every mandatory claim of the metadata, and no claim the metadata do not
        // know.
        var top = Claims.Where(claim => claim.Path is [not null]).ToList();
        if (!Schema.IsClosed || !Schema.Properties.Keys.ToHashSet().SetEquals(top.Select(claim => claim.Path[0]!))
            || !Schema.Required.ToHashSet().SetEquals(top.Where(claim =>
                claim.Mandatory).Select(claim => claim.Path[0]!)))
        {
            throw new InputRefusedException(InputRefusal.TypeMetadata,
                "Type metadata and JSON Schema tell different claims.");
        }

        Place = new ClaimPlace(null, Schema, Tree);
    }

    /// <summary>Path segment: the type's metadata is at <c>/credentials/{Name}/{Version}</c>.</summary>
    public string Name { get; }

    /// <summary>Version of the type.</summary>
    public string Version { get; }

    /// <summary>Type identifier.</summary>
    public string Vct { get; }

    /// <summary>OpenID4VCI credential configuration id.</summary>
    public string ConfigurationId => Name;

    /// <summary>The award it is made for.</summary>
    public AwardType Award { get; }

    /// <summary>The type metadata document as published; serve exactly these bytes.</summary>
    public byte[] MetadataBytes { get; }

    /// <summary>JSON Schema of the processed claims, as published.</summary>
    public byte[] SchemaBytes { get; }

    /// <summary><c>vct#integrity</c>: W3C Subresource Integrity over <see cref="MetadataBytes"/>.</summary>
    public string Integrity { get; }

    /// <summary>Names of the type by locale.</summary>
    public IReadOnlyDictionary<string, string> Display { get; }

    /// <summary>Claims in document order.</summary>
    public IReadOnlyList<ClaimMetadata> Claims { get; }

    /// <summary>The reader of <see cref="SchemaBytes"/>.</summary>
    public JsonSchema Schema { get; }

    internal ClaimNode Tree { get; }

    /// <summary>Where its claims are written.</summary>
    internal ClaimPlace Place { get; }

    /// <summary>
    /// True when an integrity value admits these metadata bytes: of its hashes the strongest algorithm counts (W3C SRI
    /// section 3.3.4).
    /// </summary>
    public bool IsIntegrity(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value == Integrity)
        {
            return true;
        }

        var hashes = value.Split([' ', '\t', '\n', '\r', '\f'], StringSplitOptions.RemoveEmptyEntries);
        foreach (var (prefix, hash) in Algorithms)
        {
            var ofThisStrength = hashes.Where(one => one.StartsWith(prefix, StringComparison.Ordinal)).ToList();
            if (ofThisStrength.Count > 0)
            {
                var expected = prefix + Convert.ToBase64String(hash(MetadataBytes));
                return ofThisStrength.Any(one => one.Split('?')[0] == expected);
            }
        }

        return false;
    }

    private static readonly (string Prefix, Func<byte[], byte[]> Hash)[] Algorithms =
    [
        ("sha512-", SHA512.HashData), ("sha384-", SHA384.HashData), ("sha256-", SHA256.HashData),
    ];
}
