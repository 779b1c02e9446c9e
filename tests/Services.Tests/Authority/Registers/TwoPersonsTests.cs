using System.Net;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Authority.Database;
using SkillsPassport.Authority.Proposals;
using SkillsPassport.Credentials.Registers;
using SkillsPassport.Hosting.Audit;
using SkillsPassport.Services.Tests.Databases;
using SkillsPassport.Services.Tests.Issuer;

namespace SkillsPassport.Services.Tests.Authority.Registers;

public sealed class TwoPersonsTests
{
    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task A_row_is_proposed_by_one_officer_and_approved_by_another(string engine)
    {
        await using var authority = await RunningAuthority.StartAsync(engine);
        using var a = await authority.SignInAsync("compare.a");
        using var b = await authority.SignInAsync("compare.b");
        Assert.Contains("waits for another officer", (await Forms.ProposeRowAsync(a, "cmp-1")).Text);
        Assert.Empty((await authority.PublishedAsync<ComparisonRegister>()).Content.Rows);
        var id = await authority.WaitingAsync("cmp-1");

        Assert.Null((await a.GetAsync($"/desk/proposals/{id}")).Page.QuerySelector("form[action*=Approve]"));
        Assert.Equal(HttpStatusCode.Forbidden, (await PostApprovalAsync(a, b, id)).Status);
        Assert.Equal(HttpStatusCode.OK, (await PostApprovalAsync(b, b, id)).Status);

        var row = Assert.Single((await authority.PublishedAsync<ComparisonRegister>()).Content.Rows);
        Assert.Equal(("cmp-1", "compare.a", "compare.b", "4"), (row.Id, row.ProposedBy, row.ApprovedBy, row.To.Level));
        Assert.True((await authority.Get<VerifyAudit>().VerifyAsync(default)).IsIntact);
    }

    [Fact]
    public async Task Keepers_of_the_other_register_and_auditors_decide_nothing()
    {
        await using var authority = await RunningAuthority.StartAsync();
        using var a = await authority.SignInAsync("compare.a");
        using var b = await authority.SignInAsync("compare.b");
        await Forms.ProposeRowAsync(a, "cmp-1");
        var id = await authority.WaitingAsync("cmp-1");
        foreach (var user in new[] { "recruit.a", "auditor" })
        {
            using var other = await authority.SignInAsync(user);
            Assert.Equal("/not-allowed", (await PostApprovalAsync(other, b, id)).Address.AbsolutePath);
            Assert.Equal("/not-allowed", (await TickAsync(other, b, id)).Address.AbsolutePath);
            Assert.Equal("/not-allowed", (await other.GetAsync("/desk/comparisons/new")).Address.AbsolutePath);
            Assert.Equal("/not-allowed", (await other.GetAsync("/desk/import/comparisons")).Address.AbsolutePath);
        }

        await using var db = authority.Db();
        Assert.Equal(ProposalState.Waiting, (await db.Proposals.SingleAsync()).State);
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task One_proposal_approved_many_times_at_two_copies_counts_once(string engine)
    {
        await using var authority = await RunningAuthority.StartAsync(engine);
        await using var second = await RunningAuthority.StartAsync(beside: authority);
        using var a = await authority.SignInAsync("compare.a");
        await Forms.ProposeRowAsync(a, "cmp-1");
        var id = await authority.WaitingAsync("cmp-1");
        using var here = await authority.SignInAsync("compare.b");
        using var there = await second.SignInAsync("compare.b");
        var pages = await Task.WhenAll(Enumerable.Range(0, 6)
            .Select(i => (i % 2 == 0 ? here : there).GetAsync($"/desk/proposals/{id}")));

        var answers = await Task.WhenAll(pages.Select((page, i) =>
            (i % 2 == 0 ? here : there).SubmitAsync(page, "form[action*=Approve]", [])));

        Assert.Single(answers, one => one.Status == HttpStatusCode.OK);
        Assert.Equal(5, answers.Count(one => one.Status == HttpStatusCode.Conflict));
        await using var db = authority.Db();
        Assert.Equal(1, (await db.Rows.SingleAsync()).Version);
        Assert.Equal(1, await db.Audit.CountAsync(one => one.Act == "proposal.approved"));
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task Of_two_rows_that_overlap_only_one_is_approved(string engine)
    {
        await using var authority = await RunningAuthority.StartAsync(engine);
        using var a = await authority.SignInAsync("compare.a");
        using var b = await authority.SignInAsync("compare.b");
        await Forms.ProposeRowAsync(a, "cmp-1");
        await Forms.ProposeRowAsync(a, "cmp-2");
        var (one, two) = (await authority.WaitingAsync("cmp-1"), await authority.WaitingAsync("cmp-2"));

        var answers = await Task.WhenAll(PostApprovalAsync(b, b, one), PostApprovalAsync(b, b, two));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.Contains("overlaps", answers.Single(answer => answer.Status == HttpStatusCode.Conflict).Text);
        Assert.Single((await authority.PublishedAsync<ComparisonRegister>()).Content.Rows);
    }

    [Fact]
    public async Task A_proposal_changed_by_hand_after_it_was_read_is_not_approved()
    {
        await using var authority = await RunningAuthority.StartAsync();
        using var a = await authority.SignInAsync("compare.a");
        using var b = await authority.SignInAsync("compare.b");
        await Forms.ProposeRowAsync(a, "cmp-1");
        var id = await authority.WaitingAsync("cmp-1");
        Assert.Equal(HttpStatusCode.Conflict, (await PostApprovalAsync(b, b, id, new string('0', 64))).Status);
        await using (var db = authority.Db())
        {
            await db.Database.ExecuteSqlRawAsync("UPDATE proposals SET content = replace(content, '\"level\":\"4\"', '\"level\":\"8\"')");
        }

        Assert.Equal(HttpStatusCode.Conflict, (await PostApprovalAsync(b, b, id)).Status);
        Assert.Empty((await authority.PublishedAsync<ComparisonRegister>()).Content.Rows);
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task The_database_itself_refuses_an_approval_by_the_proposer_and_a_second_waiting_proposal(string engine)
    {
        await using var authority = await RunningAuthority.StartAsync(engine);
        using var a = await authority.SignInAsync("compare.a");
        await Forms.ProposeRowAsync(a, "cmp-1");
        await using var db = authority.Db();
        var waiting = await db.Proposals.AsNoTracking().SingleAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => db.Proposals.ExecuteUpdateAsync(set => set
            .SetProperty(one => one.State, ProposalState.Approved).SetProperty(one => one.DecidedBy, "compare.a")));
        db.Proposals.Add(new Proposal
        {
            Id = "other", Register = waiting.Register, Act = waiting.Act, Subject = waiting.Subject, Base = "",
            Content = "{}", Reason = "", Digest = "", ProposedBy = "compare.b", ProposedAt = waiting.ProposedAt,
            State = ProposalState.Waiting,
        });
        await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync());
        Assert.Contains("waits already", (await Forms.ProposeRowAsync(a, "cmp-1")).Text);
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task A_row_put_in_or_changed_by_hand_is_never_signed(string engine)
    {
        await using var authority = await RunningAuthority.StartAsync(engine);
        using var a = await authority.SignInAsync("compare.a");
        await Forms.ProposeRowAsync(a, "cmp-1");
        await authority.ApproveAsync("cmp-1", "compare.b");
        var before = await authority.PublishedAsync<ComparisonRegister>();
        await using (var db = authority.Db())
        {
            await db.Database.ExecuteSqlRawAsync(
                "UPDATE register_rows SET content = replace(content, 'indicative-comparison', 'mra-in-force')");
            await db.Database.ExecuteSqlRawAsync("UPDATE register_heads SET changes = changes + 1");
        }

        await authority.Get<SkillsPassport.Authority.Publishing.SignRegisters>().SignIfDueAsync("comparisons", default);

        Assert.Equal(before.Digest, (await authority.PublishedAsync<ComparisonRegister>()).Digest);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await authority.Http.GetAsync("/health/ready")).StatusCode);
    }

    [Fact]
    public async Task A_proposal_is_sent_back_with_a_reason_or_taken_back_and_can_then_be_made_again()
    {
        await using var authority = await RunningAuthority.StartAsync();
        using var a = await authority.SignInAsync("compare.a");
        using var b = await authority.SignInAsync("compare.b");
        await Forms.ProposeRowAsync(a, "cmp-1");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await RejectAsync(authority, b, " ")).Status);
        Assert.Contains("The source says level 3", (await RejectAsync(authority, b, "The source says level 3")).Text);
        Assert.DoesNotContain("overlap", (await Forms.ProposeRowAsync(a, "cmp-1")).Text);
        Assert.Contains("Withdrawn", (await RejectAsync(authority, a, "Not sure yet")).Text);
        Assert.Empty((await authority.PublishedAsync<ComparisonRegister>()).Content.Rows);
    }

    [Fact]
    public async Task Many_are_approved_in_one_go_each_over_its_own_digest()
    {
        await using var authority = await RunningAuthority.StartAsync();
        using var a = await authority.SignInAsync("compare.a");
        using var b = await authority.SignInAsync("compare.b");
        await Forms.ProposeRowAsync(a, "cmp-1");
        await Forms.ProposeRowAsync(a, "cmp-2", new() { ["Cells[to]"] = "AE-NQF" });
        await Forms.ProposeRowAsync(b, "cmp-3", new() { ["Cells[to]"] = "QA-NQF" });
        var desk = await b.GetAsync("/desk");
        var ticks = desk.Page.QuerySelectorAll("input[name=tick]").Select(one => one.GetAttribute("value")!).ToList();
        Assert.Equal(2, ticks.Count);

        var shown = await b.PostBodyAsync("/desk", ManyOf(desk, [.. ticks, "nothing:0"]));

        Assert.Contains("Approved: 2", shown.Text);
        Assert.Equal(HttpStatusCode.NotFound, shown.Status);
        Assert.Equal(["cmp-1", "cmp-2"],
            (await authority.PublishedAsync<ComparisonRegister>()).Content.Rows.Select(row => row.Id));
    }

    [Fact]
    public async Task A_proposal_is_found_behind_a_long_import_and_the_rest_of_the_import_on_the_next_page()
    {
        await using var authority = await RunningAuthority.StartAsync();
        using var importing = await authority.SignInAsync("recruit.a");
        await Forms.ImportAsync(importing, "recruiters", $$"""{"recruiters":[{{string.Join(',', Enumerable.Range(1, 250)
            .Select(n => $$"""{"rl":"RL-{{n}}","name":{"en":"R"},"from":"2024-01-01","until":"2099-12-31"}"""))}}]}""");
        using var a = await authority.SignInAsync("compare.a");
        await Forms.ProposeRowAsync(a, "cmp-1");

        using var b = await authority.SignInAsync("compare.b");
        var own = await b.GetAsync("/desk");
        Assert.Equal("Tick cmp-1", Assert.Single(own.Page.QuerySelectorAll("input[name=tick]")).GetAttribute("aria-label"));
        Assert.Equal(["All 251", "Comparison register 1", "Recruiter register 250"],
            own.Page.QuerySelectorAll("nav.filters a").Select(one => one.TextContent));
        var others = await b.GetAsync("/desk?register=recruiters");
        Assert.Equal((200, 0), (Rows(others), others.Page.QuerySelectorAll("input[name=tick]").Length));

        using var approving = await authority.SignInAsync("recruit.b");
        Assert.Equal(200, Rows(await approving.GetAsync("/desk")));
        var last = await approving.GetAsync("/desk?register=recruiters&p=2");
        Assert.Equal(["RL-201", "RL-250"], [Subjects(last)[0], Subjects(last)[49]]);
        var approved = await approving.PostBodyAsync("/desk?register=recruiters&p=2", ManyOf(last,
            [.. last.Page.QuerySelectorAll("input[name=tick]").Select(one => one.GetAttribute("value")!)]));
        Assert.Contains("Approved: 50", approved.Text);
        Assert.Equal("RL-1", Subjects(approved)[0]);

        using var auditor = await authority.SignInAsync("auditor");
        Assert.Equal("cmp-1", Assert.Single(Subjects(await auditor.GetAsync("/desk?p=2"))));
    }

    private static int Rows(Shown desk) => Subjects(desk).Count;

    /// <summary>What waits on this page, in its order.</summary>
    private static IReadOnlyList<string> Subjects(Shown desk) =>
        [.. desk.Page.QuerySelectorAll("tr[data-register] th").Select(one => one.TextContent)];

    private static FormUrlEncodedContent ManyOf(Shown page, IReadOnlyList<string> ticks) => new(ticks
        .Select(one => KeyValuePair.Create("tick", one)).Append(KeyValuePair.Create("__RequestVerificationToken",
            page.Page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!)));

    private static async Task<Shown> TickAsync(OfficerBrowser who, OfficerBrowser withDigest, string id)
    {
        var digest = (await withDigest.GetAsync($"/desk/proposals/{id}")).Page.QuerySelector(".digest")!.TextContent;
        return await who.PostBodyAsync("/desk", ManyOf(await who.GetAsync("/desk"), [$"{id}:{digest}"]));
    }

    /// <summary>Posts an approval with one officer's cookies, also where the page offers that officer no button.</summary>
    private static async Task<Shown> PostApprovalAsync(OfficerBrowser who, OfficerBrowser withDigest, string id,
        string? digest = null)
    {
        digest ??= (await withDigest.GetAsync($"/desk/proposals/{id}")).Page.QuerySelector(".digest")!.TextContent;
        var own = await who.GetAsync($"/desk/proposals/{id}");
        var token = own.Page.QuerySelector("form.who input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        return await who.PostAsync($"/desk/proposals/{id}?handler=Approve",
            new Dictionary<string, string> { ["digest"] = digest, ["__RequestVerificationToken"] = token });
    }

    private static async Task<Shown> RejectAsync(RunningAuthority authority, OfficerBrowser who, string reason) =>
        await who.SubmitAsync(await who.GetAsync($"/desk/proposals/{await authority.WaitingAsync("cmp-1")}"),
            "form[action*=Reject]", new() { ["reason"] = reason });
}
