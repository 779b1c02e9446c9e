using SkillsPassport.Credentials.Cose;

namespace SkillsPassport.Credentials.Issuing;

/// <summary>A linted paper certificate: the exact payload octets that will be signed, once.</summary>
public sealed class PreparedPaper : PreparedCredential
{
    internal PreparedPaper(byte[] payload) => Payload = payload;

    internal byte[] Payload { get; }
}

public sealed partial class CredentialSigner
{
    /// <summary>Signs a paper certificate: a CWT in COSE_Sign1 (RFC 8392, RFC 9052).</summary>
    /// <exception cref="InvalidOperationException">This value was signed before.</exception>
    public byte[] Sign(PreparedPaper prepared)
    {
        ArgumentNullException.ThrowIfNull(prepared);
        prepared.Spend();
        return CoseSign1.Sign(_signer, Specs.Paper.Type, prepared.Payload);
    }
}
