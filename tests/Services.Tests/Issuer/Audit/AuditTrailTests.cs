using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Audit;
using SkillsPassport.Services.Tests.Databases;

namespace SkillsPassport.Services.Tests.Issuer.Audit;

public sealed class AuditTrailTests
{
    [Theory]
    [InlineData("UPDATE audit_entries SET reason = 'another' WHERE sequence = 4", 4)]
    [InlineData("UPDATE audit_entries SET actor = 'officer.b' WHERE sequence = 2", 2)]
    [InlineData("DELETE FROM audit_entries WHERE sequence = 3", 3)]
    [InlineData("DELETE FROM audit_entries WHERE sequence > 5", 6)]
    [InlineData("UPDATE audit_entries SET at = at + 1 WHERE sequence = 5", 5)]
    public async Task Whatever_is_changed_in_the_trail_is_found_at_its_place(string tampering, long broken)
    {
        await using var issuer = await RunningIssuer.StartAsync(issuing: false);
        using var auditor = await issuer.SignInAsync("auditor");
        var before = await auditor.SubmitAsync(await auditor.GetAsync("/audit"), "main form[method=post]", []);
        Assert.Contains("The trail is intact", before.Text);
        await using (var db = issuer.Db())
        {
            await db.Database.ExecuteSqlRawAsync(tampering);
        }

        Assert.Equal(broken, (await issuer.Get<VerifyAudit>().VerifyAsync(default)).BrokenAt);
        var after = await auditor.SubmitAsync(await auditor.GetAsync("/audit"), "main form[method=post]", []);
        Assert.Contains($"broken at entry {broken}", after.Text);
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task Many_acts_at_once_at_two_copies_make_one_chain(string engine)
    {
        await using var issuer = await RunningIssuer.StartAsync(engine, issuing: false);
        await using var second = await RunningIssuer.StartAsync(beside: issuer, issuing: false);
        // Four officers at once, six times each: below the limit of tries for one name.
        foreach (var _ in Enumerable.Range(0, 6))
        {
            await Task.WhenAll(new[] { "auditor", "assessor", "officer.a", "officer.b" }.Select(async (user, i) =>
            {
                using var browser = await (i % 2 == 0 ? issuer : second).SignInAsync(user);
            }));
        }

        var verdict = await issuer.Get<VerifyAudit>().VerifyAsync(default);
        Assert.True(verdict.IsIntact);
        Assert.Equal(5 + 24, verdict.Entries);
    }

    [Fact]
    public async Task The_trail_names_no_candidate_and_no_number()
    {
        await using var issuer = await RunningIssuer.StartAsync();
        var row = SheetText.Row(1);
        await issuer.IssuedAsync(SheetText.Sheet(row));
        using var officer = await issuer.SignInAsync("officer.a");
        await officer.SubmitAsync(await officer.GetAsync("/certificates/NSC-CON-PLM-L2-900001/suspend"), "main form",
            new() { ["reason"] = $"Asked about {row["identity_no"]} by the bank" });
        await using var db = issuer.Db();
        var text = string.Join('\n', (await db.Audit.ToListAsync()).Select(one => $"{one.Subject} {one.Reason} {one.Detail}"));
        Assert.All(["name_en", "name_bn", "identity_no", "passport_no", "mobile"], column => Assert.DoesNotContain(row[column], text));
        Assert.Contains("by the bank", text);
    }
}
