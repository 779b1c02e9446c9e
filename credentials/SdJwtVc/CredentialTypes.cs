using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using SkillsPassport.Credentials.Issuing;

namespace SkillsPassport.Credentials.SdJwtVc;

/// <summary>The credential types of <c>schemas/credentials</c>, read once; outside types are never fetched.</summary>
public static class CredentialTypes
{
    /// <summary>All types in all published versions.</summary>
    public static IReadOnlyList<CredentialType> All { get; } =
    [
        Read("national-skills-certificate", "1", AwardType.NationalSkillsCertificate),
        Read("statement-of-achievement", "1", AwardType.StatementOfAchievement),
    ];

    private static readonly FrozenDictionary<string, CredentialType> ByVct =
        All.ToFrozenDictionary(type => type.Vct, StringComparer.Ordinal);

    /// <summary>Finds a type by its <c>vct</c>, compared exactly.</summary>
    public static bool TryGet(string vct, [NotNullWhen(true)] out CredentialType? type) =>
        ByVct.TryGetValue(vct, out type);

    /// <summary>The type an award is issued as: the newest version.</summary>
    public static CredentialType For(AwardType award) => All.Last(type => type.Award == award);

    /// <summary>A published file of a type: <c>vct.json</c>, <c>schema.json</c> or <c>example.json</c>.</summary>
    /// <exception cref="FileNotFoundException">No such file.</exception>
    public static byte[] ReadPublished(string name, string version, string fileName)
    {
        var resource = $"schemas/credentials/{name}/{version}/{fileName}";
        using var stream = typeof(CredentialTypes).Assembly.GetManifestResourceStream(resource)
            ?? throw new FileNotFoundException(resource);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static CredentialType Read(string name, string version, AwardType award) => new(name, version, award,
        ReadPublished(name, version, "vct.json"), ReadPublished(name, version, "schema.json"));
}
