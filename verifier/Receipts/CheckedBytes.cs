using System.Security.Cryptography;
using System.Text;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Verification;

namespace SkillsPassport.Verifier.Receipts;

/// <summary>The exact bytes a receipt speaks of: the CWT of a paper whichever way its code was written, or the text of
/// a credential, or of what is none.</summary>
/// <param name="Digest">SHA-256, base64url.</param>
public sealed record CheckedBytes(string Digest)
{
    public static CheckedBytes Of(VerificationRequest request, string sent) => new(Base64UrlStrict.Encode(
        SHA256.HashData(request.PaperCwt ?? Encoding.UTF8.GetBytes(request.SdJwt ?? sent))));
}
