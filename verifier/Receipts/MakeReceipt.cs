using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Credentials.Verification;
using SkillsPassport.Verifier.Limits;
using SkillsPassport.Verifier.Shares;
using SkillsPassport.Verifier.Verify;

namespace SkillsPassport.Verifier.Receipts;

/// <summary>The request for a receipt.</summary>
/// <param name="Credential">As for <c>/api/verify</c>, or a worker's share link, which is fetched again.</param>
/// <param name="Audience">The audience you asked a presentation to be made for.</param>
/// <param name="Nonce">The nonce you asked it to carry.</param>
/// <param name="RequestedFor">Your reference, such as a file number: at most 100 characters, part of the
/// receipt.</param>
/// <param name="Number">Which of the certificates behind a share link, from 1.</param>
/// <param name="Visit">The visit in which the share was opened: then it is no other opening, and needs no PIN.</param>
public sealed record ReceiptRequest(
    string? Credential, string? Audience = null, string? Nonce = null, string? RequestedFor = null, int Number = 1,
    string? Visit = null);

/// <summary>What came of asking for a receipt.</summary>
public abstract record ReceiptOutcome
{
    public sealed record Made(Receipt Receipt) : ReceiptOutcome;

    public sealed record Refused(VerifierRefusal Refusal, TimeSpan? RetryAfter = null) : ReceiptOutcome;
}

/// <summary>Verifies a credential itself and signs what it found. A "no" and a "could not check" get a receipt
/// too. Nothing is kept.</summary>
public sealed class MakeReceipt(
    CheckCredential check, FetchShare shares, ReceiptKeys keys, RequestLimits limits,
    IOptions<VerifierOptions> verifier, IOptions<ReceiptOptions> options)
{
    private const int LongestReference = 100;
    private const int LongestAudience = 300;

    public async Task<ReceiptOutcome> MakeAsync(ReceiptRequest request, IPAddress? from, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(request.Credential))
        {
            return new ReceiptOutcome.Refused(VerifierRefusal.RequestEmpty);
        }
        if (!TryReference(request.RequestedFor, out var reference))
        {
            return new ReceiptOutcome.Refused(VerifierRefusal.ReferenceRefused);
        }
        var limit = new Limit("receipt", options.Value.PerMinute, TimeSpan.FromMinutes(1));
        if (await limits.TakeAsync(limit, from, cancel) is { } wait)
        {
            return new ReceiptOutcome.Refused(VerifierRefusal.TooManyRequests, wait);
        }
        var (read, refusal) = await ReadAsync(request, cancel);
        if (read is null)
        {
            return new ReceiptOutcome.Refused(refusal!.Value);
        }
        var report = await check.CheckAsync(read, cancel);
        var id = Base64UrlStrict.Encode(RandomNumberGenerator.GetBytes(12));
        // A share's audience is its link, which is secret.
        var presentedTo = report.Person.Value == AnswerValue.Yes && read.ExpectedAudience == request.Audience
            && request.Audience?.Length <= LongestAudience ? request.Audience : null;
        var bytes = CheckedBytes.Of(read, request.Credential);
        return new ReceiptOutcome.Made(Receipt.Sign(report, bytes, verifier.Value.Id, id, reference, presentedTo,
            keys.Signer));
    }

    /// <summary>It is printed and shown: nothing hidden in it, and one spelling.</summary>
    private static bool TryReference(string? typed, out string? reference)
    {
        reference = null;
        if (string.IsNullOrWhiteSpace(typed))
        {
            return true;
        }
        reference = NormalText.Of(typed.Trim());
        return reference.Length <= LongestReference && PrintableText.FindFlaw(reference) == TextFlaw.None;
    }

    private async Task<(VerificationRequest? Read, VerifierRefusal? Refusal)> ReadAsync(
        ReceiptRequest request, CancellationToken cancel)
    {
        if (!ShareLink.TryParse(request.Credential, out var link))
        {
            VerificationInput.TryRead(request.Credential, out var read);
            return (read with { ExpectedAudience = request.Audience, ExpectedNonce = request.Nonce }, null);
        }
        var knock = new ShareKnock(ShareKnock.IsVisit(request.Visit) ? request.Visit : null, Confirm: true);
        return await shares.FetchAsync(link, knock, cancel) switch
        {
            ShareFetch.Active active when request.Number >= 1 && request.Number <= active.Presentations.Count =>
                (new VerificationRequest
                {
                    SdJwt = active.Presentations[request.Number - 1], ExpectedAudience = link.Text,
                    ExpectedNonce = link.Id,
                }, null),
            ShareFetch.Refused no => (null, no.Refusal),
            ShareFetch.Shut { State: not ShareFetch.UsedUp } => (null, VerifierRefusal.ShareNotOpened),
            _ => (null, VerifierRefusal.ShareUnknown),
        };
    }
}
