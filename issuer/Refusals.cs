using SkillsPassport.Issuer.Protocol;
using Vci = SkillsPassport.Credentials.Specs.OpenId4Vci;

namespace SkillsPassport.Issuer;

/// <summary>Why an officer's act is not done. Values, not exceptions: the rules said no.</summary>
public enum Refusal
{
    NotFound,
    SheetNotOpen,
    DigestDiffers,
    UploaderMayNotApprove,
    AlreadyApprovedByYou,
    SealBroken,
    ReasonMissing,
    StateForbids,
    SuspensionFirst,
    ReplacementWaiting,
    NothingChanged,
    TooManyTries,
    RequestUnreadable,
}

/// <summary>The one place where a refusal becomes a status and words.</summary>
public static class Refusals
{
    public static int Status(Refusal refusal) => refusal switch
    {
        Refusal.NotFound => StatusCodes.Status404NotFound,
        Refusal.SheetNotOpen or Refusal.DigestDiffers or Refusal.AlreadyApprovedByYou or Refusal.StateForbids
            or Refusal.SuspensionFirst or Refusal.ReplacementWaiting => StatusCodes.Status409Conflict,
        Refusal.UploaderMayNotApprove or Refusal.SealBroken => StatusCodes.Status403Forbidden,
        Refusal.ReasonMissing or Refusal.NothingChanged => StatusCodes.Status422UnprocessableEntity,
        Refusal.TooManyTries => StatusCodes.Status429TooManyRequests,
        Refusal.RequestUnreadable => StatusCodes.Status400BadRequest,
    };

    /// <summary>Key of the phrase that says it.</summary>
    public static string Phrase(Refusal refusal) => $"refusal.{refusal}";

    /// <summary>Status, error code and description (ASCII, as RFC 6749 wants) of a protocol endpoint's
    /// refusal.</summary>
    public static (int Status, string Error, string Description) Protocol(ProtocolRefusal refusal) => refusal switch
    {
        ProtocolRefusal.OfferUnknown => (StatusCodes.Status404NotFound, Vci.InvalidRequest, "There is no such offer."),
        ProtocolRefusal.OfferGone => (StatusCodes.Status410Gone, Vci.InvalidRequest,
            "This offer can no longer be used: ask for a new claim slip."),
        ProtocolRefusal.InvalidRequest =>
            (StatusCodes.Status400BadRequest, Vci.InvalidRequest, "The request is malformed."),
        ProtocolRefusal.UnsupportedGrantType => (StatusCodes.Status400BadRequest, Vci.UnsupportedGrantType,
            "Only the pre-authorized code grant and refresh tokens are offered."),
        ProtocolRefusal.InvalidGrant => (StatusCodes.Status400BadRequest, Vci.InvalidGrant,
            "The code is unknown, used or expired, or the PIN is wrong."),
        ProtocolRefusal.TooManyTries =>
            (StatusCodes.Status429TooManyRequests, Vci.InvalidRequest, "Too many tries: wait."),
        ProtocolRefusal.MissingToken =>
            (StatusCodes.Status401Unauthorized, Vci.InvalidToken, "An access token is needed."),
        ProtocolRefusal.InvalidToken => (StatusCodes.Status401Unauthorized, Vci.InvalidToken,
            "The access token is unknown or expired."),
        ProtocolRefusal.InvalidCredentialRequest => (StatusCodes.Status400BadRequest, Vci.InvalidCredentialRequest,
            "Send proofs and exactly one of credential_configuration_id and credential_identifier."),
        ProtocolRefusal.UnknownCredentialConfiguration => (StatusCodes.Status400BadRequest,
            Vci.UnknownCredentialConfiguration, "The token is for another credential configuration."),
        ProtocolRefusal.UnknownCredentialIdentifier =>
            (StatusCodes.Status400BadRequest, Vci.UnknownCredentialIdentifier,
            "The token came without credential identifiers: use credential_configuration_id."),
        ProtocolRefusal.InvalidProof =>
            (StatusCodes.Status400BadRequest, Vci.InvalidProof, "A proof is not acceptable."),
        ProtocolRefusal.InvalidNonce => (StatusCodes.Status400BadRequest, Vci.InvalidNonce,
            "The nonce is unknown, used or expired: ask the nonce endpoint."),
        ProtocolRefusal.InvalidEncryptionParameters =>
            (StatusCodes.Status400BadRequest, Vci.InvalidEncryptionParameters,
            "Encrypted responses are not offered."),
        ProtocolRefusal.CredentialRequestDenied => (StatusCodes.Status400BadRequest, Vci.CredentialRequestDenied,
            "This credential is no longer given out under this token."),
        ProtocolRefusal.InvalidNotificationId => (StatusCodes.Status400BadRequest, Vci.InvalidNotificationId,
            "There is no such delivery under this token."),
        ProtocolRefusal.InvalidNotificationRequest => (StatusCodes.Status400BadRequest, Vci.InvalidNotificationRequest,
            "Send notification_id and a known event."),
        ProtocolRefusal.NoSuchClaim => (StatusCodes.Status404NotFound, Vci.InvalidRequest,
            "No certificate with this number, year of birth and PIN can be claimed."),
    };
}
