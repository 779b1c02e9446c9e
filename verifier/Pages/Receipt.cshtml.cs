using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using SkillsPassport.Hosting.Limits;
using SkillsPassport.Verifier.Receipts;

namespace SkillsPassport.Verifier.Pages;

/// <summary>
/// A receipt, to be read, checked and printed. Its link carries it behind the # and is checked in the browser; a form
/// makes one, or checks one that was pasted, without any script. Nothing is changed and nobody is signed in, so there
/// is no antiforgery token, and no cookie for it.
/// </summary>
[IgnoreAntiforgeryToken]
[RequestFormLimits(ValueLengthLimit = LongestField)]
public class ReceiptModel(MakeReceipt receipts, ReceiptKeys keys, IOptions<VerifierOptions> verifier) : PageModel
{
    private const int LongestField = 512 * 1024;

    public string Verifier => verifier.Value.Id;

    /// <summary>What the receipt turned out to be; null before there is one.</summary>
    public ReceiptReading? Reading { get; private set; }

    /// <summary>The phrase that says why none was made.</summary>
    public string? Refusal { get; private set; }

    public void OnGet()
    {
    }

    /// <summary>Checks a receipt that was pasted.</summary>
    public void OnPostCheck(string? receipt)
    {
        Response.Headers.CacheControl = "no-store";
        Reading = Receipt.Read(receipt, keys, Verifier);
    }

    /// <summary>Makes one for the certificate of the page before.</summary>
    public async Task OnPostAsync(string? credential, string? requestedFor, int? number, string? visit,
        CancellationToken cancel)
    {
        Response.Headers.CacheControl = "no-store";
        var request = new ReceiptRequest(credential, RequestedFor: requestedFor, Number: number ?? 1, Visit: visit);
        switch (await receipts.MakeAsync(request, HttpContext.Connection.RemoteIpAddress, cancel))
        {
            case ReceiptOutcome.Made made:
                Reading = new ReceiptReading.Genuine(made.Receipt);
                break;
            case ReceiptOutcome.Refused refused:
                (Refusal, Response.StatusCode) = refused.Refusal switch
                {
                    VerifierRefusal.TooManyRequests => ("receipt.limit", StatusCodes.Status429TooManyRequests),
                    VerifierRefusal.ReferenceRefused =>
                        ("receipt.reference.wrong", StatusCodes.Status422UnprocessableEntity),
                    VerifierRefusal.RequestEmpty => ("cannot.empty.text", StatusCodes.Status400BadRequest),
                    VerifierRefusal.ShareUnknown => ("share.stopped.text", StatusCodes.Status404NotFound),
                    VerifierRefusal.ShareNotOpened =>
                        ("share.pin_needed.text", StatusCodes.Status422UnprocessableEntity),
                    VerifierRefusal.WalletNotListed =>
                        ("share.wallet.text", StatusCodes.Status422UnprocessableEntity),
                    _ => ("share.unreachable.text", StatusCodes.Status503ServiceUnavailable),
                };
                if (refused.RetryAfter is { } wait)
                {
                    Response.SayRetryAfter(wait);
                }

                break;
        }
    }
}
