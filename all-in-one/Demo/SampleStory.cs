using SkillsPassport.AllInOne.Start;

namespace SkillsPassport.AllInOne.Demo;

/// <summary>
/// The sample sheets' way from the assessor's upload to a recruiter's link, through the same pages and protocols as
/// anybody's. Each step looks first whether it was already taken: a second start finds the data and doubles nothing, a
/// start after a power cut goes on where the last one ended.
/// </summary>
public static class SampleStory
{
    /// <summary>Tells it; the result is also in <c>demo.json</c>.</summary>
    public static async Task<DemoFile> TellAsync(Places places, TextWriter says)
    {
        await Registers.KeepAsync(places, says);
        if (await DemoFile.ReadAsync(places.Data) is { } earlier)
        {
            await says.WriteLineAsync("The sample data of an earlier start is here.");
            return await WithRegistersAsync(places, earlier);
        }

        await says.WriteLineAsync("Sending in the sample result sheets, approving and issuing them …");
        await Officers.HireAsync(places);
        await Counter.HireAsync(places);
        var certificates = await IssueSamples.IssueAsync(places, says);
        var share = await WorkersPart.ClaimAndShareAsync(places, certificates[0]);
        var demo = new DemoFile(Places.Base(places.Issuer), Places.Base(places.Verifier), Places.Base(places.Wallet),
            [.. Officers.SignIns, .. Registers.SignIns, WorkersPart.SignIn, .. Counter.SignIns],
            await IssueSamples.WithOffersAsync(places, certificates), [share])
        { Authority = Places.Base(places.Authority) };
        await demo.WriteAsync(places.Data);
        return demo;
    }

    /// <summary>Data of a start before there were registers learns of their keepers.</summary>
    private static async Task<DemoFile> WithRegistersAsync(Places places, DemoFile demo)
    {
        if (demo.SignIns.Any(one => one.Service == Registers.SignIns[0].Service))
        {
            return demo;
        }

        demo = demo with
        {
            Authority = Places.Base(places.Authority), SignIns = [.. demo.SignIns, .. Registers.SignIns],
        };
        await demo.WriteAsync(places.Data);
        return demo;
    }
}
