using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SkillsPassport.Authority.Database;
using SkillsPassport.Authority.Officers;
using SkillsPassport.Authority.Proposals;
using SkillsPassport.Authority.Publishing;
using SkillsPassport.Credentials.Registers;

namespace SkillsPassport.Authority.Recruiters;

/// <summary>A new licence, or public data and validity of one that is there. Suspending has its own
/// forms.</summary>
[Authorize(Policies.KeepsRecruiters)]
public sealed class ProposeLicenceModel(AuthorityDb db, Propose propose, IOptions<AuthorityOptions> options)
    : ProposingModel
{
    /// <summary>What was typed, by the form's own names.</summary>
    [BindProperty] public Dictionary<string, string?> Cells { get; set; } = [];

    public RegisterRow? Stored { get; private set; }

    /// <summary>Whether a slash is shown for a bar that the register holds.</summary>
    public bool HasBar => Stored is not null && RecruiterLines.HasBar(Draft.Read<Recruiter>(Stored.Content));

    public bool IsDemo => options.Value.IsDemo;

    public string Cell(string name) => Cells.GetValueOrDefault(name) ?? "";

    public async Task<IActionResult> OnGetAsync(string? rl, CancellationToken cancel)
    {
        if (!await LoadAsync(rl, cancel))
        {
            return NotFound();
        }

        if (Stored is not null)
        {
            Fill(Draft.Read<Recruiter>(Stored.Content));
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? rl, CancellationToken cancel)
    {
        if (!await LoadAsync(rl, cancel))
        {
            return NotFound();
        }

        return Answer(await SendAsync(cancel));
    }

    private async Task<IReadOnlyList<Fault>> SendAsync(CancellationToken cancel)
    {
        var faults = new List<Fault>();
        if (ReadRecruiter.Read(JsonSerializer.SerializeToElement(Json()), options.Value.IsDemo, faults) is not { } read)
        {
            return faults;
        }

        if (Stored is null)
        {
            return await propose.SendAsync([Draft.Of(read)], User.Identity!.Name!, cancel);
        }

        // What the form does not show stays as it is.
        var present = Draft.Read<Recruiter>(Stored.Content);
        var changed = present with
        {
            Name = read.Name, From = read.From, Until = read.Until, Address = read.Address, Phone = read.Phone,
            Branches = read.Branches, SubAgents = read.SubAgents,
        };
        return present.CancelledFrom is not null ? [new Fault("", "state-forbids")]
            : await propose.SendAsync([Draft.Changing(Stored, ProposalAct.ChangeLicence, changed, "")],
                User.Identity!.Name!, cancel);
    }

    private async Task<bool> LoadAsync(string? rl, CancellationToken cancel)
    {
        if (rl is null)
        {
            return true;
        }

        Stored = await db.Rows.AsNoTracking().SingleOrDefaultAsync(one => one.Subject == rl
            && one.Register == RegisterKind.Recruiters.Name, cancel);
        return Stored is not null;
    }

    private void Fill(Recruiter one) => Cells = new()
    {
        ["rl"] = one.Rl, ["nameEn"] = one.Name.En, ["nameBn"] = one.Name.Bn, ["from"] = $"{one.From:yyyy-MM-dd}",
        ["until"] = $"{one.Until:yyyy-MM-dd}", ["address"] = one.Address, ["phone"] = one.Phone,
        ["branches"] = string.Join('\n', one.Branches.Select(RecruiterLines.Typed)),
        ["subAgents"] = string.Join('\n', one.SubAgents.Select(RecruiterLines.Typed)), ["demo"] = one.Demo ? "1" : null,
    };

    private JsonObject Json() => new()
    {
        ["rl"] = Stored?.Subject ?? Cell("rl"),
        ["name"] = new JsonObject { ["en"] = Cell("nameEn"), ["bn"] = Cell("nameBn") },
        ["from"] = Cell("from"), ["until"] = Cell("until"), ["address"] = Cell("address"), ["phone"] = Cell("phone"),
        ["branches"] = RecruiterLines.Branches(Cell("branches")),
        ["subAgents"] = RecruiterLines.SubAgents(Cell("subAgents")),
        ["demo"] = Stored is null ? Cell("demo") == "1" : Draft.Read<Recruiter>(Stored.Content).Demo,
    };
}
