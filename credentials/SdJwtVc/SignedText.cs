using System.Buffers;
using System.Runtime.InteropServices;
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
    /// <summary>Printable ASCII as JSON writes it: no escapes, so that octets are letters.</summary>
    private static readonly SearchValues<byte> Plain = Printable(except: "\\"u8);

    /// <summary>The same without spaces: nothing to look at twice.</summary>
    private static readonly SearchValues<byte> PlainWords = Printable(except: "\\ "u8);

    /// <summary>True when every text of this value, and of what is below it, has no flaw.</summary>
    public static bool IsShown(in ProcessedClaim value)
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

    private static bool IsShown(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return IsPlain(JsonMarshal.GetRawUtf8Value(value))
                    || PrintableText.FindFlaw(value.GetString()!) == TextFlaw.None;
            case JsonValueKind.Object when !IsPlain(JsonMarshal.GetRawUtf8Value(value)):
                foreach (var member in value.EnumerateObject())
                {
                    if (!IsShown(member.Value))
                    {
                        return false;
                    }
                }

                return true;
            case JsonValueKind.Array when !IsPlain(JsonMarshal.GetRawUtf8Value(value)):
                foreach (var element in value.EnumerateArray())
                {
                    if (!IsShown(element))
                    {
                        return false;
                    }
                }

                return true;
            default:
                return true;
        }
    }

    // Nearly every value, as it was signed, in one look: nothing to decode, and no space where a text begins, ends or
    // has another one. What does not pass may still be well.
    private static bool IsPlain(ReadOnlySpan<byte> json) => json.IndexOf("\"\""u8) < 0
        && (!json.ContainsAnyExcept(PlainWords) || (!json.ContainsAnyExcept(Plain)
            && json.IndexOf("  "u8) < 0 && json.IndexOf("\" "u8) < 0 && json.IndexOf(" \""u8) < 0));

    private static SearchValues<byte> Printable(ReadOnlySpan<byte> except)
    {
        var letters = new List<byte>();
        for (var letter = (byte)0x20; letter < 0x7F; letter++)
        {
            if (!except.Contains(letter))
            {
                letters.Add(letter);
            }
        }

        return SearchValues.Create([.. letters]);
    }
}
