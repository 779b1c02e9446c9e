using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Services.Tests.Databases;

namespace SkillsPassport.Services.Tests.Issuer.Awards;

public sealed class FindAwardsTests
{
    private const string Serial = "NSC-CON-PLM-L2-900001";

    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task Certificates_are_found_by_name_serial_and_code_and_by_other_spellings(string engine)
    {
        await using var issuer = await RunningIssuer.StartAsync(engine);
        await issuer.IssuedAsync(SheetText.Sheet(
            SheetText.Row(1, ("name_en", "MD. JAHANGIR ALOM"), ("name_bn", "মোঃ জাহাঙ্গীর আলম")), SheetText.Row(2)));
        using var auditor = await issuer.SignInAsync("auditor");
        string code;
        await using (var db = issuer.Db())
        {
            code = CertificateCode.Display((await db.Awards.SingleAsync(award => award.SerialNo == Serial)).Code);
        }

        foreach (var query in new[] { "jahangir", "জাহাঙ্গীর", "JAHANGIR ALAM", "900001", Serial, code.ToLowerInvariant() })
        {
            var shown = await auditor.GetAsync("/certificates?q=" + Uri.EscapeDataString(query));
            Assert.True(shown.Page.QuerySelectorAll("table.grid tbody tr").Length == 1, query);
            Assert.Contains(Serial, shown.Text);
        }

        Assert.Contains("Nothing found", (await auditor.GetAsync("/certificates?q=ZZZZZZ")).Text);
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task Other_spellings_are_found_among_any_number_of_certificates_also_of_an_older_version(string engine)
    {
        await using var issuer = await RunningIssuer.StartAsync(engine);
        await issuer.IssuedAsync(SheetText.Sheet(
            SheetText.Row(1, ("name_en", "MD. JAHANGIR-ALOM D'SOUZA")), SheetText.Row(2, ("name_en", "TEST PERSON"))));
        await using (var db = issuer.Db())
        {
            await db.GetService<IMigrator>().MigrateAsync("20261122180000_FreedPeople");
            await db.Database.MigrateAsync();
            await CopyAsync(db, 2_100);
        }

        using var auditor = await issuer.SignInAsync("auditor");
        foreach (var query in new[] { "JAHANGIR ALAM", "alim, jhangeer", "D'SUZA", "DSOUZA (MOHD)" })
        {
            var shown = await auditor.GetAsync("/certificates?q=" + Uri.EscapeDataString(query));
            Assert.True(shown.Page.QuerySelectorAll("table.grid tbody tr").Length == 1, query);
        }

        Assert.Contains("Nothing found", (await auditor.GetAsync("/certificates?q=JAHANGIR+KARIM")).Text);

        // Like every other list it goes on on the next page.
        var many = await auditor.GetAsync("/certificates?q=TASTE+PERSON");
        Assert.Equal(50, many.Page.QuerySelectorAll("table.grid tbody tr").Length);
        var last = await auditor.GetAsync("/certificates?q=TASTE+PERSON&p=43");
        Assert.Single(last.Page.QuerySelectorAll("table.grid tbody tr"));
    }

    /// <summary>So many newer certificates of the second person.</summary>
    private static async Task CopyAsync(IssuerDb db, int count)
    {
        var award = db.Entry(await db.Awards.SingleAsync(award => award.FullName == "TEST PERSON")).CurrentValues;
        var row = db.Entry(await db.Rows.SingleAsync(row => row.NameEn == "TEST PERSON")).CurrentValues;
        void Copy(object one, object changes)
        {
            db.Entry(one).CurrentValues.SetValues(changes);
            db.Add(one);
        }

        var lines = Enumerable.Range(1001, count).ToList();
        lines.ForEach(line => Copy(row.ToObject(), new { Line = line, Claim = (byte[]?)null }));
        await db.SaveChangesAsync();
        lines.ForEach(line => Copy(award.ToObject(), new
        {
            SerialNo = $"NSC-CON-PLM-L2-8{line:00000}", RegistrationNo = $"R-{line}", Line = line, Code = $"{line:000000000000}",
            PaperIndex = line, IssuedAt = (DateTimeOffset?)DateTimeOffset.UtcNow.AddDays(1),
        }));
        await db.SaveChangesAsync();
    }
}
