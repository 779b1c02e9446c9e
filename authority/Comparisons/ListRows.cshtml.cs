using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Authority.Database;
using SkillsPassport.Authority.Officers;
using SkillsPassport.Authority.Proposals;
using SkillsPassport.Authority.Publishing;
using SkillsPassport.Credentials.Registers;
using SkillsPassport.Hosting.Registers;

namespace SkillsPassport.Authority.Comparisons;

/// <summary>Every row of the comparison register, open and closed.</summary>
[Authorize(Policies.Reads)]
public sealed class ListRowsModel(AuthorityDb db, PublishedRegisters published, TimeProvider clock) : PageModel
{
    public IReadOnlyList<ComparisonRow> Rows { get; private set; } = [];

    public SignedRegister<ComparisonRegister>? Signed { get; private set; }

    public DateOnly Today { get; private set; }

    public string? To { get; private set; }

    public ComparisonStatus? Status { get; private set; }

    public bool Open { get; private set; }

    public async Task OnGetAsync(string? to, string? status, string? open, CancellationToken cancel)
    {
        Today = ReadLevelQuestion.Today(clock);
        Signed = await published.GetAsync<ComparisonRegister>(cancel);
        (To, Open) = (DestinationData.FindFramework(to)?.Id, open == "1");
        Status = Enum.GetValues<ComparisonStatus>().Cast<ComparisonStatus?>()
            .FirstOrDefault(one => ReadComparison.Word(one!.Value) == status);
        var contents = await db.Rows.AsNoTracking().Where(one => one.Register == RegisterKind.Comparisons.Name)
            .Select(one => one.Content).ToListAsync(cancel);
        Rows =
        [
            .. contents.Select(Draft.Read<ComparisonRow>)
                .Where(row => (To is null || row.To.Framework == To) && (Status is null || row.Status == Status)
                    && (!Open || row.SpeaksOn(Today)))
                .OrderBy(row => row.To.Framework, StringComparer.Ordinal).ThenBy(row => row.Status)
                .ThenBy(row => row.From.Level, StringComparer.Ordinal).ThenBy(row => row.Id, StringComparer.Ordinal),
        ];
    }
}
