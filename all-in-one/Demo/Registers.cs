using System.Buffers.Text;
using System.Text.Json;
using SkillsPassport.AllInOne.Start;
using SkillsPassport.Authority;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Registers;
using SkillsPassport.Hosting.Officers;

namespace SkillsPassport.AllInOne.Demo;

/// <summary>The demo authority's officers and its two registers, filled through the desk's own pages: one officer
/// imports the sample rows, another one approves each.</summary>
public static class Registers
{
    private const string FileForm = "form[enctype]";
    private const string Approval = "form[action*=Approve]";

    /// <summary>Who proposes and who approves, by register.</summary>
    public static IReadOnlyList<DemoSignIn> SignIns { get; } =
    [
        new("authority", RegisterKind.Comparisons.Name, "demo.compare1", "demo-compare-one-2026"),
        new("authority", RegisterKind.Comparisons.Name, "demo.compare2", "demo-compare-two-2026"),
        new("authority", RegisterKind.Recruiters.Name, "demo.recruit1", "demo-recruit-one-2026"),
        new("authority", RegisterKind.Recruiters.Name, "demo.recruit2", "demo-recruit-two-2026"),
        new("authority", "auditor", "demo.auditor", "demo-auditor-2026"),
    ];

    /// <summary>Fills each register once; a start after a power cut goes on where the last one ended.</summary>
    public static async Task KeepAsync(Places places, TextWriter says)
    {
        var hired = false;
        foreach (var (kind, rows) in new[]
        {
            (RegisterKind.Comparisons, "rows"), (RegisterKind.Recruiters, RegisterKind.Recruiters.Name),
        })
        {
            var sample = Path.Combine(IssueSamples.SamplesFolder(), Specs.TrustList.Registers, kind.Name + ".json");
            var wanted = await CountAsync(await File.ReadAllBytesAsync(sample), rows);
            if (await PublishedAsync(places, kind, rows) >= wanted)
            {
                continue;
            }

            if (!hired)
            {
                await HireAsync(places);
                hired = true;
            }

            var count = await FillAsync(places, kind, sample);
            await says.WriteLineAsync($"  {kind.Name} register: {count} rows approved");
        }
    }

    /// <summary>Makes the accounts with the desk's own command.</summary>
    private static async Task HireAsync(Places places)
    {
        await using var desk = DeskHost.Build(places.AuthorityArguments());
        foreach (var one in SignIns)
        {
            if (await AddOfficer.MakeAsync(desk.Services, one.User, $"Demo {one.User[5..]}", one.Role, one.Secret)
                is { } problem)
            {
                throw new InvalidOperationException(problem);
            }
        }
    }

    private static async Task<int> FillAsync(Places places, RegisterKind kind, string sample)
    {
        var keepers = SignIns.Where(one => one.Role == kind.Name).ToList();
        using var first = await SignInAsync(places, keepers[0]);
        using var second = await SignInAsync(places, keepers[1]);
        var desk = await second.OpenAsync("/desk");
        if (Waiting(desk, kind).Count == 0)
        {
            var page = await first.OpenAsync($"/desk/import/{kind.Name}");
            var sent = await first.SubmitAsync(page, FileForm,
                file: ("file", Path.GetFileName(sample), await File.ReadAllBytesAsync(sample)));
            if (sent.Status == 422)
            {
                throw new InvalidOperationException($"{sample} was refused: {sent.Text}");
            }

            desk = await second.OpenAsync("/desk");
        }

        var waiting = Waiting(desk, kind);
        foreach (var link in waiting)
        {
            var proposal = await second.OpenAsync(link);
            await second.SubmitAsync(proposal, Approval);
        }

        return waiting.Count;
    }

    private static IReadOnlyList<string> Waiting(VisitedPage desk, RegisterKind kind) =>
    [
        .. desk.Document.QuerySelectorAll($"tr[data-register={kind.Name}] a[href^='/desk/proposals/']")
            .Select(link => link.GetAttribute("href")!),
    ];

    private static async Task<PageVisitor> SignInAsync(Places places, DemoSignIn officer)
    {
        var visitor = new PageVisitor(places.Authority);
        var page = await visitor.OpenAsync("/sign-in?lang=en");
        await visitor.SubmitAsync(page, "form:has(#Password)",
            new() { ["UserName"] = officer.User, ["Password"] = officer.Secret });
        return visitor;
    }

    private static async Task<int> PublishedAsync(Places places, RegisterKind kind, string rows)
    {
        using var http = new HttpClient();
        var jws = await http.GetStringAsync(new Uri(places.Authority, kind.FileName));
        return await CountAsync(Base64Url.DecodeFromChars(jws.Split('.')[1]), rows);
    }

    private static async Task<int> CountAsync(byte[] json, string rows)
    {
        using var document = await JsonDocument.ParseAsync(new MemoryStream(json));
        return document.RootElement.GetProperty(rows).GetArrayLength();
    }
}
