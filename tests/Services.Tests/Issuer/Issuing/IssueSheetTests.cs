using Microsoft.EntityFrameworkCore;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Hosting.Audit;
using SkillsPassport.Issuer.Awards;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Issuer.Issuing;
using SkillsPassport.Issuer.Sheets;
using SkillsPassport.Services.Tests.Databases;

namespace SkillsPassport.Services.Tests.Issuer.Issuing;

public sealed class IssueSheetTests
{
    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task An_approved_sheet_becomes_signed_certificates_with_serials_without_gaps(string engine)
    {
        await using var issuer = await RunningIssuer.StartAsync(engine);
        var rows = Enumerable.Range(1, 1203).Select(n => n % 100 == 0
            ? SheetText.Row(n, ("attendance", "Absent"), ("unit_results", ""), ("result_published_on", ""))
            : SheetText.Row(n, ("unit_results", SheetText.Units("plumbing", i => n % 3 == 0 && i == 0 ? "NYC" : "C"))));
        var id = await issuer.IssuedAsync(SheetText.Sheet(rows));

        await using var db = issuer.Db();
        var awards = await db.Awards.Where(award => award.SheetId == id).OrderBy(award => award.Line).ToListAsync();
        Assert.Equal(1203 - 12, awards.Count);
        Assert.All(awards, award => Assert.Equal(AwardState.Valid, award.State));
        foreach (var series in awards.GroupBy(award => award.SerialNo[..^7]))
        {
            Assert.Equal(Enumerable.Range(900_001, series.Count()), series.Select(award => int.Parse(award.SerialNo[^6..])));
        }

        // Certificates and statements of one occupation share the series of registration numbers.
        Assert.Equal(awards.Count, awards.Select(award => award.RegistrationNo).Distinct().Count());
        var copies = await db.Copies.ToListAsync();
        Assert.Equal(awards.Count, copies.Count);
        Assert.Equal(awards.Count, copies.Select(copy => copy.StatusIndex).Distinct().Count());
        var first = awards[0];
        using var key = VerificationKey.FromJwk(issuer.Get<IssuerKeys>().Signer.PublicJwk);
        var paper = PaperCwt.Parse(copies.Single(copy => copy.SerialNo == first.SerialNo).Bytes!);
        Assert.True(paper.VerifiedBy(key));
        Assert.Equal(first.SerialNo, paper.Certificate.SerialNo);
        Assert.Equal("http://localhost:5101", paper.Issuer);
        Assert.Equal($"http://localhost:5101/status/{first.PaperList}.cwt", paper.StatusUri);
        Assert.True((await issuer.Get<VerifyAudit>().VerifyAsync(default)).IsIntact);
        Assert.Equal(awards.Count, await db.Audit.CountAsync(entry => entry.Act == "award.issued"));
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task A_kill_at_any_step_loses_and_doubles_nothing(string engine)
    {
        await using var issuer = await RunningIssuer.StartAsync(engine, issuing: false);
        var id = await issuer.ApprovedAsync(SheetText.Sheet(Enumerable.Range(1, 700).Select(n => SheetText.Row(n))));
        // The first process numbers some rows and dies; the second signs some and dies in the middle of a step.
        Assert.True(await issuer.Get<NumberSheet>().RunAsync(default));
        Assert.Equal(500, await CountAsync(issuer, AwardState.Intended));
        using (var dying = new CancellationTokenSource(TimeSpan.FromMilliseconds(15)))
        {
            await Assert.ThrowsAnyAsync<Exception>(async () =>
            {
                while (true)
                {
                    await issuer.Get<SignAwards>().RunAsync(dying.Token);
                    dying.Token.ThrowIfCancellationRequested();
                }
            });
        }

        await using var next = await RunningIssuer.StartAsync(beside: issuer);
        await next.UntilAsync(id, SheetState.Issued);
        await using var db = issuer.Db();
        var serials = await db.Awards.OrderBy(award => award.Line).Select(award => award.SerialNo).ToListAsync();
        Assert.Equal(Enumerable.Range(900_001, 700).Select(n => $"NSC-CON-PLM-L2-{n}"), serials);
        Assert.Equal(700, await db.Copies.CountAsync());
        Assert.Equal(700, await db.Audit.CountAsync(entry => entry.Act == "award.issued"));
        Assert.True((await next.Get<VerifyAudit>().VerifyAsync(default)).IsIntact);
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task Two_copies_on_one_database_issue_each_result_once(string engine)
    {
        await using var issuer = await RunningIssuer.StartAsync(engine);
        await using var second = await RunningIssuer.StartAsync(beside: issuer);
        var ids = new List<string>();
        for (var sheet = 0; sheet < 3; sheet++)
        {
            var from = (sheet * 600) + 1;
            ids.Add(await issuer.ApprovedAsync(SheetText.Sheet(Enumerable.Range(from, 600).Select(n => SheetText.Row(n)))));
        }

        foreach (var id in ids)
        {
            await second.UntilAsync(id, SheetState.Issued, 60);
        }

        await using var db = issuer.Db();
        var numbers = await db.Awards.Select(award => award.SerialNo).ToListAsync();
        Assert.Equal(Enumerable.Range(900_001, 1800).Select(n => $"NSC-CON-PLM-L2-{n}"), numbers.Order());
        Assert.Equal(1800, await db.Copies.CountAsync());
        Assert.Equal(3, await db.Audit.CountAsync(entry => entry.Act == "sheet.issued"));
        Assert.True((await issuer.Get<VerifyAudit>().VerifyAsync(default)).IsIntact);
    }

    [Theory]
    [InlineData("UPDATE result_rows SET name_en = 'AN INSIDER'", "rows_changed")]
    [InlineData("UPDATE result_rows SET unit_results = REPLACE(unit_results, 'NYC', 'C'), award = 'NationalSkillsCertificate'", "rows_changed")]
    [InlineData("UPDATE sheet_approvals SET seal = x'00' WHERE ordinal = 2", "approvals")]
    [InlineData("UPDATE result_sheets SET uploaded_by = 'officer.c'", "seal")]
    public async Task What_was_changed_in_the_database_after_approval_is_not_signed(string tampering, string why)
    {
        await using var issuer = await RunningIssuer.StartAsync(issuing: false);
        var id = await issuer.ApprovedAsync(SheetText.Sheet(SheetText.Row(1, ("unit_results", SheetText.Units("plumbing", i => i == 0 ? "NYC" : "C")))));
        await using (var db = issuer.Db())
        {
            await db.Database.OpenConnectionAsync();
            await db.Database.ExecuteSqlRawAsync("PRAGMA foreign_keys = OFF");
            await db.Database.ExecuteSqlRawAsync(tampering);
        }

        await issuer.Get<IssueApprovedSheets>().StepAsync(default);
        await using var after = issuer.Db();
        var sheet = await after.Sheets.SingleAsync(one => one.Id == id);
        Assert.Equal((SheetState.Stopped, why), (sheet.State, sheet.ClosedReason));
        Assert.Equal(0, await after.Awards.CountAsync());
    }

    [Fact]
    public async Task A_sheet_written_into_the_database_by_hand_is_not_signed()
    {
        await using var issuer = await RunningIssuer.StartAsync(issuing: false);
        await using (var db = issuer.Db())
        {
            db.Sheets.Add(new ResultSheet
            {
                Id = "insider", Kind = SheetKind.Upload, Digest = "x", Seal = new byte[32], FileName = "x", RowCount = 0,
                Certificates = 0, Statements = 0, UploadedBy = "assessor", UploadedAt = DateTimeOffset.UtcNow,
                State = SheetState.Approved, ApprovedAt = DateTimeOffset.UtcNow,
            });
            await db.SaveChangesAsync();
        }

        await issuer.Get<IssueApprovedSheets>().StepAsync(default);
        await using var after = issuer.Db();
        Assert.Equal(SheetState.Stopped, (await after.Sheets.SingleAsync()).State);
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task A_revocation_that_comes_before_the_correction_is_signed_stays_and_stops_the_correction(string engine)
    {
        await using var issuer = await RunningIssuer.StartAsync(engine, issuing: false);
        await issuer.ApprovedAsync(SheetText.Sheet(SheetText.Row(1)));
        await WorkAsync(issuer);
        const string Old = "NSC-CON-PLM-L2-900001";
        var asked = Assert.IsType<ReplacementAnswer.Requested>(await issuer.Get<RequestReplacement>().RequestAsync(Old,
            new Dictionary<string, string?> { ["mother_name_en"] = "RIGHT MOTHER" }, "Misspelt name", "officer.a", default));
        using var officer = await issuer.SignInAsync("officer.b");
        await officer.ApproveAsync(asked.SheetId);
        Assert.True(await issuer.Get<NumberSheet>().RunAsync(default));
        Assert.Null(await issuer.Get<ChangeAwardState>().ChangeAsync(Old, AwardAct.Revoke, "Bought result", "officer.b", default));
        await WorkAsync(issuer);

        await using var db = issuer.Db();
        var old = await db.Awards.SingleAsync(award => award.SerialNo == Old);
        Assert.Equal((AwardState.Revoked, null, "Bought result"), (old.State, old.ReplacedBy, old.StateReason));
        var sheet = await db.Sheets.SingleAsync(one => one.Id == asked.SheetId);
        Assert.Equal((SheetState.Stopped, "replaced_award_not_valid"), (sheet.State, sheet.ClosedReason));
        Assert.Contains("was not valid any more", (await officer.GetAsync($"/sheets/{asked.SheetId}")).Text);
        // Its number is used up; nothing under it was signed.
        Assert.Equal(AwardState.Intended, (await db.Awards.SingleAsync(award => award.SerialNo != Old)).State);
        Assert.Equal(Old, (await db.Copies.SingleAsync()).SerialNo);
        Assert.True((await issuer.Get<VerifyAudit>().VerifyAsync(default)).IsIntact);
    }

    [Fact]
    public async Task Frameworks_have_series_of_their_own_and_old_results_expire()
    {
        await using var issuer = await RunningIssuer.StartAsync();
        await issuer.IssuedAsync(SheetText.Sample("ntvqf-rplc-demo-04.csv"));
        await using var db = issuer.Db();
        var award = await db.Awards.SingleAsync();
        Assert.Equal("NTVQF-NSC-CON-PNT-L1-900001", award.SerialNo);
        Assert.Equal("RPL-NTVQF-CON-PNT-L1-900001", award.RegistrationNo);
        Assert.Equal(new DateOnly(2025, 8, 15), award.ValidUntil);
    }

    /// <summary>What the background work would do, until nothing is left to do.</summary>
    private static async Task WorkAsync(RunningIssuer issuer)
    {
        for (var steps = 0; await issuer.Get<IssueApprovedSheets>().StepAsync(default); steps++)
        {
            Assert.InRange(steps, 0, 20);
        }
    }

    private static async Task<int> CountAsync(RunningIssuer issuer, AwardState state)
    {
        await using var db = issuer.Db();
        return await db.Awards.CountAsync(award => award.State == state);
    }
}
