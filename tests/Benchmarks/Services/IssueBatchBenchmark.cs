using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SkillsPassport.Credentials.Frameworks;
using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Issuer;
using SkillsPassport.Issuer.Approval;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Issuer.Issuing;
using SkillsPassport.Issuer.Officers;
using SkillsPassport.Issuer.Sheets;

namespace SkillsPassport.Benchmarks.Services;

/// <summary>
/// An approved sheet of 10,000 results to signed certificates in SQLite: serials, CWT, status places, trail, committed.
/// The same steps as the background work takes; no PDF.
/// </summary>
internal static class IssueBatchBenchmark
{
    private const int Results = 10_000;
    private const double Target = 3_000;

    public static async Task RunAsync()
    {
        Table.Heading("Issuing an approved batch of 10,000 (SQLite, no PDF)");
        var folder = Directory.CreateTempSubdirectory("sp-issue-benchmark-").FullName;
        await using var app = IssuerHost.Build(
        [
            "--environment=Development", $"--Data:Folder={folder}", "--Trust:Address=http://localhost:5104/trust-list.jwt",
            "--urls=http://127.0.0.1:0",
        ]);
        await app.MigrateAsync();
        foreach (var user in new[] { "uploader", "officer.a", "officer.b" })
        {
            await AddOfficer.MakeAsync(app.Services, user, user, OfficerRole.Officer, "benchmark-password");
        }

        // A small sheet first: what is compiled once is not what is measured.
        await IssueAsync(app, 1, 500);
        var memory = GC.GetTotalMemory(forceFullCollection: true);
        var seconds = await IssueAsync(app, 1_000_000, Results);
        Table.Value("certificates numbered, signed and stored", Results / seconds, "/s", Target, atLeast: true);
        Table.Note($"memory kept: {(GC.GetTotalMemory(forceFullCollection: true) - memory) / 1024.0 / 1024.0:0.0} MiB more than before");
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<double> IssueAsync(WebApplication app, int from, int count)
    {
        var databases = app.Services.GetRequiredService<IDbContextFactory<IssuerDb>>();
        var seals = app.Services.GetRequiredService<SealedSheets>();
        var rows = Enumerable.Range(from, count).Select(Row).ToList();
        var id = ReceiveSheet.NewId();
        string digest;
        await using (var db = await databases.CreateDbContextAsync())
        {
            var sheet = seals.Seal(id, SheetKind.Upload, rows, "benchmark.csv", "uploader", DateTimeOffset.UtcNow);
            digest = sheet.Digest;
            db.Sheets.Add(sheet);
            await db.SaveChangesAsync();
            await using var transaction = await db.Database.BeginTransactionAsync();
            await seals.StoreRowsAsync(db, sheet, rows, default);
            await transaction.CommitAsync();
        }

        var approve = app.Services.GetRequiredService<ApproveSheet>();
        await approve.ApproveAsync(id, digest, "officer.a", default);
        await approve.ApproveAsync(id, digest, "officer.b", default);
        var steps = app.Services.GetRequiredService<IssueApprovedSheets>();
        var watch = Stopwatch.StartNew();
        while (await steps.StepAsync(default))
        {
        }

        return watch.Elapsed.TotalSeconds;
    }

    private static CheckedRow Row(int n) => new()
    {
        Line = n, RowNo = n, NameEn = "MD RAFIQUL ISLAM", NameBn = "মোঃ রফিকুল ইসলাম", FatherNameEn = "MD ABDUL HAKIM",
        MotherNameEn = "AMENA KHATUN", BirthDate = new(1990, 5, 5), IdentityType = "NID", IdentityNo = $"19909919{n:000000000}",
        PassportNo = $"ZZ{n:0000000}", Mobile = "+8801300000001", OccupationCode = "PLM", Framework = "BD-NSQF",
        FrameworkVersion = "2021", Level = "2", Pathway = "RPL", CentreCode = "RPLC-DEMO-01", CentreName = "Demo centre",
        SessionCode = "S-BENCHMARK", AssessedOn = new(2026, 3, 10), ResultPublishedOn = new(2026, 3, 12),
        Assessor1 = "ASR-DEMO-001", Assessor2 = "ASR-DEMO-002", Attendance = "Present", UnitResults = AllUnits,
        Award = AwardType.NationalSkillsCertificate,
    };

    private static string AllUnits { get; } =
        string.Join(';', FrameworkData.FindOccupation("PLM")!.Units.Select(unit => $"{unit.Code}=C"));
}
