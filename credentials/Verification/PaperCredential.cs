using System.Text.Json;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Credentials.SdJwtVc;
using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Credentials.Verification;

/// <summary>The certificate out of a QR.</summary>
internal sealed class PaperCredential(PaperCwt cwt) : PresentedCredential
{
    public const string Name = "paper-cwt";

    private readonly PaperCertificate _certificate = cwt.Certificate;

    public override string Format => Name;

    public override string? Issuer => cwt.Issuer;

    public override string? Vct => CredentialTypes.All.FirstOrDefault(type => type.Award == _certificate.Award)?.Vct;

    public override string? Framework => _certificate.Framework;

    public override DateTimeOffset? IssuedAt => cwt.IssuedAt;

    public override DateTimeOffset? NotBefore => cwt.NotBefore;

    public override DateTimeOffset? Expires => cwt.Expires;

    public override DateOnly? ResultDate => Day(cwt.NotBefore);

    public override string? CentreCode => _certificate.CentreCode;

    public override DateOnly? AssessedOn => _certificate.AssessedOn;

    public override (string Uri, int Index)? Status => (cwt.StatusUri, cwt.StatusIndex);

    public override void CheckType(Findings findings)
    {
        if (_certificate.TextFlaws() is { Count: > 0 } flaws)
        {
            findings.Fail(Check.Type, ReasonCode.TypeMetadataMismatch, $"{flaws[0].Member}: {flaws[0].Flaw}");
        }
        else if (cwt.Expires <= cwt.NotBefore)
        {
            findings.Fail(Check.Type, ReasonCode.TypeMetadataMismatch, "exp is not after nbf.");
        }
        else if (FindConflictOfDates(Day(cwt.IssuedAt)) is { } conflict)
        {
            findings.Fail(Check.Type, ReasonCode.TypeMetadataMismatch, conflict);
        }
        else if (!_certificate.IsDataKnown)
        {
            findings.CouldNotCheck(Check.Type, ReasonCode.FrameworkDataUnknown,
                $"Framework data version {_certificate.DataVersion}.");
        }
        else
        {
            findings.Pass(Check.Type);
        }
    }

    public override KeyFinding FindKey(IssuerTrust issuer, DateTimeOffset now) =>
        issuer.FindKey(cwt.Kid8) is { } key ? KeyFinding.Found(key) : KeyFinding.None(ReasonCode.KeyUnknown);

    public override bool VerifiedBy(VerificationKey key) => cwt.VerifiedBy(key);

    public override void CheckHolder(Findings findings, DateTimeOffset now) =>
        findings.CouldNotCheck(Check.HolderBinding, ReasonCode.PersonPleaseCheck);

    public override void WriteContent(Utf8JsonWriter json, TrustSnapshot? trust) =>
        CredentialContent.WritePaper(json, cwt, Day(cwt.NotBefore), Day(cwt.Expires), trust);
}
