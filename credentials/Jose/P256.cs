using System.Security.Cryptography;

namespace SkillsPassport.Credentials.Jose;

/// <summary>Numbers of the curve P-256 (SEC 2, FIPS 186-5) and the checks made with them.</summary>
internal static class P256
{
    /// <summary>Bytes of a coordinate, and of r and s.</summary>
    public const int FieldBytes = 32;

    /// <summary>Bytes of an ES256 signature, r||s (RFC 7518 section 3.4).</summary>
    public const int SignatureBytes = 2 * FieldBytes;

    private static readonly byte[] Order =
        Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");

    /// <summary>True for a point of the curve with coordinates below the prime.</summary>
    public static bool IsOnCurve(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y) => P256Field.IsOnCurve(x, y);

    /// <summary>True when r and s are both in [1, n-1] (CVE-2022-21449: zero and n must never be accepted).</summary>
    public static bool IsInRange(ReadOnlySpan<byte> signature) =>
        signature.Length == SignatureBytes
        && IsScalar(signature[..FieldBytes]) && IsScalar(signature[FieldBytes..]);

    /// <summary>Makes a key of a public point.</summary>
    public static ECDsa Import(byte[] x, byte[] y) => ECDsa.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new ECPoint { X = x, Y = y },
    });

    private static bool IsScalar(ReadOnlySpan<byte> value) =>
        value.ContainsAnyExcept((byte)0) && value.SequenceCompareTo(Order) < 0;
}
