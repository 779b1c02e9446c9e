using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Text;
using SkillsPassport.Issuer.Sheets;

namespace SkillsPassport.Services.Tests.Issuer.Sheets;

public sealed class HostileFileTests(SheetDesk desk) : IClassFixture<SheetDesk>
{
    private static readonly string Sound = SheetText.Text([SheetText.Row(1)]);

    public static TheoryData<string, byte[], string> Files => new()
    {
        { "nothing", [], "file_empty" },
        { "white space", "  \r\n \n"u8.ToArray(), "file_empty" },
        { "a PDF", "%PDF-1.7 ..."u8.ToArray(), "file_not_csv" },
        { "a zip", Zip(), "file_not_csv" },
        { "binary", [.. Enumerable.Range(0, 3000).Select(i => (byte)(i * 7 % 31 == 0 ? 200 : i % 13 + 1))], "file_not_csv" },
        { "UTF-16 with a mark", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Sound)], "encoding_refused" },
        { "UTF-16 without one", Encoding.Unicode.GetBytes(Sound), "encoding_refused" },
        { "Windows-1252", [.. Encoding.UTF8.GetBytes(Sound), 0xE9, 0xFF], "byte_not_utf8" },
        { "overlong UTF-8", [.. Encoding.UTF8.GetBytes(Sound), 0xC0, 0xAF], "byte_not_utf8" },
        { "a NUL", Encoding.UTF8.GetBytes(Sound.Replace("TEST FATHER", "TEST\0FATHER")), "nul_character" },
        { "an open quote", Encoding.UTF8.GetBytes(Sound.Replace("TEST FATHER", "\"TEST FATHER")), "quote_not_closed" },
        { "no header", "1,2,3\r\n"u8.ToArray(), "header_missing" },
        { "only a header", Encoding.UTF8.GetBytes(SheetText.Text([])), "no_rows" },
        { "a column twice", Encoding.UTF8.GetBytes(Sound.Replace("row_no,name_en", "name_en,name_en")), "column_duplicate" },
        { "an unknown column", Encoding.UTF8.GetBytes(Sound.Replace("row_no,", "remarks,")), "column_unknown" },
        { "a missing column", Encoding.UTF8.GetBytes(Sound.Replace("mobile,", "")), "column_missing" },
        { "a short row", Encoding.UTF8.GetBytes(Sound + "2,TOO,SHORT\r\n"), "row_shape" },
        { "a cell behind the columns", Encoding.UTF8.GetBytes(Sound.TrimEnd() + ",,note\r\n"), "row_shape" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_file_that_is_no_result_sheet_is_refused_with_its_reason(string what, byte[] file, string code)
    {
        var shown = await desk.Assessor.SendSheetAsync(file);
        Assert.True(shown.Status == HttpStatusCode.UnprocessableEntity, what);
        Assert.True(code == "file_empty" && shown.Findings.Count == 0 ? shown.Text.Contains("empty")
            : shown.Findings.Any(one => one.Code == code), $"{what}: {shown.Text}");
    }

    [Fact]
    public async Task Fifty_thousand_rows_are_checked_in_seconds_and_the_list_of_errors_ends()
    {
        var text = new StringBuilder(string.Join(',', SheetText.Columns)).Append("\r\n");
        for (var i = 1; i <= 50_001; i++)
        {
            text.Append(i).Append(",X,র,F,M,1990-05-05,NID,1990991999").Append(i.ToString("0000000")).Append(
                ",,01300000000,PLM,BD-NSQF,2021,2,RPL,RPLC-DEMO-01,S-BIG,2026-03-10,,A-1,A-2,Absent,\r\n");
        }

        var watch = Stopwatch.StartNew();
        var shown = await desk.Assessor.SendSheetAsync(Encoding.UTF8.GetBytes(text.ToString()));
        Assert.Equal([(0, "", "too_many_rows")], shown.Findings);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), $"{watch.Elapsed}");

        var wrong = await desk.Assessor.SendSheetAsync(Encoding.UTF8.GetBytes(text.ToString().Replace("BD-NSQF", "X")));
        Assert.Equal("too_many_findings", wrong.Findings[0].Code);
        Assert.InRange(wrong.Findings.Count, 5000, 5001);
        Assert.Contains("To correct: 5000, in 4999 of 50001 rows", wrong.Text);
    }

    [Fact]
    public async Task The_first_byte_that_is_not_utf8_is_told_with_its_row_in_english_and_bangla()
    {
        var sheet = Encoding.UTF8.GetBytes(SheetText.Text(Enumerable.Range(1, 3000).Select(n => SheetText.Row(n))));
        sheet[sheet.AsSpan().IndexOf("TEST PERSON CAAA"u8)] = 0xC9;
        var shown = await desk.Assessor.SendSheetAsync(sheet);
        Assert.Equal([(0, "", "byte_not_utf8")], shown.Findings);
        Assert.Contains("row 2001 holds the byte 0xC9", shown.Text);
        Assert.Contains("২০০১ নম্বর সারিতে 0xC9 বাইট", shown.Text);
    }

    [Theory]
    [InlineData(49, false)]
    [InlineData(49, true)]
    public async Task A_request_that_is_too_long_to_be_read_is_refused_with_the_same_sentence(int mebibytes, bool inPieces)
    {
        var shown = await desk.Assessor.SendSheetAsync(new byte[mebibytes * 1024 * 1024], inPieces: inPieces);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, shown.Status);
        Assert.Contains("The file is larger than 40 MiB.", shown.Text);
        Assert.Contains("Split the sheet by session", shown.Text);
    }

    [Fact]
    public async Task More_than_forty_mebibytes_are_refused_with_a_sentence()
    {
        var shown = await desk.Assessor.SendSheetAsync(Encoding.UTF8.GetBytes(Sound + new string('x', 41 * 1024 * 1024)));
        Assert.Equal([(0, "", "file_too_large")], shown.Findings);
    }

    [Theory]
    [InlineData("\ufeff", ',', "\r\n")]
    [InlineData("", ',', "\n")]
    [InlineData("\ufeff", ';', "\r\n")]
    [InlineData("", ';', "\r")]
    public async Task Every_spreadsheets_way_of_writing_csv_is_read(string start, char delimiter, string end)
    {
        await using var issuer = await RunningIssuer.StartAsync();
        using var assessor = await issuer.SignInAsync("assessor");
        var rows = new[]
        {
            SheetText.Row(1, ("name_en", "“X”".Trim('“', '”')), ("identity_no", "১৯৯০ ৯৯১৯ ৯৯৯ ০০০ ০০১"), ("mobile", "০১৩০০০০০০০১")),
            SheetText.Row(2, ("assessed_on", "১০-০৩-২০২৬"), ("level", "২"), ("name_bn", "শর্‍যু"), ("occupation", "plm"),
                ("attendance", "present"), ("unit_results", SheetText.Units("plumbing", _ => "competent"))),
        };
        var shown = await assessor.SendSheetAsync(Encoding.UTF8.GetBytes(start + SheetText.Text(rows, delimiter, end)));
        Assert.True(shown.SheetId is not null, shown.Text);
    }

    [Fact]
    public void As_many_rows_as_a_sheet_may_have_fit_into_the_bytes_it_may_have()
    {
        var rows = Enumerable.Range(1, 100).Select(n => SheetText.Row(49_000 + n, ("occupation", "welding"),
            ("unit_results", SheetText.Units("welding", _ => "C"))));
        var each = Encoding.UTF8.GetByteCount(SheetText.Text(rows)) / 100;
        Assert.True(SheetContract.Current.MaxRows * each < SheetContract.Current.MaxBytes, $"{each} bytes a row");
    }

    [Fact]
    public async Task Empty_columns_that_a_spreadsheet_adds_behind_the_last_one_mean_nothing()
    {
        await using var issuer = await RunningIssuer.StartAsync();
        using var assessor = await issuer.SignInAsync("assessor");
        var lines = Encoding.UTF8.GetString(SheetText.Sample("nsqf-rplc-demo-01.csv")).TrimEnd().Split('\n');
        var wide = string.Concat(lines.Select(line => line.TrimEnd('\r') + ",, \r\n"));
        var shown = await assessor.SendSheetAsync(Encoding.UTF8.GetBytes(wide));
        Assert.True(shown.SheetId is not null, shown.Text);
    }

    private static byte[] Zip()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            zip.CreateEntry("sheet.csv").Open().Dispose();
        }

        return stream.ToArray();
    }
}
