using System.Diagnostics;

namespace SkillsPassport.Journeys.Tests;

/// <summary>What is on paper after the browser has printed, as poppler reads it.</summary>
public static class PrintedPage
{
    /// <summary>The words on the pages; what lies beside a page is not among them.</summary>
    public static async Task<string> TextAsync(byte[] pdf) =>
        System.Text.Encoding.UTF8.GetString(await RunAsync("pdftotext", ["-enc", "UTF-8", "-", "-"], pdf));

    /// <summary>The first page as a good camera sees it: PNG, 300 dots an inch.</summary>
    public static Task<byte[]> PictureAsync(byte[] pdf) => RunAsync("pdftoppm", ["-png", "-r", "300", "-f", "1", "-singlefile", "-"], pdf);

    private static async Task<byte[]> RunAsync(string tool, string[] arguments, byte[] pdf)
    {
        using var process = Process.Start(new ProcessStartInfo(tool, arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        })!;
        using var output = new MemoryStream();
        var reading = process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.StandardInput.BaseStream.WriteAsync(pdf);
        process.StandardInput.Close();
        await reading;
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return output.ToArray();
    }
}
