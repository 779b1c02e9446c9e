using SkillsPassport.AllInOne.Start;

namespace SkillsPassport.AllInOne.Demo;

/// <summary>
/// Revokes, suspends and replaces one certificate each, as the sample people's stories say, so that every state is
/// seen.
/// </summary>
public static class EveryState
{
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
                await first.SubmitAsync(page, "form:has(#reason)", new() { ["reason"] = reason });
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
        var form = await first.OpenAsync($"/certificates/{old.Serial}/replace");
        var asked = await first.SubmitAsync(form, "form:has(#reason)",
            new() { ["cells[name_en]"] = Replaced + " KHAN",
                ["reason"] = "The name was written without its last part." });
        var sheet = asked.Address.AbsolutePath;
        await IssueSamples.ApproveAsync(second, sheet);
        var serial = (await IssueSamples.WaitUntilIssuedAsync(first, sheet)).Single(one => one != old.Serial);
        var (offerUri, pin) = await ClaimSlips.MakeAsync(first, serial);
        var replacement = await IssueSamples.FetchAsync(places, first, serial);
        demo = demo with { Certificates = [.. demo.Certificates, replacement with { OfferUri = offerUri, Pin = pin }] };
        return await ChangedAsync(places, demo, old, "replaced");
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
