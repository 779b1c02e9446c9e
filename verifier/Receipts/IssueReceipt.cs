using Microsoft.Extensions.Options;
using SkillsPassport.Credentials;
using SkillsPassport.Hosting.Start;

namespace SkillsPassport.Verifier.Receipts;

/// <summary>The answer.</summary>
/// <param name="Version">1.</param>
/// <param name="Receipt">The signed receipt, a JWS in compact form.</param>
/// <param name="Link">The page that verifies and prints it; what stands behind the # is sent to nobody.</param>
public sealed record ReceiptAnswer(int Version, string Receipt, string Link);

/// <summary><c>POST /api/receipts</c>, and the keys that verify what it gives.</summary>
public static class IssueReceipt
{
    // A credential with a portrait, and what JSON adds to it.
    private const int LargestBody = 512 * 1024;

    public static void AddReceipts(this WebApplicationBuilder builder)
    {
        var development = builder.Environment.IsDevelopment();
        builder.AddValidated<VerifierOptions>("Verifier", VerifierOptions.Broken)
            .Configure(options => options.UseDefaults(development));
        builder.AddValidated<ReceiptOptions>("Receipts");
        builder.Services.AddSingleton<ReceiptKeys>().AddSingleton<MakeReceipt>();
        builder.Services.AddStartCheck(services => services.GetRequiredService<ReceiptKeys>().Check());
    }

    public static void MapReceipts(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/receipts", HandleAsync).WithName("MakeReceipt").WithTags("Receipts")
            .WithSummary("Verify a credential and get a signed receipt of what was found")
            .WithDescription("The receipt is a JWS of type verification-receipt+jwt "
                + "(schemas/api/verification-receipt.schema.json), signed with a key of /.well-known/jwks.json. It "
                + "names the certificate's number, award and issuer, the verdict and the lists it rests on; no name, "
                + "no number of a document. A forgery gets a receipt too, which says so. Nothing is kept.")
            .Produces<ReceiptAnswer>()
            .ProducesProblem(400).ProducesProblem(405).ProducesProblem(408).ProducesProblem(413).ProducesProblem(415)
            .ProducesProblem(422).ProducesProblem(429).ProducesProblem(503).AllowAnonymous();
        // The receipt's own description tells of it; a key set needs no other.
        routes.MapGet(Specs.Receipt.KeysPath, GetKeys).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task<IResult> HandleAsync(HttpContext context, MakeReceipt receipts,
        IOptions<VerifierOptions> verifier, CancellationToken cancel)
    {
        var (request, refusal) = await SmallJson.ReadAsync<ReceiptRequest>(context, cancel, LargestBody);
        if (refusal is { } refused)
        {
            return refused.ToResult(
                refused == VerifierRefusal.RequestTooLarge ? "At most 512 KiB are read." : null);
        }
        context.Response.Headers.CacheControl = "no-store";
        return await receipts.MakeAsync(request!, context.Connection.RemoteIpAddress, cancel) switch
        {
            ReceiptOutcome.Made made => Results.Json(new ReceiptAnswer(
                1, made.Receipt.Text, $"{verifier.Value.Id}/receipt#{made.Receipt.Text}")),
            ReceiptOutcome.Refused { RetryAfter: { } wait } no => no.Refusal.ToResult(context, wait),
            ReceiptOutcome.Refused no => no.Refusal.ToResult(),
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
    }

    private static IResult GetKeys(HttpContext context, ReceiptKeys keys)
    {
        context.Response.Headers.CacheControl = "public, max-age=300";
        context.Response.Headers.AccessControlAllowOrigin = "*";
        return Results.Bytes(keys.Set, Specs.Receipt.KeysMediaType);
    }
}
