using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Wallet.Offline;

namespace SkillsPassport.Wallet.Help;

[AllowAnonymous]
[KeptOffline]
public sealed class IndexModel : PageModel;
