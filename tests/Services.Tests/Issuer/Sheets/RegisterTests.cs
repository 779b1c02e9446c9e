using SkillsPassport.Services.Tests.Databases;

namespace SkillsPassport.Services.Tests.Issuer.Sheets;

public sealed class RegisterTests
{
    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task A_person_on_record_is_found_again_by_either_form_of_the_nid(string engine)
    {
        await using var issuer = await RunningIssuer.StartAsync(engine);
        using var assessor = await issuer.SignInAsync("assessor");
        var first = await assessor.SendSheetAsync(SheetText.Sheet(SheetText.Row(1, ("identity_no", "19909919999000001"))));
        Assert.NotNull(first.SheetId);

        async Task<string> CodeOf(params (string, string)[] changes) =>
            (await assessor.SendSheetAsync(SheetText.Sheet(SheetText.Row(1, [("identity_no", "9919999000001"), .. changes]))))
            .Findings.Single().Code;

        Assert.Equal("already_in_session", await CodeOf());
        Assert.Equal("already_certified", await CodeOf(("session_code", "S-TEST-2")));
        Assert.Equal("person_differs", await CodeOf(("session_code", "S-TEST-2"), ("name_en", "SOMEBODY ELSE")));
        Assert.Equal("person_differs", await CodeOf(("session_code", "S-TEST-2"), ("identity_no", "5555555555"), ("name_bn", "অন্য নাম")));
    }

    [Fact]
    public async Task A_person_on_record_is_told_at_once_with_whatever_else_is_wrong_in_the_row()
    {
        await using var issuer = await RunningIssuer.StartAsync();
        using var assessor = await issuer.SignInAsync("assessor");
        Assert.NotNull((await assessor.SendSheetAsync(SheetText.Sheet(SheetText.Row(1)))).SheetId);

        async Task<IEnumerable<string>> CodesOf(params (string, string)[] changes) =>
            (await assessor.SendSheetAsync(SheetText.Sheet(SheetText.Row(1, [("mobile", "1"), .. changes]), SheetText.Row(2))))
            .Findings.Select(one => one.Code);

        Assert.Equal(["mobile_format", "already_in_session"], await CodesOf());
        Assert.Equal(["mobile_format", "already_certified"], await CodesOf(("session_code", "S-TEST-2")));
        Assert.Equal(["mobile_format", "person_differs"], await CodesOf(("session_code", "S-TEST-2"), ("name_en", "SOMEBODY ELSE")));
        // What could not be read differs from nobody.
        Assert.Equal(["name_not_latin", "mobile_format", "already_certified"],
            await CodesOf(("session_code", "S-TEST-2"), ("name_en", "রহিম")));
        Assert.Equal(["nid_format", "mobile_format", "already_in_session"], await CodesOf(("identity_no", "12")));
    }

    [Fact]
    public async Task An_expired_certificate_or_another_occupation_or_a_rejected_sheet_does_not_stand_in_the_way()
    {
        await using var issuer = await RunningIssuer.StartAsync();
        using var assessor = await issuer.SignInAsync("assessor");
        var old = SheetText.Row(1, ("assessed_on", "2020-03-10"), ("result_published_on", "2020-03-12"), ("session_code", "S-OLD"));
        Assert.NotNull((await assessor.SendSheetAsync(SheetText.Sheet(old))).SheetId);
        var renewed = await assessor.SendSheetAsync(SheetText.Sheet(SheetText.Row(1)));
        Assert.NotNull(renewed.SheetId);
        var welding = SheetText.Row(1, ("occupation", "welding"), ("unit_results", SheetText.Units("welding", i => i == 0 ? "NYC" : "C")),
            ("session_code", "S-WEL"));
        Assert.NotNull((await assessor.SendSheetAsync(SheetText.Sheet(welding))).SheetId);

        await assessor.RejectAsync(renewed.SheetId!, "Sent by mistake");
        Assert.NotNull((await assessor.SendSheetAsync(SheetText.Sheet(SheetText.Row(1)))).SheetId);
    }

    [Fact]
    public async Task The_rejected_duplicate_of_the_sample_data_is_found_against_the_register()
    {
        await using var issuer = await RunningIssuer.StartAsync();
        using var assessor = await issuer.SignInAsync("assessor");
        Assert.NotNull((await assessor.SendSheetAsync(SheetText.Sample("ntvqf-rplc-demo-04.csv"))).SheetId);
        var duplicate = SheetText.Row(1, ("name_en", "KHOKON MIAH"), ("name_bn", "খোকন মিয়া"), ("date_of_birth", "1979-12-31"),
            ("identity_no", "9919999000015"), ("occupation", "painting"), ("level", "1"),
            ("unit_results", SheetText.Units("painting", _ => "C")));
        Assert.Contains((2, "identity_no", "person_differs"), (await assessor.SendSheetAsync(SheetText.Sheet(duplicate))).Findings);
    }
}
