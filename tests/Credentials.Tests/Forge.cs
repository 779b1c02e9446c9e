using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.Tests;

/// <summary>Makes tokens that no honest issuer would make: any header, any payload octets, validly signed.</summary>
internal static class Forge
{
    public static readonly EcSigner Issuer = new(ECDsa.Create(ECCurve.NamedCurves.nistP256));
    public static readonly EcSigner Holder = new(ECDsa.Create(ECCurve.NamedCurves.nistP256));
    public static readonly EcSigner Stranger = new(ECDsa.Create(ECCurve.NamedCurves.nistP256));
    public static readonly VerificationKey IssuerKey = VerificationKey.FromJwk(Issuer.PublicJwk);

    public static string Jws(string header, string payload, EcSigner? by = null) =>
        Jws(Encoding.UTF8.GetBytes(header), Encoding.UTF8.GetBytes(payload), by);

    public static string Jws(byte[] header, byte[] payload, EcSigner? by = null)
    {
        var input = $"{B64(header)}.{B64(payload)}";
        return $"{input}.{B64((by ?? Issuer).Sign(Encoding.ASCII.GetBytes(input)))}";
    }

    /// <summary>An SD-JWT VC with this payload and these disclosures (raw JSON texts), without key binding.</summary>
    public static string SdJwt(string payload, params string[] disclosures) =>
        Jws("""{"alg":"ES256","typ":"dc+sd-jwt"}""", payload) + "~" + string.Concat(disclosures.Select(d => D(d) + "~"));

    public static string D(string json) => B64(Encoding.UTF8.GetBytes(json));

    /// <summary>Digest of a disclosure given as JSON text.</summary>
    public static string H(string json) => B64(SHA256.HashData(Encoding.ASCII.GetBytes(D(json))));

    public static string B64(byte[] bytes) => Base64UrlStrict.Encode(bytes);

    public static JsonObject Cnf(EcSigner holder) => new() { ["jwk"] = (holder.PublicJwk with { Kid = null }).ToJson() };

    public static InputRefusal RefusalOf(Action action) => Assert.Throws<InputRefusedException>(action).Refusal;
}
