using System.Diagnostics;

namespace SkillsPassport.Journeys.Tests;

/// <summary>What is on paper after the browser has printed, as poppler reads it.</summary>
public static class PrintedPage
{
    /// <summary>The words on the pages; what lies beside a page is not among them.</summary>
    public static async Task<string> TextAsync(byte[] pdf)
    {
        using var process = Process.Start(new ProcessStartInfo("pdftotext", ["-enc", "UTF-8", "-", "-"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, StandardOutputEncoding = System.Text.Encoding.UTF8,
        })!;
        var text = process.StandardOutput.ReadToEndAsync();
        await process.StandardInput.BaseStream.WriteAsync(pdf);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return await text;
    }
}
