using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.SdJwtVc;
using SkillsPassport.Hosting.Development;
using SkillsPassport.Hosting.Protection;
using SkillsPassport.Hosting.Start;

namespace SkillsPassport.Issuer.Issuing;

/// <summary>
/// The issuer's signing key: <c>signing.key.pem</c> and <c>signing.chain.pem</c> in the key folder (mode 0600). Made
/// with a development authority at the first start in Development; anywhere else they must be there. A chain that
/// verifiers would refuse is refused here: nothing could be checked that was signed with it.
/// </summary>
public sealed class IssuerKeys(KeyFolder folder, IOptions<IssuerOptions> options, TimeProvider clock)
{
    private ISigner? _signer;

    /// <summary>The key, read once.</summary>
    public ISigner Signer => _signer ??= Read();

    /// <summary>The present key and those before it: what the issuer's metadata publish, for as long as anything signed
    /// with them lives.</summary>
    public IReadOnlyList<Jwk> Public => [Signer.PublicJwk, .. options.Value.ReadOlderKeys()
        .Where(key => !key.IsSameKey(Signer.PublicJwk))];

    /// <summary>Reads the keys, which must be there when the service starts.</summary>
    public void Check() => _ = Public;

    private EcSigner Read()
    {
        DevelopmentKeys.Ensure(folder, options.Value.PublicUrl!, clock);
        var (key, chain) = (Text(DevelopmentKeys.SigningKeyFile), Text(DevelopmentKeys.ChainFile));
        EcSigner signer;
        try
        {
            signer = EcSigner.FromPem(key, chain);
        }
        catch (Exception broken) when (broken is InputRefusedException or CryptographicException or ArgumentException)
        {
            throw Unusable($"{DevelopmentKeys.SigningKeyFile} and {DevelopmentKeys.ChainFile} are not a P-256 private "
                + $"key and its certificates in PEM: {broken.Message}", broken);
        }

        try
        {
            CertificatePath.CheckSent(signer.CertificateChain, options.Value.Id);
            return signer;
        }
        catch (InputRefusedException refused)
        {
            var why = signer.CertificateChain.Count == 0 ? "It holds no certificate in PEM." : refused.Message;
            signer.Dispose();
            throw Unusable($"{DevelopmentKeys.ChainFile} is not a chain for {options.Value.Id}: {why}", refused);
        }
    }

    private string Text(string file) => Encoding.ASCII.GetString(folder.Read(file));

    private static InvalidOperationException Unusable(string why, Exception cause) => new("Keys:Folder: " + why, cause);
}
