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
    private static readonly SearchValues<byte> Plain = SearchValues.Create(
        [.. Enumerable.Range(0x20, 0x5F).Select(one => (byte)one).Where(one => one != '\\')]);

    /// <summary>True when every text of this value, and of what is below it, has no flaw.</summary>
    public static bool IsShown(in ProcessedClaim value)
    {
        if (value.Kind is not (JsonValueKind.String or JsonValueKind.Object or JsonValueKind.Array)
            || (!value.IsPutTogether && IsPlain(JsonMarshal.GetRawUtf8Value(value.Signed))))
        {
            return true;
        }

        if (value.Kind == JsonValueKind.String)
        {
            return PrintableText.FindFlaw(value.Text!) == TextFlaw.None;
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

    // Nearly every value, as it was signed, in one look: nothing to decode, and no space where a text begins, ends or
    // has another one. What does not pass may still be well.
    private static bool IsPlain(ReadOnlySpan<byte> json) =>
        !json.ContainsAnyExcept(Plain) && json.IndexOf("  "u8) < 0 && json.IndexOf("\" "u8) < 0
        && json.IndexOf(" \""u8) < 0 && json.IndexOf("\"\""u8) < 0;
}
