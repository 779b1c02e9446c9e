using Microsoft.AspNetCore.Mvc.RazorPages;

namespace SkillsPassport.Verifier.Pages;

/// <summary>
/// How to know the real page: by the address that this service was set up with (<c>Verifier:PublicUrl</c>), never by
/// the one it was asked at. A look-alike may pass requests on to us under our own name, so the page never says that all
/// is well; it only warns when the two differ.
/// </summary>
public class HowToKnowModel(IConfiguration configuration) : PageModel
{
    /// <summary>The address that the reader must see.</summary>
    public string Address { get; private set; } = "";

    /// <summary>The address that the page was asked at, when it is another one.</summary>
    public string? Elsewhere { get; private set; }

    public void OnGet()
    {
        var own = new Uri(configuration["Verifier:PublicUrl"] ?? $"http://localhost:{VerifierHost.DefaultPort}/");
        var here = $"{Request.Scheme}://{Request.Host}/";
        Address = own.AbsoluteUri;
        Elsewhere = Uri.TryCreate(here, UriKind.Absolute, out var asked)
            && asked.GetLeftPart(UriPartial.Authority) == own.GetLeftPart(UriPartial.Authority) ? null : here;
    }
}
