using System.Security.Cryptography;

namespace SkillsPassport.Credentials.Jose;

/// <summary>A P-256 public key made ready to check signatures, for any number of threads.</summary>
internal abstract class P256Verifier : IDisposable
{
    /// <summary>True when so many signatures of this key came that more was worked out ahead for it.</summary>
    public virtual bool IsKeptReady => false;

    /// <summary>Makes a point of the curve ready, in the quickest way there is here.</summary>
    /// <param name="x">32 octets.</param>
    /// <param name="y">32 octets.</param>
    public static P256Verifier Of(byte[] x, byte[] y) =>
        OpenSslVerifier.IsAvailable ? new OpenSslVerifier(x, y) : new Platform(x, y);

    /// <summary>True when the key signed this digest.</summary>
    /// <param name="digest">SHA-256, 32 octets.</param>
    /// <param name="signature">r||s, each of 32 octets and in [1, n-1].</param>
    public abstract bool Verify(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature);

    public abstract void Dispose();

    // .NET's own way: a handle is for one thread at a time, and making one costs as much as a verification.
    private sealed class Platform(byte[] x, byte[] y) : P256Verifier
    {
        // Places for as many handles as are at work at once, and for threads that are stopped while they hold one;
        // taken and given back in one step.
        private readonly ECDsa?[] _idle = new ECDsa?[2 * Environment.ProcessorCount];
        private volatile bool _disposed;

        public override bool Verify(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
        {
            var key = Take();
            try
            {
                return key.VerifyHash(digest, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
            }
            finally
            {
                GiveBack(key);
            }
        }

        public override void Dispose()
        {
            _disposed = true;
            for (var i = 0; i < _idle.Length; i++)
            {
                Interlocked.Exchange(ref _idle[i], null)?.Dispose();
            }
        }

        private ECDsa Take()
        {
            for (var i = 0; i < _idle.Length; i++)
            {
                if (_idle[i] is not null && Interlocked.Exchange(ref _idle[i], null) is { } key)
                {
                    return key;
                }
            }

            return P256.Import(x, y);
        }

        private void GiveBack(ECDsa key)
        {
            for (var i = 0; i < _idle.Length; i++)
            {
                if (!_disposed && _idle[i] is null && Interlocked.CompareExchange(ref _idle[i], key, null) is null)
                {
                    return;
                }
            }

            key.Dispose();
        }
    }
}
