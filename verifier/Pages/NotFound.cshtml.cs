using Microsoft.AspNetCore.Mvc.RazorPages;

namespace SkillsPassport.Verifier.Pages;

/// <summary>What any address without a page shows.</summary>
public class NotFoundModel : PageModel
{
    public void OnGet() => Response.StatusCode = StatusCodes.Status404NotFound;
}
