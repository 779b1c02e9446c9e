using Microsoft.Playwright;
using QRCoder;

namespace SkillsPassport.Journeys.Tests.Browser;

/// <summary>A camera that looks at a certificate's symbol: Chromium's fake one, fed with a film of it.</summary>
[Collection(EmployerTools.Name)]
public sealed class CameraTests(EmployerScheme employer)
{
    private const int Width = 1280, Height = 720;

    [Fact]
    public async Task The_camera_finds_the_symbol_and_opens_the_verdict() => await OpensTheVerdictAsync();

    [Fact]
    public async Task A_reader_of_the_browser_that_does_not_work_gives_way_to_ours()
    {
        var asked = await OpensTheVerdictAsync(Reader("throw new Error('no service')"));
        Assert.StartsWith("formats qr_code detect ", asked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_of_the_browser_is_asked_for_its_formats_and_what_it_finds_is_opened()
    {
        // The camera shows no symbol: what is opened is what the browser's reader says.
        await using var watched = await employer.Chromium.NewPageAsync();
        await watched.Page.AddInitScriptAsync(Reader($"return [{{ rawValue: '{employer.Link("valid").ToUpperInvariant()}' }}]"));
        await watched.Page.GotoAsync(employer.Url + "/");
        await watched.Page.ClickAsync("[data-scan]");
        await Assertions.Expect(watched.Page.Locator(".verdict h1")).ToHaveTextAsync("This certificate is genuine");
        Assert.Equal("formats qr_code detect ", await watched.Page.EvaluateAsync<string>("sessionStorage.asked"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_light_is_offered_where_the_camera_has_one_and_goes_on_and_off(bool hasLight)
    {
        await using var watched = await employer.Chromium.NewPageAsync();
        await watched.Page.AddInitScriptAsync(Reader("return []") + $$"""
            globalThis.lights = [];
            MediaStreamTrack.prototype.getCapabilities = () => ({{(hasLight ? "{ torch: true }" : "{}")}});
            MediaStreamTrack.prototype.applyConstraints = async ({ advanced }) => lights.push(advanced[0].torch);
            """);
        await watched.Page.GotoAsync(employer.Url + "/");
        await watched.Page.ClickAsync("[data-scan]");
        await Assertions.Expect(watched.Page.Locator("[data-stop]")).ToBeFocusedAsync();
        await Assertions.Expect(watched.Page.Locator("[data-torch]")).ToBeVisibleAsync(new() { Visible = hasLight });
        if (hasLight)
        {
            await watched.Page.ClickAsync("[data-torch]");
            await watched.Page.ClickAsync("[data-torch]");
            var lights = await watched.Page.EvaluateAsync<bool[]>("lights");
            Assert.Equal([true, false], lights);
        }
    }

    /// <summary>A stand-in for the reader that some browsers have, which notes what it is asked.</summary>
    private static string Reader(string detect) => $$"""
        const note = what => (sessionStorage.asked = (sessionStorage.asked ?? '') + what + ' ');
        globalThis.BarcodeDetector = class {
          static async getSupportedFormats() { note('formats'); return ['ean_13', 'qr_code']; }
          constructor({ formats }) { note(formats); }
          async detect() { note('detect'); {{detect}}; }
        };
        """;

    /// <returns>What the browser's own reader was asked.</returns>
    private async Task<string?> OpensTheVerdictAsync(string reader = "undefined;")
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
        await page.AddInitScriptAsync(reader);
        await page.GotoAsync(employer.Url + "/");
        await page.ClickAsync("[data-scan]");
        await Assertions.Expect(page.Locator(".verdict h1")).ToHaveTextAsync("This certificate is genuine", new() { Timeout = 30_000 });
        return await page.EvaluateAsync<string?>("sessionStorage.asked ?? null");
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
