using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using SkillsPassport.Credentials.Verification;

namespace SkillsPassport.Verifier.Verify;

/// <summary>Reads bodies without trusting them: bounded, strict, and without a copy where none is needed.</summary>
public static class ReadVerifyRequest
{
    private const int LongestId = 200;

    /// <summary>RFC 8259 does not bound nesting; nothing here nests.</summary>
    private static readonly JsonReaderOptions Strict = new() { MaxDepth = 8 };

    /// <summary>The whole body, or null when it is longer than allowed. Give it back with <c>AdvanceTo</c>.</summary>
    public static async ValueTask<ReadOnlySequence<byte>?> BodyAsync(
        PipeReader reader, int most, CancellationToken cancel)
    {
        while (true)
        {
            var result = await reader.ReadAsync(cancel);
            if (result.Buffer.Length > most)
            {
                reader.AdvanceTo(result.Buffer.End);
                return null;
            }
            if (result.IsCompleted)
            {
                return result.Buffer;
            }
            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    /// <summary>One JSON object: <c>credential</c> (an SD-JWT VC with or without key binding, or the text or link of a
    /// certificate's QR code) and, when they were asked for, <c>audience</c> and <c>nonce</c>. Members that are not
    /// ours are passed over, but none may come twice.</summary>
    /// <param name="body">Is kept, not copied: it must not change as long as the report is in use.</param>
    public static VerificationRequest? Json(ReadOnlyMemory<byte> body) => Json(body, isItem: false, out _);

    /// <summary>The same of a batch, where an item may have a name of the sender's own.</summary>
    /// <param name="item">Is kept, not copied.</param>
    /// <param name="id">The name as JSON: a text or a whole number. Given, when it was read, also for an item that is
    /// refused.</param>
    public static VerificationRequest? Json(ReadOnlyMemory<byte> item, out string? id) =>
        Json(item, isItem: true, out id);

    private static VerificationRequest? Json(ReadOnlyMemory<byte> body, bool isItem, out string? id)
    {
        VerificationRequest? credential = null;
        string? audience = null, nonce = null;
        bool hasCredential = false, hasAudience = false, hasNonce = false;
        id = null;
        HashSet<string>? others = null;
        try
        {
            var reader = new Utf8JsonReader(body.Span, Strict);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var fresh = reader.ValueTextEquals("credential"u8)
                        ? TakeCredential(ref reader, body, ref credential, ref hasCredential)
                    : reader.ValueTextEquals("audience"u8) ? Take(ref reader, ref audience, ref hasAudience)
                    : reader.ValueTextEquals("nonce"u8) ? Take(ref reader, ref nonce, ref hasNonce)
                    : isItem && reader.ValueTextEquals("id"u8) ? TakeId(ref reader, ref id)
                    : PassOver(ref reader, others ??= new(StringComparer.Ordinal));
                if (!fresh)
                {
                    return null;
                }
            }
            // The reader itself refuses anything but white space after the object.
            return reader.Read() || credential is null ? null
                : audience is null && nonce is null ? credential
                : credential with { ExpectedAudience = audience, ExpectedNonce = nonce };
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string with invalid UTF-8 or half a surrogate pair.
            return null;
        }
    }

    private static bool TakeCredential(
        ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, ref VerificationRequest? credential, ref bool seen)
    {
        if (seen || !reader.Read() || reader.TokenType is not (JsonTokenType.String or JsonTokenType.Null))
        {
            return false;
        }
        seen = true;
        if (reader.TokenType == JsonTokenType.String)
        {
            // Nearly every credential is plain ASCII and stays where it stands.
            var start = (int)reader.TokenStartIndex + 1;
            credential = reader.ValueIsEscaped || !Ascii.IsValid(reader.ValueSpan)
                ? Recognise(reader.GetString()!) : Recognise(body.Slice(start, reader.ValueSpan.Length));
        }
        return true;
    }

    private static VerificationRequest Recognise(string text)
    {
        VerificationInput.TryRead(text, out var request);
        return request;
    }

    private static VerificationRequest Recognise(ReadOnlyMemory<byte> ascii)
    {
        VerificationInput.TryReadAscii(ascii, out var request);
        return request;
    }

    private static bool Take(ref Utf8JsonReader reader, ref string? value, ref bool seen)
    {
        if (seen || !reader.Read() || reader.TokenType is not (JsonTokenType.String or JsonTokenType.Null))
        {
            return false;
        }
        value = reader.GetString();
        return seen = true;
    }

    private static bool TakeId(ref Utf8JsonReader reader, ref string? id)
    {
        if (id is not null || !reader.Read())
        {
            return false;
        }
        id = reader.TokenType switch
        {
            JsonTokenType.String when reader.GetString() is { Length: <= LongestId } name =>
                JsonSerializer.Serialize(name),
            JsonTokenType.Number when reader.TryGetInt64(out var number) =>
                number.ToString(CultureInfo.InvariantCulture),
            JsonTokenType.Null => "null",
            _ => null,
        };
        return id is not null;
    }

    private static bool PassOver(ref Utf8JsonReader reader, HashSet<string> others)
    {
        var fresh = others.Count < 64 && others.Add(reader.GetString()!);
        reader.Skip();
        return fresh;
    }
}
