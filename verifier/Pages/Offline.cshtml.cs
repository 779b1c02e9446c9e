using Microsoft.AspNetCore.Mvc.RazorPages;

namespace SkillsPassport.Verifier.Pages;

/// <summary>
/// Shown by the service worker at the address of any page that is not kept, when there is no connection: try again,
/// or check a certificate, which works without one.
/// </summary>
public class OfflineModel : PageModel;
