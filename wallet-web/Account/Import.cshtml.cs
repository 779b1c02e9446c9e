using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Account;

/// <summary>Takes an earlier copy of a passport into this one.</summary>
[Authorize(Policy = Policies.Worker)]
[RequestSizeLimit(ImportData.LargestFile + 64_000)]
public sealed class ImportModel(CurrentWorker worker, AskPin askPin, ImportData importData, Refusals refusals)
    : PageModel
{
    [BindProperty]
    public IFormFile? Upload { get; set; }

    [BindProperty]
    public string? Passphrase { get; set; }

    [BindProperty]
    public string? Pin { get; set; }

    public ImportAnswer? Answer { get; private set; }

    public Words? Problem { get; private set; }

    public async Task<IActionResult> OnPostAsync()
    {
        if (Upload is not { Length: > 0 and <= ImportData.LargestFile })
        {
            return No(Upload is { Length: > 0 } ? ImportRefusal.TooLarge : ImportRefusal.FileUnreadable);
        }

        if (await askPin.RunAsync(worker, Pin, HttpContext.RequestAborted) is { } wrong)
        {
            Problem = refusals.Say(wrong);
            Response.StatusCode = refusals.Status(wrong);
            return Page();
        }

        using var memory = new MemoryStream();
        await Upload.CopyToAsync(memory, HttpContext.RequestAborted);
        var answer = await importData.RunAsync(worker, memory.ToArray(), Passphrase, HttpContext.RequestAborted);
        if (answer.Refusal is { } refusal)
        {
            return No(refusal);
        }

        Answer = answer;
        return Page();
    }

    private PageResult No(ImportRefusal refusal)
    {
        Problem = new Words(Refusals.Key(refusal));
        Response.StatusCode = Refusals.Status(refusal);
        return Page();
    }
}
