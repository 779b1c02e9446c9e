using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using SkillsPassport.Authority.Comparisons;
using SkillsPassport.Authority.Database;
using SkillsPassport.Authority.Officers;
using SkillsPassport.Authority.Publishing;
using SkillsPassport.Authority.Recruiters;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Registers;
using SkillsPassport.Hosting.Registers;

namespace SkillsPassport.Authority.Proposals;

/// <summary>A file of rows: every error at once, or each row a proposal that another officer approves.</summary>
[Authorize(Policies.Reads)]
[RequestSizeLimit(MostBytes + 64 * 1024)]
public sealed class ImportRowsModel(Propose propose, IAuthorizationService may, IOptions<AuthorityOptions> options,
    TimeProvider clock) : PageModel
{
    public const int MostBytes = 4 * 1024 * 1024;
    public const int MostRows = 3000;
    private const int MostFaults = 500;

    public string Register { get; private set; } = "";

    public IReadOnlyList<Fault> Faults { get; private set; } = [];

    public Task<IActionResult> OnGetAsync(string register) =>
        OpenAsync(register, () => Task.FromResult<IActionResult>(Page()));

    public Task<IActionResult> OnPostAsync(string register, IFormFile? file, CancellationToken cancel) =>
        OpenAsync(register, async () =>
        {
            var (drafts, faults) = await ReadAsync(file, cancel);
            if (faults.Count == 0)
            {
                faults = [.. await propose.SendAsync(drafts, User.Identity!.Name!, cancel)];
            }

            if (faults.Count == 0)
            {
                TempData["sent"] = drafts.Count;
                return Redirect("/desk");
            }

            Faults = [.. faults.OrderBy(one => one.Row).Take(MostFaults)];
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        });

    private async Task<IActionResult> OpenAsync(string register, Func<Task<IActionResult>> then)
    {
        if (register != RegisterKind.Comparisons.Name && register != RegisterKind.Recruiters.Name)
        {
            return NotFound();
        }

        Register = register;
        return (await may.AuthorizeAsync(User, Policies.Keeps(register))).Succeeded ? await then() : Forbid();
    }

    private async Task<(List<Draft> Drafts, List<Fault> Faults)> ReadAsync(IFormFile? file, CancellationToken cancel)
    {
        if (file is null || file.Length == 0)
        {
            return ([], [new Fault("", "file-empty")]);
        }

        if (file.Length > MostBytes)
        {
            return ([], [new Fault("", "too-large", $"{MostBytes / 1024 / 1024}")]);
        }

        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, cancel);
        JsonElement json;
        try
        {
            json = StrictJson.Read(bytes.ToArray());
        }
        catch (FormatException)
        {
            return ([], [new Fault("", "unreadable")]);
        }

        var member = Register == RegisterKind.Comparisons.Name ? "rows" : Register;
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(member, out var rows)
            || rows.ValueKind != JsonValueKind.Array || rows.GetArrayLength() == 0)
        {
            return ([], [new Fault(member, "file-empty")]);
        }

        return rows.GetArrayLength() > MostRows
            ? ([], [new Fault(member, "too-many", $"{MostRows}")]) : ReadRows(rows);
    }

    private (List<Draft> Drafts, List<Fault> Faults) ReadRows(JsonElement rows)
    {
        var (drafts, faults) = (new List<Draft>(), new List<Fault>());
        var comparisons = new List<ComparisonRow>();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (json, i) in rows.EnumerateArray().Select((json, i) => (json, i + 1)))
        {
            var found = new List<Fault>();
            if (Read(json, comparisons, found) is { } draft)
            {
                drafts.Add(draft);
                if (!names.Add(draft.Subject))
                {
                    found.Add(new Fault(draft.Act == ProposalAct.AddRow ? "id" : "rl", "id-twice", draft.Subject));
                }
            }

            faults.AddRange(found.Select(one => one with { Row = i }));
        }

        return (drafts, faults);
    }

    private Draft? Read(JsonElement json, List<ComparisonRow> before, List<Fault> found)
    {
        if (Register == RegisterKind.Recruiters.Name)
        {
            return ReadRecruiter.Read(json, options.Value.IsDemo, found) is { } one ? Draft.Of(one) : null;
        }

        if (ReadComparison.Read(json, options.Value.IsDemo, ReadLevelQuestion.Today(clock), found) is not { } row)
        {
            return null;
        }

        // Also against the rows above it in the file: what cannot stand together is not proposed together.
        var beside = new List<Fault>();
        CheckComparisons.Check(row, before, beside);
        found.AddRange(beside.Where(one => one.Code == "overlaps"));
        before.Add(row);
        return Draft.Of(row);
    }
}
