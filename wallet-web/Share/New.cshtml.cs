using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Hosting.Languages;
using SkillsPassport.Wallet.Passport;
using SkillsPassport.Wallet.Recruiters;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Share;

public enum ShareStep
{
    Nothing,
    Certificates,
    What,
    Fields,
    Whom,
    Confirm,
}

/// <summary>Showing certificates to one recruiter: which, what of them, to whom, how long. Each step is an address of
/// its own, so that back, reload and a lost network lose nothing.</summary>
[Authorize(Policy = Policies.Worker)]
public sealed class NewModel(
    ReadPassport readPassport, MakeShare makeShare, AskRegister register, AskPin askPin, CurrentWorker worker,
    Refusals refusals, Phrases phrases, TimeProvider clock) : PageModel
{
    /// <summary>In the place of a licence number: somebody who is no licensed recruiter.</summary>
    public const string SomebodyElse = "other";

    [BindProperty(Name = "c", SupportsGet = true)]
    public List<Guid> Ids { get; set; } = [];

    [BindProperty(Name = "what", SupportsGet = true)]
    public string? What { get; set; }

    [BindProperty(Name = "f", SupportsGet = true)]
    public List<string> Own { get; set; } = [];

    /// <summary>The preset whose fields are ticked to begin with, when the worker chooses one by one.</summary>
    [BindProperty(Name = "from", SupportsGet = true)]
    public string? From { get; set; }

    /// <summary>What is searched for in the register.</summary>
    [BindProperty(Name = "q", SupportsGet = true)]
    public string? Question { get; set; }

    /// <summary>The licence number, or <see cref="SomebodyElse"/>.</summary>
    [BindProperty(Name = "r", SupportsGet = true)]
    public string? Whom { get; set; }

    /// <summary>The id of the share that the last step makes, however often its form is sent; in the address too, for
    /// after a lost answer phones go back and fetch the page anew.</summary>
    [BindProperty(Name = "once", SupportsGet = true)]
    public Guid Once { get; set; }

    [BindProperty]
    public string? Label { get; set; }

    [BindProperty]
    public int Days { get; set; } = 30;

    [BindProperty]
    public int Openings { get; set; }

    [BindProperty]
    public bool WithPin { get; set; }

    [BindProperty]
    public bool Tell { get; set; }

    [BindProperty]
    public bool Anyway { get; set; }

    [BindProperty]
    public string? Pin { get; set; }

    public ShareStep Step { get; private set; }

    public IReadOnlyList<CertificateView> All { get; private set; } = [];

    public IReadOnlyList<CertificateView> Chosen { get; private set; } = [];

    /// <summary>How the chosen recruiter stands; null for somebody else.</summary>
    public Licence? Recruiter { get; private set; }

    /// <summary>Null when nothing was searched for.</summary>
    public RecruiterSearch? Search { get; private set; }

    public Words? Problem { get; private set; }

    public DateTimeOffset Now => clock.GetUtcNow();

    public IReadOnlyList<(string Name, string Label)> Choices =>
    [
        .. Chosen.SelectMany(one => one.Choices.Select(name => (name, one.Label(name, phrases.Language))))
            .DistinctBy(one => one.name),
    ];

    /// <summary>The fields that are ticked to begin with.</summary>
    public IReadOnlySet<string> Ticked => Own.Count > 0 ? Own.ToHashSet()
        : Presets.TryParse(From, out var preset)
            ? Chosen.SelectMany(one => Presets.Shown(preset, one, Own)).ToHashSet()
            : [];

    /// <summary>What is seen of the chosen certificates whatever is ticked.</summary>
    public string Always => string.Join("; ", Chosen.Select(one => one.Always(phrases)).Distinct());

    public IReadOnlyList<string> Shown(CertificateView certificate) => Presets.Shown(Preset, certificate, Own);

    public IReadOnlyList<string> Hidden(CertificateView certificate) =>
        [.. certificate.Choices.Except(Shown(certificate))];

    /// <summary>Exactly which fields a preset shows of the chosen certificates, by their labels.</summary>
    public IReadOnlyList<string> Labels(Preset preset) =>
    [
        .. Chosen.SelectMany(one => Presets.Shown(preset, one, Own).Select(name => one.Label(name, phrases.Language)))
            .Distinct(),
    ];

    /// <summary>The address of another step, with what was decided so far.</summary>
    public string To(params (string Name, string? Value)[] change)
    {
        var query = Chosen.Select(one => ("c", (string?)one.Id.ToString())).Append(("what", What))
            .Concat(Own.Select(name => ("f", (string?)name)))
            .Append(("picked", What == "own" ? "1" : null)).Append(("r", Whom))
            .Where(one => change.All(other => other.Name != one.Item1)).Concat(change)
            .Where(one => one.Item2 is not null)
            .Select(one => KeyValuePair.Create(one.Item1, one.Item2));
        return "/share/new" + QueryString.Create(query);
    }

    private Preset Preset => Presets.TryParse(What, out var preset) ? preset : Preset.Level;

    public async Task<IActionResult> OnGetAsync()
    {
        Tell = true;
        if (await MadeAsync() is { } there)
        {
            return there;
        }

        if (!await LoadAsync())
        {
            return NotFound();
        }

        if (Step == ShareStep.Certificates && Request.Query.ContainsKey("chosen"))
        {
            return Say(new Words(Refusals.Key(ShareRefusal.NothingChosen)), StatusCodes.Status422UnprocessableEntity);
        }

        return Step == ShareStep.Confirm && Once == Guid.Empty
            ? Redirect(To(("once", Guid.CreateVersion7(clock.GetUtcNow()).ToString())))
            : Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        Whom ??= SomebodyElse;
        if (await MadeAsync() is { } there)
        {
            return there;
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
        var wish = new ShareWish(Chosen, Preset, Own, Label, Days)
        {
            Id = Once, Openings = Openings, WithPin = WithPin, Tell = Tell, Recruiter = Recruiter,
            Anyway = Anyway,
        };
        if (MakeShare.Refuse(wish) is { } unready)
        {
            return Say(new Words(Refusals.Key(unready)), StatusCodes.Status422UnprocessableEntity);
        }

        if (await askPin.RunAsync(worker, Pin, HttpContext.RequestAborted) is { } wrong)
        {
            return Say(refusals.Say(wrong), refusals.Status(wrong));
        }

        var (id, refusal) = await makeShare.RunAsync(worker, wish, HttpContext.RequestAborted);
        return refusal is null
            ? Redirect($"/share/{id}?new=1")
            : Say(new Words(Refusals.Key(refusal.Value)), StatusCodes.Status422UnprocessableEntity);
    }

    /// <summary>The share is there already: shown to its worker, and to nobody else.</summary>
    private async Task<IActionResult?> MadeAsync() =>
        Once == Guid.Empty ? null
        : await makeShare.IsMineAsync(worker, Once, HttpContext.RequestAborted) switch
        {
            true => Redirect($"/share/{Once}?new=1"),
            false => NotFound(),
            null => null,
        };

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

        Step = (All.Count, Chosen.Count, Presets.TryParse(What, out var preset)) switch
        {
            (0, _, _) => ShareStep.Nothing,
            (_, 0, _) => ShareStep.Certificates,
            (_, _, false) => ShareStep.What,
            _ when preset == Preset.Own && !IsPicked => ShareStep.Fields,
            _ when Whom is null => ShareStep.Whom,
            _ => ShareStep.Confirm,
        };
        if (Step == ShareStep.Whom && !string.IsNullOrWhiteSpace(Question))
        {
            Search = register.Search(Question.Trim());
        }

        if (Step == ShareStep.Confirm)
        {
            Recruiter = register.Look(Whom);
            Label ??= Recruiter?.Named.Name(phrases.Language);
        }

        return true;
    }

    private bool IsPicked => Request.Query.ContainsKey("picked") || Request.Method == HttpMethods.Post;
}
