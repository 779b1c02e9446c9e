using System.Text.Json;
using SkillsPassport.AllInOne.Demo;

namespace SkillsPassport.Journeys.Tests.WholeStory;

/// <summary>The demonstration's registers: filled through the desk's pages, signed, followed by the verifier.</summary>
public sealed class DemoRegistersTests(RunningPassport passport) : IClassFixture<RunningPassport>
{
    [Fact]
    public async Task Two_officers_fill_each_register_once_and_the_verifier_answers_from_it()
    {
        await Registers.KeepAsync(passport.Places, TextWriter.Null);
        var sequence = await SequenceAsync();
        // A second start finds it all there.
        await Registers.KeepAsync(passport.Places, TextWriter.Null);
        Assert.Equal(sequence, await SequenceAsync());

        using var http = new HttpClient();
        var recruiter = JsonDocument.Parse(await http.GetStringAsync(
            new Uri(passport.Places.Authority, "/api/recruiters/RL-9002?on=2026-11-21"))).RootElement;
        Assert.Equal("suspended", recruiter.GetProperty("recruiters")[0].GetProperty("standing").GetString());

        var question = new Uri(passport.Places.Verifier,
            "/api/comparisons?country=SA&framework=BD-NSQF&level=2&occupation=plumbing&on=2026-11-21");
        for (var tries = 0; ; tries++)
        {
            using var answer = await http.GetAsync(question);
            var text = await answer.Content.ReadAsStringAsync();
            if (answer.IsSuccessStatusCode && text.Contains("cmp-sa-svp", StringComparison.Ordinal))
            {
                Assert.Contains("\"result\":\"not_compared\"", text, StringComparison.Ordinal);
                break;
            }

            Assert.True(tries < 60, text);
            await Task.Delay(500);
        }
    }

    private async Task<long> SequenceAsync()
    {
        using var http = new HttpClient();
        var jws = await http.GetStringAsync(new Uri(passport.Places.Authority, "/comparisons.jwt"));
        using var payload = JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(jws.Split('.')[1]));
        return payload.RootElement.GetProperty("sequence").GetInt64();
    }
}
