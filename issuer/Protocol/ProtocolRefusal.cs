namespace SkillsPassport.Issuer.Protocol;

/// <summary>Why a wallet is refused (OpenID4VCI 1.0 sections 6.3, 8.3.1, 11.3; RFC 6749 section 5.2; RFC 6750 section
/// 3.1).</summary>
public enum ProtocolRefusal
{
    OfferUnknown,
    OfferGone,
    InvalidRequest,
    UnsupportedGrantType,
    InvalidGrant,
    TooManyTries,
    MissingToken,
    InvalidToken,
    InvalidCredentialRequest,
    UnknownCredentialConfiguration,
    UnknownCredentialIdentifier,
    InvalidProof,
    InvalidNonce,
    InvalidEncryptionParameters,
    CredentialRequestDenied,
    InvalidNotificationId,
    InvalidNotificationRequest,
    NoSuchClaim,
}
