using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Hosting.Start;

namespace SkillsPassport.Verifier.Pages;

/// <summary>
/// The first page: camera, picture, PDF or code. The one page that may use the camera and WebAssembly.
/// </summary>
public class IndexModel : PageModel
{
    public void OnGet()
    {
        var policy = HttpContext.ContentSecurityPolicy();
        policy.AllowsCamera = true;
        policy.Allow("script-src", "'wasm-unsafe-eval'");
    }
}
