namespace SkillsPassport.Client;

// The codes of schemas/api/verification.json; a test holds the two together.

/// <summary>The overall state.</summary>
public enum VerdictState
{
    /// <summary>A code this client does not know.</summary>
    Unknown,

    /// <summary>Forged, changed, or not a credential.</summary>
    NotGenuine,

    /// <summary>Issuer, award or centre was not accredited.</summary>
    NotAccredited,

    /// <summary>Revoked.</summary>
    Revoked,

    /// <summary>Replaced by a new certificate.</summary>
    Replaced,

    /// <summary>Suspended for now.</summary>
    Suspended,

    /// <summary>Expired.</summary>
    Expired,

    /// <summary>Not yet valid.</summary>
    NotYetValid,

    /// <summary>Presented by somebody else than its holder.</summary>
    WrongHolder,

    /// <summary>Some answer could not be had; never treat it as valid.</summary>
    CouldNotCheck,

    /// <summary>Everything is in order.</summary>
    Valid,
}

/// <summary>What a question can be answered with.</summary>
public enum AnswerValue
{
    /// <summary>A code this client does not know.</summary>
    Unknown,

    /// <summary>Yes.</summary>
    Yes,

    /// <summary>No.</summary>
    No,

    /// <summary>Could not check; never a yes.</summary>
    CouldNotCheck,

    /// <summary>A person has to compare.</summary>
    PleaseCheck,
}

/// <summary>The named checks.</summary>
public enum Check
{
    /// <summary>A code this client does not know.</summary>
    Unknown,

    /// <summary>The bytes are well formed, canonical and within their size.</summary>
    Format,

    /// <summary>Algorithm, header, type and claims are those of a credential type this verifier knows.</summary>
    Type,

    /// <summary>The signature is right under the issuer's key.</summary>
    Signature,

    /// <summary>The accrediting authority's list is present, signed by the pinned root, fresh, and not older than one
    /// seen before.</summary>
    TrustList,

    /// <summary>The issuer is on the list and was not withdrawn when it signed.</summary>
    Issuer,

    /// <summary>The issuer may give this award in this framework at the date of the result.</summary>
    Award,

    /// <summary>The key is this issuer's, was valid when it signed, and was not compromised by then.</summary>
    IssuerKey,

    /// <summary>The assessment centre was accredited on the day of the assessment.</summary>
    Centre,

    /// <summary>The certificate's validity has begun.</summary>
    NotBefore,

    /// <summary>The certificate has not expired.</summary>
    Expiry,

    /// <summary>The issuer has not revoked, suspended or replaced it, as of the status list's time.</summary>
    Status,

    /// <summary>Whoever presents it is the person it was issued to.</summary>
    HolderBinding,
}

/// <summary>How a check came out.</summary>
public enum CheckOutcome
{
    /// <summary>A code this client does not know.</summary>
    Unknown,

    /// <summary>Nothing to object to.</summary>
    Passed,

    /// <summary>The rules say no.</summary>
    Failed,

    /// <summary>Nobody can say; never a pass.</summary>
    CouldNotCheck,
}

/// <summary>Why a check or an answer came out as it did.</summary>
public enum Reason
{
    /// <summary>A code this client does not know.</summary>
    Unknown,

    /// <summary>Nothing to object to.</summary>
    Ok,

    /// <summary>The text is not a credential of any kind this verifier reads.</summary>
    FormatUnreadable,

    /// <summary>Longer than any credential of this kind can be.</summary>
    FormatTooLarge,

    /// <summary>The same content written in a way no issuer writes it (indefinite lengths, unsorted or duplicate
    /// keys, trailing bits).</summary>
    FormatNotCanonical,

    /// <summary>A disclosure is malformed, duplicate, unreferenced, colliding, or for a claim that may not be
    /// disclosed.</summary>
    DisclosureRefused,

    /// <summary>Not ES256. This verifier accepts nothing else.</summary>
    AlgorithmRefused,

    /// <summary>The header brings its own key or address, an unknown critical parameter, or anything
    /// unsigned.</summary>
    HeaderRefused,

    /// <summary>Signed for another purpose: the typ is not that of a credential.</summary>
    TypeRefused,

    /// <summary>A kind of credential this verifier holds no description of.</summary>
    TypeUnknown,

    /// <summary>The claims are not those its type prescribes.</summary>
    TypeMetadataMismatch,

    /// <summary>It refers to a framework, an occupation or units this verifier has no data for; a newer verifier
    /// may.</summary>
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

    /// <summary>The certificate in the header does not lead to a root pinned for this issuer, or is not this
    /// issuer's.</summary>
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

    /// <summary>A person must compare it with the passport: ask for the ending of the number or the year of
    /// birth.</summary>
    PersonPleaseCheck,
}
