using System.Globalization;
using System.Net;
using Microsoft.Extensions.Options;
using SkillsPassport.Verifier.ApiKeys;

namespace SkillsPassport.Verifier.Limits;

/// <summary>Who asks, and how much of it is left for them: by API key, else by address.</summary>
/// <param name="Bucket">Null for a caller who is not counted.</param>
public readonly record struct Caller(TokenBucket? Bucket);

/// <summary>Lets callers of the verify API in, or says why not: 401 for a key that is none, 429 for too much. Asks no
/// database.</summary>
public sealed class AdmitCaller(
    HeldApiKeys keys, AddressBuckets addresses, IOptions<LimitOptions> options, IHostEnvironment environment)
{
    private const string Scheme = "Bearer";
    private readonly bool _countThisMachine = options.Value.CountThisMachine ?? !environment.IsDevelopment();
    private int _openBatches;

    /// <summary>Takes one from the caller's bucket and says in the answer's headers what is left.</summary>
    /// <returns>Null when the answer has been given: no.</returns>
    public ValueTask<Caller?> AdmitAsync(HttpContext context)
    {
        var authorization = context.Request.Headers.Authorization;
        TokenBucket? bucket = null;
        if (authorization is [{ } sent] && sent.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && (sent.Length == Scheme.Length || sent[Scheme.Length] == ' '))
        {
            bucket = keys.Find(sent.AsSpan(Scheme.Length).Trim());
            if (bucket is null)
            {
                // Guessing costs as much as verifying.
                BucketOf(context)?.Spend(1);
                context.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\""; // RFC 6750 section 3
                return RefuseAsync(context, VerifierRefusal.ApiKeyUnknown.ToResult());
            }
        }

        bucket ??= BucketOf(context);
        if (bucket is null)
        {
            return new(new Caller(null));
        }

        var wait = bucket.Take();
        Describe(bucket, context.Response.Headers);
        return wait is { } time
            ? RefuseAsync(context, VerifierRefusal.TooManyRequests.ToResult(context, time)) : new(new Caller(bucket));
    }

    /// <summary>The same for a batch, which stays open for a while; close it in the end.</summary>
    public async ValueTask<Caller?> AdmitBatchAsync(HttpContext context)
    {
        if (await AdmitAsync(context) is not { } caller)
        {
            return null;
        }

        var second = TimeSpan.FromSeconds(1);
        if (caller.Bucket?.TryOpen(options.Value.BatchesAtOnce) == false)
        {
            return await RefuseAsync(context, VerifierRefusal.TooManyRequests.ToResult(context, second));
        }

        if (Interlocked.Increment(ref _openBatches) > options.Value.BatchesAtOnceForAll)
        {
            CloseBatch(caller);
            return await RefuseAsync(context, VerifierRefusal.BatchesTooMany.ToResult(context, second));
        }

        return caller;
    }

    public void CloseBatch(Caller caller)
    {
        Interlocked.Decrement(ref _openBatches);
        caller.Bucket?.Close();
    }

    private TokenBucket? BucketOf(HttpContext context)
    {
        var from = context.Connection.RemoteIpAddress;
        return !_countThisMachine && from is not null && IPAddress.IsLoopback(from) ? null : addresses.Of(from);
    }

    // draft-ietf-httpapi-ratelimit-headers-10 sections 3 and 4: quota and window of the policy, what remains and when.
    private static void Describe(TokenBucket bucket, IHeaderDictionary headers)
    {
        var (remaining, fullIn) = bucket.Look();
        headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture,
            $"\"verify\";q={bucket.PerMinute};w=60");
        headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture,
            $"\"verify\";r={remaining};t={(int)Math.Ceiling(fullIn.TotalSeconds)}");
    }

    private static async ValueTask<Caller?> RefuseAsync(HttpContext context, IResult refusal)
    {
        await refusal.ExecuteAsync(context);
        return null;
    }
}
