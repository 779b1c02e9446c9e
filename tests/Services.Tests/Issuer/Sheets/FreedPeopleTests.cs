using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using SkillsPassport.Issuer.Awards;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Issuer.Issuing;
using SkillsPassport.Services.Tests.Databases;

namespace SkillsPassport.Services.Tests.Issuer.Sheets;

/// <summary>One person, one valid certificate, however sheets cross; and no mix-up that cannot be put right.</summary>
public sealed class FreedPeopleTests
{
    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task Of_two_sheets_with_the_same_people_sent_at_the_same_moment_one_is_taken(string engine)
    {
        await using var issuer = await RunningIssuer.StartAsync(engine);
        using var one = await issuer.SignInAsync("assessor");
        using var other = await issuer.SignInAsync("assessor");
        for (var i = 1; i <= 8; i++)
        {
            byte[] Sheet(string session) =>
                SheetText.Sheet(Enumerable.Range(100 * i, 40).Select(n => SheetText.Row(n, ("session_code", session))));
            var shown = await Task.WhenAll(one.SendSheetAsync(Sheet($"S-A-{i}")), other.SendSheetAsync(Sheet($"S-B-{i}")));
            var refused = Assert.Single(shown, answer => answer.SheetId is null);
            Assert.Equal(40, refused.Findings.Count);
            Assert.All(refused.Findings, finding => Assert.Equal("already_certified", finding.Code));
        }
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task Numbers_of_two_people_that_were_swapped_are_put_right_by_revoking_one_and_correcting_the_other(string engine)
    {
        await using var issuer = await RunningIssuer.StartAsync(engine);
        await issuer.IssuedAsync(SheetText.Sheet(SheetText.Row(1, Numbers(2)), SheetText.Row(2, Numbers(1))));
        using var assessor = await issuer.SignInAsync("assessor");
        var (first, second) = (await SerialAsync(issuer, 1), await SerialAsync(issuer, 2));
        Assert.Contains("identity_no already_in_session", await CorrectAsync(issuer, first, Numbers(1)));

        Assert.Null(await issuer.Get<ChangeAwardState>().ChangeAsync(second, AwardAct.Revoke, "Number of another", "officer.a", default));
        Assert.Equal("", await CorrectAsync(issuer, first, Numbers(1)));
        var again = await issuer.IssuedAsync(SheetText.Sheet(SheetText.Row(2)));
        await using var db = issuer.Db();
        Assert.Equal(2, await db.Awards.CountAsync(award => award.State == AwardState.Valid));
        Assert.Equal(AwardState.Valid, (await db.Awards.SingleAsync(award => award.SheetId == again)).State);
    }

    [Fact]
    public async Task After_a_revocation_the_same_person_can_be_sent_in_again_and_the_officers_are_told()
    {
        await using var issuer = await RunningIssuer.StartAsync();
        await issuer.IssuedAsync(SheetText.Sheet(SheetText.Row(1), SheetText.Row(2)));
        var serial = await SerialAsync(issuer, 1);
        Assert.Null(await issuer.Get<ChangeAwardState>().ChangeAsync(serial, AwardAct.Revoke, "Revoked by mistake", "officer.a", default));
        using var assessor = await issuer.SignInAsync("assessor");
        var sent = await assessor.SendSheetAsync(SheetText.Sheet(SheetText.Row(1)));
        Assert.True(sent.SheetId is not null, sent.Text);
        Assert.Contains($"was revoked: {serial}", sent.Text);
        Assert.Equal("already_in_session", (await assessor.SendSheetAsync(SheetText.Sheet(SheetText.Row(2)))).Findings.Single().Code);
        Assert.Equal("already_in_session", (await assessor.SendSheetAsync(SheetText.Sheet(
            SheetText.Row(1, ("row_no", "7"))))).Findings.Single(finding => finding.Code != "revoked_before").Code);
    }

    [Fact]
    public async Task A_number_that_was_corrected_away_is_free_for_the_one_whose_it_is_in_the_same_session_too()
    {
        await using var issuer = await RunningIssuer.StartAsync();
        await issuer.IssuedAsync(SheetText.Sheet(SheetText.Row(1, Numbers(2))));
        Assert.Equal("", await CorrectAsync(issuer, await SerialAsync(issuer, 1), Numbers(1)));
        await issuer.IssuedAsync(SheetText.Sheet(SheetText.Row(2)));
        using var assessor = await issuer.SignInAsync("assessor");
        Assert.Equal("already_in_session",
            (await assessor.SendSheetAsync(SheetText.Sheet(SheetText.Row(1, ("row_no", "7"))))).Findings.Single().Code);
    }

    [Fact]
    public async Task A_misspelt_name_beside_a_result_that_earned_nothing_binds_nobody()
    {
        await using var issuer = await RunningIssuer.StartAsync();
        await issuer.IssuedAsync(SheetText.Sheet(SheetText.Row(9), SheetText.Row(1, ("attendance", "Absent"), ("unit_results", ""),
            ("result_published_on", ""), ("name_en", "TEST PRESON B"))));
        using var assessor = await issuer.SignInAsync("assessor");
        var next = await assessor.SendSheetAsync(SheetText.Sheet(SheetText.Row(1, ("session_code", "S-TEST-2"))));
        Assert.True(next.SheetId is not null, next.Text);
    }

    [Fact]
    public async Task The_people_of_a_stopped_sheet_can_be_sent_in_again_and_so_can_the_sheet()
    {
        await using var issuer = await RunningIssuer.StartAsync(issuing: false);
        var sheet = SheetText.Sheet(SheetText.Row(1));
        var id = await issuer.ApprovedAsync(sheet);
        await using (var db = issuer.Db())
        {
            await db.Database.ExecuteSqlRawAsync("UPDATE result_rows SET mother_name_en = 'RICH MOTHER'");
        }

        await issuer.Get<IssueApprovedSheets>().StepAsync(default);
        await issuer.UntilAsync(id, SheetState.Stopped);
        using var assessor = await issuer.SignInAsync("assessor");
        var changed = await assessor.SendSheetAsync(SheetText.Sheet(SheetText.Row(1, ("father_name_en", "OTHER FATHER"))));
        Assert.True(changed.SheetId is not null, changed.Text);
        await assessor.RejectAsync(changed.SheetId!, "Sent to try it");
        Assert.NotNull((await assessor.SendSheetAsync(sheet)).SheetId);
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task People_revoked_corrected_or_stopped_by_an_older_version_are_freed_by_the_update(string engine)
    {
        await using var issuer = await RunningIssuer.StartAsync(engine, issuing: false);
        async Task ApproveAsync(SheetState until, params Dictionary<string, string>[] rows)
        {
            var id = await issuer.ApprovedAsync(SheetText.Sheet(rows));
            if (until == SheetState.Stopped)
            {
                await SqlAsync(issuer, $"UPDATE result_rows SET mother_name_en = 'RICH MOTHER' WHERE sheet_id = '{id}'");
            }

            while (await issuer.Get<IssueApprovedSheets>().StepAsync(default))
            {
            }

            await issuer.UntilAsync(id, until, seconds: 5);
        }

        await ApproveAsync(SheetState.Issued, SheetText.Row(1), SheetText.Row(2), SheetText.Row(3));
        await ApproveAsync(SheetState.Stopped, SheetText.Row(4));
        var serial = await SerialAsync(issuer, 1);

        // As it was left behind: the state alone changed.
        await SqlAsync(issuer, $"UPDATE awards SET state = 'Revoked' WHERE serial_no = '{serial}'");
        await SqlAsync(issuer, $"UPDATE awards SET state = 'Replaced' WHERE serial_no = '{await SerialAsync(issuer, 2)}'");
        await using (var db = issuer.Db())
        {
            await SqlAsync(issuer, "UPDATE result_sheets SET live_digest = digest");
            await db.Rows.Where(row => row.Claim == null).ExecuteUpdateAsync(set => set.SetProperty(row => row.Claim, [1, 2, 3]));
            await db.GetService<IMigrator>().MigrateAsync("20261122041000_RefreshGrants");
            await db.Database.MigrateAsync();
            Assert.Equal(SheetText.Row(3)["name_en"], (await db.Rows.SingleAsync(row => row.Claim != null)).NameEn);
            Assert.Equal(SheetState.Issued, (await db.Sheets.SingleAsync(sheet => sheet.LiveDigest != null)).State);
        }

        await ApproveAsync(SheetState.Issued, SheetText.Row(1), SheetText.Row(2), SheetText.Row(4));
    }

    [Fact]
    public async Task A_correction_does_not_lift_a_suspension()
    {
        await using var issuer = await RunningIssuer.StartAsync();
        await issuer.IssuedAsync(SheetText.Sheet(SheetText.Row(1)));
        var serial = await SerialAsync(issuer, 1);
        var change = issuer.Get<ChangeAwardState>();
        Assert.Null(await change.ChangeAsync(serial, AwardAct.Suspend, "Under inquiry", "officer.a", default));
        using var officer = await issuer.SignInAsync("officer.a");
        var form = await officer.GetAsync($"/certificates/{serial}/replace");
        Assert.Equal(HttpStatusCode.Conflict, form.Status);
        Assert.Contains("Lift the suspension first", form.Text);
        Assert.DoesNotContain(await LinksAsync(officer, serial), link => link.EndsWith("/replace", StringComparison.Ordinal));

        // Suspended while the correction waits for the second officer.
        Assert.Null(await change.ChangeAsync(serial, AwardAct.Reinstate, "Inquiry over", "officer.a", default));
        var asked = Assert.IsType<ReplacementAnswer.Requested>(await AskAsync(issuer, serial, [("mother_name_en", "RIGHT MOTHER")]));
        Assert.Null(await change.ChangeAsync(serial, AwardAct.Suspend, "Under inquiry again", "officer.a", default));
        using var second = await issuer.SignInAsync("officer.b");
        await second.ApproveAsync(asked.SheetId);
        await issuer.UntilAsync(asked.SheetId, SheetState.Stopped);
        await using var db = issuer.Db();
        Assert.Equal(AwardState.Suspended, (await db.Awards.SingleAsync(award => award.SerialNo == serial)).State);
    }

    [Fact]
    public async Task A_certificate_whose_time_is_over_before_it_begins_is_noticed()
    {
        await using var issuer = await RunningIssuer.StartAsync();
        using var assessor = await issuer.SignInAsync("assessor");
        var old = await assessor.SendSheetAsync(SheetText.Sheet(
            SheetText.Row(1, ("assessed_on", "2021-01-10"), ("result_published_on", "2021-01-12"))));
        Assert.True(old.SheetId is not null, old.Text);
        Assert.Contains("Would have ended already, on 11 January 2026", old.Text);
    }

    private static (string, string)[] Numbers(int of) =>
        [("identity_no", SheetText.Row(of)["identity_no"]), ("passport_no", SheetText.Row(of)["passport_no"])];

    private static async Task<string> SerialAsync(RunningIssuer issuer, int person)
    {
        await using var db = issuer.Db();
        var name = SheetText.Row(person)["name_en"];
        return await db.Awards.Where(award => award.FullName == name && award.State == AwardState.Valid)
            .Select(award => award.SerialNo).SingleAsync();
    }

    private static async Task SqlAsync(RunningIssuer issuer, string sql)
    {
        await using var db = issuer.Db();
        await db.Database.ExecuteSqlRawAsync(sql);
    }

    private static Task<ReplacementAnswer> AskAsync(RunningIssuer issuer, string serial, (string Column, string Value)[] cells) =>
        issuer.Get<RequestReplacement>().RequestAsync(serial,
            cells.ToDictionary(cell => cell.Column, string? (cell) => cell.Value), "Number of another", "officer.a", default);

    /// <summary>Has it asked for, approved and issued; what stands in the way, if anything.</summary>
    private static async Task<string> CorrectAsync(RunningIssuer issuer, string serial, (string, string)[] cells)
    {
        var answer = await AskAsync(issuer, serial, cells);
        if (answer is not ReplacementAnswer.Requested asked)
        {
            return answer is ReplacementAnswer.Wrong wrong
                ? string.Join(' ', wrong.Findings.Select(finding => $"{finding.Column} {finding.Code}")) : answer.ToString();
        }

        using var officer = await issuer.SignInAsync("officer.b");
        await officer.ApproveAsync(asked.SheetId);
        await issuer.UntilAsync(asked.SheetId, SheetState.Issued);
        return "";
    }

    private static async Task<IReadOnlyList<string>> LinksAsync(OfficerBrowser officer, string serial) =>
        [.. (await officer.GetAsync($"/certificates/{serial}")).Page.QuerySelectorAll(".acts a")
            .Select(link => link.GetAttribute("href")!)];
}
