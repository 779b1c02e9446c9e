using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Hosting.Languages;
using SkillsPassport.Wallet.Passport;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Share;

public enum ShareStep
{
    Nothing,
    Certificates,
    What,
    Fields,
    Confirm,
}

/// <summary>Showing certificates to one recruiter: which, what of them, for whom and how long. Each step is an address
/// of its own, so that back, reload and a lost network lose nothing.</summary>
[Authorize(Policy = Policies.Worker)]
public sealed class NewModel(
    ReadPassport readPassport, MakeShare makeShare, AskPin askPin, CurrentWorker worker, Refusals refusals,
    Phrases phrases, TimeProvider clock) : PageModel
{
    [BindProperty(Name = "c", SupportsGet = true)]
    public List<Guid> Ids { get; set; } = [];

    [BindProperty(Name = "what", SupportsGet = true)]
    public string? What { get; set; }

    [BindProperty(Name = "f", SupportsGet = true)]
    public List<string> Own { get; set; } = [];

    /// <summary>The id of the share this form makes, so that a form sent again after a lost answer makes no second
    /// one.</summary>
    [BindProperty]
    public Guid Once { get; set; }

    [BindProperty]
    public string? Label { get; set; }

    [BindProperty]
    public int Days { get; set; } = 30;

    [BindProperty]
    public string? Pin { get; set; }

    public ShareStep Step { get; private set; }

    public IReadOnlyList<CertificateView> All { get; private set; } = [];

    public IReadOnlyList<CertificateView> Chosen { get; private set; } = [];

    public Words? Problem { get; private set; }

    public DateTimeOffset Now => clock.GetUtcNow();

    public IReadOnlyList<(string Name, string Label)> Choices =>
    [
        .. Chosen.SelectMany(one => one.Choices.Select(name => (name, one.Label(name, phrases.Language))))
            .DistinctBy(one => one.name),
    ];

    public IReadOnlyList<string> Shown(CertificateView certificate) => Presets.Shown(Preset, certificate, Own);

    public IReadOnlyList<string> Hidden(CertificateView certificate) =>
        [.. certificate.Choices.Except(Shown(certificate))];

    private Preset Preset => Presets.TryParse(What, out var preset) ? preset : Preset.Level;

    public async Task<IActionResult> OnGetAsync() => await LoadAsync() ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync()
    {
        if (await makeShare.IsMineAsync(worker, Once, HttpContext.RequestAborted) is { } mine)
        {
            return mine ? Redirect($"/share/{Once}?new=1") : NotFound();
        }

        if (!await LoadAsync())
        {
            return NotFound();
        }

        if (Step != ShareStep.Confirm)
        {
            return Page();
        }

        // The PIN last: a forgotten label costs no try.
        var wish = new ShareWish(Once, Chosen, Preset, Own, Label, Days);
        if (MakeShare.Refuse(wish) is { } unready)
        {
            return Say(new Words(Refusals.Key(unready)), StatusCodes.Status422UnprocessableEntity);
        }

        if (await askPin.RunAsync(worker, Pin, HttpContext.RequestAborted) is { } wrong)
        {
            return Say(refusals.Say(wrong), refusals.Status(wrong));
        }

        return await makeShare.RunAsync(worker, wish, HttpContext.RequestAborted) is { } refusal
            ? Say(new Words(Refusals.Key(refusal)), StatusCodes.Status422UnprocessableEntity)
            : Redirect($"/share/{Once}?new=1");
    }

    private PageResult Say(Words problem, int status)
    {
        Problem = problem;
        Response.StatusCode = status;
        return Page();
    }

    /// <returns>False when a certificate is named that is not in this worker's passport.</returns>
    private async Task<bool> LoadAsync()
    {
        All =
        [
            .. (await readPassport.AllAsync(worker, HttpContext.RequestAborted))
                .Where(one => one.Standing != Standing.NotGenuine),
        ];
        var ids = Ids.Count == 0 && All.Count == 1 ? [All[0].Id] : Ids.Distinct().ToList();
        Chosen = [.. All.Where(one => ids.Contains(one.Id))];
        if (Chosen.Count != ids.Count)
        {
            return false;
        }

        Once = Once == Guid.Empty ? Guid.CreateVersion7(clock.GetUtcNow()) : Once;
        Step = (All.Count, Chosen.Count, Presets.TryParse(What, out var preset)) switch
        {
            (0, _, _) => ShareStep.Nothing,
            (_, 0, _) => ShareStep.Certificates,
            (_, _, false) => ShareStep.What,
            _ when preset == Preset.Own && Own.Count == 0 && !IsPicked => ShareStep.Fields,
            _ => ShareStep.Confirm,
        };
        return true;
    }

    private bool IsPicked => Request.Query.ContainsKey("picked") || Request.Method == HttpMethods.Post;
}
