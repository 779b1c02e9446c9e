using SkillsPassport.Credentials.Cose;
using SkillsPassport.Credentials.Frameworks;
using SkillsPassport.Credentials.Paper;

namespace SkillsPassport.Credentials.Issuing;

public static partial class Issuance
{
    /// <summary>Rule of a finding: the certificate is longer than the printed code holds.</summary>
    public const string BudgetRule = "paper:budget";

    private static readonly TimeSpan DhakaOffset = TimeSpan.FromHours(6);

    /// <summary>
    /// Lints an award for paper and lays out the payload: framework data, text that prints as it is signed, dates that
    /// agree, and the byte budget of the QR.
    /// </summary>
    public static PrepareResult PreparePaper(Award award, CopyTarget target)
    {
        ArgumentNullException.ThrowIfNull(award);
        ArgumentNullException.ThrowIfNull(target);
        var lint = new PaperLint();
        lint.CheckTarget(target);
        var certificate = lint.CheckAward(award);
        if (certificate is null || lint.Findings.Count > 0)
        {
            return new PrepareResult.Refused(lint.Findings);
        }

        var payload = new PaperClaims(
            target.Issuer,
            EndOf(award.ValidUntil),
            StartOf(award.ResultPublishedOn),
            target.IssuedAt,
            target.StatusIndex,
            target.StatusUri,
            certificate).Encode();
        var length = CoseSign1.SignedLength(Specs.Paper.Type, payload.Length);
        if (length > PaperCwt.Budget)
        {
            return new PrepareResult.Refused(
                [new(BudgetRule, "", $"{length} bytes; the printed code holds {PaperCwt.Budget}.")]);
        }

        // What will be printed must be what a verifier reads: the payload is read back before it may be signed.
        var read = StrictCbor.Read(payload, PaperClaims.Read).Certificate;
        return read == certificate
            ? new PrepareResult.Prepared(new PreparedPaper(payload))
            : throw new InvalidOperationException("The paper certificate does not read back as it was written.");
    }

    /// <summary>First second of a day in Asia/Dhaka (UTC+6, no summer time).</summary>
    internal static DateTimeOffset StartOf(DateOnly day) => new(day, TimeOnly.MinValue, DhakaOffset);

    /// <summary>Last second of a day in Asia/Dhaka.</summary>
    internal static DateTimeOffset EndOf(DateOnly day) => new(day, new TimeOnly(23, 59, 59), DhakaOffset);

    private sealed class PaperLint
    {
        private readonly List<LintFinding> _findings = [];

        public IReadOnlyList<LintFinding> Findings => _findings;

        public void CheckTarget(CopyTarget target)
        {
            Require(IsIssuerUrl(target.Issuer), "target:issuer", "issuer",
                "not an https URL without query or trailing slash");
            Require(target.StatusUri.StartsWith(target.Issuer + "/", StringComparison.Ordinal),
                "target:status", "statusUri", "not an address of the issuer");
            Require(target.StatusIndex >= 0, "target:status", "statusIndex", "negative");
        }

        public PaperCertificate? CheckAward(Award award)
        {
            CheckText("fullName", award.FullName);
            CheckText("nameBn", award.NameBn);
            CheckText("fatherName", award.FatherName);
            CheckText("motherName", award.MotherName);
            CheckText("serialNo", award.SerialNo);
            CheckText("registrationNo", award.RegistrationNo);
            CheckText("centreCode", award.CentreCode);
            if (award.Replaces is not null)
            {
                CheckText("replaces", award.Replaces);
                Require(award.Replaces != award.SerialNo, "award:replaces", "replaces", "replaces itself");
            }

            Require(award.NidLast4 is null || IsEnding(award.NidLast4, 4), "award:ending", "nidLast4",
                "not four digits");
            Require(award.PassportLast3 is null || IsEnding(award.PassportLast3, 3), "award:ending", "passportLast3",
                "not three capitals or digits");
            var pathway = Pathways.NumberOf(award.Pathway);
            Require(pathway > 0, "award:pathway", "pathway", "unknown pathway");
            Require(award.AssessedOn <= award.ResultPublishedOn, "award:dates", "assessedOn", "after the result");
            Require(award.ResultPublishedOn <= award.ValidUntil, "award:dates", "validUntil", "before the result");
            Require(award.BirthDate < award.AssessedOn, "award:dates", "birthDate", "not before the assessment");
            Require(award.AssessedOn.Year >= 1970, "award:dates", "assessedOn", "before 1970");
            var (framework, units) = CheckFrameworkData(award);
            return framework < 0 || pathway == 0 ? null : new PaperCertificate
            {
                Award = award.Type,
                NameEn = award.FullName,
                NameBn = award.NameBn,
                FatherName = award.FatherName,
                MotherName = award.MotherName,
                NidLast4 = award.NidLast4,
                PassportLast3 = award.PassportLast3,
                BirthYear = award.BirthDate.Year,
                OccupationCode = award.OccupationCode,
                FrameworkIndex = framework,
                Level = award.Level,
                UnitMask = units,
                DataVersion = FrameworkData.Version,
                SerialNo = award.SerialNo,
                RegistrationNo = award.RegistrationNo,
                CentreCode = award.CentreCode,
                Pathway = award.Pathway,
                Replaces = award.Replaces,
                AssessedOn = award.AssessedOn,
            };
        }

        private (int Framework, long Units) CheckFrameworkData(Award award)
        {
            var framework = IndexOf(award.Framework, award.FrameworkVersion);
            Require(framework >= 0, "framework:unknown", "framework", "not in the framework data");
            Require(framework < 0 || FrameworkData.Frameworks[framework].FindLevel(award.Level) is not null,
                "framework:level", "level", "not a level of this framework");
            var occupation = FrameworkData.FindOccupation(award.OccupationCode);
            if (occupation is null || occupation.Code != award.OccupationCode)
            {
                Require(false, "framework:occupation", "occupationCode", "not in the framework data");
                return (-1, 0);
            }

            var mask = 0L;
            foreach (var code in award.UnitCodes)
            {
                var index = occupation.IndexOfUnit(code);
                Require(index >= 0, "framework:unit", "unitCodes", "not a unit of this occupation");
                Require(index < 0 || (mask >> index & 1) == 0, "framework:unit", "unitCodes", "named twice");
                mask |= index < 0 ? 0 : 1L << index;
            }

            var all = (1L << occupation.Units.Count) - 1;
            Require(mask != 0, "award:units", "unitCodes", "no competent unit, no credential");
            Require(mask == 0 || mask == all == (award.Type == AwardType.NationalSkillsCertificate),
                "award:units", "type", "a certificate needs all units, a statement is for some");
            return (framework, mask);
        }

        private void CheckText(string path, string text)
        {
            var flaw = PrintableText.FindFlaw(text);
            Require(flaw == TextFlaw.None, "text:" + flaw, path, "would not show what is signed");
        }

        private void Require(bool holds, string rule, string path, string detail)
        {
            if (!holds)
            {
                _findings.Add(new LintFinding(rule, path, detail));
            }
        }

        private static bool IsEnding(string text, int length) => text.Length == length
            && !text.AsSpan().ContainsAnyExcept(length == 4 ? "0123456789" : "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ");

        private static bool IsIssuerUrl(string issuer) => Uri.TryCreate(issuer, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
            && uri is { UserInfo: "", Query: "", Fragment: "" }
            && !issuer.EndsWith('/');

        private static int IndexOf(string framework, string version)
        {
            for (var i = 0; i < FrameworkData.Frameworks.Count; i++)
            {
                if (FrameworkData.Frameworks[i].Id == framework && FrameworkData.Frameworks[i].Version == version)
                {
                    return i;
                }
            }

            return -1;
        }
    }
}
