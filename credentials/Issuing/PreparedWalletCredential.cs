using System.Text.Json;
using SkillsPassport.Credentials.SdJwtVc;

namespace SkillsPassport.Credentials.Issuing;

/// <summary>A linted claim set for one holder's key, ready to be signed once as an SD-JWT VC.</summary>
public sealed class PreparedWalletCredential : PreparedCredential
{
    internal PreparedWalletCredential(CredentialType type, JsonElement claims)
    {
        Type = type;
        Claims = claims;
    }

    /// <summary>The credential type it was linted against.</summary>
    public CredentialType Type { get; }

    /// <summary>All claims, before selective disclosure.</summary>
    public JsonElement Claims { get; }
}
