using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.SdJwt;

/// <summary>One disclosure (RFC 9901 section 4.2): <c>[salt, name, value]</c>, or <c>[salt, value]</c> in an
/// array.</summary>
public sealed class Disclosure
{
    private static ReadOnlySpan<byte> WhiteSpace => " \t\r\n"u8;

    private readonly string _presentation;
    private readonly Range _place;

    private Disclosure(string presentation, Range place, string digest)
    {
        _presentation = presentation;
        _place = place;
        Digest = digest;
    }

    /// <summary>The disclosure as it travels: base64url of the JSON array.</summary>
    public string Text => _presentation[_place];

    /// <summary>base64url SHA-256 over <see cref="Text"/> (section 4.2.3).</summary>
    public string Digest { get; }

    /// <summary>Claim name; null for an array element.</summary>
    public string? Name { get; private set; }

    /// <summary>Claim value, which may hold digests of its own.</summary>
    public JsonElement Value { get; private set; }

    /// <summary>
    /// Reads the disclosures that follow the first tilde of a presentation. They are parsed as one JSON list: a parser
    /// for each would cost more than all they say.
    /// </summary>
    /// <exception cref="InputRefusedException">One is not canonical, not a JSON array of 2 or 3, or its salt or name is
    /// not text.</exception>
    internal static IReadOnlyList<Disclosure> ParseAll(string presentation, int tilde, int count)
    {
        if (count <= 0)
        {
            return [];
        }

        var ascii = ArrayPool<byte>.Shared.Rent(presentation.Length - tilde);
        var json = ArrayPool<byte>.Shared.Rent(presentation.Length - tilde + 1);
        try
        {
            var disclosures = new Disclosure[count];
            Span<int> ends = stackalloc int[count];
            var at = tilde;
            var written = 0;
            for (var i = 0; i < count; i++)
            {
                var start = at + 1;
                at = presentation.IndexOf(Specs.SdJwt.Separator, start);
                // A letter that is not ASCII becomes a question mark, which base64url does not have.
                var text = ascii.AsSpan(0, Encoding.ASCII.GetBytes(presentation.AsSpan(start, at - start), ascii));
                json[written++] = (byte)(i == 0 ? '[' : ',');
                var length = Base64UrlStrict.Decode(text, json.AsSpan(written));
                if (length < 0)
                {
                    throw new InputRefusedException(
                        InputRefusal.NotCanonical, "A disclosure is not canonical base64url.");
                }

                ends[i] = written += length;
                disclosures[i] = new Disclosure(presentation, start..at, DigestOf(text));
            }

            json[written++] = (byte)']';
            var list = StrictJson.ReadList(json.AsSpan(0, written));
            Share(list, json, ends, disclosures);
            return disclosures;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(ascii, clearArray: true);
            ArrayPool<byte>.Shared.Return(json, clearArray: true);
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

    private static void Share(JsonElement list, byte[] json, ReadOnlySpan<int> ends, Disclosure[] disclosures)
    {
        var i = 0;
        var start = 1;
        foreach (var array in list.EnumerateArray())
        {
            // Each element must be exactly what one disclosure said: two halves of an array do not make one.
            if (i == disclosures.Length || !JsonMarshal.GetRawUtf8Value(array).SequenceEqual(
                json.AsSpan(start..ends[i]).Trim(WhiteSpace)))
            {
                throw new InputRefusedException(InputRefusal.Unreadable, "A disclosure is not one JSON value.");
            }

            start = ends[i] + 1;
            disclosures[i++].Take(array);
        }

        if (i < disclosures.Length)
        {
            throw new InputRefusedException(InputRefusal.Unreadable, "A disclosure is empty.");
        }
    }

    private void Take(JsonElement array)
    {
        var length = array.ValueKind == JsonValueKind.Array ? array.GetArrayLength() : 0;
        if (length is not (2 or 3) || array[0].ValueKind != JsonValueKind.String)
        {
            throw Refused("A disclosure is an array of salt, name (in objects) and value.");
        }

        if (length == 3)
        {
            Name = array[1].ValueKind == JsonValueKind.String
                ? array[1].GetString()!
                : throw Refused("A disclosed claim's name is text.");
            if (Name is Specs.SdJwt.Sd or Specs.SdJwt.ArrayDigest or Specs.SdJwt.SdAlg)
            {
                throw Refused("A disclosed claim has a reserved name.");
            }
        }

        Value = array[length - 1];
    }

    private static InputRefusedException Refused(string message) => new(InputRefusal.Disclosure, message);
}
