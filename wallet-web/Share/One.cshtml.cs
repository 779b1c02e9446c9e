using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Wallet.Recruiters;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Share;

/// <summary>One share: its link and QR, who looked, and the ways to stop it and to let it go on. Stopping is one tap
/// and asks for nothing; going on shows more, and asks for the PIN.</summary>
[Authorize(Policy = Policies.Worker)]
public sealed class OneModel(
    ListShares listShares, StopShare stopShare, ExtendShare extendShare, AskRegister register, AskPin askPin,
    CurrentWorker worker, Refusals refusals) : PageModel
{
    /// <summary>The new end, seconds since 1970.</summary>
    [BindProperty]
    public long Ends { get; set; }

    /// <summary>How many openings in all; null leaves it.</summary>
    [BindProperty]
    public int? Limit { get; set; }

    [BindProperty]
    public string? Pin { get; set; }

    public ShareView? Share { get; private set; }

    public IReadOnlyList<OpeningView> Openings { get; private set; } = [];

    /// <summary>How the recruiter stands today; null when it was made for somebody else.</summary>
    public Licence? Recruiter { get; private set; }

    public Words? Problem { get; private set; }

    public bool IsNew => Request.Query.ContainsKey("new");

    public bool IsExtended => Request.Query.ContainsKey("extended");

    /// <summary>Opens WhatsApp with the message written, on phones and desks; only when the worker taps it.</summary>
    public static string WhatsApp(string message) => "https://wa.me/?text=" + Uri.EscapeDataString(message);

    /// <summary>The ends a page offers: the one that is, while it lasts, and later ones.</summary>
    public IReadOnlyList<(DateTimeOffset End, bool Chosen)> EndChoices
    {
        get
        {
            var share = Share!;
            // An end that is later by the seconds since the link was made is the same to whoever reads it.
            var later = ExtendShare.DayChoices.Select(days => share.Now.AddDays(days))
                .Where(end => end > share.Share.EndsAt.AddHours(1)).ToList();
            return
            [
                .. share.Share.EndsAt > share.Now ? new[] { (share.Share.EndsAt, later.Count == 0) } : [],
                .. later.Select((end, i) => (end, i == 0)),
            ];
        }
    }

    public async Task<IActionResult> OnGetAsync(Guid id) => await LoadAsync(id) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id) =>
        await stopShare.RunAsync(worker, id, HttpContext.RequestAborted) ? Redirect($"/share/{id}") : NotFound();

    public async Task<IActionResult> OnPostExtendAsync(Guid id)
    {
        if (!await LoadAsync(id))
        {
            return NotFound();
        }

        if (await askPin.RunAsync(worker, Pin, HttpContext.RequestAborted) is { } wrong)
        {
            return Say(refusals.Say(wrong), refusals.Status(wrong));
        }

        var until = DateTimeOffset.FromUnixTimeSeconds(
            Math.Clamp(Ends, 0, DateTimeOffset.MaxValue.ToUnixTimeSeconds()));
        return await extendShare.RunAsync(worker, Share!, until, Limit, HttpContext.RequestAborted) is { } no
            ? Say(new Words(Refusals.Key(no)), StatusCodes.Status422UnprocessableEntity)
            : Redirect($"/share/{id}?extended=1");
    }

    private PageResult Say(Words problem, int status)
    {
        Problem = problem;
        Response.StatusCode = status;
        return Page();
    }

    private async Task<bool> LoadAsync(Guid id)
    {
        Share = await listShares.FindAsync(worker, id, HttpContext.RequestAborted);
        if (Share is null)
        {
            return false;
        }

        Openings = await listShares.OpeningsAsync(worker, Share, HttpContext.RequestAborted);
        Recruiter = register.Look(Share.Content.Recruiter?.Rl);
        return true;
    }
}
