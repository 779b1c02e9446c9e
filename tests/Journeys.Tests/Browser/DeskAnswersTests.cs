using System.Globalization;
using System.IO.Compression;
using System.Text;
using Microsoft.Playwright;
using QRCoder;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Services.Tests.Peers;

namespace SkillsPassport.Journeys.Tests.Browser;

/// <summary>What an office relies on at the batch desk: nothing it puts in is lost, and nothing looks better than it is.</summary>
[Collection(EmployerTools.Name)]
public sealed class DeskAnswersTests(EmployerScheme employer)
{
    [Fact]
    public async Task Every_certificate_of_a_file_has_a_row_and_pages_without_one_are_told()
    {
        var own = Paper(600);
        var mixed = Pdf("mixed.pdf", [own], [Symbol(own), Symbol(Paper(601)), Symbol(Paper(602)), Dim], pages: 4);
        await using var watched = await DeskPageTests.OpenAsync(employer);
        await watched.Page.SetInputFilesAsync("#files",
        [
            mixed, Pdf("scan.pdf", [], [Symbol(Paper(603)), Symbol(Paper(604)), Symbol(Paper(605))]),
            Bmp("two.bmp", Beside(Symbol(Paper(606)), Symbol(Paper(607)))), Bmp("dim.bmp", Dim),
            new() { Name = "locked.pdf", MimeType = "application/pdf", Buffer = "%PDF-1.4\n1 0 obj\n<< /Encrypt 2 0 R >>\nendobj"u8.ToArray() },
        ]);
        await DeskPageTests.DoneAsync(watched, 5);
        foreach (var (file, rows) in new[] { ("mixed.pdf", 3), ("scan.pdf", 3), ("two.bmp", 2) })
        {
            await Assertions.Expect(watched.Page.Locator("tr.yes", new() { HasText = file })).ToHaveCountAsync(rows);
        }

        Assert.Equal(3, await DeskPageTests.CountAsync(watched, "none"));
        await ToldAsync(watched, "mixed.pdf", "Pages without a readable certificate: \u20681\u2069. There is too little light.");
        await ToldAsync(watched, "dim.bmp", "There is too little light.");
        await ToldAsync(watched, "locked.pdf", "locked with a password");
        Assert.Equal(0, await watched.Page.Locator("[data-look=twice]").CountAsync());
        await watched.AssertSoundAsync();

        await watched.Page.GotoAsync(employer.Url + "/");
        await watched.Page.SetInputFilesAsync("#file", mixed);
        var message = watched.Page.Locator("[data-message]");
        await Assertions.Expect(message.Locator("ol > li")).ToHaveCountAsync(3);
        await Assertions.Expect(message).ToContainTextAsync("Pages without a readable certificate: \u20681\u2069. There is too little light.");
    }

    [Fact]
    public async Task A_statement_is_called_one_in_every_list_and_a_driving_certificate_no_licence()
    {
        await using var watched = await DeskPageTests.OpenAsync(employer);
        var files = new[] { "valid", "statement", "driving" }.Select(state => DeskPageTests.Png($"{state}.png", employer.Link(state))).ToList();
        await watched.Page.SetInputFilesAsync("#files", files);
        await DeskPageTests.DoneAsync(watched, 3);
        foreach (var says in new[] { "Statement of Achievement", "This is not a certificate. It shows \u206812\u2069 of" })
        {
            await Assertions.Expect(Row(watched, "statement.png")).ToContainTextAsync(says);
        }

        await Assertions.Expect(Row(watched, "driving.png")).ToContainTextAsync("This is not a driving licence.");
        await Assertions.Expect(Row(watched, "valid.png")).ToContainTextAsync("National Skills Certificate");
        await watched.Page.ClickAsync("[data-sort=award]");
        Assert.Contains("statement.png", await watched.Page.Locator(".desk tbody tr").Last.InnerTextAsync());
        var table = await TableAsync(watched);
        Assert.Equal("Award", table[0][7]);
        Assert.Equal(["National Skills Certificate", "National Skills Certificate", "Statement of Achievement"],
            table.Skip(1).Select(row => row[7]));
        Assert.StartsWith("This is not a certificate. It shows 12 of", table[3][4]);
        Assert.Contains(table, row => row[1] == "driving.png" && row[4].StartsWith("This is not a driving licence.", StringComparison.Ordinal));

        await watched.Page.GotoAsync(employer.Url + "/");
        await watched.Page.SetInputFilesAsync("#file", files);
        var found = watched.Page.Locator("[data-message] ol > li");
        await Assertions.Expect(found.Nth(0)).ToContainTextAsync("This certificate is genuine");
        await Assertions.Expect(found.Nth(1)).ToContainTextAsync("This statement of achievement is genuine");
        await Assertions.Expect(found.Nth(2)).ToContainTextAsync("This is not a driving licence.");
        await watched.Page.SetViewportSizeAsync(320, 640);
        await watched.AssertSoundAsync();
        await watched.PictureAsync("scan-awards-en-320");
    }

    [Fact]
    public async Task Numbers_and_words_beside_a_code_stay_on_the_device()
    {
        await using var watched = await DeskPageTests.OpenAsync(employer);
        employer.Scheme.Issuer.On("/lookup", async context =>
        {
            context.Response.ContentType = "application/cwt";
            await context.Response.Body.WriteAsync(employer.Scheme.Paper(30));
        });
        var code = DeskPageTests.CodeOf("7K3M9QXT2B");
        await watched.Page.FillAsync("#column", $"{code}\t966501234567\t900101145678\tCertificates\nCertificates\n966501234567");
        await watched.Page.ClickAsync("[data-column] button");
        await DeskPageTests.DoneAsync(watched, 3);
        Assert.Equal(code, Assert.Single(watched.Requests, request => request.Method == "POST").PostDataJSON()!.Value.GetProperty("code").GetString());
        Assert.Equal(1, await DeskPageTests.CountAsync(watched, "yes"));
        await ToldAsync(watched, "Certificates", "at least one character is wrong");
        await ToldAsync(watched, "966501234567", "This is not a certificate, a certificate code or a link to one.");
        employer.Scheme.Issuer.Off("/lookup");
    }

    [Fact]
    public async Task Table_and_print_hold_every_row_whatever_is_shown_and_a_new_start_shows_all()
    {
        await using var watched = await WithAnswersAsync();
        await watched.Page.ClickAsync("[data-look=no]");
        await Assertions.Expect(watched.Page.Locator(".desk tbody tr")).ToHaveCountAsync(1);
        Assert.Equal(3, (await TableAsync(watched)).Count);
        await watched.Page.EvaluateAsync("dispatchEvent(new Event('beforeprint'))");
        await Assertions.Expect(watched.Page.Locator(".desk tbody tr")).ToHaveCountAsync(2);
        await watched.Page.EvaluateAsync("dispatchEvent(new Event('afterprint'))");
        await Assertions.Expect(watched.Page.Locator(".desk tbody tr")).ToHaveCountAsync(1);

        watched.Page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
        await watched.Page.ClickAsync("[data-clear]");
        await watched.Page.SetInputFilesAsync("#files", [DeskPageTests.Png("c.png", employer.Link("valid"))]);
        await DeskPageTests.DoneAsync(watched, 1);
        await Assertions.Expect(Row(watched, "c.png")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Leaving_is_asked_about_while_a_result_is_not_in_a_saved_table()
    {
        await using var watched = await DeskPageTests.OpenAsync(employer);
        var answer = new TaskCompletionSource();
        await watched.Page.RouteAsync("**/api/lookup", async route =>
        {
            await answer.Task;
            await route.FulfillAsync(new()
            {
                Status = 404, ContentType = "application/problem+json", Body = "{\"code\":\"certificate_unknown\"}",
            });
        });
        await watched.Page.FillAsync("#column", DeskPageTests.CodeOf("0123456789"));
        await watched.Page.ClickAsync("[data-column] button");
        await Assertions.Expect(watched.Page.Locator("tr.waiting")).ToHaveCountAsync(1);
        Assert.Equal(2, (await TableAsync(watched)).Count);
        answer.SetResult();
        await DeskPageTests.DoneAsync(watched, 1);
        Assert.True(await IsAskedAsync());
        await TableAsync(watched);
        Assert.False(await IsAskedAsync());

        Task<bool> IsAskedAsync() =>
            watched.Page.EvaluateAsync<bool>("!dispatchEvent(new Event('beforeunload', { cancelable: true }))");
    }

    [Fact]
    public async Task Without_a_connection_every_answer_says_as_of_when_it_is()
    {
        await using var watched = await WithAnswersAsync();
        Assert.Equal(0, await watched.Page.Locator("[data-basis] p").CountAsync());
        Assert.DoesNotContain("status as of", await Row(watched, "a.png").InnerTextAsync());
        await watched.Page.Context.SetOfflineAsync(true);
        // The clock of the device goes on: three hours later the lists are three hours old.
        await watched.Page.EvaluateAsync("() => { const now = Date.now; Date.now = () => now() + 3 * 3600 * 1000; }");
        await watched.Page.SetInputFilesAsync("#files", [DeskPageTests.Png("later.png", Link(Paper(620)))]);
        await DeskPageTests.DoneAsync(watched, 3);
        await Assertions.Expect(Row(watched, "later.png")).ToContainTextAsync("Not withdrawn, status as of");
        await Assertions.Expect(Row(watched, "later.png")).ToContainTextAsync("3 hours ago");
        await Assertions.Expect(watched.Page.Locator("[data-results] [data-basis]")).ToContainTextAsync("No connection. Checked with the lists kept on this device");
        await Row(watched, "later.png").Locator("button").ClickAsync();
        await Assertions.Expect(watched.Page.Locator("dialog [data-basis]")).ToContainTextAsync("No connection.");
        await watched.AssertSoundAsync(refused: "ERR_INTERNET_DISCONNECTED");
        await watched.PictureAsync("desk-offline-en-1280");
    }

    [Fact]
    public async Task A_list_that_is_empty_or_too_long_is_told_and_not_passed_over()
    {
        await using var watched = await DeskPageTests.OpenAsync(employer);
        await watched.Page.SetInputFilesAsync("#files",
        [
            Text("long.txt", new string('x', 2_400_000)), Text("empty.txt", ""), Text("blank.csv", "\n \r\n\t\n"),
            Text("good.txt", Link(Paper(630))),
        ]);
        await DeskPageTests.DoneAsync(watched, 4);
        await ToldAsync(watched, "long.txt", "This list is too long.");
        await ToldAsync(watched, "empty.txt", "There is nothing in this list.");
        await ToldAsync(watched, "blank.csv", "There is nothing in this list.");
        Assert.Equal(1, await DeskPageTests.CountAsync(watched, "yes"));
        await watched.Page.FillAsync("#column", " \n ");
        await watched.Page.ClickAsync("[data-column] button");
        await Assertions.Expect(watched.Page.Locator("[data-message]")).ToContainTextAsync("There is nothing in this list.");
    }

    [Fact]
    public async Task Moments_in_the_table_are_sortable_and_the_print_names_the_zone_of_its_own()
    {
        await using var watched = await DeskPageTests.OpenAsync(employer, "ar");
        await watched.Page.SetInputFilesAsync("#files", [DeskPageTests.Png("a.png", employer.Link("valid"))]);
        await DeskPageTests.DoneAsync(watched, 1, "ar");
        var table = await TableAsync(watched);
        foreach (var cell in table[1].Where((_, i) => i is 13 or 14))
        {
            Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", cell);
        }

        await watched.Page.EvaluateAsync("dispatchEvent(new Event('beforeprint'))");
        Assert.Contains("Asia/Riyadh", await watched.Page.Locator("[data-printed]").TextContentAsync());
    }

    [Fact]
    public async Task A_first_file_without_a_connection_waits_for_one_and_the_message_goes()
    {
        await using var watched = await DeskPageTests.OpenAsync(employer);
        var message = watched.Page.Locator("[data-message]");
        await watched.Page.Context.SetOfflineAsync(true);
        await watched.Page.SetInputFilesAsync("#files", [DeskPageTests.Png("a.png", employer.Link("valid"))]);
        await Assertions.Expect(message).ToContainTextAsync("It goes on by itself");
        await watched.Page.SetInputFilesAsync("#files", [DeskPageTests.Png("b.png", employer.Link("valid"))]);
        await watched.Page.Context.SetOfflineAsync(false);
        await DeskPageTests.DoneAsync(watched, 2);
        Assert.Equal(2, await DeskPageTests.CountAsync(watched, "yes"));
        await Assertions.Expect(message).ToBeEmptyAsync();
    }

    [Fact]
    public async Task What_could_not_be_loaded_is_said_until_it_is_there()
    {
        await using var watched = await DeskPageTests.OpenAsync(employer);
        var isCut = true;
        await watched.Page.RouteAsync("**/deskcheck.mjs", route => isCut ? route.AbortAsync() : route.ContinueAsync());
        await watched.Page.SetInputFilesAsync("#files", [DeskPageTests.Png("a.png", employer.Link("valid"))]);
        await Assertions.Expect(watched.Page.Locator("[data-message]")).ToContainTextAsync("could not be loaded");
        isCut = false;
        await watched.Page.ClickAsync("[data-continue]");
        await DeskPageTests.DoneAsync(watched, 1);
        Assert.Equal(1, await DeskPageTests.CountAsync(watched, "yes"));
        await Assertions.Expect(watched.Page.Locator("[data-message]")).ToBeEmptyAsync();
    }

    private async Task<WatchedPage> WithAnswersAsync()
    {
        var watched = await DeskPageTests.OpenAsync(employer);
        await watched.Page.SetInputFilesAsync("#files",
            [DeskPageTests.Png("a.png", employer.Link("valid")), DeskPageTests.Png("b.png", employer.Link("revoked"))]);
        await DeskPageTests.DoneAsync(watched, 2);
        return watched;
    }

    private byte[] Paper(int index) => employer.Scheme.Paper(index, award => award with
    {
        SerialNo = string.Create(CultureInfo.InvariantCulture, $"NSC-CON-PLM-L2-{900_000 + index}"),
    });

    private string Link(byte[] paper) => $"{employer.Url}/C#{Base32.Encode(paper)}";

    private static ILocator Row(WatchedPage watched, string from) =>
        watched.Page.Locator(".desk tbody tr", new() { HasText = from });

    private static Task ToldAsync(WatchedPage watched, string from, string says) =>
        Assertions.Expect(watched.Page.Locator("tr.none", new() { HasText = from })).ToContainTextAsync(says);

    /// <summary>The saved table, row by row: no cell of these has a quote or a line end in it.</summary>
    private static async Task<List<string[]>> TableAsync(WatchedPage watched)
    {
        var download = await watched.Page.RunAndWaitForDownloadAsync(() => watched.Page.ClickAsync("[data-download]"));
        var text = await File.ReadAllTextAsync(await download.PathAsync());
        return [.. text.TrimEnd().Split("\r\n").Select(line => line.Trim('"').Split("\",\""))];
    }

    private static FilePayload Text(string name, string text) =>
        new() { Name = name, MimeType = "text/plain", Buffer = Encoding.UTF8.GetBytes(text) };

    /// <summary>Grey pixels, one byte each.</summary>
    private sealed record Grey(int Width, int Height, byte[] Pixels);

    private static Grey Dim => new(400, 400, [.. Enumerable.Range(0, 160_000).Select(i => (byte)(30 + (i / 7 + i / 2800) % 2 * 20))]);

    private Grey Symbol(byte[] paper)
    {
        using var symbol = QRCodeGenerator.GenerateQrCode(Link(paper), QRCodeGenerator.ECCLevel.M);
        var modules = symbol.ModuleMatrix;
        var side = modules.Count * 4;
        return new(side, side, [.. Enumerable.Range(0, side * side)
            .Select(i => modules[i / side / 4][i % side / 4] ? (byte)0 : (byte)255)]);
    }

    private static Grey Beside(Grey one, Grey other) => new(one.Width + other.Width, one.Height,
        [.. Enumerable.Range(0, one.Height).SelectMany(y => one.Pixels.Skip(y * one.Width).Take(one.Width)
            .Concat(other.Pixels.Skip(y * other.Width).Take(other.Width)))]);

    private static FilePayload Bmp(string name, Grey grey)
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        var row = (grey.Width * 3 + 3) / 4 * 4;
        writer.Write("BM"u8);
        foreach (var value in new[] { 54 + row * grey.Height, 0, 54, 40, grey.Width, grey.Height, 1 | 24 << 16, 0, 0, 0, 0, 0, 0 })
        {
            writer.Write(value);
        }

        for (var y = grey.Height - 1; y >= 0; y--)
        {
            var line = new byte[row];
            for (var x = 0; x < grey.Width * 3; x++)
            {
                line[x] = grey.Pixels[y * grey.Width + x / 3];
            }

            writer.Write(line);
        }

        writer.Flush();
        return new() { Name = name, MimeType = "image/bmp", Buffer = file.ToArray() };
    }

    /// <summary>What an office puts together: signed certificates with their data attached, and scanned pages.</summary>
    private static FilePayload Pdf(string name, byte[][] attached, Grey[] pictures, int pages = 0)
    {
        using var pdf = new MemoryStream();
        pdf.Write("%PDF-1.7\n"u8);
        var id = 0;
        foreach (var paper in attached)
        {
            Object("/Type /EmbeddedFile", paper);
        }

        foreach (var (width, height, pixels) in pictures)
        {
            using var packed = new MemoryStream();
            using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            {
                zlib.Write(pixels);
            }

            Object(string.Create(CultureInfo.InvariantCulture,
                $"/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode"), packed.ToArray());
        }

        for (var page = 0; page < pages; page++)
        {
            pdf.Write(Encoding.ASCII.GetBytes($"{++id} 0 obj\n<< /Type /Page >>\nendobj\n"));
        }

        pdf.Write("%%EOF"u8);
        return new() { Name = name, MimeType = "application/pdf", Buffer = pdf.ToArray() };

        void Object(string dictionary, byte[] content)
        {
            pdf.Write(Encoding.ASCII.GetBytes($"{++id} 0 obj\n<< {dictionary} /Length {content.Length} >>\nstream\n"));
            pdf.Write(content);
            pdf.Write("\nendstream\nendobj\n"u8);
        }
    }
}
