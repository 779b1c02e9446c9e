using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace SkillsPassport.Credentials.Jose;

/// <summary>
/// Checks signatures with OpenSSL's P-256, the one .NET itself rests on, asked by its own functions: a key is prepared
/// once, where .NET prepares it anew for every signature, and nothing is allocated. Seam of decision 0100.
/// </summary>
internal sealed class OpenSslVerifier : P256Verifier
{
    // ECDSA-Sig-Value: a SEQUENCE of two INTEGERs, each with at most one octet before its 32.
    private const int LongestSignature = 2 + (2 * (2 + 1 + P256.FieldBytes));
    private const byte Sequence = 0x30;
    private const byte Integer = 0x02;

    // SubjectPublicKeyInfo up to the coordinates: id-ecPublicKey, prime256v1, an uncompressed point (RFC 5480
    // section 2).
    private static readonly byte[] BeforePoint =
        Convert.FromHexString("3059301306072A8648CE3D020106082A8648CE3D03010703420004");

    private readonly Context _context;

    private OpenSslVerifier(Context context) => _context = context;

    /// <summary>True where these functions are to be had, and tell a signature from another text's.</summary>
    public static bool IsAvailable { get; } = OperatingSystem.IsLinux() && KnowsSignatures();

    /// <summary>Makes a point of the curve ready.</summary>
    /// <exception cref="CryptographicException">OpenSSL does not take it.</exception>
    public static OpenSslVerifier Import(byte[] x, byte[] y)
    {
        byte[] info = [.. BeforePoint, .. x, .. y];
        var pinned = GCHandle.Alloc(info, GCHandleType.Pinned);
        try
        {
            var at = pinned.AddrOfPinnedObject();
            using var key = ReadPublicKey(0, ref at, info.Length);
            var context = key.IsInvalid ? throw Refused() : NewContext(key, 0);
            if (!context.IsInvalid && Init(context) == 1)
            {
                return new OpenSslVerifier(context);
            }

            context.Dispose();
            throw Refused();
        }
        finally
        {
            pinned.Free();
        }
    }

    /// <inheritdoc/>
    /// <exception cref="CryptographicException">OpenSSL gives no verdict.</exception>
    public override bool Verify(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
    {
        Span<byte> der = stackalloc byte[LongestSignature];
        var length = WriteDer(signature, der);
        var verdict = Verify(_context, in MemoryMarshal.GetReference(der), length,
            in MemoryMarshal.GetReference(digest), digest.Length);
        if (verdict == 1)
        {
            return true;
        }

        // What OpenSSL notes down of a failure would be read as the fault of whoever calls it next on this thread.
        ClearErrors();
        // Less than nothing is no verdict: OpenSSL could not do it.
        return verdict == 0 ? false : throw new CryptographicException("OpenSSL does not verify.");
    }

    /// <inheritdoc/>
    public override void Dispose() => _context.Dispose();

    // RFC 3279 section 2.2.3.
    private static int WriteDer(ReadOnlySpan<byte> signature, Span<byte> der)
    {
        var end = WriteInteger(signature[..P256.FieldBytes], der, 2);
        end = WriteInteger(signature[P256.FieldBytes..], der, end);
        der[0] = Sequence;
        der[1] = (byte)(end - 2);
        return end;
    }

    // No octet more than the number needs, and one of zero where it would look negative.
    private static int WriteInteger(ReadOnlySpan<byte> number, Span<byte> der, int at)
    {
        number = number[number.IndexOfAnyExcept((byte)0)..];
        var padding = number[0] >> 7;
        der[at] = Integer;
        der[at + 1] = (byte)(padding + number.Length);
        der[at + 2] = 0;
        number.CopyTo(der[(at + 2 + padding)..]);
        return at + 2 + padding + number.Length;
    }

    private static bool KnowsSignatures()
    {
        try
        {
            // .NET first: OpenSSL is to be set up in its way. RFC 6979 appendix A.2.5: "sample" with SHA-256.
            var (sample, other) = (SHA256.HashData("sample"u8), SHA256.HashData("test"u8));
            using var key = Import(
                Convert.FromHexString("60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6"),
                Convert.FromHexString("7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299"));
            var signature = Convert.FromHexString("EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716"
                + "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8");
            return key.Verify(sample, signature) && !key.Verify(other, signature);
        }
        catch (Exception fault) when (fault is DllNotFoundException or EntryPointNotFoundException
            or BadImageFormatException or CryptographicException)
        {
            return false;
        }
    }

    private static CryptographicException Refused()
    {
        ClearErrors();
        return new CryptographicException("OpenSSL does not take the key.");
    }

    [DllImport(Sha256.OpenSsl, EntryPoint = "d2i_PUBKEY")]
    private static extern PublicKey ReadPublicKey(nint reused, ref nint at, nint length);

    [DllImport(Sha256.OpenSsl, EntryPoint = "EVP_PKEY_free")]
    private static extern void FreeKey(nint key);

    [DllImport(Sha256.OpenSsl, EntryPoint = "EVP_PKEY_CTX_new")]
    private static extern Context NewContext(PublicKey key, nint engine);

    [DllImport(Sha256.OpenSsl, EntryPoint = "EVP_PKEY_CTX_free")]
    private static extern void FreeContext(nint context);

    [DllImport(Sha256.OpenSsl, EntryPoint = "EVP_PKEY_verify_init")]
    private static extern int Init(Context context);

    [DllImport(Sha256.OpenSsl, EntryPoint = "EVP_PKEY_verify")]
    private static extern int Verify(
        Context context, in byte signature, nint signatureLength, in byte digest, nint digestLength);

    [DllImport(Sha256.OpenSsl, EntryPoint = "ERR_clear_error")]
    private static extern void ClearErrors();

    /// <summary><c>EVP_PKEY</c>. A context holds on to its key, so that it may be let go at once.</summary>
    private sealed class PublicKey() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
    {
        protected override bool ReleaseHandle()
        {
            FreeKey(handle);
            return true;
        }
    }

    /// <summary><c>EVP_PKEY_CTX</c>, good for any number of signatures, one after another.</summary>
    private sealed class Context() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
    {
        protected override bool ReleaseHandle()
        {
            FreeContext(handle);
            return true;
        }
    }
}
