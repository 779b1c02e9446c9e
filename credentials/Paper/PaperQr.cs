namespace SkillsPassport.Credentials.Paper;

/// <summary>
/// The text inside a certificate's QR: <c>HTTPS://HOST/C#BASE32</c>. Any phone camera opens it as a link; what stands
/// after the number sign never reaches a server. Upper case throughout keeps the symbol in alphanumeric mode.
/// </summary>
public static class PaperQr
{
    private const string Page = "/C#";

    /// <summary>Longest text that is looked at: well above the largest certificate, far below an attack.</summary>
    public const int MaxTextLength = 4096;

    /// <summary>The link for this certificate at this verifier (only its scheme, host and port are used).</summary>
    public static string ToText(Uri verifier, ReadOnlySpan<byte> cwt) =>
        verifier.GetLeftPart(UriPartial.Authority).ToUpperInvariant() + Page + Base32.Encode(cwt);

    /// <summary>
    /// Reads a scanned or pasted text: a link to <c>/C</c> of any host (the host is not evidence of anything), its
    /// fragment alone, or the bare base32, in any case, with around it what <see cref="SentText"/> takes away.
    /// </summary>
    public static bool TryRead(string? text, out byte[] cwt)
    {
        cwt = [];
        var payload = SentText.Trim(text.AsSpan());
        if (payload.Length > MaxTextLength)
        {
            return false;
        }

        if (payload.Contains("://", StringComparison.Ordinal))
        {
            var page = payload.IndexOf(Page, StringComparison.OrdinalIgnoreCase);
            if (page < 0 || !IsOrigin(payload[..page]))
            {
                return false;
            }

            payload = payload[(page + Page.Length)..];
        }
        else if (payload is ['#', ..])
        {
            payload = payload[1..];
        }

        return !payload.IsEmpty && Base32.TryDecode(payload, out cwt);
    }

    // By its letters, as payloadOf() in the browser's base32.mjs: no user's name, no other path, nothing invisible.
    private static bool IsOrigin(ReadOnlySpan<char> origin)
    {
        var host = origin[(origin.IndexOf("://") + 3)..];
        return (origin.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
                || origin.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
            && !host.IsEmpty && !host.ContainsAny("/?#@\\") && !host.ContainsAnyInRange('\0', ' ');
    }
}
