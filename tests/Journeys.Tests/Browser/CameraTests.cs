using Microsoft.Playwright;
using QRCoder;

namespace SkillsPassport.Journeys.Tests.Browser;

/// <summary>A camera that looks at a certificate's symbol: Chromium's fake one, fed with a film of it.</summary>
[Collection(EmployerTools.Name)]
public sealed class CameraTests(EmployerScheme employer)
{
    private const int Width = 1280, Height = 720;

    [Fact]
    public async Task The_camera_finds_the_symbol_and_opens_the_verdict()
    {
        var film = Path.Combine(Directory.CreateTempSubdirectory("sp-film-").FullName, "symbol.y4m");
        await File.WriteAllBytesAsync(film, Film(employer.Link("valid").ToUpperInvariant()));
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium.Executable,
            Args = [.. Chromium.Quiet, $"--use-file-for-fake-video-capture={film}"],
        });
        var page = await browser.NewPageAsync();
        await page.GotoAsync(employer.Url + "/");
        await page.ClickAsync("[data-scan]");
        await Assertions.Expect(page.Locator(".verdict h1")).ToHaveTextAsync("This certificate is genuine", new() { Timeout = 30_000 });
    }

    /// <summary>Two frames of YUV4MPEG2: the symbol in black on white, in the middle.</summary>
    private static byte[] Film(string text)
    {
        using var symbol = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var modules = symbol.ModuleMatrix;
        var scale = (Height - 40) / modules.Count;
        var (left, top) = ((Width - modules.Count * scale) / 2, (Height - modules.Count * scale) / 2);
        var luma = new byte[Width * Height];
        Array.Fill(luma, (byte)235);
        for (var y = 0; y < modules.Count * scale; y++)
        {
            for (var x = 0; x < modules.Count * scale; x++)
            {
                if (modules[y / scale][x / scale])
                {
                    luma[(top + y) * Width + left + x] = 16;
                }
            }
        }

        var chroma = new byte[Width * Height / 2];
        Array.Fill(chroma, (byte)128);
        using var film = new MemoryStream();
        film.Write(System.Text.Encoding.ASCII.GetBytes($"YUV4MPEG2 W{Width} H{Height} F10:1 Ip A1:1 C420\n"));
        for (var frame = 0; frame < 2; frame++)
        {
            film.Write("FRAME\n"u8);
            film.Write(luma);
            film.Write(chroma);
        }

        return film.ToArray();
    }
}
