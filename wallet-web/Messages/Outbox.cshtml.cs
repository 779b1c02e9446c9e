using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Wallet.Messages;

/// <summary>A message as its receiver would read it.</summary>
public sealed record ReadableMessage(DateTimeOffset At, string Number, string Text, string? Code);

/// <summary>Development only, and only from this machine: what a gateway would send. Anywhere else this page does not
/// exist, because whoever reads it holds other people's codes.</summary>
[AllowAnonymous]
public sealed partial class OutboxModel(
    WalletDb db, QueueMessage queue, IOptions<MessagesOptions> options, IWebHostEnvironment environment) : PageModel
{
    private const int Newest = 50;

    public IReadOnlyList<ReadableMessage> Messages { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync()
    {
        if (!environment.IsDevelopment() || options.Value.Provider != MessagesOptions.Outbox
            || !IPAddress.IsLoopback(HttpContext.Connection.RemoteIpAddress ?? IPAddress.None))
        {
            return NotFound();
        }

        var newest = await db.Messages.AsNoTracking().OrderByDescending(one => one.QueuedAt).Take(Newest)
            .ToListAsync(HttpContext.RequestAborted);
        Messages = newest.ConvertAll(one =>
        {
            var (number, text) = queue.Read(one);
            var code = one.Kind == MessageKind.Code ? SixDigits().Match(text).Value : null;
            return new ReadableMessage(one.QueuedAt, number, text, code);
        });
        return Page();
    }

    [GeneratedRegex("[0-9]{6}")]
    private static partial Regex SixDigits();
}
