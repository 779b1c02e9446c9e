namespace SkillsPassport.Credentials.Jose;

/// <summary>Why a token was refused before or while it was read.</summary>
public enum InputRefusal
{
    /// <summary>Not the format it should be.</summary>
    Unreadable,

    /// <summary>Longer or deeper than any honest token.</summary>
    TooLarge,

    /// <summary>An encoding other than the one canonical form.</summary>
    NotCanonical,

    /// <summary>Another algorithm than ES256, or another hash than sha-256.</summary>
    Algorithm,

    /// <summary>A header member that must not be there.</summary>
    Header,

    /// <summary>Another token type than the one expected here.</summary>
    Type,

    /// <summary>A selective disclosure rule of RFC 9901 section 7.1 is broken.</summary>
    Disclosure,

    /// <summary>A claim has the wrong type or a forbidden value.</summary>
    Claims,

    /// <summary>The claims do not conform to the type metadata.</summary>
    TypeMetadata,

    /// <summary>The key is not a usable P-256 public key.</summary>
    Key,

    /// <summary>The certificate chain does not lead from this issuer's leaf to a pinned root.</summary>
    Certificate,
}

/// <summary>Untrusted input was refused. The message names the rule and never repeats the input.</summary>
public sealed class InputRefusedException(InputRefusal refusal, string message) : FormatException(message)
{
    /// <summary>The kind of refusal, for reports.</summary>
    public InputRefusal Refusal { get; } = refusal;
}
