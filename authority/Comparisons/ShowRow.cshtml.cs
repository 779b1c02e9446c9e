using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using SkillsPassport.Authority.Database;
using SkillsPassport.Authority.Officers;
using SkillsPassport.Authority.Proposals;
using SkillsPassport.Credentials.Registers;
using SkillsPassport.Hosting.Audit;
using SkillsPassport.Hosting.Languages;
using SkillsPassport.Hosting.Registers;

namespace SkillsPassport.Authority.Comparisons;

/// <summary>One row, what happened to it, and the way to close it.</summary>
[Authorize(Policies.Reads)]
public sealed class ShowRowModel(AuthorityDb db, Propose propose, IAuthorizationService may, TimeProvider clock)
    : EntryModel(db, may, RegisterKind.Comparisons, Policies.KeepsComparisons)
{
    private ComparisonRow? _row;

    public ComparisonRow Row => _row ??= Draft.Read<ComparisonRow>(Stored.Content);

    public bool SpeaksToday => Row.SpeaksOn(ReadLevelQuestion.Today(clock));

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancel) =>
        await LoadAsync(id, cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostCloseAsync(string id, string? until, string? reason,
        CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel))
        {
            return NotFound();
        }

        if (!MayPropose)
        {
            return Forbid();
        }

        return Answer(await CloseAsync(until, reason, cancel));
    }

    private async Task<IReadOnlyList<Fault>> CloseAsync(string? until, string? reason, CancellationToken cancel)
    {
        if (!DateOnly.TryParseExact(BanglaText.AsciiDigits((until ?? "").Trim()), "yyyy-MM-dd",
            CultureInfo.InvariantCulture, DateTimeStyles.None, out var last))
        {
            return [new Fault("validUntil", "not-a-day", until ?? "")];
        }

        if (last < Row.ValidFrom)
        {
            return [new Fault("validUntil", "day-order")];
        }

        if (Row.ValidUntil <= last)
        {
            return [new Fault("validUntil", "not-later", $"{Row.ValidUntil:yyyy-MM-dd}")];
        }

        return Reason.Clean(reason) is not { } why ? [new Fault("reason", "reason-missing")]
            : await propose.SendAsync([Draft.Changing(Stored, ProposalAct.CloseRow, Row with { ValidUntil = last },
                why)], User.Identity!.Name!, cancel);
    }
}
