using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Hosting.Limits;
using SkillsPassport.Verifier.Suspicions;

namespace SkillsPassport.Verifier.Pages;

/// <summary>How a report stands, for its sender: by number and secret, and nothing of what was written.</summary>
[IgnoreAntiforgeryToken]
public class CaseModel(FollowSuspicion follow) : PageModel
{
    public Suspicion? Found { get; private set; }

    public string? Refusal { get; private set; }

    public string? Number { get; private set; }

    public void OnGet()
    {
    }

    public async Task OnPostAsync(string? number, string? secret, CancellationToken cancel)
    {
        Response.Headers.CacheControl = "no-store";
        Number = number is { Length: <= 40 } ? number : null;
        (Found, var wait) = await follow.FindAsync(number, secret, HttpContext.Connection.RemoteIpAddress, cancel);
        if (wait is { } until)
        {
            Response.SayRetryAfter(until);
        }
        if (Found is null)
        {
            (Refusal, Response.StatusCode) = wait is not null
                ? ("suspicion.refused.TooMany", StatusCodes.Status429TooManyRequests)
                : ("suspicion.unknown", StatusCodes.Status404NotFound);
        }
    }
}
