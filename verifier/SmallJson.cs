using System.Buffers;
using System.Text.Json;
using SkillsPassport.Verifier.Verify;

namespace SkillsPassport.Verifier;

/// <summary>Reads the small JSON bodies of our own API: no duplicate members, no unknown depth, no surprise
/// exceptions.</summary>
public static class SmallJson
{
    private const int LargestBody = 16 * 1024;
    private static readonly JsonSerializerOptions Strict =
        new(JsonSerializerDefaults.Web)
        {
            AllowDuplicateProperties = false, PropertyNameCaseInsensitive = false, MaxDepth = 8,
        };

    public static async Task<(T? Value, VerifierRefusal? Refusal)> ReadAsync<T>(
        HttpContext context, CancellationToken cancel, int most = LargestBody)
        where T : class
    {
        if (!VerifyCredential.Is(context.Request, "application/json"))
        {
            return (null, VerifierRefusal.ContentTypeUnsupported);
        }
        var reader = context.Request.BodyReader;
        if (context.Request.ContentLength > most
            || await ReadVerifyRequest.BodyAsync(reader, most, cancel) is not { } body)
        {
            return (null, most == LargestBody
                ? VerifierRefusal.SmallRequestTooLarge : VerifierRefusal.RequestTooLarge);
        }
        try
        {
            return body.IsEmpty ? (null, VerifierRefusal.RequestEmpty)
                : JsonSerializer.Deserialize<T>(body.ToArray(), Strict) is { } value ? (value, null)
                : (null, VerifierRefusal.RequestUnreadable);
        }
        catch (JsonException)
        {
            return (null, VerifierRefusal.RequestUnreadable);
        }
        finally
        {
            reader.AdvanceTo(body.End);
        }
    }
}
