using QRCoder;

namespace SkillsPassport.Journeys.Tests.Browser;

/// <summary>The modules of the checker page, in Node: the same vectors as the C# library, and input nobody should send.</summary>
public class BrowserModuleTests
{
    [Fact]
    public Task The_browser_module_gives_the_same_verdicts_as_the_library() => NodeRun.TestAsync("verdicts.test.mjs");

    [Fact]
    public Task The_browser_module_reads_every_paper_vector() => NodeRun.TestAsync("paper.test.mjs");

    [Fact]
    public Task No_mutated_certificate_ever_gets_a_yes() => NodeRun.TestAsync("hostile.test.mjs");

    [Fact]
    public Task A_device_s_clock_is_believed_as_far_as_it_deserves() => NodeRun.TestAsync("clock.test.mjs");

    [Fact]
    public Task A_list_from_the_future_tells_that_the_device_s_clock_is_behind() => NodeRun.TestAsync("lists.test.mjs");

    [Fact]
    public Task Only_what_is_published_and_signed_is_said_of_a_level_abroad() => NodeRun.TestAsync("comparisons.test.mjs");

    [Fact]
    public Task What_is_pasted_is_told_apart_and_no_spreadsheet_cell_becomes_a_formula() =>
        NodeRun.TestAsync("desk.test.mjs");

    [Fact]
    public async Task Symbols_links_and_pdfs_lead_only_to_our_own_pages()
    {
        var folder = Directory.CreateTempSubdirectory("sp-qr-");
        try
        {
            var text = "HTTPS://VERIFY.PASSPORT.EXAMPLE.GOV.BD/C#" + new string('A', 640);
            using var symbol = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
            var picture = Path.Combine(folder.FullName, "qr.png");
            var words = Path.Combine(folder.FullName, "qr.txt");
            await File.WriteAllBytesAsync(picture, new PngByteQRCode(symbol).GetGraphic(4));
            await File.WriteAllTextAsync(words, text);
            await NodeRun.TestAsync("reading.test.mjs", ("QR_PNG", picture), ("QR_TEXT", words));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
