using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace SkillsPassport.Wallet.Help;

[AllowAnonymous]
public sealed class IndexModel : PageModel;
