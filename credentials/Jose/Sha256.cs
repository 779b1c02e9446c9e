using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace SkillsPassport.Credentials.Jose;

/// <summary>
/// SHA-256 (FIPS 180-4) of the short texts that signing and verifying are full of. The hashing is OpenSSL's, the one
/// .NET itself rests on, asked by its direct functions: for a disclosure, .NET's own way there takes four times as long
/// as the hash. Where those functions are not to be had, .NET's way is taken. Seam of decision 0100.
/// </summary>
internal static class Sha256
{
    /// <summary>Octets of a digest.</summary>
    public const int DigestBytes = SHA256.HashSizeInBytes;

    /// <summary>The library, by the name of every OpenSSL 3.</summary>
    public const string OpenSsl = "libcrypto.so.3";

    // Longer texts would keep the garbage collector waiting, and gain nothing.
    private const int MostDirectBytes = 4096;

    /// <summary>True where those functions are to be had, and give what .NET gives.</summary>
    public static bool IsAvailable { get; } = OperatingSystem.IsLinux() && AnswersDirectly();

    /// <summary>Hashes.</summary>
    /// <param name="data">Any octets.</param>
    /// <param name="digest">Room for <see cref="DigestBytes"/>.</param>
    public static void Hash(ReadOnlySpan<byte> data, Span<byte> digest)
    {
        if (!IsAvailable || data.Length > MostDirectBytes || data.IsEmpty)
        {
            SHA256.HashData(data, digest);
            return;
        }

        HashDirectly(data, digest[..DigestBytes]);
    }

    private static void HashDirectly(ReadOnlySpan<byte> data, Span<byte> digest)
    {
        var context = default(Context);
        if (Init(ref context) != 1
            || Update(ref context, in MemoryMarshal.GetReference(data), data.Length) != 1
            || Final(ref MemoryMarshal.GetReference(digest), ref context) != 1)
        {
            throw new CryptographicException("OpenSSL does not hash.");
        }
    }

    private static bool AnswersDirectly()
    {
        try
        {
            var question = "two blocks, so that the state between them is seen to be kept as it should be"u8;
            var answer = SHA256.HashData(question);
            Span<byte> digest = stackalloc byte[DigestBytes];
            HashDirectly(question, digest);
            return IsFips(0) != 1 && digest.SequenceEqual(answer);
        }
        catch (Exception fault) when (fault is DllNotFoundException or EntryPointNotFoundException
            or BadImageFormatException or CryptographicException)
        {
            return false;
        }
    }

    // Where a FIPS provider is demanded, the direct functions would pass it by.
    [DllImport(OpenSsl, EntryPoint = "EVP_default_properties_is_fips_enabled")]
    private static extern int IsFips(nint context);

    // Three microseconds at most, nearly always a tenth of that, and nothing calls back.
    [DllImport(OpenSsl, EntryPoint = "SHA256_Init"), SuppressGCTransition]
    private static extern int Init(ref Context context);

    [DllImport(OpenSsl, EntryPoint = "SHA256_Update"), SuppressGCTransition]
    private static extern int Update(ref Context context, in byte data, nint length);

    [DllImport(OpenSsl, EntryPoint = "SHA256_Final"), SuppressGCTransition]
    private static extern int Final(ref byte digest, ref Context context);

    /// <summary><c>SHA256_CTX</c> of openssl/sha.h: eight words of state, two of length, sixteen of data, two counts,
    /// each of 32 bits. The same in every OpenSSL 3, whose name it carries.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 28 * sizeof(uint))]
    private struct Context;
}
