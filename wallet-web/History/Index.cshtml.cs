using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Hosting.Languages;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.History;

/// <summary>Everything that happened in this passport, newest first; to be read, filtered and taken along, and changed
/// by nobody.</summary>
[Authorize(Policy = Policies.Worker)]
public sealed class IndexModel(
    CurrentWorker worker, ReadHistory readHistory, ExportHistory exportHistory, Phrases phrases) : PageModel
{
    [BindProperty(Name = "kind", SupportsGet = true)]
    public string? Kind { get; set; }

    [BindProperty(Name = "certificate", SupportsGet = true)]
    public Guid? Certificate { get; set; }

    [BindProperty(Name = "who", SupportsGet = true)]
    public Guid? Who { get; set; }

    [BindProperty(Name = "from", SupportsGet = true)]
    public string? From { get; set; }

    [BindProperty(Name = "until", SupportsGet = true)]
    public string? Until { get; set; }

    public HistoryFilter Filter { get; private set; } = new();

    public bool IsFiltered => Filter != new HistoryFilter();

    public HistoryPage Lines { get; private set; } = new([], null);

    public IReadOnlyList<HistoryChoice> Certificates { get; private set; } = [];

    public IReadOnlyList<HistoryChoice> Recruiters { get; private set; } = [];

    private IReadOnlySet<Guid> Shares { get; set; } = new HashSet<Guid>();

    /// <summary>Somebody else's phone: a copy would stay on it.</summary>
    public bool IsBorrowed => worker.IsBorrowed;

    public string? Day(DateOnly? day) => day?.ToString("O", System.Globalization.CultureInfo.InvariantCulture);

    public async Task<IActionResult> OnGetAsync([FromQuery] string? before) =>
        await LoadAsync(before) ? Page() : NotFound();

    public async Task<IActionResult> OnPostExportAsync([FromForm] string? format)
    {
        if (!await LoadAsync(null))
        {
            return NotFound();
        }

        if (IsBorrowed)
        {
            Response.StatusCode = StatusCodes.Status403Forbidden;
            return Page();
        }

        return format == "json"
            ? File(
                await exportHistory.JsonAsync(worker, Filter, phrases, HttpContext.RequestAborted), "application/json",
                "skills-passport-history.json")
            : File(
                await exportHistory.CsvAsync(worker, Filter, phrases, HttpContext.RequestAborted), "text/csv",
                "skills-passport-history.csv");
    }

    /// <returns>False when it is filtered by what is not this worker's.</returns>
    private async Task<bool> LoadAsync(string? before)
    {
        Filter = HistoryFilter.Read(Kind, Certificate, Who, From, Until);
        Lines = await readHistory.PageAsync(
            worker, Filter, before, phrases.Language, HttpContext.RequestAborted);
        (Certificates, Recruiters, Shares) =
            await readHistory.ChoicesAsync(worker, phrases.Language, HttpContext.RequestAborted);
        return (Filter.Certificate is null || Certificates.Any(one => one.Id == Filter.Certificate))
            && (Filter.Share is null || Shares.Contains(Filter.Share.Value));
    }
}
