using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.SdJwt;

/// <summary>One disclosure (RFC 9901 section 4.2): <c>[salt, name, value]</c>, or <c>[salt, value]</c> in an array.</summary>
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
    /// <exception cref="InputRefusedException">Not canonical, not a JSON array of 2 or 3, or salt or name not text.</exception>
    internal static Disclosure Parse(string text)
    {
        if (!Base64UrlStrict.TryDecode(text, out var bytes))
        {
            throw new InputRefusedException(InputRefusal.NotCanonical, "A disclosure is not canonical base64url.");
        }

        var array = StrictJson.Read(bytes);
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

        return new Disclosure(text, DigestOf(text), name, array[length - 1]);
    }

    /// <summary>base64url SHA-256 over ASCII text; also the <c>sd_hash</c> of section 4.3.1.</summary>
    internal static string DigestOf(string ascii)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        var bytes = ArrayPool<byte>.Shared.Rent(ascii.Length);
        var length = Encoding.ASCII.GetBytes(ascii, bytes);
        SHA256.HashData(bytes.AsSpan(0, length), digest);
        ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
        return Base64UrlStrict.Encode(digest);
    }

    private static InputRefusedException Refused(string message) => new(InputRefusal.Disclosure, message);
}
