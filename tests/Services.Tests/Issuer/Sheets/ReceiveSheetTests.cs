using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Services.Tests.Databases;

namespace SkillsPassport.Services.Tests.Issuer.Sheets;

public sealed class ReceiveSheetTests
{
    private static readonly string[] SoundSamples =
    [
        "nsqf-rplc-demo-01.csv", "nsqf-rplc-demo-02.csv", "nsqf-rplc-demo-03.csv", "nsqf-rplc-demo-04.csv",
        "ntvqf-rplc-demo-04.csv",
    ];

    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task All_sample_sheets_are_sound_and_wait_for_approval(string engine)
    {
        await using var issuer = await RunningIssuer.StartAsync(engine);
        using var assessor = await issuer.SignInAsync("assessor");
        foreach (var name in SoundSamples)
        {
            var shown = await assessor.SendSheetAsync(SheetText.Sample(name), name);
            Assert.True(shown.SheetId is not null, $"{name}: {shown.Text}");
        }

        await using var db = issuer.Db();
        Assert.Equal(11, await db.Rows.CountAsync(row => row.Award == AwardType.NationalSkillsCertificate));
        Assert.Equal(4, await db.Rows.CountAsync(row => row.Award == AwardType.StatementOfAchievement));
        Assert.Equal(3, await db.Rows.CountAsync(row => row.Award == null));
    }

    [Fact]
    public async Task A_column_too_many_hides_no_error_of_a_row_and_all_rows_are_counted()
    {
        await using var issuer = await RunningIssuer.StartAsync();
        using var assessor = await issuer.SignInAsync("assessor");
        var lines = SheetText.Text([SheetText.Row(1, ("name_en", "=EVIL")), SheetText.Row(2)]).Split("\r\n");
        var shown = await assessor.SendSheetAsync(Encoding.UTF8.GetBytes(
            $"{lines[0]},Notes\r\n{lines[1]},late\r\n{lines[2]},\r\n"));
        Assert.Equal(["column_unknown", "formula_cell"], shown.Findings.Select(finding => finding.Code));

        var wrong = await assessor.SendSheetAsync(SheetText.Sheet(
            Enumerable.Range(1, 3000).Select(n => SheetText.Row(n, ("level", "9")))));
        Assert.Contains("of 3000 rows", wrong.Text.Replace(",", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_missing_column_is_told_once_and_hides_no_error_of_the_other_columns()
    {
        await using var issuer = await RunningIssuer.StartAsync();
        using var assessor = await issuer.SignInAsync("assessor");
        foreach (var column in SheetText.Columns)
        {
            var wrong = column == "level" ? "pathway" : "level";
            var rows = new[] { SheetText.Row(1), SheetText.Row(2, (wrong, "9"), ("row_no", "3")), SheetText.Row(3) };
            var text = string.Concat(rows.Prepend(SheetText.Columns.ToDictionary(key => key, key => key)).Select(row =>
                string.Join(',', SheetText.Columns.Where(key => key != column).Select(key => row[key])) + "\r\n"));
            var shown = await assessor.SendSheetAsync(Encoding.UTF8.GetBytes(text));
            var code = wrong == "level" ? "level_unknown" : "pathway_unknown";
            var rest = shown.Findings.Where(one => one.Code != "row_no_duplicate").ToList();
            // Which level there is depends on the framework.
            Assert.Equal(column is "framework" or "framework_version" ? [(1, "", "column_missing")]
                : [(1, "", "column_missing"), (3, wrong, code)], rest);
        }
    }

    [Fact]
    public async Task A_sound_sheet_is_taken_with_any_number_of_notices()
    {
        await using var issuer = await RunningIssuer.StartAsync();
        using var assessor = await issuer.SignInAsync("assessor");
        Dictionary<string, string> Row(int n, string mobile) => SheetText.Row(n, ("name_bn", "ক\u09df"), ("mobile", mobile));
        var rows = Enumerable.Range(1, 5_999).Select(n => Row(n, "01300000000")).ToList();
        var wrong = await assessor.SendSheetAsync(SheetText.Sheet([.. rows, Row(6_000, "1")]));
        Assert.Contains("To correct: 1, in 1 of 6000 rows", wrong.Text);
        Assert.Equal((6_001, "mobile", "mobile_format"), wrong.Findings[0]);
        Assert.Equal(500, wrong.Findings.Count(one => one.Code == "not_nfc"));
        Assert.Equal("too_many_notices", wrong.Findings[^1].Code);
        Assert.Contains("5500 more notices", wrong.Text);

        var sound = await assessor.SendSheetAsync(SheetText.Sheet([.. rows, Row(6_000, "01300000000")]));
        Assert.True(sound.SheetId is not null, sound.Text[..200]);
        Assert.Contains("Notices on the way: 6000.", sound.Text);
    }

    [Fact]
    public async Task When_a_sheet_came_before_is_told_in_the_readers_language()
    {
        await using var issuer = await RunningIssuer.StartAsync();
        using var assessor = await issuer.SignInAsync("assessor");
        Assert.NotNull((await assessor.SendSheetAsync(SheetText.Sheet(SheetText.Row(1)))).SheetId);
        var again = await assessor.SendSheetAsync(SheetText.Sheet(SheetText.Row(1)));
        Assert.Matches(@"received on \d+ \w+ 20\d\d, \d\d:\d\d\.", again.Text);
        await assessor.GetAsync("/sheets?lang=bn");
        again = await assessor.SendSheetAsync(SheetText.Sheet(SheetText.Row(1)));
        Assert.Matches("শিটটি [০-৯]+ [^ ]+ ২০[০-৯][০-৯], [০-৯][০-৯]:[০-৯][০-৯] তারিখে", again.Text);
    }

    [Fact]
    public async Task The_bad_sample_sheet_gives_exactly_its_expected_findings_and_changes_nothing()
    {
        await using var issuer = await RunningIssuer.StartAsync();
        using var assessor = await issuer.SignInAsync("assessor");
        // Also with the sound samples on record: the planted errors are the only ones.
        foreach (var name in SoundSamples)
        {
            await assessor.SendSheetAsync(SheetText.Sample(name), name);
        }

        var shown = await assessor.SendSheetAsync(SheetText.Sample("bad-sheet.csv"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, shown.Status);
        using var expected = JsonDocument.Parse(SheetText.Sample("bad-sheet.expected.json"));
        var wanted = expected.RootElement.GetProperty("findings").EnumerateArray().Select(one => (
            one.GetProperty("row").GetInt32(), one.GetProperty("column").GetString()!, one.GetProperty("code").GetString()!));
        Assert.Equal(wanted.Order(), shown.Findings.Order());
        Assert.True(shown.Findings.Select(one => one.Code).Distinct().Count() >= 15);
        await using var db = issuer.Db();
        Assert.Equal((SoundSamples.Length, 18), (await db.Sheets.CountAsync(), await db.Rows.CountAsync()));
    }

    [Fact]
    public async Task Every_finding_is_told_in_english_and_bangla()
    {
        await using var issuer = await RunningIssuer.StartAsync();
        using var assessor = await issuer.SignInAsync("assessor");
        var shown = await assessor.SendSheetAsync(SheetText.Sheet(SheetText.Row(1, ("assessor_2", ""))));
        Assert.Contains("Every result needs two assessors.", shown.Text);
        Assert.Contains("প্রতি ফলের জন্য দুইজন মূল্যায়নকারী লাগবে।", shown.Text);
    }

    [Fact]
    public async Task The_list_of_errors_can_be_narrowed_and_downloaded_without_storing_anything()
    {
        await using var issuer = await RunningIssuer.StartAsync();
        using var assessor = await issuer.SignInAsync("assessor");
        var shown = await assessor.SendSheetAsync(SheetText.Sample("bad-sheet.csv"));
        Assert.Equal("The result of unit … is missing. (1)",
            shown.Page.QuerySelector("#code option[value=unit_missing]")!.TextContent);
        var narrow = await assessor.SubmitAsync(shown, "form.filters", new() { ["code"] = "unit_missing" }, "button.narrow-go");
        Assert.Equal(["unit_missing"], narrow.Findings.Select(one => one.Code));
        // The corrected sheet is sent from this page, and is to be received, not narrowed.
        var send = narrow.Page.QuerySelector("form[enctype]")!;
        Assert.Equal("/sheets/new", send.GetAttribute("action"));
        Assert.NotNull(send.QuerySelector("input[name=__RequestVerificationToken]"));
        var csv = await assessor.SubmitAsync(shown, "form.filters", [], "button.download");
        Assert.Equal("text/csv", csv.ContentType);
        Assert.Contains("unit_missing", Encoding.UTF8.GetString(csv.Bytes));
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task The_same_sheet_twice_is_taken_once_and_says_so(string engine)
    {
        await using var issuer = await RunningIssuer.StartAsync(engine);
        using var assessor = await issuer.SignInAsync("assessor");
        var sheet = SheetText.Sheet(SheetText.Row(1), SheetText.Row(2));
        var first = await assessor.SendSheetAsync(sheet);
        // The same results in other bytes: semicolons, line feeds, byte order mark, Bengali digits.
        var other = Encoding.UTF8.GetBytes("\ufeff" + SheetText.Text(
            [SheetText.Row(1, ("date_of_birth", "০৫-০৫-১৯৯০")), SheetText.Row(2)], ';', "\n"));
        foreach (var again in new[] { sheet, other })
        {
            var second = await assessor.SendSheetAsync(again);
            Assert.Equal(HttpStatusCode.Conflict, second.Status);
            Assert.Contains(first.SheetId!, second.Page.QuerySelector(".say a")!.GetAttribute("href"));
        }

        await using var db = issuer.Db();
        Assert.Equal(1, await db.Sheets.CountAsync());
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task The_same_sheet_sent_by_many_at_once_is_taken_once(string engine)
    {
        await using var issuer = await RunningIssuer.StartAsync(engine);
        await using var second = await RunningIssuer.StartAsync(beside: issuer);
        var sheet = SheetText.Sheet(SheetText.Row(1), SheetText.Row(2));
        await Task.WhenAll(Enumerable.Range(0, 6).Select(async i =>
        {
            using var assessor = await (i % 2 == 0 ? issuer : second).SignInAsync("assessor");
            Assert.Contains((await assessor.SendSheetAsync(sheet)).Status, new[] { HttpStatusCode.OK, HttpStatusCode.Conflict });
        }));
        await using var db = issuer.Db();
        Assert.Equal(1, await db.Sheets.CountAsync());
    }

    [Fact]
    public async Task Identity_numbers_and_phones_are_nowhere_in_the_database_in_clear()
    {
        await using var issuer = await RunningIssuer.StartAsync();
        using var assessor = await issuer.SignInAsync("assessor");
        var row = SheetText.Row(7);
        Assert.NotNull((await assessor.SendSheetAsync(SheetText.Sheet(row))).SheetId);
        var bytes = Encoding.Latin1.GetString(issuer.Database.Stolen(known: row["name_en"]));
        Assert.All(["identity_no", "passport_no", "mobile"], column => Assert.DoesNotContain(row[column], bytes));
        Assert.DoesNotContain(row["identity_no"], issuer.Log.All);
    }

    [Fact]
    public async Task A_template_comes_back_without_its_example_row()
    {
        await using var issuer = await RunningIssuer.StartAsync();
        using var assessor = await issuer.SignInAsync("assessor");
        var template = await assessor.GetAsync("/sheets/template.csv?framework=BD-NSQF&occupation=welding");
        Assert.Equal([0xEF, 0xBB, 0xBF], template.Bytes[..3]);
        Assert.Contains("OUWEL001L2V1=C", Encoding.UTF8.GetString(template.Bytes));
        Assert.Equal([(0, "", "no_rows")], (await assessor.SendSheetAsync(template.Bytes)).Findings);
    }

    [Fact]
    public async Task Without_a_trust_list_no_row_is_accepted()
    {
        await using var issuer = await RunningIssuer.StartAsync();
        issuer.Scheme.PublishNextTrustList(list => list with { NextUpdate = list.IssuedAt.AddSeconds(1) });
        using var assessor = await issuer.SignInAsync("assessor");
        await Peers.Eventually.TrueAsync(async () => (await assessor.SendSheetAsync(SheetText.Sheet(SheetText.Row(1, ("level", "3")))))
            .Findings.Any(one => one.Code == "centres_unavailable"));
        await using var db = issuer.Db();
        Assert.Equal(0, await db.Sheets.CountAsync(sheet => sheet.State != SheetState.Rejected));
    }
}
