using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Credentials.Verification;
using SkillsPassport.Verifier.Limits;

namespace SkillsPassport.Verifier.Verify;

/// <summary><c>POST /api/verify</c>: a credential in, the VerificationReport out. Whatever is wrong with the credential
/// is a finding of the report; only a request that is no request is refused.</summary>
public static class VerifyCredential
{
    /// <summary>What is read. The server itself takes a little more, so that whoever sends too much still gets an
    /// answer instead of a broken connection.</summary>
    public const int LargestBody = 10 * 1024 * 1024;

    internal static readonly JsonWriterOptions Relaxed = new()
    {
        // Bangla as Bangla; the answer is never HTML (nosniff), so that "<" is no danger in it.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true,
    };

    [ThreadStatic] private static (ArrayBufferWriter<byte> Bytes, Utf8JsonWriter Json)? _writer;

    public static void MapVerify(this IEndpointRouteBuilder routes)
    {
        // Taken once: asking for them in each request would open a scope in each request.
        var check = routes.ServiceProvider.GetRequiredService<CheckCredential>();
        var callers = routes.ServiceProvider.GetRequiredService<AdmitCaller>();
        Delegate handle = (HttpContext context) => HandleAsync(context, check, callers);
        routes.MapPost("/api/verify", handle).WithName("VerifyCredential").WithTags("Verify")
            .WithSummary("Verify a certificate or a presentation")
            .WithDescription("Send JSON with the text of an SD-JWT VC, an SD-JWT+KB (with the audience and nonce you "
                + "asked for), a QR code's text or link; or send one of our certificates as application/pdf, whose "
                + "signed attachment is read. The answer lists every check; a forgery is an answer too (200).")
            .Produces(200, contentType: "application/json")
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(405).ProducesProblem(408).ProducesProblem(413)
            .ProducesProblem(415).ProducesProblem(429)
            .WithMetadata(new RequestSizeLimitAttribute(4 * LargestBody)).AllowAnonymous()
            // Neither cookies nor roles mean anything to it.
            .ShortCircuit();
    }

    private static async Task HandleAsync(HttpContext context, CheckCredential check, AdmitCaller callers)
    {
        if (await callers.AdmitAsync(context) is null || await ReadAsync(context) is not { } read)
        {
            return;
        }
        var report = await check.CheckAsync(read, context.RequestAborted);
        await WriteAsync(report, context.Response, context.RequestAborted);
    }

    private static async ValueTask WriteAsync(VerificationReport report, HttpResponse response,
        CancellationToken cancel)
    {
        var (bytes, json) = _writer ?? (new ArrayBufferWriter<byte>(8 * 1024), new Utf8JsonWriter(Stream.Null,
            Relaxed));
        // Taken, so that whoever comes to this thread while we wait makes another.
        _writer = null;
        json.Reset(bytes);
        report.WriteTo(json);
        json.Flush();
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        // A known length: one write, no chunks.
        response.ContentLength = bytes.WrittenCount;
        await response.BodyWriter.WriteAsync(bytes.WrittenMemory, cancel);
        // The report names a person: nothing of it stays in a buffer.
        bytes.Clear();
        _writer = (bytes, json);
    }

    /// <returns>Null when the refusal has been written.</returns>
    private static async ValueTask<VerificationRequest?> ReadAsync(HttpContext context)
    {
        var request = context.Request;
        var json = Is(request, "application/json");
        if (!json && !Is(request, "application/pdf"))
        {
            return await RefuseAsync(context,
                request.ContentLength is 0 ? VerifierRefusal.RequestEmpty : VerifierRefusal.ContentTypeUnsupported);
        }
        try
        {
            var reader = request.BodyReader;
            if (request.ContentLength > LargestBody
                || await ReadVerifyRequest.BodyAsync(reader, LargestBody, context.RequestAborted) is not { } body)
            {
                return await RefuseAsync(context, VerifierRefusal.RequestTooLarge);
            }
            if (body.IsEmpty)
            {
                return await RefuseAsync(context, VerifierRefusal.RequestEmpty);
            }
            // The report goes on using the octets after the connection has got its buffer back.
            var read = json ? ReadVerifyRequest.Json(body.ToArray())
                : FromPdf(body.IsSingleSegment ? body.FirstSpan : body.ToArray());
            reader.AdvanceTo(body.End);
            return read ?? await RefuseAsync(context, VerifierRefusal.RequestUnreadable);
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return await RefuseAsync(context, VerifierRefusal.RequestTooLarge);
        }
    }

    /// <summary>A PDF without a certificate in it is a credential that cannot be read, not a bad request.</summary>
    private static VerificationRequest FromPdf(ReadOnlySpan<byte> pdf) =>
        new() { PaperCwt = PdfAttachment.TryRead(pdf) };

    private static async ValueTask<VerificationRequest?> RefuseAsync(HttpContext context, VerifierRefusal refusal)
    {
        await refusal.ToResult().ExecuteAsync(context);
        return null;
    }

    /// <summary>True for a body of this kind as it is: in UTF-8 and not packed.</summary>
    internal static bool Is(HttpRequest request, string mediaType) => request.ContentType is { } contentType
        && request.Headers.ContentEncoding is [] or ["identity"]
        && contentType.StartsWith(mediaType, StringComparison.OrdinalIgnoreCase)
        && (contentType.Length == mediaType.Length || contentType[mediaType.Length] is ';' or ' ')
        && (!contentType.Contains("charset", StringComparison.OrdinalIgnoreCase)
            || contentType.Contains("utf-8", StringComparison.OrdinalIgnoreCase));
}
