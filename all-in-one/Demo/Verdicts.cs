using System.Net.Http.Json;
using System.Text.Json;

namespace SkillsPassport.AllInOne.Demo;

/// <summary>Asks the verifier, as any employer's system would: <c>POST /api/verify</c>.</summary>
public static class Verdicts
{
    private static readonly HttpClient Http = new();

    /// <summary>The report's <c>state</c> for a QR text.</summary>
    public static async Task<string> StateOfAsync(Uri verifier, string qrText)
    {
        // The verifier learns of a new list within seconds; until then it honestly says that it could not check.
        for (var tries = 0; ; tries++)
        {
            var answer = await Http.PostAsJsonAsync(new Uri(verifier, "/api/verify"), new { credential = qrText });
            answer.EnsureSuccessStatusCode();
            var report = await answer.Content.ReadFromJsonAsync<JsonElement>();
            var state = report.GetProperty("state").GetString()!;
            if (state is not ("could_not_check" or "not_accredited") || tries == 100)
            {
                return state;
            }

            await Task.Delay(200);
        }
    }

    /// <summary>Waits until the verifier says this of a certificate; a change must be seen within five
    /// seconds.</summary>
    public static async Task WaitForAsync(Uri verifier, string qrText, string state)
    {
        for (var tries = 0; tries < 100 && await StateOfAsync(verifier, qrText) != state; tries++)
        {
            await Task.Delay(100);
        }
    }

    /// <summary>One line a certificate; true when the verifier says of each what was done to it.</summary>
    public static async Task<bool> PrintAsync(DemoFile demo, TextWriter says)
    {
        var asExpected = true;
        await says.WriteLineAsync("\nWhat the verifier says of each certificate:");
        foreach (var certificate in demo.Certificates)
        {
            var state = await StateOfAsync(new Uri(demo.Verifier), certificate.QrText);
            asExpected &= state == certificate.State;
            await says.WriteLineAsync($"  {certificate.Serial,-32} {certificate.Name,-28} {state}"
                + (state == certificate.State ? "" : $"  (expected {certificate.State})"));
        }

        return asExpected;
    }
}
