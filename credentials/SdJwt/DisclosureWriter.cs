using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.SdJwt;

/// <summary>
/// Writes disclosures one after the other (RFC 9901 section 4.2), each with a fresh salt. Works on UTF-8 from end to
/// end; its buffers come from a pool and are wiped on the way back.
/// </summary>
internal sealed class DisclosureWriter : IDisposable
{
    private const int SaltBytes = 16;
    private const int SaltLength = 22;
    private const int SaltsAtOnce = 256;

    [ThreadStatic]
    private static byte[]? _salts;

    [ThreadStatic]
    private static int _saltsLeft;

    private readonly PooledBuffer _text = new(4096);
    private readonly PooledBuffer _array = new(1024);
    private readonly Utf8JsonWriter _json;

    public DisclosureWriter() => _json = new Utf8JsonWriter(_array, WireJson.Writer);

    /// <summary>The disclosures, each followed by a tilde.</summary>
    public ReadOnlySpan<byte> Text => _text.Written;

    /// <summary>What was written and flushed of the disclosure that is open.</summary>
    public ReadOnlySpan<byte> Open => _array.Written;

    /// <summary>Begins a disclosure: whoever calls writes its value, and nothing else, and then ends it.</summary>
    /// <param name="name">Name of the claim; null for an element of an array.</param>
    public Utf8JsonWriter Begin(JsonEncodedText? name)
    {
        _array.Clear();
        _json.Reset();
        _json.WriteStartArray();
        Span<byte> salt = stackalloc byte[SaltLength];
        DrawSalt(salt);
        _json.WriteStringValue(salt);
        if (name is { } text)
        {
            _json.WriteStringValue(text);
        }

        return _json;
    }

    /// <summary>Ends it; gives its digest (section 4.2.3).</summary>
    public DisclosureDigest End()
    {
        _json.WriteEndArray();
        _json.Flush();
        var length = Base64Url.GetEncodedLength(_array.Written.Length);
        var text = _text.GetSpan(length + 1);
        Base64Url.EncodeToUtf8(_array.Written, text);
        text[length] = (byte)Specs.SdJwt.Separator;
        _text.Advance(length + 1);
        return DisclosureDigest.Of(text[..length]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _json.Dispose();
        _text.Dispose();
        _array.Dispose();
    }

    // Section 4.2.1: 128 bits each, drawn by the block because asking the system costs more than the bits.
    private static void DrawSalt(Span<byte> text)
    {
        _salts ??= new byte[SaltsAtOnce * SaltBytes];
        if (_saltsLeft == 0)
        {
            RandomNumberGenerator.Fill(_salts);
            _saltsLeft = SaltsAtOnce;
        }

        var salt = _salts.AsSpan(--_saltsLeft * SaltBytes, SaltBytes);
        Base64Url.EncodeToUtf8(salt, text);
        salt.Clear();
    }
}
