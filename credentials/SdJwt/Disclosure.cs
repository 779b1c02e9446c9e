using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.SdJwt;

/// <summary>One disclosure (RFC 9901 section 4.2): <c>[salt, name, value]</c>, or <c>[salt, value]</c> in an
/// array.</summary>
public sealed class Disclosure
{
    private Disclosure(string text, string digest, string? name, JsonElement value)
    {
        Text = text;
        Digest = digest;
        Name = name;
        Value = value;
    }

    /// <summary>The disclosure as it travels: base64url of the JSON array.</summary>
    public string Text { get; }

    /// <summary>base64url SHA-256 over <see cref="Text"/> (section 4.2.3).</summary>
    public string Digest { get; }

    /// <summary>Claim name; null for an array element.</summary>
    public string? Name { get; }

    /// <summary>Claim value, which may hold digests of its own.</summary>
    public JsonElement Value { get; }

    /// <summary>Reads one disclosure.</summary>
    /// <exception cref="InputRefusedException">Not canonical, not a JSON array of 2 or 3, or salt or name not
    /// text.</exception>
    internal static Disclosure Parse(string text)
    {
        var ascii = ArrayPool<byte>.Shared.Rent(text.Length * 2);
        try
        {
            // One buffer, used twice: the text itself is hashed, its decoded form is read.
            var length = Encoding.ASCII.GetBytes(text, ascii);
            var json = ascii.AsSpan(text.Length);
            var decoded = Ascii.IsValid(text) ? Base64UrlStrict.Decode(ascii.AsSpan(0, length), json) : -1;
            if (decoded < 0)
            {
                throw new InputRefusedException(InputRefusal.NotCanonical, "A disclosure is not canonical base64url.");
            }

            return Parse(text, StrictJson.Read(json[..decoded]), DigestOf(ascii.AsSpan(0, length)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(ascii, clearArray: true);
        }
    }

    /// <summary>base64url SHA-256 over ASCII text; also the <c>sd_hash</c> of section 4.3.1.</summary>
    internal static string DigestOf(string ascii) => DigestOf(Encoding.ASCII.GetBytes(ascii));

    private static string DigestOf(ReadOnlySpan<byte> ascii)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(ascii, digest);
        return Base64UrlStrict.Encode(digest);
    }

    private static Disclosure Parse(string text, JsonElement array, string digest)
    {
        var length = array.ValueKind == JsonValueKind.Array ? array.GetArrayLength() : 0;
        if (length is not (2 or 3) || array[0].ValueKind != JsonValueKind.String)
        {
            throw Refused("A disclosure is an array of salt, name (in objects) and value.");
        }

        string? name = null;
        if (length == 3)
        {
            name = array[1].ValueKind == JsonValueKind.String
                ? array[1].GetString()!
                : throw Refused("A disclosed claim's name is text.");
            if (name is Specs.SdJwt.Sd or Specs.SdJwt.ArrayDigest or Specs.SdJwt.SdAlg)
            {
                throw Refused("A disclosed claim has a reserved name.");
            }
        }

        return new Disclosure(text, digest, name, array[length - 1]);
    }

    private static InputRefusedException Refused(string message) => new(InputRefusal.Disclosure, message);
}
