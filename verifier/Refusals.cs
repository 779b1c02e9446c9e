using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using SkillsPassport.Hosting.Limits;

namespace SkillsPassport.Verifier;

/// <summary>Why the verifier does not answer a request. What is wrong with a credential is never here: that is a
/// finding of the report.</summary>
public enum VerifierRefusal
{
    RequestEmpty,
    RequestTooLarge,
    SmallRequestTooLarge,
    RequestTooSlow,
    MethodNotAllowed,
    AddressUnknown,
    ContentTypeUnsupported,
    RequestUnreadable,
    CertificateCodeUnreadable,
    CertificateUnknown,
    IssuerUnreachable,
    IssuerBusy,
    ShareLinkUnreadable,
    WalletNotListed,
    ShareUnknown,
    ShareNotOpened,
    WalletUnreachable,
    StatusListNotAllowed,
    StatusListUnreachable,
    StatusListInvalid,
    StatusListStale,
    TrustListMissing,
    ComparisonQuestionUnreadable,
    ComparisonsMissing,
    ComparisonsStale,
    ReferenceRefused,
    TooManyRequests,
    ApiKeyUnknown,
    BatchTooLong,
    BatchTooLarge,
    BatchTooSlow,
    BatchBroken,
    BatchesTooMany,
    ItemFaulted,
}

/// <summary>The one place where a refusal becomes bytes: an RFC 9457 problem.</summary>
public static class Refusals
{
    internal const string ProblemType = "application/problem+json";

    public static IResult ToResult(this VerifierRefusal refusal, string? detail = null) =>
        Results.Json(Describe(refusal, detail), contentType: ProblemType, statusCode: Shape(refusal).Status);

    /// <summary>The same and when to come back.</summary>
    public static IResult ToResult(this VerifierRefusal refusal, HttpContext context, TimeSpan retryAfter)
    {
        context.Response.SayRetryAfter(retryAfter);
        return refusal.ToResult();
    }

    /// <summary>The same members inside an object that the caller has begun: one line of a batch.</summary>
    public static void WriteTo(this VerifierRefusal refusal, Utf8JsonWriter json)
    {
        var (status, code, title, detail) = Shape(refusal);
        json.WriteString("type"u8, TypeOf(code));
        json.WriteString("title"u8, title);
        json.WriteNumber("status"u8, status);
        json.WriteString("detail"u8, detail);
        json.WriteString("code"u8, code);
    }

    /// <summary>A problem with this status as it is said at this address, for the description of the API.</summary>
    internal static JsonObject? Example(int status, string path) => Enum.GetValues<VerifierRefusal>().Select(Shape)
        .Where(shape => shape.Status == status)
        .OrderBy(shape => IsOfBatches(shape.Code) != path.EndsWith("/batch", StringComparison.Ordinal))
        .Select(shape => new JsonObject
        {
            ["type"] = TypeOf(shape.Code), ["title"] = shape.Title, ["status"] = status, ["detail"] = shape.Detail,
            ["code"] = shape.Code,
        }).FirstOrDefault();

    /// <summary>Every code there is.</summary>
    internal static IEnumerable<string> Codes =>
        Enum.GetValues<VerifierRefusal>().Select(refusal => Shape(refusal).Code).Distinct();

    private static bool IsOfBatches(string code) => code.StartsWith("batch", StringComparison.Ordinal);

    private static string TypeOf(string code) => $"urn:skills-passport:problem:{code}";

    private static ProblemDetails Describe(VerifierRefusal refusal, string? detail)
    {
        var (status, code, title, plain) = Shape(refusal);
        return new()
        {
            Type = TypeOf(code),
            Title = title,
            Status = status,
            Detail = detail ?? plain,
            Extensions = { ["code"] = code, ["traceId"] = Activity.Current?.TraceId.ToString() },
        };
    }

    private static (int Status, string Code, string Title, string Detail) Shape(VerifierRefusal no) => no switch
    {
        VerifierRefusal.RequestEmpty => (400, "request_empty", "Nothing was sent",
            "Send what this address takes, as application/json unless it is documented to take a file."),
        VerifierRefusal.RequestTooLarge => (413, "request_too_large", "Too large",
            "At most 10 MiB are read by /api/verify, 1 MiB for each item of a batch, 512 KiB by /api/receipts, 16 KiB "
            + "elsewhere."),
        VerifierRefusal.SmallRequestTooLarge => (413, "request_too_large", "Too large",
            "At most 16 KiB are read."),
        VerifierRefusal.RequestTooSlow => (408, "request_too_slow", "The request came too slowly",
            "It was not read to its end. Send it again on a better line."),
        VerifierRefusal.MethodNotAllowed => (405, "method_not_allowed", "Another method is needed",
            "Allow names the methods that this address takes."),
        VerifierRefusal.AddressUnknown => (404, "address_unknown", "No such address",
            "The addresses stand in /openapi/v1.json."),
        VerifierRefusal.ContentTypeUnsupported => (415, "content_type_unsupported", "Unknown kind of content",
            "Send application/json, or application/pdf where a file is taken; in UTF-8, without a Content-Encoding."),
        VerifierRefusal.RequestUnreadable => (400, "request_unreadable", "Not readable",
            "The body must be one JSON object with what this address takes, spelled as documented, no member twice."),
        VerifierRefusal.CertificateCodeUnreadable => (400, "certificate_code_unreadable",
            "The code has a typing mistake",
            "Compare the twelve characters with the paper; the last two check the first ten."),
        VerifierRefusal.CertificateUnknown => (404, "certificate_unknown", "No certificate has this code",
            "No issuer on the trust list has issued a certificate with this code."),
        VerifierRefusal.IssuerUnreachable => (503, "issuer_unreachable", "The issuer cannot be asked now",
            "This says nothing about the certificate. Try again later, or scan its QR code."),
        VerifierRefusal.IssuerBusy => (503, "issuer_busy", "The issuer is asked too often now",
            "This says nothing about the certificate. Wait as long as Retry-After says, or scan its QR code."),
        VerifierRefusal.ShareLinkUnreadable => (400, "share_link_unreadable", "This is not a share link",
            "Use the whole link as you received it."),
        VerifierRefusal.WalletNotListed => (422, "wallet_not_listed", "Unknown wallet",
            "The link points to a wallet that is not on the trust list, and was not opened."),
        VerifierRefusal.ShareUnknown => (404, "share_unknown", "No such share",
            "The wallet does not know this link. Use the whole link as you received it."),
        VerifierRefusal.ShareNotOpened => (422, "share_not_opened", "The share has to be opened first",
            "It has a PIN. Open it with POST /api/shares and a visit, then send the same visit here."),
        VerifierRefusal.WalletUnreachable => (503, "wallet_unreachable", "The wallet cannot be asked now",
            "This says nothing about the certificates. Try again later."),
        VerifierRefusal.StatusListNotAllowed => (404, "status_list_not_allowed", "Not a status list of a listed issuer",
            "Only status lists of issuers on the trust list are fetched."),
        VerifierRefusal.StatusListUnreachable => (503, "status_unreachable", "The status list cannot be fetched now",
            "Whether a certificate is still valid cannot be told without it."),
        VerifierRefusal.StatusListInvalid => (503, "status_invalid", "The status list is not usable",
            "What its address serves is not a status list of this issuer."),
        VerifierRefusal.StatusListStale => (503, "status_stale", "The status list is too old",
            "What its address serves has ended. Whether a certificate is still valid cannot be told by it."),
        VerifierRefusal.TrustListMissing => (503, "trust_list_missing", "No trust list yet",
            "The signed list of accredited issuers has not been received."),
        VerifierRefusal.ComparisonQuestionUnreadable => (400, "comparison_question_unreadable",
            "The question is not complete", "Say country, framework and level."),
        VerifierRefusal.ComparisonsMissing => (503, "comparisons_missing", "No comparison register yet",
            "The signed register of comparisons has not been received. This says nothing about a level."),
        VerifierRefusal.ComparisonsStale => (503, "comparisons_stale", "The comparison register is too old",
            "What a level means abroad could not be checked. Try again later."),
        VerifierRefusal.ReferenceRefused => (422, "reference_refused", "The reference cannot be used",
            "At most 100 characters of plain text."),
        VerifierRefusal.TooManyRequests => (429, "too_many_requests", "Too many requests",
            "Wait as long as Retry-After says."),
        VerifierRefusal.ApiKeyUnknown => (401, "api_key_unknown", "Unknown API key",
            "The key is wrong or was revoked. Without one, send no Authorization header."),
        VerifierRefusal.BatchesTooMany => (503, "batches_too_many", "Too many batches at once",
            "Wait as long as Retry-After says."),
        VerifierRefusal.BatchTooLong => (413, "batch_too_long", "Too many items",
            "From here on nothing was read. Send the rest in another batch."),
        VerifierRefusal.BatchTooLarge => (413, "batch_too_large", "Too large a batch",
            "From here on nothing was read. Send the rest in another batch."),
        VerifierRefusal.BatchTooSlow => (408, "batch_too_slow", "The batch took too long",
            "What has no answer above was not checked. Send the rest in another batch."),
        VerifierRefusal.BatchBroken => (400, "batch_broken", "The batch breaks off",
            "Send lines of JSON (application/x-ndjson), or one JSON array (application/json)."),
        VerifierRefusal.ItemFaulted => (500, "item_faulted", "Something broke on our side",
            "This item could not be checked; that says nothing about the certificate. Send it again later."),
    };
}
