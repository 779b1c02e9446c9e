using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace SkillsPassport.Credentials.Jose;

/// <summary>
/// What one thread needs to check signatures of any key: the steps of FIPS 186-5 section 6.4.2 with OpenSSL's numbers
/// and points. All of it is public, nothing here would be fit for a private key. Seam of decision 0100.
/// </summary>
internal sealed class OpenSslEcdsa
{
    private const string OpenSsl = Sha256.OpenSsl;
    private const int Prime256V1 = 415;

    // One curve for all keys and threads, only read from here on.
    private static readonly nint Curve = Made(NewCurve(Prime256V1));
    private static readonly nint Order = Made(GetOrder(Curve));
    private static readonly nint Prime = Made(GetPrime(Curve));
    private static readonly nint One = Made(GetOne());

    [ThreadStatic]
    private static OpenSslEcdsa? _ofThisThread;

    private readonly nint _room = Made(NewRoom());
    private readonly nint _r = Made(NewNumber());
    private readonly nint _s = Made(NewNumber());
    private readonly nint _w = Made(NewNumber());
    private readonly nint _u1 = Made(NewNumber());
    private readonly nint _u2 = Made(NewNumber());
    private readonly nint _x = Made(NewNumber());
    private readonly nint _z = Made(NewNumber());
    private readonly nint _sum = Made(NewPoint(Curve));
    private readonly nint _term = Made(NewPoint(Curve));

    private OpenSslEcdsa()
    {
    }

    ~OpenSslEcdsa()
    {
        if (_term == 0)
        {
            // Not all of it could be made: a function for freeing may be missing as well.
            return;
        }

        FreePoint(_term);
        FreePoint(_sum);
        FreeNumber(_z);
        FreeNumber(_x);
        FreeNumber(_u2);
        FreeNumber(_u1);
        FreeNumber(_w);
        FreeNumber(_s);
        FreeNumber(_r);
        FreeRoom(_room);
    }

    /// <summary>That of the calling thread.</summary>
    public static OpenSslEcdsa OfThisThread => _ofThisThread ??= new OpenSslEcdsa();

    /// <summary>Makes a public key.</summary>
    /// <param name="x">32 octets.</param>
    /// <param name="y">32 octets.</param>
    /// <exception cref="CryptographicException">OpenSSL does not take it.</exception>
    public Point PointAt(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y)
    {
        Read(x, _u1);
        Read(y, _u2);
        var point = new Point(Made(NewPoint(Curve)));
        Done(SetCoordinates(Curve, point, _u1, _u2, _room));
        return point;
    }

    /// <summary>Works out multiples of a key, as OpenSSL has them of the curve's generator. Some 20 ms.</summary>
    /// <exception cref="CryptographicException">OpenSSL does not work them out.</exception>
    /// <exception cref="EntryPointNotFoundException">This OpenSSL has no tables.</exception>
    public Table TableOf(Point point)
    {
        var table = new Table(Made(CopyCurve(Curve)));
        Done(SetGenerator(table, point, Order, One));
        Done(WorkOutMultiples(table, _room));
        return table;
    }

    /// <summary>True when this key signed this digest.</summary>
    /// <param name="point">The key.</param>
    /// <param name="digest">32 octets.</param>
    /// <param name="signature">r||s, each of 32 octets and in [1, n-1].</param>
    /// <exception cref="CryptographicException">OpenSSL does not do one of the steps.</exception>
    public bool Verify(Point point, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
    {
        Divide(digest, signature);
        Done(MultiplyBoth(Curve, _sum, _u1, point, _u2, _room));
        return IsXOfSum();
    }

    /// <summary>True when the key of this table signed this digest.</summary>
    /// <param name="table">Multiples of the key.</param>
    /// <param name="digest">32 octets.</param>
    /// <param name="signature">r||s, each of 32 octets and in [1, n-1].</param>
    /// <exception cref="CryptographicException">OpenSSL does not do one of the steps.</exception>
    public bool Verify(Table table, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
    {
        Divide(digest, signature);
        Done(Multiply(Curve, _sum, _u1, 0, 0, _room));
        Done(Multiply(table, _term, _u2, 0, 0, _room));
        Done(Add(Curve, _sum, _sum, _term, _room));
        return IsXOfSum();
    }

    // u1 = e/s and u2 = r/s, modulo the order of the curve.
    private void Divide(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
    {
        Read(signature[..P256.FieldBytes], _r);
        Read(signature[P256.FieldBytes..], _s);
        Invert(signature[P256.FieldBytes..]);
        Read(digest, _x);
        Done(MultiplyModulo(_u1, _x, _w, Order, _room));
        Done(MultiplyModulo(_u2, _r, _w, Order, _room));
    }

    // w = 1/s. What our own way gives is believed when OpenSSL finds that w s = 1.
    private void Invert(ReadOnlySpan<byte> s)
    {
        Span<byte> inverse = stackalloc byte[P256.FieldBytes];
        if (P256Order.TryInvert(s, inverse))
        {
            Read(inverse, _w);
            Done(MultiplyModulo(_x, _s, _w, Order, _room));
            if (Compare(_x, One) == 0)
            {
                return;
            }
        }

        Made(Invert(_w, _s, Order, _room));
    }

    // The point u1 G + u2 Q has an x, and modulo the order of the curve it is r.
    private bool IsXOfSum()
    {
        if (IsInfinity(Curve, _sum) == 1)
        {
            return false;
        }

        // OpenSSL has x as x z², and z. Where r z² is the same, r is x, and nothing needs to be divided.
        Done(GetProjective(Curve, _sum, _x, 0, _z, _room));
        Done(MultiplyModulo(_z, _z, _z, Prime, _room));
        Done(MultiplyModulo(_z, _z, _r, Prime, _room));
        if (Compare(_x, _z) == 0)
        {
            return true;
        }

        Done(GetCoordinates(Curve, _sum, _x, 0, _room));
        Done(Modulo(_x, _x, Order, _room));
        return Compare(_x, _r) == 0;
    }

    private static void Read(ReadOnlySpan<byte> octets, nint number) =>
        Made(ReadNumber(in MemoryMarshal.GetReference(octets), octets.Length, number));

    private static void Done(int answer) => Made(answer);

    private static nint Made(nint answer)
    {
        if (answer != 0)
        {
            return answer;
        }

        // What OpenSSL notes down of a failure would be read as the fault of whoever calls it next on this thread.
        ClearErrors();
        throw new CryptographicException("OpenSSL does not do it.");
    }

    [DllImport(OpenSsl, EntryPoint = "EC_GROUP_new_by_curve_name")]
    private static extern nint NewCurve(int name);

    [DllImport(OpenSsl, EntryPoint = "EC_GROUP_get0_order")]
    private static extern nint GetOrder(nint curve);

    [DllImport(OpenSsl, EntryPoint = "EC_GROUP_get0_field")]
    private static extern nint GetPrime(nint curve);

    [DllImport(OpenSsl, EntryPoint = "EC_GROUP_dup")]
    private static extern nint CopyCurve(nint curve);

    [DllImport(OpenSsl, EntryPoint = "EC_GROUP_set_generator")]
    private static extern int SetGenerator(Table curve, Point generator, nint order, nint cofactor);

    [DllImport(OpenSsl, EntryPoint = "EC_GROUP_precompute_mult")]
    private static extern int WorkOutMultiples(Table curve, nint room);

    [DllImport(OpenSsl, EntryPoint = "EC_GROUP_free")]
    private static extern void FreeCurve(nint curve);

    [DllImport(OpenSsl, EntryPoint = "EC_POINT_new")]
    private static extern nint NewPoint(nint curve);

    [DllImport(OpenSsl, EntryPoint = "EC_POINT_set_affine_coordinates")]
    private static extern int SetCoordinates(nint curve, Point point, nint x, nint y, nint room);

    [DllImport(OpenSsl, EntryPoint = "EC_POINT_get_affine_coordinates")]
    private static extern int GetCoordinates(nint curve, nint point, nint x, nint y, nint room);

    [DllImport(OpenSsl, EntryPoint = "EC_POINT_get_Jprojective_coordinates_GFp")]
    private static extern int GetProjective(nint curve, nint point, nint x, nint y, nint z, nint room);

    [DllImport(OpenSsl, EntryPoint = "EC_POINT_mul")]
    private static extern int Multiply(nint curve, nint product, nint number, nint noPoint, nint noNumber, nint room);

    [DllImport(OpenSsl, EntryPoint = "EC_POINT_mul")]
    private static extern int Multiply(Table curve, nint product, nint number, nint noPoint, nint noNumber, nint room);

    [DllImport(OpenSsl, EntryPoint = "EC_POINT_mul")]
    private static extern int MultiplyBoth(nint curve, nint sum, nint number, Point point, nint times, nint room);

    [DllImport(OpenSsl, EntryPoint = "EC_POINT_add")]
    private static extern int Add(nint curve, nint sum, nint one, nint other, nint room);

    [DllImport(OpenSsl, EntryPoint = "EC_POINT_is_at_infinity")]
    private static extern int IsInfinity(nint curve, nint point);

    [DllImport(OpenSsl, EntryPoint = "EC_POINT_free")]
    private static extern void FreePoint(nint point);

    [DllImport(OpenSsl, EntryPoint = "BN_new")]
    private static extern nint NewNumber();

    [DllImport(OpenSsl, EntryPoint = "BN_value_one")]
    private static extern nint GetOne();

    [DllImport(OpenSsl, EntryPoint = "BN_bin2bn")]
    private static extern nint ReadNumber(in byte octets, int length, nint number);

    [DllImport(OpenSsl, EntryPoint = "BN_mod_inverse")]
    private static extern nint Invert(nint inverse, nint number, nint modulus, nint room);

    [DllImport(OpenSsl, EntryPoint = "BN_mod_mul")]
    private static extern int MultiplyModulo(nint product, nint one, nint other, nint modulus, nint room);

    [DllImport(OpenSsl, EntryPoint = "BN_nnmod")]
    private static extern int Modulo(nint rest, nint number, nint modulus, nint room);

    [DllImport(OpenSsl, EntryPoint = "BN_cmp")]
    private static extern int Compare(nint one, nint other);

    [DllImport(OpenSsl, EntryPoint = "BN_free")]
    private static extern void FreeNumber(nint number);

    [DllImport(OpenSsl, EntryPoint = "BN_CTX_new")]
    private static extern nint NewRoom();

    [DllImport(OpenSsl, EntryPoint = "BN_CTX_free")]
    private static extern void FreeRoom(nint room);

    [DllImport(OpenSsl, EntryPoint = "ERR_clear_error")]
    private static extern void ClearErrors();

    /// <summary><c>EC_POINT</c>: a public key, for all threads.</summary>
    internal sealed class Point : SafeHandle
    {
        public Point(nint made)
            : base(0, ownsHandle: true) => SetHandle(made);

        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            FreePoint(handle);
            return true;
        }
    }

    /// <summary><c>EC_GROUP</c> with the key for its generator and multiples of it: 150 KB, for all threads.</summary>
    internal sealed class Table : SafeHandle
    {
        private static int _alive;

        public Table(nint made)
            : base(0, ownsHandle: true)
        {
            SetHandle(made);
            Interlocked.Increment(ref _alive);
        }

        /// <summary>How many there are in this process.</summary>
        public static int Alive => Volatile.Read(ref _alive);

        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            Interlocked.Decrement(ref _alive);
            FreeCurve(handle);
            return true;
        }
    }
}
