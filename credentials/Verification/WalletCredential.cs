using System.Runtime.InteropServices;
using System.Text.Json;
using SkillsPassport.Credentials.Frameworks;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.SdJwt;
using SkillsPassport.Credentials.SdJwtVc;
using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Credentials.Verification;

/// <summary>An SD-JWT VC, with or without key binding.</summary>
internal sealed class WalletCredential : PresentedCredential
{
    public const string KeyBoundName = Specs.SdJwtVc.DcSdJwt + "+kb";

    private readonly SdJwtPresentation _presentation;
    private readonly SdJwtVcCredential _credential;
    private readonly VerificationRequest _request;
    private readonly bool _keyBindingUnreadable;

    private WalletCredential(
        SdJwtPresentation presentation, bool keyBindingUnreadable, VerificationRequest request)
    {
        _presentation = presentation;
        _credential = SdJwtVcCredential.Read(presentation);
        _keyBindingUnreadable = keyBindingUnreadable;
        _request = request;
    }

    public override string Format =>
        _presentation.KeyBindingJwt is null && !_keyBindingUnreadable ? Specs.SdJwtVc.DcSdJwt : KeyBoundName;

    public override string? Issuer => _credential.Issuer;

    public override string? Vct => _credential.Vct;

    public override string? Framework => Text(CredentialContent.Framework);

    public override DateTimeOffset? IssuedAt => _credential.IssuedAt;

    public override DateTimeOffset? NotBefore => _credential.NotBefore;

    public override DateTimeOffset? Expires => _credential.Expires;

    public override DateOnly? ResultDate =>
        Date(CredentialContent.ResultPublishedOn)
        ?? ((NotBefore ?? IssuedAt) is { } time ? Day(time) : null);

    public override string? CentreCode =>
        _credential.Processed.TryGet(CredentialContent.AssessmentCentre, out var centre)
        && centre.TryGet(CredentialContent.Code, out var code) ? code.Text : null;

    public override DateOnly? AssessedOn => Date(CredentialContent.AssessedOn);

    public override (string Uri, int Index)? Status => _credential.Status is { } status
        ? (status.Uri, status.Index) : null;

    /// <summary>Reads; a broken KB-JWT is the presenter's fault and says nothing against the credential.</summary>
    /// <exception cref="InputRefusedException">The credential cannot be read.</exception>
    public static WalletCredential Read(ReadOnlyMemory<byte> ascii, VerificationRequest request)
    {
        var end = ascii.Span.LastIndexOf((byte)Specs.SdJwt.Separator) + 1;
        try
        {
            return new WalletCredential(SdJwtPresentation.Parse(ascii), keyBindingUnreadable: false, request);
        }
        catch (InputRefusedException) when (
            end > 0 && end < ascii.Length && ascii.Length <= SdJwtPresentation.MaxLength)
        {
            return new WalletCredential(SdJwtPresentation.Parse(ascii[..end]), keyBindingUnreadable: true, request);
        }
    }

    public override void CheckType(Findings findings)
    {
        if (!CredentialTypes.TryGet(_credential.Vct, out var type))
        {
            findings.CouldNotCheck(Check.Type, ReasonCode.TypeUnknown);
            return;
        }

        try
        {
            _credential.ConformsTo(type);
        }
        catch (InputRefusedException refused)
        {
            findings.Fail(Check.Type, RefusalReasons.Of(refused.Refusal), refused.Message);
            return;
        }

        if (FindContradiction() is { } contradiction)
        {
            findings.Fail(Check.Type, ReasonCode.TypeMetadataMismatch, contradiction);
            return;
        }

        if (Framework is { } id && Text(CredentialContent.FrameworkVersion) is { } version
            && (FrameworkData.Find(id, version) is not { } framework || !IsLevelOf(framework)))
        {
            findings.CouldNotCheck(Check.Type, ReasonCode.FrameworkDataUnknown);
            return;
        }

        findings.Pass(Check.Type);
    }

    public override KeyFinding FindKey(IssuerTrust issuer, DateTimeOffset now)
    {
        var kid = _presentation.IssuerJwt.Kid;
        if (_presentation.IssuerJwt.Header.TryGetProperty(Specs.Jose.X5c, out var x5c))
        {
            return FromCertificate(issuer, x5c, kid, now);
        }

        return (kid is null ? issuer.OnlyKey : issuer.FindKey(kid)) is { } key
            ? KeyFinding.Found(key) : KeyFinding.None(ReasonCode.KeyUnknown);
    }

    public override bool VerifiedBy(VerificationKey key) => _presentation.IssuerJwt.VerifiedBy(key);

    public override void CheckHolder(Findings findings, DateTimeOffset now)
    {
        if (_keyBindingUnreadable)
        {
            findings.Fail(Check.HolderBinding, ReasonCode.KbInvalid);
        }
        else if (_presentation.KeyBindingJwt is null)
        {
            findings.CouldNotCheck(Check.HolderBinding, ReasonCode.KbMissing);
        }
        else if (string.IsNullOrEmpty(_request.ExpectedAudience) || string.IsNullOrEmpty(_request.ExpectedNonce))
        {
            findings.CouldNotCheck(Check.HolderBinding, ReasonCode.KbNotExpected);
        }
        else if (_credential.HolderKey is not { } holder)
        {
            findings.Fail(Check.HolderBinding, ReasonCode.KbInvalid, "The credential is bound to no key.");
        }
        else
        {
            var result = KeyBinding.Check(_presentation, holder, _request.ExpectedAudience, _request.ExpectedNonce,
                now, _request.KeyBindingLifetime);
            if (ReasonOf(result) is { } reason)
            {
                findings.Fail(Check.HolderBinding, reason);
            }
            else
            {
                findings.Pass(Check.HolderBinding);
            }
        }
    }

    public override void WriteContent(Utf8JsonWriter json, TrustSnapshot? trust) =>
        CredentialContent.WriteClaims(json, _credential.Processed, _credential.Vct, trust);

    // What is signed twice is signed alike, and nothing before it happened.
    private string? FindContradiction()
    {
        // iat is floored to the UTC day, which ends on the next day in Bangladesh.
        DateOnly? lastDay = IssuedAt is { } issued && Day(issued) is var day && day < DateOnly.MaxValue
            ? day.AddDays(1) : null;
        return Expires is { } end && Date(CredentialContent.ValidUntil) is { } until && until != Day(end)
                ? "valid_until is not the day of exp."
            : Date(CredentialContent.ResultPublishedOn) > lastDay ? "result_published_on is after the day of signing."
            : Number(CredentialContent.UnitsCompetent) > Number(CredentialContent.UnitsTotal)
                ? "units_competent is more than units_total."
            : FindConflictOfDates(lastDay);
    }

    private bool IsLevelOf(Framework framework)
    {
        if (!_credential.Processed.TryGet(CredentialContent.Level, out var level))
        {
            return true;
        }

        foreach (var one in framework.Levels)
        {
            if (level.Signed.ValueEquals(one.Level))
            {
                return true;
            }
        }

        return false;
    }

    private static ReasonCode? ReasonOf(KeyBindingResult result) => result switch
    {
        KeyBindingResult.Ok => null,
        KeyBindingResult.Missing => ReasonCode.KbMissing,
        KeyBindingResult.Invalid => ReasonCode.KbInvalid,
        KeyBindingResult.Audience => ReasonCode.KbAudience,
        KeyBindingResult.Nonce => ReasonCode.KbNonce,
        KeyBindingResult.Time => ReasonCode.KbTime,
        KeyBindingResult.Hash => ReasonCode.KbHash,
    };

    private KeyFinding FromCertificate(IssuerTrust issuer, JsonElement x5c, string? kid, DateTimeOffset now)
    {
        VerificationKey leaf;
        try
        {
            // iat is the day of signing; its last moment is when a certificate made on that day was already there.
            var signed = IssuedAt is { } issued && issued < now
                ? issued + TimeSpan.FromDays(1) - TimeSpan.FromSeconds(1) : now;
            var day = DateOnly.FromDateTime(signed.UtcDateTime);
            var sent = JsonMarshal.GetRawUtf8Value(x5c);
            leaf = issuer.Leaves.Find(sent, day) ?? issuer.Leaves.Keep(sent, day, CertificatePath.Check(
                x5c, issuer.Issuer.Roots, signed < now ? signed : now, issuer.Issuer.Id));
        }
        catch (InputRefusedException refused)
        {
            return KeyFinding.None(RefusalReasons.Of(refused.Refusal), refused.Message);
        }

        // A certificate gives its key no other name.
        var thumbprint = leaf.Kid;
        var named = kid is null ? null : issuer.FindKey(kid);
        if (named is null ? kid is not null && kid != thumbprint : !named.Key.Jwk.IsSameKey(leaf.Jwk))
        {
            return KeyFinding.None(ReasonCode.KeyHeaderConflict);
        }

        // A listed key keeps its dates, whatever its certificate says: a compromise is written there.
        return issuer.FindKey(thumbprint) is { } listed ? KeyFinding.Found(listed) : new KeyFinding(leaf, null);
    }

    private string? Text(string claim) => _credential.Processed.TryGet(claim, out var value) ? value.Text : null;

    private DateOnly? Date(string claim) =>
        _credential.Processed.TryGet(claim, out var value) && IsoDay.TryRead(value.Signed, out var day) ? day : null;

    private long? Number(string claim) => _credential.Processed.TryGet(claim, out var value)
        && value.Kind == JsonValueKind.Number && value.Signed.TryGetInt64(out var number) ? number : null;
}
