using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace SkillsPassport.Authority.Proposals;

/// <summary>A page that sends something to a second officer: it stays with what is wrong, or goes back to the desk.
/// </summary>
public abstract class ProposingModel : PageModel
{
    public IReadOnlyList<Fault> Faults { get; private set; } = [];

    /// <param name="faults">Why nothing was sent; empty when it was.</param>
    protected IActionResult Answer(IReadOnlyList<Fault> faults)
    {
        Faults = faults;
        if (faults.Count > 0)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }

        TempData["sent"] = 1;
        return Redirect("/desk");
    }
}
