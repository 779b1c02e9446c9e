using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.Issuing;

/// <summary>The one narrow door to the issuer's key: a linted, unspent value in, a signed credential out.</summary>
/// <param name="signer">The issuer's signing key.</param>
public sealed partial class CredentialSigner(ISigner signer)
{
    private readonly ISigner _signer = signer ?? throw new ArgumentNullException(nameof(signer));
}
