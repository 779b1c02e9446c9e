using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Authority.Database;
using SkillsPassport.Authority.Proposals;
using SkillsPassport.Credentials.Registers;
using SkillsPassport.Services.Tests.Issuer;

namespace SkillsPassport.Services.Tests.Authority.Registers;

public sealed class RecruiterTests : IAsyncLifetime
{
    private RunningAuthority _authority = null!;
    private OfficerBrowser _officer = null!;

    public async Task InitializeAsync()
    {
        _authority = await RunningAuthority.StartAsync();
        _officer = await _authority.SignInAsync("recruit.a");
    }

    [Fact]
    public async Task A_licence_is_proposed_approved_suspended_reinstated_and_cancelled_by_two_persons_each()
    {
        await AddAsync("RL-0354");
        Assert.Equal("RL-354", (await PublishedAsync()).Rl);
        Assert.Equal(LicenceStanding.Valid, await StandingAsync("2026-03-01"));

        await DoAsync("Suspend", new() { ["from"] = "2026-03-01", ["reason"] = "Fees above the limit" });
        Assert.Equal(LicenceStanding.Valid, await StandingAsync("2026-03-01"));
        await ApproveAsync();
        Assert.Equal(LicenceStanding.Valid, await StandingAsync("2026-02-28"));
        Assert.Equal(LicenceStanding.Suspended, await StandingAsync("2026-03-01"));
        Assert.Equal((RecruiterStatus.Suspended, new DateOnly(2026, 3, 1)),
            ((await PublishedAsync()).Status, (await PublishedAsync()).SuspendedFrom));

        await DoAsync("Reinstate", new() { ["from"] = "২০২৬-০৪-০১", ["reason"] = "Fees were paid back" });
        await ApproveAsync();
        Assert.Equal(LicenceStanding.Suspended, await StandingAsync("2026-03-31"));
        Assert.Equal(LicenceStanding.Valid, await StandingAsync("2026-04-01"));

        await DoAsync("Cancel", new() { ["from"] = "2026-05-01", ["reason"] = "Forged papers" });
        await ApproveAsync();
        Assert.Equal(LicenceStanding.Cancelled, await StandingAsync("2030-01-01"));
        Assert.Equal(("Forged papers", RecruiterStatus.Cancelled),
            ((await PublishedAsync()).CancelledReason, (await PublishedAsync()).Status));
        Assert.Null((await _officer.GetAsync("/desk/recruiters/RL-354")).Page.QuerySelector("form[action*=Suspend]"));
    }

    [Theory]
    [InlineData("rl", "Cells[rl]", "12345")]
    [InlineData("rl", "Cells[rl]", "RL-9001")]
    [InlineData("name.en", "Cells[nameEn]", " ")]
    [InlineData("name.bn", "Cells[nameBn]", "Meghna")]
    [InlineData("name.en", "Cells[nameEn]", "Meghna\ufffe")]
    [InlineData("until", "Cells[until]", "2023-01-01")]
    [InlineData("from", "Cells[from]", "yesterday")]
    [InlineData("phone", "Cells[phone]", "call me")]
    [InlineData("branches[1].phone", "Cells[branches]", "Branch | শাখা | Cumilla | Road | abc")]
    [InlineData("subAgents[2].name.en", "Cells[subAgents]", "Karim\n | করিম")]
    [InlineData("branches[1].phone", "Cells[branches]", "Branch | শাখা | Cumilla | House 5 | Road 2 | 0181234567")]
    [InlineData("subAgents[1].phone", "Cells[subAgents]", "Karim | করিম | Cumilla | 0181234567 | Sylhet")]
    public async Task What_is_wrong_is_said_at_its_field_and_nothing_is_stored(string field, string cell, string value)
    {
        var shown = await Forms.ProposeLicenceAsync(_officer, "RL-354", new() { [cell] = value });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, shown.Status);
        Assert.Contains(shown.Faults(), fault => fault.Field == field);
        await using var db = _authority.Db();
        Assert.Empty(db.Proposals);
    }

    [Fact]
    public async Task A_bar_inside_a_branch_is_refused_at_its_row_and_field()
    {
        const string sound = """{"rl":"RL-1","name":{"en":"R | S"},"from":"2024-01-01","until":"2099-12-31"}""";
        const string barred = """
            {"rl":"RL-2","name":{"en":"R"},"from":"2024-01-01","until":"2099-12-31","address":"Floor 3 | Dhaka",
             "branches":[{"name":{"en":"B"},"address":"House 5 | Road 2"}],"subAgents":[{"name":{"en":"K|L"}}]}
            """;
        var shown = await Forms.ImportAsync(_officer, "recruiters", "{\"recruiters\":[" + $"{sound},{barred}" + "]}");
        Assert.Equal([("2", "branches[1].address"), ("2", "subAgents[1].name.en")],
            shown.Faults().Select(fault => (fault.Row, fault.Field)));
        Assert.All(shown.Faults(), fault => Assert.Contains("a bar (|)", fault.Says));
    }

    [Fact]
    public async Task A_bar_that_is_stored_already_is_shown_as_a_slash_and_nothing_shifts_when_it_is_changed()
    {
        await AddAsync("RL-354");
        await using (var db = _authority.Db())
        {
            await db.Database.ExecuteSqlRawAsync("UPDATE register_rows SET content = replace(content, 'Road 1', 'A | B')");
        }

        var form = await _officer.GetAsync("/desk/recruiters/RL-354/change");
        Assert.Equal("Cumilla branch | কুমিল্লা শাখা | Cumilla | A / B | 0181234567",
            form.Page.QuerySelector("#branches")!.TextContent);
        Assert.Contains("a slash (/) is written here", form.Text);
        await _officer.SubmitAsync(form, "main form.form", []);
        await using var after = _authority.Db();
        var proposed = await after.Proposals.SingleAsync(one => one.Act == ProposalAct.ChangeLicence);
        var branch = Assert.Single(Draft.Read<Recruiter>(proposed.Content).Branches);
        Assert.Equal(("Cumilla", "A / B", "0181234567"), (branch.District, branch.Address, branch.Phone));
    }

    [Fact]
    public async Task A_change_that_was_made_against_an_older_row_overwrites_nothing()
    {
        await AddAsync("RL-354");
        using var other = await _authority.SignInAsync("recruit.b");
        var stale = await other.GetAsync("/desk/recruiters/RL-354/change");
        await _officer.SubmitAsync(await _officer.GetAsync("/desk/recruiters/RL-354/change"), "main form.form",
            new() { ["Cells[until]"] = "2030-12-31" });
        Assert.Contains("waits already", (await other.SubmitAsync(stale, "main form.form",
            new() { ["Cells[nameEn]"] = "Another name" })).Text);
        await ApproveAsync();
        Assert.Equal(("Meghna Overseas", new DateOnly(2030, 12, 31)),
            ((await PublishedAsync()).Name.En, (await PublishedAsync()).Until));
        Assert.Contains("already", (await Forms.ProposeLicenceAsync(_officer, "354")).Text);
    }

    [Theory]
    [InlineData("RL-354")]
    [InlineData("৩৫৪")]
    [InlineData("আরএল-৩৫৪")]
    [InlineData("meghna")]
    [InlineData("মেঘনা")]
    [InlineData("overseas MEGH")]
    public async Task Anybody_finds_a_recruiter_however_it_is_written(string typed)
    {
        await AddAsync("RL-354");
        using var anybody = new OfficerBrowser(_authority.Url);
        var shown = await anybody.GetAsync("/recruiters?q=" + Uri.EscapeDataString(typed));
        Assert.Contains("Licence valid on", shown.Page.QuerySelector(".verdict")!.TextContent);
        Assert.Contains("Karim Uddin", shown.Text);
        Assert.Null(shown.Page.QuerySelector("script"));
    }

    [Fact]
    public async Task A_question_may_hold_what_is_no_character()
    {
        using var anybody = new OfficerBrowser(_authority.Url);
        Assert.Equal(HttpStatusCode.OK, (await anybody.GetAsync("/recruiters?q=Meghna%EF%BF%BE")).Status);
        Assert.Equal(HttpStatusCode.OK, (await _officer.GetAsync("/desk/recruiters?q=%EF%BF%BE354&p=2147483647")).Status);
    }

    [Fact]
    public async Task The_verdict_is_plain_and_says_what_to_do_in_both_languages()
    {
        await AddAsync("RL-354");
        await AddAsync("RL-355", new() { ["Cells[until]"] = "2025-01-01", ["Cells[nameEn]"] = "Old" });
        await DoAsync("Suspend", new() { ["from"] = "2026-01-01", ["reason"] = "Fees above the limit" });
        await ApproveAsync();
        using var bangla = new OfficerBrowser(_authority.Url, "bn");
        using var english = new OfficerBrowser(_authority.Url, "en");
        foreach (var (path, verdict, todo) in new[]
        {
            ("/recruiters?q=354", "Suspended since 1 January 2026", "Do not pay"),
            ("/recruiters/RL-355", "Licence ended on 1 January 2025", "16135"),
            ("/recruiters?q=999", "Not in the register", "Do not pay"),
            ("/recruiters?q=354&on=2025-06-01", "Licence valid on 1 June 2025", "receipt"),
        })
        {
            var shown = await english.GetAsync(path);
            Assert.Contains(verdict, shown.Text);
            Assert.Contains(todo, shown.Text);
        }

        var inBangla = await bangla.GetAsync("/recruiters?q=354");
        Assert.Contains("১ জানুয়ারি ২০২৬ থেকে স্থগিত".Normalize(), inBangla.Text.Normalize());
        Assert.Equal("bn", inBangla.Page.DocumentElement.GetAttribute("lang"));
        Assert.Equal(HttpStatusCode.NotFound, (await english.GetAsync("/recruiters/RL-999")).Status);
        Assert.Contains("at least two letters", (await english.GetAsync("/recruiters?q=m")).Text);
        Assert.Contains("2 found", (await english.GetAsync("/recruiters?q=o")).Text + (await english.GetAsync("/recruiters?q=ol")).Text
            + (await english.GetAsync("/recruiters?q=" + Uri.EscapeDataString("মেঘনা"))).Text);
        Assert.Contains("&lt;script", System.Text.Encoding.UTF8.GetString((await english.GetAsync("/recruiters?q=%3Cscript%3E")).Bytes));
    }

    [Fact]
    public async Task Machines_ask_the_register_for_any_day()
    {
        await AddAsync("RL-354");
        await DoAsync("Suspend", new() { ["from"] = "2026-03-01", ["until"] = "2026-03-31", ["reason"] = "Fees above the limit" });
        await ApproveAsync();
        foreach (var (day, standing) in new[]
        {
            ("2023-12-31", "not-yet-valid"), ("2026-02-28", "valid"), ("2026-03-31", "suspended"), ("2026-04-01", "valid"),
        })
        {
            var json = JsonDocument.Parse(await _authority.Http.GetStringAsync($"/api/recruiters/rl-354?on={day}")).RootElement;
            Assert.Equal(standing, json.GetProperty("recruiters")[0].GetProperty("standing").GetString());
        }

        foreach (var (path, status) in new[]
        {
            ("/api/recruiters/RL-999", 404), ("/api/recruiters/nobody", 400), ("/api/recruiters?q=", 400),
            ("/api/recruiters?q=m", 400), ("/api/recruiters/RL-354?on=tomorrow", 400), ("/api/recruiters?q=zz", 200),
            ("/api/comparisons?country=SA&framework=BD-NSQF&level=3", 200), ("/api/comparisons?country=SA", 400),
        })
        {
            using var answer = await _authority.Http.GetAsync(path);
            Assert.Equal(status, (int)answer.StatusCode);
            Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        }
    }

    public async Task DisposeAsync()
    {
        _officer.Dispose();
        await _authority.DisposeAsync();
    }

    private async Task AddAsync(string rl, Dictionary<string, string>? cells = null)
    {
        await Forms.ProposeLicenceAsync(_officer, rl, cells);
        await _authority.ApproveAsync(RecruitingLicence.Read(rl)!, "recruit.b");
    }

    private async Task ApproveAsync() =>
        Assert.Equal(HttpStatusCode.OK, (await _authority.ApproveAsync("RL-354", "recruit.b")).Status);

    private async Task DoAsync(string act, Dictionary<string, string> fields)
    {
        var shown = await _officer.SubmitAsync(await _officer.GetAsync("/desk/recruiters/RL-354"),
            $"form[action*={act}]", fields);
        Assert.Equal("/desk", shown.Address.AbsolutePath);
    }

    private async Task<Recruiter> PublishedAsync() =>
        (await _authority.PublishedAsync<RecruiterRegister>()).Content.Recruiters[0];

    private async Task<LicenceStanding> StandingAsync(string day) =>
        (await PublishedAsync()).StandingOn(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture));
}
