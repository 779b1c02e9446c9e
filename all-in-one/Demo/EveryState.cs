using SkillsPassport.AllInOne.Start;

namespace SkillsPassport.AllInOne.Demo;

/// <summary>
/// Revokes, suspends and replaces one certificate each, as the sample people's stories say, so that every state is
/// seen.
/// </summary>
public static class EveryState
{
    private const string ReasonForm = "form:has(#reason)";
    private const string Revoked = "MONG SHWE PRUE MARMA";
    private const string Suspended = "FATEMA KHANAM";
    private const string Replaced = "MD DELWAR HOSSAIN";

    /// <summary>Changes what is still valid; the result is also in <c>demo.json</c>.</summary>
    public static async Task<DemoFile> ShowAsync(Places places, DemoFile demo, TextWriter says)
    {
        using var first = await Officers.SignInAsync(places, Officers.First);
        using var second = await Officers.SignInAsync(places, Officers.Second);
        await says.WriteLineAsync("Revoking one, suspending one, replacing one …");
        foreach (var (name, act, reason, state) in new[]
        {
            (Revoked, "revoke", "Investigation of the assessment session found impersonation.", "revoked"),
            (Suspended, "suspend", "The mother's name is being corrected.", "suspended"),
        })
        {
            if (Valid(demo, name) is { } certificate)
            {
                var page = await first.OpenAsync($"/certificates/{certificate.Serial}/{act}");
                // Without the form the act was done before, by a start that was stopped before it could write it down.
                if (page.Document.QuerySelector(ReasonForm) is not null)
                {
                    await first.SubmitAsync(page, ReasonForm, new() { ["reason"] = reason });
                }

                demo = await ChangedAsync(places, demo, certificate, state);
            }
        }

        if (Valid(demo, Replaced) is { } old)
        {
            demo = await ReplaceAsync(places, demo, old, first, second);
        }

        return demo;
    }

    private static async Task<DemoFile> ReplaceAsync(Places places, DemoFile demo, DemoCertificate old,
        PageVisitor first, PageVisitor second)
    {
        var page = await first.OpenAsync($"/certificates/{old.Serial}");
        var serial = page.Link(".say a.mono[href^='/certificates/']")?.Split('/')[^1];
        if (serial is null)
        {
            var sheet = page.Link(".say a[href^='/sheets/']") ?? await AskForReplacementAsync(first, old);
            await IssueSamples.ApproveAsync(second, sheet);
            serial = (await IssueSamples.WaitUntilIssuedAsync(first, sheet)).Single(one => one != old.Serial);
        }

        var (offerUri, pin) = await ClaimSlips.MakeAsync(first, serial);
        var replacement = await IssueSamples.FetchAsync(places, first, serial);
        demo = demo with { Certificates = [.. demo.Certificates, replacement with { OfferUri = offerUri, Pin = pin }] };
        return await ChangedAsync(places, demo, old, "replaced");
    }

    private static async Task<string> AskForReplacementAsync(PageVisitor officer, DemoCertificate old)
    {
        var form = await officer.OpenAsync($"/certificates/{old.Serial}/replace");
        var asked = await officer.SubmitAsync(form, ReasonForm, new()
        {
            ["cells[name_en]"] = Replaced + " KHAN", ["reason"] = "The name was written without its last part.",
        });
        return asked.Address.AbsolutePath;
    }

    /// <summary>A certificate that is no longer valid can no longer be claimed: its offer goes too.</summary>
    private static async Task<DemoFile> ChangedAsync(Places places, DemoFile demo, DemoCertificate certificate,
        string state)
    {
        await Verdicts.WaitForAsync(places.Verifier, certificate.QrText, state);
        demo = demo with
        {
            Certificates = [.. demo.Certificates.Select(one => one.Serial != certificate.Serial ? one
                : one with { State = state, OfferUri = null, Pin = null })],
        };
        await demo.WriteAsync(places.Data);
        return demo;
    }

    private static DemoCertificate? Valid(DemoFile demo, string name) =>
        demo.Certificates.FirstOrDefault(one => one.Name == name && one.State == "valid");
}
