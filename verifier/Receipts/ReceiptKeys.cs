using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Hosting.Development;
using SkillsPassport.Hosting.Protection;
using SkillsPassport.Hosting.Start;

namespace SkillsPassport.Verifier.Receipts;

/// <summary>
/// The verifier's own key, <c>receipts.key.pem</c> in the key folder (PKCS#8, mode 0600), made at the first start in
/// Development; and the public keys it used before, <c>receipts.retired*.pem</c>, so that old receipts still verify.
/// </summary>
public sealed class ReceiptKeys(KeyFolder folder)
{
    public const string KeyFile = "receipts.key.pem";
    private const string RetiredFiles = "receipts.retired*.pem";
    private readonly Lazy<Held> _held = new(() => Read(folder));

    /// <summary>Signs receipts.</summary>
    public ISigner Signer => _held.Value.Signer;

    /// <summary>The JWK Set of all keys, the present one first.</summary>
    public byte[] Set => _held.Value.Set;

    /// <summary>The key with this thumbprint, also a retired one.</summary>
    public VerificationKey? Find(string? kid) => kid is null ? null : _held.Value.ByKid.GetValueOrDefault(kid);

    /// <summary>Reads the keys, which must be there when the service starts.</summary>
    public void Check() => _ = _held.Value;

    private static Held Read(KeyFolder folder)
    {
        DevelopmentKeys.EnsureKey(folder, KeyFile);
        EcSigner signer;
        try
        {
            signer = EcSigner.FromPem(Encoding.ASCII.GetString(folder.Read(KeyFile)), chainPem: null);
        }
        catch (Exception unusable) when (unusable is InputRefusedException or ArgumentException
            or CryptographicException)
        {
            throw new InvalidOperationException($"Keys:Folder: {KeyFile} is not a P-256 private key in PEM.");
        }
        var retired = Directory.EnumerateFiles(folder.FolderPath, RetiredFiles).Order(StringComparer.Ordinal)
            .Select(ReadRetired);
        var keys = retired.Prepend(signer.PublicJwk).DistinctBy(key => key.Kid).ToList();
        var set = new JsonObject
        {
            [Specs.Jose.Keys] = new JsonArray([.. keys.Select(key =>
            {
                var json = key.ToJson();
                json[Specs.Jose.Use] = Specs.Jose.Sig;
                json[Specs.Jose.Alg] = Specs.Jose.ES256;
                return (JsonNode)json;
            })]),
        };
        return new Held(signer, Encoding.UTF8.GetBytes(set.ToJsonString()),
            keys.ToDictionary(key => key.Kid!, VerificationKey.FromJwk));
    }

    private static Jwk ReadRetired(string file)
    {
        var pem = File.ReadAllText(file);
        if (pem.Contains("PRIVATE", StringComparison.Ordinal))
        {
            throw new InvalidOperationException(
                $"Keys:Folder: {file} holds a private key. Keep only its public part (operations.md).");
        }
        try
        {
            using var key = ECDsa.Create();
            key.ImportFromPem(pem);
            var jwk = Jwk.FromEcdsa(key);
            return jwk with { Kid = jwk.Thumbprint() };
        }
        catch (Exception unusable) when (unusable is InputRefusedException or ArgumentException
            or CryptographicException)
        {
            throw new InvalidOperationException($"Keys:Folder: {file} is not a P-256 public key in PEM.");
        }
    }

    private sealed record Held(ISigner Signer, byte[] Set, IReadOnlyDictionary<string, VerificationKey> ByKid);
}
