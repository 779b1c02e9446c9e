using SkillsPassport.Credentials.SdJwtVc;

namespace SkillsPassport.Credentials.Issuing;

/// <summary>A linted claim set for one holder's key, ready to be signed once as an SD-JWT VC.</summary>
public sealed class PreparedWalletCredential : PreparedCredential
{
    internal PreparedWalletCredential(CredentialType type, byte[] payload, byte[] disclosures)
    {
        Type = type;
        Payload = payload;
        Disclosures = disclosures;
    }

    /// <summary>The credential type it was linted against.</summary>
    public CredentialType Type { get; }

    /// <summary>The issuer's payload, a JSON object.</summary>
    internal byte[] Payload { get; }

    /// <summary>The disclosures, each followed by a tilde.</summary>
    internal byte[] Disclosures { get; }
}
