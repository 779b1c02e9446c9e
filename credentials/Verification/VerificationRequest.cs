using System.Text;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Credentials.SdJwt;

namespace SkillsPassport.Credentials.Verification;

/// <summary>What is to be verified: one of the two forms; neither gives the report "unreadable".</summary>
public sealed record VerificationRequest
{
    /// <summary>SD-JWT VC in compact form, with or without key binding.</summary>
    public string? SdJwt { get; init; }

    /// <summary>
    /// The same as it came over the wire, in ASCII; counts when <see cref="SdJwt"/> is null. It is kept, not copied,
    /// and must not change as long as the report is in use.
    /// </summary>
    public ReadOnlyMemory<byte> SdJwtBytes { get; init; }

    /// <summary>The COSE_Sign1 CWT out of a QR.</summary>
    public byte[]? PaperCwt { get; init; }

    /// <summary>True for a text that is longer than any that is looked at.</summary>
    public bool IsTooLong { get; init; }

    /// <summary>The audience a key binding must name; with <see cref="ExpectedNonce"/>.</summary>
    public string? ExpectedAudience { get; init; }

    /// <summary>The nonce a key binding must name; with <see cref="ExpectedAudience"/>.</summary>
    public string? ExpectedNonce { get; init; }

    /// <summary>
    /// How old a key binding may be. Null: until its own <c>exp</c> if it has one (a share), else ten minutes
    /// (<see cref="KeyBinding.DefaultLifetime"/>).
    /// </summary>
    public TimeSpan? KeyBindingLifetime { get; init; }

    /// <summary>True for an SD-JWT in either spelling.</summary>
    internal bool IsSdJwt => SdJwt is not null || !SdJwtBytes.IsEmpty;

    /// <summary>The SD-JWT without white space around it.</summary>
    /// <exception cref="InputRefusedException">It is too long.</exception>
    internal ReadOnlyMemory<byte> SdJwtAscii()
    {
        if (SdJwt is not { } text)
        {
            return SentText.Trim(SdJwtBytes);
        }

        // A letter that is not ASCII becomes a question mark, which no part of an SD-JWT can have.
        var trimmed = SentText.Trim(text.AsSpan());
        var ascii = trimmed.Length <= SdJwtPresentation.MaxLength ? new byte[trimmed.Length]
            : throw new InputRefusedException(InputRefusal.TooLarge, "The presentation is too long.");
        Encoding.ASCII.GetBytes(trimmed, ascii);
        return ascii;
    }
}

/// <summary>Recognises what somebody scanned, pasted or sent.</summary>
public static class VerificationInput
{
    /// <summary>Longest text that is looked at.</summary>
    public const int MaxLength = SdJwtPresentation.MaxLength;

    /// <summary>As <see cref="TryRead(string, out VerificationRequest)"/>, for text at hand in octets.</summary>
    public static bool TryReadAscii(ReadOnlyMemory<byte> ascii, out VerificationRequest request)
    {
        var trimmed = SentText.Trim(ascii);
        var text = trimmed.Span;
        var separator = text.IndexOf((byte)Specs.SdJwt.Separator);
        if (text.Length <= MaxLength && separator >= 0 && text.Contains((byte)'.')
            && !text[..separator].Contains((byte)'#'))
        {
            request = new VerificationRequest { SdJwtBytes = trimmed };
            return true;
        }

        return TryRead(Encoding.ASCII.GetString(text), out request);
    }

    /// <summary>
    /// Reads an SD-JWT, the text or link of a certificate's QR, or its bare base32 (any case, white space around it).
    /// True says only what kind it is; the verifier says what it is worth. So it does of a text that is none of them.
    /// </summary>
    public static bool TryRead(string? text, out VerificationRequest request)
    {
        request = new VerificationRequest();
        var trimmed = SentText.Trim(text ?? "");
        // A number sign before the first tilde is a link's; behind it, it only spoils what it stands in.
        var separator = trimmed.IndexOf(Specs.SdJwt.Separator);
        if (trimmed.Length <= MaxLength && separator >= 0 && trimmed.Contains('.')
            && !trimmed.AsSpan(0, separator).Contains('#'))
        {
            request = new VerificationRequest { SdJwt = trimmed };
            return true;
        }

        if (PaperQr.TryRead(trimmed, out var cwt))
        {
            request = new VerificationRequest { PaperCwt = cwt };
            return true;
        }

        request = new VerificationRequest { IsTooLong = trimmed.Length > PaperQr.MaxTextLength };
        return false;
    }
}
