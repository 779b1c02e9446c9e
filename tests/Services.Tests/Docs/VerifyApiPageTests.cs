using System.Diagnostics;
using System.Text.RegularExpressions;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Services.Tests.Verifier;

namespace SkillsPassport.Services.Tests.Docs;

/// <summary>The commands of <c>docs/verify-api.md</c>, run as a reader would.</summary>
public sealed partial class VerifyApiPageTests
{
    [Fact]
    public async Task The_commands_of_the_page_do_what_it_says()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var verifier = await RunningVerifier.StartAsync(scheme);
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "SkillsPassport.sln")))
        {
            folder = folder.Parent!;
        }

        var page = await File.ReadAllTextAsync(Path.Combine(folder.FullName, "docs", "verify-api.md"));
        var commands = string.Join('\n', Block().Matches(page).Select(match => match.Groups[1].Value));
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", commands])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["VERIFIER"] = verifier.Http.BaseAddress!.ToString().TrimEnd('/');
        start.Environment["QR"] = "HTTPS://VERIFY.EXAMPLE/C#" + Base32.Encode(scheme.Paper());
        var receipt = Path.GetTempFileName();
        start.Environment["FILE"] = receipt;
        start.Environment["PRESENTATION"] = scheme.Presentation("https://hr.example", "n-0S6_WzA2MjQ3Zk9");
        using var shell = Process.Start(start)!;
        var said = await shell.StandardOutput.ReadToEndAsync();
        var errors = await shell.StandardError.ReadToEndAsync();
        await shell.WaitForExitAsync();
        Assert.True(shell.ExitCode == 0, said + errors);

        Assert.Contains("\"state\": \"valid\"", said);
        Assert.Contains("\"answer\": \"yes\"", said);
        Assert.Contains("{\"line\":1,\"id\":\"worker-1\",\"state\":\"valid\",\"code\":null}", said);
        Assert.Contains("{\"line\":2,\"id\":\"worker-2\",\"state\":null,\"code\":\"request_unreadable\"}", said);
        // The page's example of a printed code is one that could be a certificate's.
        Assert.Contains("certificate_unknown", said);
        Assert.Contains("\"kty\":\"EC\"", said);
        Assert.Equal(3, (await File.ReadAllTextAsync(receipt)).Trim().Split('.').Length);
    }

    [GeneratedRegex(@"```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
