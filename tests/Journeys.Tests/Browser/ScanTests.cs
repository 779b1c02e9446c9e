using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Microsoft.Playwright;
using SkillsPassport.Issuer.Certificates;

namespace SkillsPassport.Journeys.Tests.Browser;

/// <summary>
/// Pictures and PDFs of every kind, dropped, pasted or chosen: all certificates in them are found on the device, and a
/// picture that cannot be read says what to do.
/// </summary>
[Collection(EmployerFiles.Name)]
public sealed class ScanTests(EmployerScheme employer)
{
    private const int Revoked = 20;

    [Fact]
    public async Task A_print_run_in_one_pdf_gives_every_certificate_with_its_verdict()
    {
        using var run = new MemoryStream();
        var papers = Enumerable.Range(50, 12).Append(Revoked).Select(index => employer.Scheme.Paper(index)).ToList();
        Certificate.WriteBatch(run, papers.Select(HomePageTests.Model));
        await using var watched = await OpenAsync();
        await ChooseAsync(watched, ("run.pdf", "application/pdf", run.ToArray()));

        var rows = watched.Page.Locator("[data-message] ol > li");
        await Assertions.Expect(rows).ToHaveCountAsync(papers.Count, new() { Timeout = 30_000 });
        await Assertions.Expect(rows.First).ToContainTextAsync("MD RAFIQUL ISLAM");
        await Assertions.Expect(rows.First).ToContainTextAsync("genuine");
        await Assertions.Expect(rows.Last).ToContainTextAsync("REVOKED");
        await watched.AssertSoundAsync();
        await watched.PictureAsync("scan-print-run-en-360");
        await rows.Last.Locator("a").ClickAsync();
        await ExpectVerdictAsync(watched, "REVOKED");
        AssertNothingSent(watched);
    }

    [Fact]
    public async Task A_scanned_pdf_is_read_by_the_pictures_of_its_pages()
    {
        var pdf = await ScanAsync(employer.Scheme.Paper(70), employer.Scheme.Paper(71));
        await using var watched = await OpenAsync();
        await ChooseAsync(watched, ("scan.pdf", "application/pdf", pdf));
        await Assertions.Expect(watched.Page.Locator("[data-message] ol > li")).ToHaveCountAsync(2, new() { Timeout = 60_000 });
        AssertNothingSent(watched);
    }

    [Fact]
    public async Task Several_files_at_once_give_one_list_and_tell_which_had_none()
    {
        await using var watched = await OpenAsync();
        await ChooseAsync(watched,
            ("a.png", "image/png", HomePageTests.Symbol(employer.Link("valid"))),
            ("b.png", "image/png", HomePageTests.Symbol(employer.Link("expired"))),
            ("menu.png", "image/png", HomePageTests.Symbol("https://restaurant.example/menu")),
            ("notes.txt", "text/plain", "no picture"u8.ToArray()));
        var message = watched.Page.Locator("[data-message]");
        await Assertions.Expect(message.Locator("ol > li")).ToHaveCountAsync(2, new() { Timeout = 30_000 });
        await Assertions.Expect(message).ToContainTextAsync("EXPIRED");
        await Assertions.Expect(message).ToContainTextAsync("menu.png");
        await Assertions.Expect(message).ToContainTextAsync("notes.txt");
        await watched.AssertSoundAsync();
        AssertNothingSent(watched);
    }

    [Theory]
    [InlineData("drop")]
    [InlineData("paste")]
    public async Task A_picture_or_a_link_is_taken_wherever_it_is_put(string how)
    {
        foreach (var (what, verdict) in new[] { ("picture", "REVOKED"), ("link", "EXPIRED"), ("text", "This certificate is genuine") })
        {
            await using var watched = await OpenAsync();
            var payload = what == "picture"
                ? Convert.ToBase64String(HomePageTests.Symbol(employer.Link("revoked")))
                : what == "link" ? employer.Link("expired") : $"  {employer.Link("valid").ToUpperInvariant()}\n";
            await watched.Page.EvaluateAsync("""
                ([how, what, payload]) => {
                  const transfer = new DataTransfer();
                  if (what === 'picture') {
                    const bytes = Uint8Array.from(atob(payload), one => one.charCodeAt(0));
                    transfer.items.add(new File([bytes], 'shot.png', { type: 'image/png' }));
                  } else transfer.setData(what === 'link' ? 'text/uri-list' : 'text/plain', payload);
                  const event = how === 'drop'
                    ? new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true })
                    : new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true });
                  document.body.dispatchEvent(event);
                }
                """, new[] { how, what, payload });
            await ExpectVerdictAsync(watched, verdict);
            AssertNothingSent(watched);
        }
    }

    [Theory]
    [InlineData("blur(7px)", 1, 0, "picture is blurred")]
    [InlineData("none", 0.17, 0, "Go closer")]
    [InlineData("none", 1, 260, "cut off")]
    [InlineData("brightness(0.16) blur(5px)", 1, 0, "too little light")]
    public async Task A_bad_picture_says_what_to_do(string filter, double scale, int aside, string says)
    {
        await using var watched = await OpenAsync();
        await watched.Page.EvaluateAsync("""
            async ([base64, filter, scale, aside]) => {
              const bytes = Uint8Array.from(atob(base64), one => one.charCodeAt(0));
              const symbol = await createImageBitmap(new Blob([bytes]));
              const canvas = new OffscreenCanvas(900, 900), context = canvas.getContext('2d');
              context.filter = filter;
              context.fillStyle = '#fff';
              context.fillRect(0, 0, 900, 900);
              const side = 560 * scale;
              context.drawImage(symbol, 170 - aside * 1.6, 170 - aside, side, side);
              const transfer = new DataTransfer();
              transfer.items.add(new File([await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.6 })], 'photo.jpg', { type: 'image/jpeg' }));
              document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
            }
            """, new object[] { Convert.ToBase64String(HomePageTests.Symbol(employer.Link("valid"))), filter, scale, aside });
        await Assertions.Expect(watched.Page.Locator("[data-message]")).ToContainTextAsync(says, new() { Timeout = 60_000 });
        await watched.AssertSoundAsync();
        await watched.PictureAsync($"scan-advice-{says.Split(' ')[0].ToLowerInvariant()}-en-360");
    }

    [Fact]
    public async Task Reading_shows_how_far_it_is_and_can_be_stopped()
    {
        await using var watched = await OpenAsync();
        await watched.Page.EvaluateAsync("""
            async () => {
              const canvas = new OffscreenCanvas(3000, 3000), context = canvas.getContext('2d');
              const noise = context.createImageData(3000, 3000);
              for (let i = 0; i < noise.data.length; i++) noise.data[i] = i % 4 === 3 ? 255 : (i * 7919 * (i >> 5)) & 255;
              context.putImageData(noise, 0, 0);
              const transfer = new DataTransfer();
              transfer.items.add(new File([await canvas.convertToBlob()], 'noise.png', { type: 'image/png' }));
              document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
            }
            """);
        await Assertions.Expect(watched.Page.Locator("[data-message] progress")).ToBeVisibleAsync();
        await watched.PictureAsync("scan-progress-en-360");
        await watched.Page.ClickAsync("[data-message] button");
        await Assertions.Expect(watched.Page.Locator("[data-message]")).ToBeEmptyAsync();
        await ChooseAsync(watched, ("a.png", "image/png", HomePageTests.Symbol(employer.Link("valid"))));
        await ExpectVerdictAsync(watched, "This certificate is genuine");
    }

    private async Task<WatchedPage> OpenAsync()
    {
        var watched = await employer.Chromium.NewPageAsync();
        await watched.Page.GotoAsync(employer.Url + "/", new() { WaitUntil = WaitUntilState.NetworkIdle });
        return watched;
    }

    private static Task ChooseAsync(WatchedPage watched, params (string Name, string Type, byte[] Bytes)[] files) =>
        watched.Page.SetInputFilesAsync("#file", files.Select(file =>
            new FilePayload { Name = file.Name, MimeType = file.Type, Buffer = file.Bytes }));

    private static Task ExpectVerdictAsync(WatchedPage watched, string title) =>
        Assertions.Expect(watched.Page.Locator(".verdict h1:visible")).ToHaveTextAsync(title, new() { Timeout = 30_000 });

    /// <summary>No picture and no certificate leaves the device: nothing is posted, no address is long.</summary>
    private void AssertNothingSent(WatchedPage watched) => Assert.All(watched.Requests, request =>
    {
        Assert.Equal("GET", request.Method);
        Assert.Null(request.PostData);
        Assert.InRange(request.Url.Split('#')[0].Length, 1, 300);
        Assert.StartsWith(employer.Url, request.Url.Replace("blob:", "", StringComparison.Ordinal));
    });

    /// <summary>What an office scanner makes: one picture a page and nothing else; the first a JPEG, the second plain pixels.</summary>
    private static async Task<byte[]> ScanAsync(params byte[][] papers)
    {
        var folder = Directory.CreateTempSubdirectory("sp-scan-").FullName;
        using var pdf = new MemoryStream();
        pdf.Write("%PDF-1.4\n"u8);
        for (var i = 0; i < papers.Length; i++)
        {
            var page = Path.Combine(folder, $"page{i}");
            await File.WriteAllBytesAsync(page + ".pdf", Certificate.ToPdf(HomePageTests.Model(papers[i])));
            using var poppler = Process.Start("pdftoppm",
                ["-r", "150", "-gray", "-singlefile", i == 0 ? "-jpeg" : "-gray", page + ".pdf", page])!;
            await poppler.WaitForExitAsync();
            var picture = await File.ReadAllBytesAsync(Directory.GetFiles(folder, $"page{i}.*").Single(one => !one.EndsWith(".pdf", StringComparison.Ordinal)));
            var (width, height, filter, data) = i == 0 ? (1240, 1754, "DCTDecode", picture) : Plain(picture);
            Write(pdf, string.Create(CultureInfo.InvariantCulture, $"""
                {10 + i} 0 obj
                << /Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /{filter} /Length {20 + i} 0 R >>
                stream

                """), data, string.Create(CultureInfo.InvariantCulture, $"\nendstream\nendobj\n{20 + i} 0 obj\n{data.Length}\nendobj\n"));
        }

        Directory.Delete(folder, recursive: true);
        return pdf.ToArray();
    }

    private static (int Width, int Height, string Filter, byte[] Data) Plain(byte[] pgm)
    {
        var head = Encoding.ASCII.GetString(pgm, 0, 32).Split((char[])[' ', '\n'], 5);
        var start = head[0].Length + head[1].Length + head[2].Length + head[3].Length + 4;
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(pgm.AsSpan(start));
        }

        return (int.Parse(head[1], CultureInfo.InvariantCulture), int.Parse(head[2], CultureInfo.InvariantCulture), "FlateDecode", packed.ToArray());
    }

    private static void Write(MemoryStream pdf, string before, byte[] data, string after)
    {
        pdf.Write(Encoding.ASCII.GetBytes(before));
        pdf.Write(data);
        pdf.Write(Encoding.ASCII.GetBytes(after));
    }
}
