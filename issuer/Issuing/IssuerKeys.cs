using System.Text;
using Microsoft.Extensions.Options;
using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Hosting.Development;
using SkillsPassport.Hosting.Protection;
using SkillsPassport.Hosting.Start;

namespace SkillsPassport.Issuer.Issuing;

/// <summary>
/// The issuer's signing key: <c>signing.key.pem</c> and <c>signing.chain.pem</c> in the key folder (mode 0600). Made
/// with a
/// development authority at the first start in Development; anywhere else they must be there.
/// </summary>
public sealed class IssuerKeys(KeyFolder folder, IOptions<IssuerOptions> options, TimeProvider clock) : IStartCheck
{
    private ISigner? _signer;

    /// <summary>The key, read once.</summary>
    public ISigner Signer => _signer ??= Read();

    /// <summary>The present key and those before it: what the issuer's metadata publish, for as long as anything signed
    /// with them lives.</summary>
    public IReadOnlyList<Jwk> Public => [Signer.PublicJwk, .. options.Value.ReadOlderKeys()
        .Where(key => !key.IsSameKey(Signer.PublicJwk))];

    /// <inheritdoc/>
    public void Check() => _ = Public;


    private EcSigner Read()
    {
        DevelopmentKeys.Ensure(folder, options.Value.PublicUrl!, clock);
        return EcSigner.FromPem(Encoding.ASCII.GetString(folder.Read(DevelopmentKeys.SigningKeyFile)),
            Encoding.ASCII.GetString(folder.Read(DevelopmentKeys.ChainFile)));
    }
}
