using System.Net;

namespace SkillsPassport.Services.Tests.Issuer.Sheets;

/// <summary>One issuer for all: nothing here is ever stored.</summary>
public sealed class SheetDesk : IAsyncLifetime
{
    private RunningIssuer _issuer = null!;

    public OfficerBrowser Assessor { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _issuer = await RunningIssuer.StartAsync();
        Assessor = await _issuer.SignInAsync("assessor");
    }

    public async Task DisposeAsync()
    {
        Assessor.Dispose();
        await _issuer.DisposeAsync();
    }
}

public sealed class RowErrorTests(SheetDesk desk) : IClassFixture<SheetDesk>
{
    private static readonly string AllUnits = SheetText.Units("plumbing", _ => "C");

    public static TheoryData<string, string, string> OneWrongCell => new()
    {
        { "row_no", "", "required" }, { "row_no", "first", "row_no_invalid" },
        { "name_en", "", "required" }, { "name_en", "মোঃ রহিম", "name_not_latin" }, { "name_en", "MD R\u0410HIM", "name_not_latin" },
        { "name_en", string.Join(' ', Enumerable.Repeat("MOHAMMAD", 13)), "names_too_long" },
        { "name_en", "...", "name_not_latin" }, { "name_en", new string('A', 401), "cell_too_long" },
        { "name_en", new string('A', 100_000), "cell_too_long" },
        { "name_en", "=1+1", "formula_cell" }, { "name_en", "+RAHIM", "formula_cell" }, { "name_en", "-RAHIM", "formula_cell" },
        { "name_en", "@SUM(A1)", "formula_cell" }, { "name_en", "\tRAHIM", "formula_cell" }, { "name_en", "\rRAHIM", "formula_cell" },
        { "name_en", "MD \u202eMIHAR", "control_character" }, { "name_en", "RA\u200bHIM", "control_character" },
        { "name_en", "RA\u200dHIM", "control_character" }, { "name_en", "RA\u0007HIM", "control_character" },
        { "name_bn", "রহি\ufffeম", "control_character" }, { "session_code", "S-\ufffe1", "control_character" },
        { "name_en", "MD\nRAHIM", "control_character" }, { "name_bn", "\u202eরহিম", "control_character" },
        { "name_bn", "মোঃ Rahim", "name_not_bangla" }, { "name_bn", "रहीम", "name_not_bangla" }, { "name_bn", "ামিনা", "name_malformed" },
        { "name_bn", "কািম", "name_malformed" }, { "name_bn", "ক\u0984", "name_malformed" }, { "name_bn", "রহিম ৫", "name_malformed" },
        { "mother_name_en", "", "required" }, { "father_name_en", "=X", "formula_cell" },
        { "date_of_birth", "05/05/1990", "date_format" }, { "date_of_birth", "1990-02-30", "date_format" },
        { "date_of_birth", "2014-05-05", "age_out_of_range" }, { "date_of_birth", "1900-05-05", "age_out_of_range" },
        { "date_of_birth", "2090-01-01", "date_in_future" },
        { "identity_type", "DRIVING", "identity_type_unknown" }, { "identity_no", "12345678901", "nid_format" },
        { "identity_no", "0123456789", "nid_format" }, { "identity_no", "1.99E+16", "nid_rounded" }, { "identity_no", "", "required" },
        { "passport_no", "ZZ12", "passport_format" }, { "mobile", "01200000001", "mobile_format" }, { "mobile", "+880123", "mobile_format" },
        { "mobile", "", "required" },
        { "occupation", "astronaut", "occupation_unknown" }, { "framework", "NSQF-IN", "framework_unknown" },
        { "framework", "", "level_without_framework" }, { "framework_version", "1999", "framework_version_unknown" },
        { "framework_version", "", "required" }, { "level", "9", "level_unknown" }, { "level", "3", "level_mismatch" },
        { "pathway", "Training", "pathway_unknown" },
        { "centre_code", "RPLC-NONE-99", "centre_unknown" }, { "centre_code", "RPLC-ENDED-01", "centre_not_accredited" },
        { "session_code", "S!", "session_format" }, { "assessed_on", "2031-01-01", "date_in_future" },
        { "result_published_on", "2031-01-01", "date_in_future" }, { "result_published_on", "2026-03-01", "result_before_assessment" },
        { "result_published_on", "", "result_date_missing" },
        { "assessor_1", "", "assessor_missing" }, { "assessor_2", "", "assessor_missing" },
        { "assessor_2", "ASR-DEMO-001", "assessors_equal" }, { "assessor_2", "A B", "assessor_format" },
        { "attendance", "Maybe", "attendance_unknown" }, { "attendance", "Absent", "unit_results_unexpected" },
        { "attendance", "Withheld", "unit_results_unexpected" },
        { "unit_results", "", "unit_results_missing" }, { "unit_results", AllUnits + ";OUXYZ001L2V1=C", "unit_unknown" },
        { "unit_results", AllUnits + ";OUWEL001L2V1=C", "unit_not_of_occupation" },
        { "unit_results", AllUnits[..AllUnits.LastIndexOf(';')], "unit_missing" },
        { "unit_results", AllUnits[..^1] + "PASS", "unit_result_unknown" }, { "unit_results", AllUnits + ";JUNK", "unit_result_format" },
        { "unit_results", AllUnits + ";GU001L1V1=NYC", "unit_duplicate" },
    };

    [Theory]
    [MemberData(nameof(OneWrongCell))]
    public async Task A_wrong_cell_is_told_with_its_row_and_column(string column, string value, string code)
    {
        var shown = await desk.Assessor.SendSheetAsync(SheetText.Sheet(SheetText.Row(1), SheetText.Row(2, (column, value))));
        // A wrong cell in Attendance is found through the units that then should not be there.
        var at = code == "unit_results_unexpected" ? "unit_results" : column;
        Assert.Equal(HttpStatusCode.UnprocessableEntity, shown.Status);
        Assert.Equal([(3, at, code)], shown.Findings.Where(one => one.Code is not ("birth_year_differs" or "not_nfc")));
    }

    [Theory]
    [InlineData("identity_type", "BRN", "identity_no", "123", "identity_no", "brn_format")]
    [InlineData("identity_type", "PASSPORT", "identity_no", "AB1234567", "passport_no", "passport_differs")]
    [InlineData("identity_no", "9919000000001", "row_no", "2", "identity_no", "duplicate_person")]
    public async Task Two_cells_that_do_not_go_together_are_told(string first, string value, string second, string other, string column,
        string code)
    {
        var shown = await desk.Assessor.SendSheetAsync(SheetText.Sheet(
            SheetText.Row(1), SheetText.Row(2, (first, value), (second, other))));
        Assert.Contains((3, column, code), shown.Findings);
    }

    [Fact]
    public async Task A_person_is_the_same_with_13_and_with_17_digits_and_by_passport()
    {
        var shown = await desk.Assessor.SendSheetAsync(SheetText.Sheet(
            SheetText.Row(1, ("identity_no", "19909919999000001")), SheetText.Row(2, ("identity_no", "9919999000001")),
            SheetText.Row(3, ("passport_no", "ZZ0000001"))));
        Assert.Equal([(3, "identity_no", "duplicate_person"), (4, "passport_no", "duplicate_person")], shown.Findings);
    }

    [Fact]
    public async Task The_same_person_twice_is_told_at_once_with_whatever_else_is_wrong_in_either_row()
    {
        var later = await desk.Assessor.SendSheetAsync(SheetText.Sheet(
            SheetText.Row(1), SheetText.Row(2, ("identity_no", "9919000000001"), ("assessor_2", ""))));
        Assert.Equal([(3, "assessor_2", "assessor_missing"), (3, "identity_no", "duplicate_person")], later.Findings.Order());
        var earlier = await desk.Assessor.SendSheetAsync(SheetText.Sheet(
            SheetText.Row(1, ("identity_no", "19909919999000001"), ("assessor_2", "")),
            SheetText.Row(2, ("identity_no", "9919999000001")), SheetText.Row(3, ("identity_no", "1"), ("passport_no", "ZZ0000001"))));
        Assert.Equal(
        [
            (2, "assessor_2", "assessor_missing"), (3, "identity_no", "duplicate_person"), (4, "identity_no", "nid_format"),
            (4, "passport_no", "duplicate_person"),
        ], earlier.Findings.Order());
    }

    [Fact]
    public async Task A_row_number_used_twice_is_told()
    {
        var shown = await desk.Assessor.SendSheetAsync(SheetText.Sheet(SheetText.Row(1), SheetText.Row(2, ("row_no", "১"))));
        Assert.Equal([(3, "row_no", "row_no_duplicate")], shown.Findings);
    }

    [Fact]
    public async Task All_errors_of_a_row_are_told_at_once()
    {
        var shown = await desk.Assessor.SendSheetAsync(SheetText.Sheet(SheetText.Row(1, ("name_en", ""), ("mobile", "1"), ("level", "9"),
            ("assessor_2", ""), ("date_of_birth", "x"))));
        Assert.Equal(5, shown.Findings.Count);
    }

    [Fact]
    public async Task Quotes_and_scripts_in_cells_are_shown_as_text()
    {
        var shown = await desk.Assessor.SendSheetAsync(SheetText.Sheet(SheetText.Row(1, ("occupation", "<script>alert(1)</script>"))));
        Assert.Empty(shown.Page.QuerySelectorAll("main script"));
        Assert.Contains("<script>alert(1)</script>", shown.Text);
    }
}
