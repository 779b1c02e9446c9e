using SkillsPassport.Services.Tests.Peers;

namespace SkillsPassport.Services.Tests.Verifier.Trust;

/// <summary>A machine whose clock is wrong, or jumps: it may know less, it never says yes wrongly.</summary>
public sealed class WrongClockTests : SchemeTests
{
    private readonly ShiftedClock _clock = new();

    [Fact]
    public async Task A_clock_a_day_behind_takes_the_list_for_one_from_the_future()
    {
        _clock.Ahead = TimeSpan.FromDays(-1);
        await using var verifier = await RunningVerifier.StartAsync(Scheme, waitForTrust: false, clock: _clock);
        await Eventually.TrueAsync(async () => (await verifier.VerifyAsync(Scheme.Paper())).Check("trust_list")
            == "CouldNotCheck trust_list_invalid");

        AssertNoYes(await verifier.VerifyAsync(Scheme.Paper()), "genuine", "accredited", "valid");
    }

    [Fact]
    public async Task A_clock_a_day_ahead_finds_everything_too_old()
    {
        await using var verifier = await RunningVerifier.StartAsync(Scheme, clock: _clock);
        Assert.Equal("valid", (await verifier.VerifyAsync(Scheme.Paper())).State());
        _clock.Ahead = TimeSpan.FromDays(1) + TimeSpan.FromMinutes(2);

        await Eventually.TrueAsync(async () => (await verifier.VerifyAsync(Scheme.Paper())).State()
            == "could_not_check");
        AssertNoYes(await verifier.VerifyAsync(Scheme.Paper()), "accredited", "valid");
    }

    [Fact]
    public async Task A_clock_that_was_wrong_and_is_put_right_needs_no_restart()
    {
        _clock.Ahead = TimeSpan.FromDays(-1);
        await using var verifier = await RunningVerifier.StartAsync(Scheme, waitForTrust: false, clock: _clock);
        await Eventually.TrueAsync(async () => (await verifier.VerifyAsync(Scheme.Paper())).State()
            == "could_not_check");
        _clock.Ahead = TimeSpan.Zero;

        await Eventually.TrueAsync(async () => (await verifier.VerifyAsync(Scheme.Paper())).State() == "valid");
    }

    [Fact]
    public async Task A_list_whose_end_passes_while_nothing_can_be_reached_is_stale_from_that_moment()
    {
        await using var verifier = await RunningVerifier.StartAsync(Scheme, clock: _clock);
        Assert.Equal("valid", (await verifier.VerifyAsync(Scheme.Paper())).State());
        Scheme.Authority.Off("/trust-list.jwt");
        _clock.Ahead = TimeSpan.FromDays(1) + TimeSpan.FromMinutes(2);
        Scheme.PublishStatus(_clock.GetUtcNow());

        await Eventually.TrueAsync(async () => (await verifier.VerifyAsync(Scheme.Paper())).Check("status")
            == "Passed ok");
        var report = await verifier.VerifyAsync(Scheme.Paper());
        Assert.Equal(("could_not_check", "CouldNotCheck trust_list_stale"), (report.State(), report.Check("trust_list")));
    }

    private static void AssertNoYes(System.Text.Json.JsonElement report, params string[] questions) =>
        Assert.All(questions, question => Assert.NotEqual("yes", report.Answer(question)));
}
