using System.Security.Cryptography;

namespace SkillsPassport.Credentials.Jose;

/// <summary>A P-256 public key made ready to check signatures, for one caller at a time.</summary>
internal abstract class P256Verifier : IDisposable
{
    /// <summary>Makes a point of the curve ready, in the quickest way there is here.</summary>
    /// <param name="x">32 octets.</param>
    /// <param name="y">32 octets.</param>
    public static P256Verifier Of(byte[] x, byte[] y) =>
        OpenSslVerifier.IsAvailable ? OpenSslVerifier.Import(x, y) : new Platform(P256.Import(x, y));

    /// <summary>True when the key signed this digest.</summary>
    /// <param name="digest">SHA-256, 32 octets.</param>
    /// <param name="signature">r||s, each of 32 octets and in [1, n-1].</param>
    public abstract bool Verify(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature);

    public abstract void Dispose();

    private sealed class Platform(ECDsa key) : P256Verifier
    {
        public override bool Verify(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature) =>
            key.VerifyHash(digest, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

        public override void Dispose() => key.Dispose();
    }
}
