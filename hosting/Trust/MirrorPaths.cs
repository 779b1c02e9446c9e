using System.Security.Cryptography;
using System.Text;
using SkillsPassport.Credentials;

namespace SkillsPassport.Hosting.Trust;

/// <summary>
/// Where a signed document lies in a verify bundle (ADR 0022). The place follows from the document's own address alone,
/// so that whoever knows the address finds it on any mirror, also without the mirror's list of contents.
/// </summary>
public static class MirrorPaths
{
    /// <summary>The trust list in force.</summary>
    public const string TrustList = Specs.TrustList.FileName;

    /// <summary>A list that was in force earlier.</summary>
    public static string EarlierList(long sequence) => $"{Specs.TrustList.HistoryFolder}/{sequence}.jwt";

    /// <summary>A status list, in either form, by its address (<c>sub</c>).</summary>
    public static string StatusList(string uri) => $"status/{NameOf(uri)}.token";

    /// <summary>An issuer's JWT VC Issuer Metadata as it was fetched.</summary>
    public static string IssuerMetadata(string issuer) => $"issuers/{NameOf(issuer)}.json";

    /// <summary>An issuer's signed checkpoint of its trail.</summary>
    public static string Checkpoint(string issuer) => $"log/{NameOf(issuer)}.jwt";

    /// <summary>A signed register.</summary>
    public static string Register(string kind) => $"registers/{kind}.jwt";

    /// <summary>The place below a mirror's address.</summary>
    public static Uri At(Uri mirror, string path) => new(mirror.AbsoluteUri.TrimEnd('/') + "/" + path);

    private static string NameOf(string address) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(address)))[..32];
}
