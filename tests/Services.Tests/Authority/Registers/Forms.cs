using System.Net.Http.Headers;
using System.Text;
using SkillsPassport.Services.Tests.Issuer;

namespace SkillsPassport.Services.Tests.Authority.Registers;

/// <summary>What officers type into the desk's forms.</summary>
public static class Forms
{
    private const string Form = "main form.form";

    /// <summary>A sound row; what is given replaces what it says.</summary>
    public static async Task<Shown> ProposeRowAsync(OfficerBrowser browser, string id,
        Dictionary<string, string>? cells = null, string path = "/desk/comparisons/new")
    {
        var fields = new Dictionary<string, string>
        {
            ["Cells[id]"] = id, ["Cells[from]"] = "BD-NSQF 2021", ["Cells[fromLevel]"] = "3", ["Cells[to]"] = "SA-NQF",
            ["Cells[toLevel]"] = "4", ["Cells[status]"] = "indicative-comparison", ["Cells[publisher]"] = "Somebody",
            ["Cells[sourceUrl]"] = "https://somebody.example.org/table", ["Cells[retrievedOn]"] = "2026-01-01",
            ["Cells[disclaimer]"] = "For information.", ["Occupations"] = "*",
        };
        foreach (var (name, value) in cells ?? [])
        {
            fields[name] = value;
        }

        return await browser.SubmitAsync(await browser.GetAsync(path), Form, fields);
    }

    public static async Task<Shown> ProposeLicenceAsync(OfficerBrowser browser, string rl,
        Dictionary<string, string>? cells = null)
    {
        var fields = new Dictionary<string, string>
        {
            ["Cells[rl]"] = rl, ["Cells[nameEn]"] = "Meghna Overseas", ["Cells[nameBn]"] = "মেঘনা ওভারসিজ",
            ["Cells[from]"] = "2024-01-01", ["Cells[until]"] = "2099-12-31", ["Cells[phone]"] = "+880 1711-000000",
            ["Cells[branches]"] = "Cumilla branch | কুমিল্লা শাখা | Cumilla | Road 1 | 0181234567",
            ["Cells[subAgents]"] = "Karim Uddin | করিম উদ্দিন | Cumilla | ",
        };
        foreach (var (name, value) in cells ?? [])
        {
            fields[name] = value;
        }

        return await browser.SubmitAsync(await browser.GetAsync("/desk/recruiters/new"), Form, fields);
    }

    /// <summary>Uploads a file with the form of the page.</summary>
    public static async Task<Shown> ImportAsync(OfficerBrowser browser, string register, string json)
    {
        var page = await browser.GetAsync($"/desk/import/{register}");
        using var body = new MultipartFormDataContent();
        foreach (var hidden in page.Page.QuerySelectorAll("form[enctype] input[type=hidden]"))
        {
            body.Add(new StringContent(hidden.GetAttribute("value") ?? ""), hidden.GetAttribute("name")!);
        }

        var file = new ByteArrayContent(Encoding.UTF8.GetBytes(json));
        file.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        body.Add(file, "file", "rows.json");
        return await browser.PostBodyAsync($"/desk/import/{register}", body);
    }

    /// <summary>The faults that a page shows: field and the words.</summary>
    public static IReadOnlyList<(string Row, string Field, string Says)> Faults(this Shown shown) =>
    [
        .. shown.Page.QuerySelectorAll("table.errors tbody tr").Select(row => (
            row.QuerySelector("th")!.TextContent, row.QuerySelector("td .mono")!.TextContent,
            row.QuerySelector("td:nth-child(3)")!.TextContent)),
    ];
}
