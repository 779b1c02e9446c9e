using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Credentials.SdJwt;

namespace SkillsPassport.Credentials.SdJwtVc;

/// <summary>
/// Holds the texts among signed claims to the rule of the paper form (<see cref="PrintableText"/>): they must look like
/// what was signed.
/// </summary>
internal static class SignedText
{
    // Longer ones are rare, and read into a string.
    private const int ShortText = 256;

    /// <summary>Printable ASCII without space and backslash: octets that are letters.</summary>
    private static readonly SearchValues<byte> Plain = SearchValues.Create(
        [.. Enumerable.Range('!', '~' - '!' + 1).Where(letter => letter != '\\').Select(letter => (byte)letter)]);

    /// <summary>True when every text of these claims has no flaw.</summary>
    public static bool IsShown(ProcessedClaims claims)
    {
        // Nearly all that is signed is found well in one look at what was sent; the rest is looked at text for text.
        var isPlain = IsPlain(JsonMarshal.GetRawUtf8Value(claims.Payload));
        for (var i = 0; isPlain && i < claims.Disclosed.Count; i++)
        {
            isPlain = IsPlain(JsonMarshal.GetRawUtf8Value(claims.Disclosed[i].Value.Value));
        }

        return isPlain || IsShown(claims.Claims);
    }

    // False may still be well: JSON has many spellings.
    private static bool IsPlain(ReadOnlySpan<byte> json)
    {
        for (var at = 0; ; at++)
        {
            var odd = json[at..].IndexOfAnyExcept(Plain);
            if (odd < 0)
            {
                return json.IndexOf("\"\""u8) < 0;
            }

            at += odd;
            switch (json[at])
            {
                // Where a text begins or ends, or beside another one. No value of JSON begins or ends with it.
                case (byte)' ' when json[at - 1] is not ((byte)'"' or (byte)' ') && json[at + 1] != (byte)'"':
                    break;
                case >= 0x80:
                    // No escapes so far, so that this text began behind the last quotation mark.
                    var text = json[(json[..at].LastIndexOf((byte)'"') + 1)..];
                    text = text[..text.IndexOf((byte)'"')];
                    if (text.Contains((byte)'\\') || FindFlaw(text) != TextFlaw.None)
                    {
                        return false;
                    }

                    at += json[at..].IndexOf((byte)'"');
                    break;
                default:
                    return false;
            }
        }
    }

    private static TextFlaw FindFlaw(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > ShortText)
        {
            return PrintableText.FindFlaw(Encoding.UTF8.GetString(utf8));
        }

        Span<char> text = stackalloc char[ShortText];
        return PrintableText.FindFlaw(text[..Encoding.UTF8.GetChars(utf8, text)]);
    }

    private static bool IsShown(in ProcessedClaim value)
    {
        if (!value.IsPutTogether)
        {
            return IsShown(value.Signed);
        }

        foreach (ref readonly var part in value.Parts)
        {
            if (!IsShown(part))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsShown(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => PrintableText.FindFlaw(value.GetString()) == TextFlaw.None,
        JsonValueKind.Object => value.EnumerateObject().All(member => IsShown(member.Value)),
        JsonValueKind.Array => value.EnumerateArray().All(IsShown),
        _ => true,
    };
}
