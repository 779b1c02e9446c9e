using System.Security.Cryptography;

namespace SkillsPassport.Credentials.Jose;

/// <summary>
/// Checks signatures with OpenSSL's P-256, the one .NET itself rests on. A key is a point and nothing more, so that ten
/// thousand of them are ready at once; what else a verification needs is at hand in each thread
/// (<see cref="OpenSslEcdsa"/>). A key that signs much gets a table of its multiples. Decision 0100.
/// </summary>
internal sealed class OpenSslVerifier : P256Verifier
{
    // Making a table takes as long as it saves in some 500 verifications. A table has 150 KB.
    private const int SignaturesBeforeTable = 1_000;
    private const int MostTables = 32;

    private readonly OpenSslEcdsa.Point _point;
    private int _signatures;
    private OpenSslEcdsa.Table? _table;

    /// <summary>Makes a point of the curve ready.</summary>
    /// <exception cref="CryptographicException">OpenSSL does not take it.</exception>
    public OpenSslVerifier(byte[] x, byte[] y) => _point = OpenSslEcdsa.OfThisThread.PointAt(x, y);

    /// <summary>True where these functions are to be had, and tell a signature from another text's.</summary>
    public static bool IsAvailable { get; } = OperatingSystem.IsLinux() && KnowsSignatures();

    /// <inheritdoc/>
    public override bool IsKeptReady => Volatile.Read(ref _table) is not null;

    /// <inheritdoc/>
    /// <exception cref="CryptographicException">OpenSSL gives no verdict.</exception>
    public override bool Verify(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
    {
        var ecdsa = OpenSslEcdsa.OfThisThread;
        if (Volatile.Read(ref _table) is { } table)
        {
            return ecdsa.Verify(table, digest, signature);
        }

        var verdict = ecdsa.Verify(_point, digest, signature);
        if (verdict && _signatures < SignaturesBeforeTable
            && Interlocked.Increment(ref _signatures) == SignaturesBeforeTable)
        {
            var (known, signed) = (digest.ToArray(), signature.ToArray());
            ThreadPool.UnsafeQueueUserWorkItem(_ => KeepReady(known, signed), null);
        }

        return verdict;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _point.Dispose();
        _table?.Dispose();
    }

    private void KeepReady(byte[] known, byte[] signed)
    {
        if (OpenSslEcdsa.Table.Alive >= MostTables)
        {
            return;
        }

        try
        {
            var ecdsa = OpenSslEcdsa.OfThisThread;
            var table = ecdsa.TableOf(_point);
            // Before it is asked anything else, it must know the signature it was made for, and no other text's.
            if (ecdsa.Verify(table, known, signed) && !ecdsa.Verify(table, SHA256.HashData(known), signed))
            {
                Volatile.Write(ref _table, table);
            }
            else
            {
                table.Dispose();
            }
        }
        catch (Exception fault) when (fault is EntryPointNotFoundException or CryptographicException
            or ObjectDisposedException)
        {
            // An OpenSSL without tables, or a key let go in the meantime: it goes on as before.
            return;
        }
    }

    private static bool KnowsSignatures()
    {
        try
        {
            // .NET first: OpenSSL is to be set up in its way. RFC 6979 appendix A.2.5: "sample" with SHA-256.
            var (sample, other) = (SHA256.HashData("sample"u8), SHA256.HashData("test"u8));
            using var key = new OpenSslVerifier(
                Convert.FromHexString("60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6"),
                Convert.FromHexString("7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299"));
            var signature = Convert.FromHexString("EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716"
                + "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8");
            return Sha256.IsAvailable && key.Verify(sample, signature) && !key.Verify(other, signature);
        }
        catch (Exception fault) when (fault is DllNotFoundException or EntryPointNotFoundException
            or BadImageFormatException or CryptographicException or TypeInitializationException)
        {
            return false;
        }
    }
}
