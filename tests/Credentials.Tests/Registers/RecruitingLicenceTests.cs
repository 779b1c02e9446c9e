using SkillsPassport.Credentials.Registers;

namespace SkillsPassport.Credentials.Tests.Registers;

public sealed class RecruitingLicenceTests
{
    [Theory]
    [InlineData("RL-354", "RL-354")]
    [InlineData("RL354", "RL-354")]
    [InlineData(" rl - 0354 ", "RL-354")]
    [InlineData("354", "RL-354")]
    [InlineData("RL-৩৫৪", "RL-354")]
    [InlineData("৯০০১", "RL-9001")]
    [InlineData("আরএল-৯০০১", "RL-9001")]
    [InlineData("আর.এল. নং ৯০০১", "RL-9001")]
    [InlineData("R.L. No. 12", "RL-12")]
    public void People_write_a_licence_number_in_many_ways(string typed, string read) =>
        Assert.Equal(read, RecruitingLicence.Read(typed));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("RL-")]
    [InlineData("RL-0")]
    [InlineData("RL-00000")]
    [InlineData("RL-12345")]
    [InlineData("XL-1")]
    [InlineData("RL-1a")]
    [InlineData("RL-1; DROP TABLE recruiters")]
    [InlineData("٣٥٤")]
    public void What_is_no_licence_number_is_none(string? typed) => Assert.Null(RecruitingLicence.Read(typed));

    [Fact]
    public void How_a_licence_stands_follows_from_its_dates()
    {
        var one = new Recruiter
        {
            Rl = "RL-9001", Name = new("Padma", null), Status = RecruiterStatus.Active, From = new(2024, 1, 1),
            Until = new(2026, 12, 31), CancelledFrom = new(2026, 12, 1),
            Suspensions = [new(new(2025, 3, 1), new(2025, 3, 31), "x"), new(new(2026, 6, 1), null, "y")],
        };

        Assert.Equal(
        [
            LicenceStanding.NotYetValid, LicenceStanding.Valid, LicenceStanding.Suspended, LicenceStanding.Suspended,
            LicenceStanding.Valid, LicenceStanding.Suspended, LicenceStanding.Cancelled, LicenceStanding.Cancelled,
        ], new DateOnly[]
        {
            new(2023, 12, 31), new(2024, 1, 1), new(2025, 3, 1), new(2025, 3, 31), new(2025, 4, 1), new(2026, 6, 1),
            new(2026, 12, 1), new(2030, 1, 1),
        }.Select(one.StandingOn));
        Assert.Equal(LicenceStanding.Expired, (one with { CancelledFrom = null, Suspensions = [] })
            .StandingOn(new(2027, 1, 1)));
    }
}
