using System.Buffers;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using SkillsPassport.Hosting.Start;
using SkillsPassport.Verifier.Limits;

namespace SkillsPassport.Verifier.Verify;

/// <summary><c>POST /api/verify/batch</c>: many credentials in, one line of JSON out for each, in order, while the
/// request is still being read. A line that is no request gets a problem of its own and spoils nothing else.</summary>
public static partial class VerifyBatch
{
    public const string Lines = "application/x-ndjson";

    public static void MapVerifyBatch(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/verify/batch", HandleAsync).WithName("VerifyBatch").WithTags("Verify")
            .WithSummary("Verify many certificates or presentations")
            .WithDescription("Send lines of JSON (application/x-ndjson) or one JSON array (application/json), each "
                + "item as for /api/verify and with an optional id. Each is answered by one line, in order: its "
                + "number, its id, and the report, or an RFC 9457 problem. Lines come while you are still sending.")
            .Produces(200, contentType: Lines)
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(405).ProducesProblem(408).ProducesProblem(413)
            .ProducesProblem(415).ProducesProblem(429).ProducesProblem(503)
            // Counted while reading: the bound is a setting, and whoever goes beyond it gets a line that says so.
            .WithMetadata(new DisableRequestSizeLimitAttribute()).AllowAnonymous()
            // Neither cookies nor roles mean anything to it.
            .ShortCircuit();

    private static async Task HandleAsync(HttpContext context, CheckCredential check, AdmitCaller callers,
        IOptions<BatchOptions> options, TimeProvider clock, ILogger<BatchRun> log)
    {
        if (await callers.AdmitBatchAsync(context) is not { } caller)
        {
            return;
        }

        try
        {
            await RunAsync(context, check, caller, options.Value, clock, log);
        }
        finally
        {
            callers.CloseBatch(caller);
        }
    }

    private static async Task RunAsync(HttpContext context, CheckCredential check, Caller caller, BatchOptions bounds,
        TimeProvider clock, ILogger log)
    {
        var request = context.Request;
        var isArray = VerifyCredential.Is(request, "application/json");
        if (WhyNot(request, bounds, isArray) is { } refused)
        {
            await refused.ToResult().ExecuteAsync(context);
            return;
        }

        using var time = new CancellationTokenSource(TimeSpan.FromSeconds(bounds.MostSeconds), clock);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(time.Token, context.RequestAborted);
        var trace = FaultPage.TraceOf(context);
        var run = new BatchRun(check, bounds, isArray)
        {
            Spend = count => caller.Bucket?.Spend(count),
            Faulted = (line, fault) =>
            {
                ItemFaulted(log, fault, trace, line);
                return trace;
            },
        };
        var reading = run.ReadAsync(request.BodyReader, cancel.Token);
        try
        {
            await SendAsync(run, context.Response, cancel.Token);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            // Time is over: what was answered stays, and the last line says that there is no more.
        }
        finally
        {
            await cancel.CancelAsync();
            await reading;
        }

        await EndAsync(run, context);
    }

    private static VerifierRefusal? WhyNot(HttpRequest request, BatchOptions bounds, bool isArray) =>
        !isArray && !IsLines(request)
            ? request.ContentLength is 0 ? VerifierRefusal.RequestEmpty : VerifierRefusal.ContentTypeUnsupported
        : request.ContentLength is 0 ? VerifierRefusal.RequestEmpty
        : request.ContentLength > bounds.MostBytes ? VerifierRefusal.BatchTooLarge
        : null;

    private static bool IsLines(HttpRequest request) =>
        VerifyCredential.Is(request, Lines) || VerifyCredential.Is(request, "application/ndjson")
        || VerifyCredential.Is(request, "application/jsonl");

    private static async Task SendAsync(BatchRun run, HttpResponse response, CancellationToken cancel)
    {
        await foreach (var chunk in run.ChunksAsync(cancel))
        {
            await chunk.Work.WaitAsync(cancel);
            Start(response);
            response.BodyWriter.Write(chunk.Answers.Span);
            run.Done(chunk);
            if (!run.NextIsReady)
            {
                await response.BodyWriter.FlushAsync(cancel);
            }
        }
    }

    private static async Task EndAsync(BatchRun run, HttpContext context)
    {
        if (run.Ending is not { } ending)
        {
            Start(context.Response);
        }
        else if (!context.Response.HasStarted && run.Items == 0)
        {
            await ending.ToResult().ExecuteAsync(context);
        }
        else
        {
            var last = new BatchChunk();
            last.Refuse(null, ending);
            Start(context.Response);
            await context.Response.BodyWriter.WriteAsync(last.Answers, context.RequestAborted);
        }
    }

    private static void Start(HttpResponse response)
    {
        if (response.HasStarted)
        {
            return;
        }

        response.ContentType = Lines;
        response.Headers.CacheControl = "no-store";
        // A proxy that gathers the whole answer first would take the streaming away.
        response.Headers["X-Accel-Buffering"] = "no";
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Fault {Trace} at line {Line} of a batch")]
    private static partial void ItemFaulted(ILogger log, Exception fault, string trace, int line);
}
