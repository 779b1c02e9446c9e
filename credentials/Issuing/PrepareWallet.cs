using SkillsPassport.Credentials.Frameworks;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Credentials.SdJwtVc;

namespace SkillsPassport.Credentials.Issuing;

public static partial class Issuance
{
    /// <summary>
    /// Lints an award for one holder's key: the award itself, then its claims against the JSON Schema of its type,
    /// which names the same claims as the type metadata (checked when the type is read).
    /// </summary>
    public static PrepareResult PrepareWallet(Award award, CopyTarget target, Jwk holderKey)
    {
        ArgumentNullException.ThrowIfNull(award);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(holderKey);
        var lint = new WalletLint();
        lint.CheckTarget(target);
        lint.CheckAward(award);
        lint.Require(holderKey.IsValid(), "holder:key", "cnf", "not a point of P-256");
        var occupation = FrameworkData.FindOccupation(award.OccupationCode);
        if (occupation is null || lint.Findings.Count > 0)
        {
            lint.Require(occupation is not null, "framework:occupation", "occupationCode", "not in the framework data");
            return new PrepareResult.Refused(lint.Findings);
        }

        var type = CredentialTypes.For(award.Type);
        using var claims = new ClaimSetWriter(type.Place);
        WalletClaims.Write(claims, type, award, target, holderKey, occupation);
        return claims.Findings.Count > 0
            ? new PrepareResult.Refused(claims.Findings)
            : new PrepareResult.Prepared(new PreparedWalletCredential(
                type, claims.Payload.ToArray(), claims.Disclosures.ToArray()));
    }

    private sealed class WalletLint
    {
        // An issuer signs as itself all day: its address is looked at once.
        private static volatile string? _soundIssuer;

        public List<LintFinding> Findings { get; } = [];

        public void CheckTarget(CopyTarget target)
        {
            if (!ReferenceEquals(target.Issuer, _soundIssuer))
            {
                var sound = Uri.TryCreate(target.Issuer, UriKind.Absolute, out var issuer) && IsPublicAddress(issuer)
                    && !target.Issuer.EndsWith('/');
                Require(sound, "target:issuer", "issuer", "not an https URL");
                _soundIssuer = sound ? target.Issuer : null;
            }

            Require(target.StatusUri.StartsWith(target.Issuer, StringComparison.Ordinal)
                && target.StatusUri.AsSpan(target.Issuer.Length).StartsWith('/'),
                "target:status", "statusUri", "not an address of the issuer");
            Require(target.StatusIndex >= 0, "target:status", "statusIndex", "negative");
        }

        public void CheckAward(Award award)
        {
            foreach (var (path, text) in new[]
            {
                ("fullName", award.FullName), ("nameBn", award.NameBn), ("fatherName", award.FatherName),
                ("motherName", award.MotherName), ("centreName", award.CentreName), ("serialNo", award.SerialNo),
            })
            {
                Require(PrintableText.FindFlaw(text) == TextFlaw.None, "text", path, "would not show what is signed");
            }

            Require(award.Replaces != award.SerialNo, "award:replaces", "replaces", "replaces itself");
            Require(award.BirthDate < award.AssessedOn, "award:dates", "birthDate", "not before the assessment");
            Require(award.AssessedOn <= award.ResultPublishedOn, "award:dates", "assessedOn", "after the result");
            Require(award.ResultPublishedOn <= award.ValidUntil, "award:dates", "validUntil", "before the result");
            CheckFrameworkData(award);
        }

        public void Require(bool holds, string rule, string path, string detail)
        {
            if (!holds)
            {
                Findings.Add(new LintFinding(rule, path, detail));
            }
        }

        private void CheckFrameworkData(Award award)
        {
            var framework = FrameworkData.Find(award.Framework, award.FrameworkVersion);
            Require(framework is not null, "framework:unknown", "framework", "not in the framework data");
            Require(framework is null || framework.FindLevel(award.Level) is not null, "framework:level", "level",
                "not a level of this framework");
            if (FrameworkData.FindOccupation(award.OccupationCode) is not { } occupation)
            {
                return;
            }

            Require(occupation.Code == award.OccupationCode, "framework:occupation", "occupationCode", "not a code");
            var last = -1;
            foreach (var code in award.UnitCodes)
            {
                var index = occupation.IndexOfUnit(code);
                Require(index >= 0, "framework:unit", "unitCodes", "not a unit of this occupation");
                Require(index < 0 || index > last, "framework:unit", "unitCodes", "named twice or out of order");
                last = Math.Max(index, last);
            }

            var (competent, total) = (award.UnitCodes.Count, occupation.Units.Count);
            Require(competent > 0, "award:units", "unitCodes", "no competent unit, no credential");
            Require(competent == total == (award.Type == AwardType.NationalSkillsCertificate), "award:units", "type",
                "a certificate needs all units, a statement is for some");
        }

        private static bool IsPublicAddress(Uri uri) => uri is { UserInfo: "", Query: "", Fragment: "" }
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
    }
}
