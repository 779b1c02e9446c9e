using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Issuer.Officers;

namespace SkillsPassport.Issuer.Offers;

/// <summary>A queued text message as its receiver would read it.</summary>
public sealed record ReadableMessage(string SerialNo, DateTimeOffset QueuedAt, string Recipient, string Text,
    string? Pin);

/// <summary>
/// Development only: the text messages that a gateway would send. Anywhere else this page does not exist, because
/// whoever reads it holds other people's PINs.
/// </summary>
[Authorize(Policies.Uploads)]
public sealed class ShowOutboxModel(IssuerDb db, OfferSecrets secrets, IWebHostEnvironment environment) : PageModel
{
    private const int Newest = 200;

    public IReadOnlyList<ReadableMessage> Messages { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!environment.IsDevelopment())
        {
            return NotFound();
        }

        var messages = await db.Outbox.AsNoTracking().OrderByDescending(one =>
            one.QueuedAt).Take(Newest).ToListAsync(cancel);
        Messages = messages.ConvertAll(one =>
        {
            var text = secrets.OpenMessage(one.Id, one.Body);
            return new ReadableMessage(one.SerialNo, one.QueuedAt, secrets.OpenRecipient(one.Id, one.Recipient), text,
                ClaimMessage.PinIn(text));
        });
        return Page();
    }
}
