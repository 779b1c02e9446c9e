using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.Verification;

/// <summary>What a refusal of the readers is called in a report, and under which check it stands.</summary>
internal static class RefusalReasons
{
    public static ReasonCode Of(InputRefusal refusal) => refusal switch
    {
        InputRefusal.Unreadable or InputRefusal.Claims or InputRefusal.Key => ReasonCode.FormatUnreadable,
        InputRefusal.TooLarge => ReasonCode.FormatTooLarge,
        InputRefusal.NotCanonical => ReasonCode.FormatNotCanonical,
        InputRefusal.Algorithm => ReasonCode.AlgorithmRefused,
        InputRefusal.Header => ReasonCode.HeaderRefused,
        InputRefusal.Type => ReasonCode.TypeRefused,
        InputRefusal.Disclosure => ReasonCode.DisclosureRefused,
        InputRefusal.TypeMetadata => ReasonCode.TypeMetadataMismatch,
        InputRefusal.Certificate => ReasonCode.CertificateChainRefused,
    };

    public static Check CheckOf(InputRefusal refusal) => refusal switch
    {
        InputRefusal.Algorithm or InputRefusal.Header or InputRefusal.Type or InputRefusal.TypeMetadata => Check.Type,
        _ => Check.Format,
    };
}
