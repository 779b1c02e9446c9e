using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Hosting.Languages;
using SkillsPassport.Hosting.Limits;
using SkillsPassport.Verifier.Suspicions;

namespace SkillsPassport.Verifier.Pages;

/// <summary>
/// Report a suspicion, with or without script, without an account. The limit is asked before the body is read, and the
/// body stays in memory: nothing unsealed is written to a disk.
/// </summary>
[IgnoreAntiforgeryToken]
[BodyReadByHand]
[RequestSizeLimit(LargestBody)]
[RequestFormLimits(MemoryBufferThreshold = LargestBody, MultipartBodyLengthLimit = LargestBody,
    ValueLengthLimit = 64 * 1024, ValueCountLimit = 32)]
public class ReportModel(ReportSuspicion reports, Phrases phrases) : PageModel
{
    // What a phone's photo may have is read, so that what was typed comes back with the word that it is too large.
    private const int LargestBody = PhotoKind.LargestRead + 512 * 1024;

    public string Token { get; private set; } = ReportSuspicion.NewToken();

    /// <summary>A certificate that a page without script hands over; sent on only with the sender's consent.</summary>
    public string? Shown { get; private set; }

    public string? Number { get; private set; }

    public string? Secret { get; private set; }

    public ReportRefusal? Refused { get; private set; }

    /// <summary>What was typed, given back when something is missing. The framework fills such a property by itself,
    /// and would read the body before the limit is asked.</summary>
    [BindNever]
    public IFormCollection? Typed { get; private set; }

    public void OnGet()
    {
    }

    /// <summary>From the page of a certificate that was looked up by its code.</summary>
    public async Task<IActionResult> OnPostStartAsync()
    {
        if (await ReadAsync() is not { } form)
        {
            return BadRequest();
        }
        Shown = form["shown"].ToString();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        Response.Headers.CacheControl = "no-store";
        var cancel = HttpContext.RequestAborted;
        if (await reports.MustWaitAsync(HttpContext.Connection.RemoteIpAddress, cancel) is { } wait)
        {
            Response.SayRetryAfter(wait);
            return Refuse(ReportRefusal.TooMany, StatusCodes.Status429TooManyRequests);
        }
        if (await ReadAsync() is not { } form)
        {
            await reports.ForgiveAsync(HttpContext.Connection.RemoteIpAddress, cancel);
            // Only a photo makes a form too large; a shorter one is broken.
            return Request.ContentLength <= LargestBody
                ? BadRequest() : Refuse(ReportRefusal.PhotoTooLarge, StatusCodes.Status413PayloadTooLarge);
        }
        Shown = form["shown"];
        var with = form["with"] == "yes" ? Shown : null;
        var report = new SuspicionReport(form["token"], Kind(form["kind"]), form["text"],
            string.IsNullOrWhiteSpace(with) ? form["certificate"] : with, form["address"], form["contact"],
            await PhotoAsync(form.Files.GetFile("photo"), cancel), phrases.Language);
        (Number, Secret, var refusal) = await reports.TakeAsync(report, cancel);
        if (refusal is { } no)
        {
            await reports.ForgiveAsync(HttpContext.Connection.RemoteIpAddress, cancel);
            (Typed, Token) = (form, form["token"].ToString());
            return Refuse(no, StatusCodes.Status422UnprocessableEntity);
        }
        return Page();
    }

    private PageResult Refuse(ReportRefusal refusal, int status)
    {
        (Refused, Response.StatusCode) = (refusal, status);
        return Page();
    }

    /// <returns>Null when it is more than is taken, or no form.</returns>
    private async Task<IFormCollection?> ReadAsync()
    {
        try
        {
            return Request.HasFormContentType ? await Request.ReadFormAsync(HttpContext.RequestAborted)
                : FormCollection.Empty;
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or IOException)
        {
            return null;
        }
    }

    private static SuspicionKind? Kind(string? typed) =>
        Enum.TryParse<SuspicionKind>(typed, out var kind) && Enum.IsDefined(kind) && !char.IsDigit(typed![0])
            ? kind : null;

    private static async Task<byte[]?> PhotoAsync(IFormFile? file, CancellationToken cancel)
    {
        if (file is not { Length: > 0 })
        {
            return null;
        }
        using var copy = new MemoryStream();
        await file.CopyToAsync(copy, cancel);
        return copy.ToArray();
    }
}
