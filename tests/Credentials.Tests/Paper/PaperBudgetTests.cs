using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Credentials.Paper;

namespace SkillsPassport.Credentials.Tests.Paper;

public class PaperBudgetTests
{
    public static TheoryData<string> Candidates => [.. SampleAwards.ByCandidate.Keys];

    [Fact]
    public void There_are_fifteen_awards_among_the_samples() => Assert.Equal(15, SampleAwards.ByCandidate.Count);

    [Theory]
    [MemberData(nameof(Candidates))]
    public void Every_sample_award_fits_the_printed_code(string candidate)
    {
        using var key = new TestIssuer();
        var cwt = key.SignPaper(SampleAwards.ByCandidate[candidate], SampleAwards.Target());
        Assert.InRange(cwt.Length, 200, PaperCwt.Budget);
    }

    [Fact]
    public void The_largest_sample_award_leaves_room_for_longer_names()
    {
        using var key = new TestIssuer();
        var largest = SampleAwards.ByCandidate.Values.Max(award => key.SignPaper(award, SampleAwards.Target()).Length);
        Assert.InRange(largest, 300, 395);
    }

    [Fact]
    public void A_certificate_that_would_not_fit_is_refused_and_says_by_how_much()
    {
        var award = SampleAwards.Plumber with { FatherName = new string('A', 130) };
        var refused = Assert.IsType<PrepareResult.Refused>(Issuance.PreparePaper(award, SampleAwards.Target()));
        var finding = Assert.Single(refused.Findings);
        Assert.Equal("paper:budget", finding.Rule);
        Assert.Contains("425", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void The_budget_counts_the_bytes_that_are_really_signed()
    {
        using var key = new TestIssuer();
        var spare = PaperCwt.Budget - key.SignPaper(SampleAwards.Plumber, SampleAwards.Target()).Length;

        // A text of 24 bytes or more has one byte more of head.
        var full = WithLongerMother(spare - 1);
        Assert.Equal(PaperCwt.Budget, key.SignPaper(full, SampleAwards.Target()).Length);
        Assert.IsType<PrepareResult.Refused>(Issuance.PreparePaper(WithLongerMother(spare), SampleAwards.Target()));

        static Award WithLongerMother(int letters) => SampleAwards.Plumber with
        {
            MotherName = SampleAwards.Plumber.MotherName + new string('A', letters),
        };
    }
}
