using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Credentials.Tests.Paper;

namespace SkillsPassport.Credentials.Tests.Issuing;

public sealed class PreparePaperTests : IDisposable
{
    private readonly TestIssuer _issuer = new();

    public static TheoryData<string, string> Wrong => new()
    {
        { "bidi in the name", "text:BidiControl" },
        { "control in the father's name", "text:ControlCharacter" },
        { "name not in NFC", "text:NotNormalized" },
        { "empty mother's name", "text:Spacing" },
        { "whole NID", "award:ending" },
        { "letters in the NID", "award:ending" },
        { "whole passport number", "award:ending" },
        { "unknown pathway", "award:pathway" },
        { "assessed after the result", "award:dates" },
        { "ends before it begins", "award:dates" },
        { "born after the assessment", "award:dates" },
        { "unknown framework", "framework:unknown" },
        { "framework of another version", "framework:unknown" },
        { "level of another framework", "framework:level" },
        { "unknown occupation", "framework:occupation" },
        { "occupation by its id", "framework:occupation" },
        { "unit of another occupation", "framework:unit" },
        { "unit named twice", "framework:unit" },
        { "no unit", "award:units" },
        { "certificate for some units", "award:units" },
        { "statement for all units", "award:units" },
        { "replaces itself", "award:replaces" },
    };

    public void Dispose() => _issuer.Dispose();

    [Theory]
    [MemberData(nameof(Wrong))]
    public void An_award_that_breaks_a_rule_is_refused_by_its_name(string wrong, string rule)
    {
        var refused = Assert.IsType<PrepareResult.Refused>(Issuance.PreparePaper(Break(wrong), SampleAwards.Target()));
        Assert.Contains(refused.Findings, finding => finding.Rule == rule);
    }

    [Fact]
    public void All_broken_rules_are_reported_at_once_and_repeat_no_personal_data()
    {
        var award = SampleAwards.Plumber with
        {
            FullName = "SECRET\u202E", NidLast4 = "19919919999000001", Pathway = "?",
        };
        var refused = Assert.IsType<PrepareResult.Refused>(Issuance.PreparePaper(award, SampleAwards.Target()));
        Assert.Equal(["text:BidiControl", "award:ending", "award:pathway"],
            refused.Findings.Select(finding => finding.Rule));
        Assert.DoesNotContain(refused.Findings,
            finding => finding.Detail.Contains("SECRET") || finding.Detail.Contains("1991"));
    }

    [Theory]
    [InlineData("http://nsda.example", null, 1)]
    [InlineData("https://nsda.example/", null, 1)]
    [InlineData("https://nsda.example?x=1", null, 1)]
    [InlineData("nsda.example", null, 1)]
    [InlineData("https://nsda.example", "https://evil.example/status/1.cwt", 1)]
    [InlineData("https://nsda.example", "https://nsda.example.evil/status/1.cwt", 1)]
    [InlineData("https://nsda.example", null, -1)]
    public void A_copy_outside_its_issuer_is_refused(string issuer, string? status, int index)
    {
        var target = new CopyTarget(issuer, status ?? issuer + "/status/1.cwt", index, SampleAwards.IssuedAt);
        var refused = Assert.IsType<PrepareResult.Refused>(Issuance.PreparePaper(SampleAwards.Plumber, target));
        Assert.All(refused.Findings, finding => Assert.StartsWith("target:", finding.Rule));
    }

    [Fact]
    public void A_prepared_certificate_is_signed_once()
    {
        var prepared = Assert.IsType<PrepareResult.Prepared>(
            Issuance.PreparePaper(SampleAwards.Plumber, SampleAwards.Target()));
        var signer = new CredentialSigner(_issuer.Signer);
        signer.Sign((PreparedPaper)prepared.Credential);
        Assert.Throws<InvalidOperationException>(() => signer.Sign((PreparedPaper)prepared.Credential));
    }

    private static Award Break(string wrong)
    {
        var award = SampleAwards.Plumber;
        var welder = SampleAwards.ByCandidate["CAND-02"];
        return wrong switch
        {
            "bidi in the name" => award with { FullName = "MD \u202EISLAM" },
            "control in the father's name" => award with { FatherName = "A\u0007B" },
            "name not in NFC" => award with { NameBn = "\u09DC" },
            "empty mother's name" => award with { MotherName = "" },
            "whole NID" => award with { NidLast4 = "19919919999000001" },
            "letters in the NID" => award with { NidLast4 = "12A4" },
            "whole passport number" => award with { PassportLast3 = "ZZ0000001" },
            "unknown pathway" => award with { Pathway = "Friendship" },
            "assessed after the result" => award with { AssessedOn = award.ResultPublishedOn.AddDays(1) },
            "ends before it begins" => award with { ValidUntil = award.ResultPublishedOn.AddDays(-1) },
            "born after the assessment" => award with { BirthDate = award.AssessedOn.AddDays(1) },
            "unknown framework" => award with { Framework = "IN-NSQF" },
            "framework of another version" => award with { FrameworkVersion = "2012" },
            "level of another framework" => award with { Level = "PV1" },
            "unknown occupation" => award with { OccupationCode = "XXX" },
            "occupation by its id" => award with { OccupationCode = "plumbing" },
            "unit of another occupation" => award with { UnitCodes = [.. award.UnitCodes, welder.UnitCodes[^1]] },
            "unit named twice" => award with { UnitCodes = [.. award.UnitCodes, award.UnitCodes[0]] },
            "no unit" => award with { UnitCodes = [] },
            "certificate for some units" => award with { UnitCodes = [.. award.UnitCodes.Skip(1)] },
            "statement for all units" => award with { Type = AwardType.StatementOfAchievement },
            "replaces itself" => award with { Replaces = award.SerialNo },
            _ => throw new ArgumentOutOfRangeException(nameof(wrong)),
        };
    }
}
