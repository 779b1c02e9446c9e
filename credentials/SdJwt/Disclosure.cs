using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.SdJwt;

/// <summary>One disclosure (RFC 9901 section 4.2): <c>[salt, name, value]</c>, or <c>[salt, value]</c> in an
/// array.</summary>
public sealed class Disclosure
{
    private static ReadOnlySpan<byte> WhiteSpace => " \t\r\n"u8;

    private readonly ReadOnlyMemory<byte> _text;

    private Disclosure(ReadOnlyMemory<byte> text)
    {
        _text = text;
        Hash = DisclosureDigest.Of(text.Span);
    }

    /// <summary>The disclosure as it travels: base64url of the JSON array.</summary>
    public string Text => Encoding.ASCII.GetString(_text.Span);

    /// <summary>base64url SHA-256 over <see cref="Text"/> (section 4.2.3).</summary>
    public string Digest => Hash.ToString();

    /// <summary>Claim name; null for an array element.</summary>
    public string? Name { get; private set; }

    /// <summary>Claim value, which may hold digests of its own.</summary>
    public JsonElement Value { get; private set; }

    /// <summary><see cref="Digest"/> as octets.</summary>
    internal DisclosureDigest Hash { get; }

    /// <summary>
    /// Reads disclosures, each ended by a tilde. They are parsed as one JSON list: a parser for each would cost more
    /// than all they say.
    /// </summary>
    /// <param name="ascii">From the first disclosure to the last tilde.</param>
    /// <param name="count">How many there are.</param>
    /// <exception cref="InputRefusedException">One is not canonical, not a JSON array of 2 or 3, or its salt or name is
    /// not text.</exception>
    internal static IReadOnlyList<Disclosure> ParseAll(ReadOnlyMemory<byte> ascii, int count)
    {
        if (count <= 0)
        {
            return [];
        }

        var json = ArrayPool<byte>.Shared.Rent(ascii.Length + 1);
        try
        {
            var disclosures = new Disclosure[count];
            Span<int> ends = stackalloc int[count];
            var written = 0;
            for (var i = 0; i < count; i++)
            {
                var text = ascii[..ascii.Span.IndexOf((byte)Specs.SdJwt.Separator)];
                ascii = ascii[(text.Length + 1)..];
                json[written++] = (byte)(i == 0 ? '[' : ',');
                var length = Base64UrlStrict.Decode(text.Span, json.AsSpan(written));
                if (length < 0)
                {
                    throw new InputRefusedException(
                        InputRefusal.NotCanonical, "A disclosure is not canonical base64url.");
                }

                ends[i] = written += length;
                disclosures[i] = new Disclosure(text);
            }

            json[written++] = (byte)']';
            var list = StrictJson.ReadList(json.AsSpan(0, written));
            Share(list, json, ends, disclosures);
            return disclosures;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(json, clearArray: true);
        }
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
