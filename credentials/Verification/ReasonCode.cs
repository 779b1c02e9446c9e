namespace SkillsPassport.Credentials.Verification;

/// <summary>
/// Why a check came out as it did. The wire names (snake_case), the section each rests on and who sees it stand in
/// <c>schemas/api/verification.json</c>; a test holds the two together.
/// </summary>
public enum ReasonCode
{
    /// <summary>Nothing to object to.</summary>
    Ok,

    /// <summary>The text is not a credential of any kind this verifier reads.</summary>
    FormatUnreadable,

    /// <summary>Longer than any credential of this kind can be.</summary>
    FormatTooLarge,

    /// <summary>
    /// The same content written in a way no issuer writes it (indefinite lengths, unsorted or duplicate keys,
    /// trailing bits).
    /// </summary>
    FormatNotCanonical,

    /// <summary>
    /// A disclosure is malformed, duplicate, unreferenced, colliding, or for a claim that may not be
    /// disclosed.
    /// </summary>
    DisclosureRefused,

    /// <summary>Not ES256. This verifier accepts nothing else.</summary>
    AlgorithmRefused,

    /// <summary>
    /// The header brings its own key or address, an unknown critical parameter, or anything
    /// unsigned.
    /// </summary>
    HeaderRefused,

    /// <summary>Signed for another purpose: the typ is not that of a credential.</summary>
    TypeRefused,

    /// <summary>A kind of credential this verifier holds no description of.</summary>
    TypeUnknown,

    /// <summary>The claims are not those its type prescribes.</summary>
    TypeMetadataMismatch,

    /// <summary>
    /// It refers to a framework, an occupation or units this verifier has no data for; a newer verifier
    /// may.
    /// </summary>
    FrameworkDataUnknown,

    /// <summary>Changed after it was signed, or never signed by this issuer.</summary>
    SignatureInvalid,

    /// <summary>Signed with a key that is not this issuer's.</summary>
    KeyUnknown,

    /// <summary>Signed before the issuer's key was accepted.</summary>
    KeyNotYetValid,

    /// <summary>Signed after the issuer's key was retired.</summary>
    KeyExpired,

    /// <summary>Signed after the issuer's key fell into other hands.</summary>
    KeyCompromised,

    /// <summary>The header's kid and its certificate name two different keys.</summary>
    KeyHeaderConflict,

    /// <summary>
    /// The certificate in the header does not lead to a root pinned for this issuer, or is not this
    /// issuer's.
    /// </summary>
    CertificateChainRefused,

    /// <summary>The list of accredited issuers could not be had.</summary>
    TrustListMissing,

    /// <summary>The list of accredited issuers is out of date.</summary>
    TrustListStale,

    /// <summary>An older list was offered than one already seen.</summary>
    TrustListRollback,

    /// <summary>The list of accredited issuers is not signed by the accrediting authority, or is malformed.</summary>
    TrustListInvalid,

    /// <summary>The issuer is not on the accrediting authority's list.</summary>
    IssuerUnknown,

    /// <summary>The issuer's accreditation had been withdrawn when it signed.</summary>
    IssuerWithdrawn,

    /// <summary>The issuer may not give this award in this framework at that date.</summary>
    AwardNotPermitted,

    /// <summary>The assessment centre is not on the accrediting authority's list.</summary>
    CentreUnknown,

    /// <summary>The assessment centre was not accredited on that day.</summary>
    CentreNotAccredited,

    /// <summary>Its validity has not begun.</summary>
    NotYetValid,

    /// <summary>It says that it was signed later than now: a clock is wrong.</summary>
    IssuedLater,

    /// <summary>Its validity has ended.</summary>
    Expired,

    /// <summary>The issuer has revoked it.</summary>
    StatusRevoked,

    /// <summary>The issuer has suspended it.</summary>
    StatusSuspended,

    /// <summary>The issuer has replaced it by a new certificate.</summary>
    StatusReplaced,

    /// <summary>The issuer's status list could not be had.</summary>
    StatusUnreachable,

    /// <summary>The issuer's status list is out of date.</summary>
    StatusStale,

    /// <summary>The status list is not this issuer's, is for another address, or is malformed.</summary>
    StatusInvalid,

    /// <summary>The certificate points past the end of its status list.</summary>
    StatusOutOfRange,

    /// <summary>The credential names no status list, so that it could never be revoked.</summary>
    StatusMissing,

    /// <summary>Nothing shows that whoever presents it is its holder.</summary>
    KbMissing,

    /// <summary>No expected audience and nonce were given, so the proof of possession cannot be judged.</summary>
    KbNotExpected,

    /// <summary>The proof of possession is not signed by the holder's key, or is malformed.</summary>
    KbInvalid,

    /// <summary>The proof of possession was made for somebody else.</summary>
    KbAudience,

    /// <summary>The proof of possession was made for another occasion.</summary>
    KbNonce,

    /// <summary>The proof of possession is from the wrong time.</summary>
    KbTime,

    /// <summary>The proof of possession covers another set of disclosures.</summary>
    KbHash,

    /// <summary>
    /// A person must compare it with the passport: ask for the ending of the number or the year of
    /// birth.
    /// </summary>
    PersonPleaseCheck,
}
