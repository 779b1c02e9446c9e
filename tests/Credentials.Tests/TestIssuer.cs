using System.Security.Cryptography;
using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.Tests;

/// <summary>A real key that signs through the product's own door.</summary>
internal sealed class TestIssuer : IDisposable
{
    private readonly CredentialSigner _credentials;

    public TestIssuer(ECDsa? key = null)
    {
        Signer = new EcSigner(key ?? ECDsa.Create(ECCurve.NamedCurves.nistP256));
        Key = VerificationKey.FromJwk(Signer.PublicJwk);
        _credentials = new CredentialSigner(Signer);
    }

    public EcSigner Signer { get; }

    public VerificationKey Key { get; }

    public byte[] SignPaper(Award award, CopyTarget target)
    {
        var result = Issuance.PreparePaper(award, target);
        Assert.Empty(result is PrepareResult.Refused refused ? refused.Findings : []);
        var prepared = Assert.IsType<PrepareResult.Prepared>(result);
        return _credentials.Sign((PreparedPaper)prepared.Credential);
    }

    public void Dispose()
    {
        Key.Dispose();
        Signer.Dispose();
    }
}
