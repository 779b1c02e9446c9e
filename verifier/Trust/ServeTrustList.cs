using System.IO.Compression;
using Microsoft.Net.Http.Headers;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Trust;
using SkillsPassport.Hosting.Trust;

namespace SkillsPassport.Verifier.Trust;

/// <summary>The signed trust list as it was received, for the checker page: a mirror, which adds no trust of its own.
/// Compressed once for each list: of ten thousand issuers it is megabytes.</summary>
public sealed class ServeTrustList
{
    private volatile Compressed? _compressed;

    public static void MapTrustList(IEndpointRouteBuilder routes) =>
        routes.MapGet("/trust/list", (HttpContext context, ITrustList state, ServeTrustList mirror) =>
                mirror.Get(context, state)).WithName("GetTrustList").WithTags("Trust")
            .WithSummary("The accrediting authority's signed trust list, byte for byte")
            .Produces<string>(200, Specs.TrustList.MediaType).ProducesProblem(503).AllowAnonymous();

    private IResult Get(HttpContext context, ITrustList state)
    {
        if (state.List is not { } list)
        {
            return VerifierRefusal.TrustListMissing.ToResult();
        }

        context.Response.Headers.CacheControl = "public, max-age=5";
        context.Response.Headers.AccessControlAllowOrigin = "*";
        context.Response.Headers.Vary = HeaderNames.AcceptEncoding;
        var bytes = list.Bytes;
        if (context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.Headers.ContentEncoding = "gzip";
            bytes = Compress(list);
        }

        // A sequence number never names two different lists: RefreshTrustList refuses the second.
        return Results.Bytes(bytes, Specs.TrustList.MediaType,
            entityTag: new EntityTagHeaderValue($"\"{list.Sequence}\"", isWeak: true));
    }

    private byte[] Compress(TrustList list)
    {
        if (_compressed is { } known && known.Digest == list.Digest)
        {
            return known.Bytes;
        }

        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(list.Bytes);
        }

        var made = new Compressed(list.Digest, packed.ToArray());
        _compressed = made;
        return made.Bytes;
    }

    private sealed record Compressed(string Digest, byte[] Bytes);
}
