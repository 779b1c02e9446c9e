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

namespace SkillsPassport.Authority.Recruiters;

/// <summary>One licence at the desk: suspend it, end the suspension, cancel it. Each waits for a second
/// officer.</summary>
[Authorize(Policies.Reads)]
public sealed class ShowLicenceModel(AuthorityDb db, Propose propose, IAuthorizationService may, TimeProvider clock)
    : EntryModel(db, may, RegisterKind.Recruiters, Policies.KeepsRecruiters)
{
    private Recruiter? _licence;

    public Recruiter Licence => _licence ??= Draft.Read<Recruiter>(Stored.Content);

    public DateOnly Today => ReadLevelQuestion.Today(clock);

    /// <summary>The suspension that has no end yet, or ends later than today.</summary>
    public Suspension? Lasting => Licence.Suspensions.LastOrDefault(one => one.Until is null || one.Until >= Today);

    public async Task<IActionResult> OnGetAsync(string rl, CancellationToken cancel) =>
        await LoadAsync(rl, cancel) ? Page() : NotFound();

    public Task<IActionResult> OnPostSuspendAsync(string rl, string? from, string? until, string? reason,
        CancellationToken cancel) => ProposeAsync(rl, ProposalAct.Suspend, reason, (why, faults) =>
        {
            var first = Day("from", from, faults);
            var last = until is { Length: > 0 } ? Day("until", until, faults) : null;
            if (last < first)
            {
                faults.Add(new Fault("until", "day-order"));
            }

            return Lasting is not null ? null
                : Licence with { Suspensions = [.. Licence.Suspensions, new(first ?? default, last, why)] };
        }, cancel);

    public Task<IActionResult> OnPostReinstateAsync(string rl, string? from, string? reason,
        CancellationToken cancel) => ProposeAsync(rl, ProposalAct.Reinstate, reason, (_, faults) =>
        {
            var again = Day("from", from, faults);
            if (Lasting is not { } lasting)
            {
                return null;
            }

            if (again <= lasting.From || lasting.Until < again)
            {
                faults.Add(new Fault("from", "day-order"));
            }

            return Licence with
            {
                Suspensions = [.. Licence.Suspensions.Select(one => one != lasting ? one
                    : one with { Until = again?.AddDays(-1) })],
            };
        }, cancel);

    public Task<IActionResult> OnPostCancelAsync(string rl, string? from, string? reason,
        CancellationToken cancel) => ProposeAsync(rl, ProposalAct.Cancel, reason, (why, faults) =>
        {
            var first = Day("from", from, faults);
            if (first < Licence.From)
            {
                faults.Add(new Fault("from", "day-order"));
            }

            return Licence with { CancelledFrom = first, CancelledReason = why };
        }, cancel);

    private async Task<IActionResult> ProposeAsync(string rl, ProposalAct act, string? reason,
        Func<string, List<Fault>, Recruiter?> change, CancellationToken cancel)
    {
        if (!await LoadAsync(rl, cancel))
        {
            return NotFound();
        }

        if (!MayPropose)
        {
            return Forbid();
        }

        return Answer(await SendAsync(act, Reason.Clean(reason), change, cancel));
    }

    private async Task<IReadOnlyList<Fault>> SendAsync(ProposalAct act, string? why,
        Func<string, List<Fault>, Recruiter?> change, CancellationToken cancel)
    {
        var faults = new List<Fault>();
        if (why is null)
        {
            faults.Add(new Fault("reason", "reason-missing"));
        }

        var changed = Licence.CancelledFrom is null ? change(why ?? "", faults) : null;
        if (changed is null)
        {
            faults.Add(new Fault("", "state-forbids"));
        }

        return faults.Count > 0 ? faults : await propose.SendAsync([Draft.Changing(Stored, act, changed!, why!)],
            User.Identity!.Name!, cancel);
    }

    private static DateOnly? Day(string field, string? typed, List<Fault> faults)
    {
        if (DateOnly.TryParseExact(BanglaText.AsciiDigits((typed ?? "").Trim()), "yyyy-MM-dd",
            CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1970 and <= 2100)
        {
            return day;
        }

        faults.Add(new Fault(field, "not-a-day", typed ?? ""));
        return null;
    }
}
