using System.Text.Json;
using System.Text.Json.Serialization;

namespace SkillsPassport.Client;

/// <summary>What the verifier answers to a request for a receipt.</summary>
/// <param name="Text">The signed receipt, a JWS in compact form: this goes into the file.</param>
/// <param name="Link">The page that verifies and prints it; what stands behind the # is sent to nobody.</param>
public sealed record IssuedReceipt([property: JsonPropertyName("receipt")] string Text, string Link);

/// <summary>What one verifier found about one credential at one moment
/// (<c>schemas/api/verification-receipt.schema.json</c>). It says nothing about today. Comes out of
/// <see cref="ReceiptKeys.Read"/> only, so that nobody holds one that was not verified.</summary>
public sealed record Receipt
{
    /// <summary>Address of the verifier whose word it is.</summary>
    [JsonPropertyName("iss")] public required string Verifier { get; init; }

    /// <summary>The receipt's own number.</summary>
    [JsonPropertyName("jti")] public required string Id { get; init; }

    /// <summary>When it was checked.</summary>
    [JsonPropertyName("iat"), JsonConverter(typeof(SecondsConverter))] public required DateTimeOffset At { get; init; }

    /// <summary>What was checked, by its bytes.</summary>
    public required ReceiptCredential Credential { get; init; }

    /// <summary>Which certificate; null unless it was found to be genuine.</summary>
    public ReceiptCertificate? Certificate { get; init; }

    /// <summary>The overall state.</summary>
    public required Coded<VerdictState> State { get; init; }

    /// <summary>The four questions.</summary>
    public required Answers Answers { get; init; }

    /// <summary>Every check by its outcome.</summary>
    public required ReceiptChecks Checks { get; init; }

    /// <summary>The trust list it rests on.</summary>
    public ReceiptTrustList? TrustList { get; init; }

    /// <summary>What the status list said; null when none was read.</summary>
    public ReceiptStatus? Status { get; init; }

    /// <summary>A demonstration, not a real award.</summary>
    public bool Demo { get; init; }

    /// <summary>The asker's own reference.</summary>
    public string? RequestedFor { get; init; }
}

/// <summary>What was checked, by its bytes.</summary>
/// <param name="Format"><c>paper-cwt</c>, <c>dc+sd-jwt</c> or <c>dc+sd-jwt+kb</c>.</param>
/// <param name="Sha256">SHA-256, base64url: of the bytes in a paper's QR code, or of an SD-JWT's text.</param>
public sealed record ReceiptCredential(string Format, string Sha256);

/// <summary>Which certificate, and who issued it.</summary>
public sealed record ReceiptCertificate(string? Serial, string? Award, string Issuer, string? IssuerName);

/// <summary>Every check by its outcome; behind those that did not pass, why.</summary>
public sealed record ReceiptChecks(IReadOnlyList<string> Passed, IReadOnlyDictionary<string, Coded<Reason>> Failed,
    IReadOnlyDictionary<string, Coded<Reason>> CouldNotCheck);

/// <summary>The trust list a receipt rests on.</summary>
public sealed record ReceiptTrustList(long Sequence, string Digest,
    [property: JsonPropertyName("iat"), JsonConverter(typeof(SecondsConverter))] DateTimeOffset IssuedAt);

/// <summary>What the status list said.</summary>
public sealed record ReceiptStatus(
    [property: JsonPropertyName("uri")] string List, string State,
    [property: JsonPropertyName("iat"), JsonConverter(typeof(SecondsConverter))] DateTimeOffset AsOf);

/// <summary>Why a text is no receipt that may be relied on.</summary>
public enum ReceiptFlaw
{
    /// <summary>None: it is what that verifier signed.</summary>
    None,

    /// <summary>No receipt, or one that was cut off on its way.</summary>
    Unreadable,

    /// <summary>Signed with a key that is not among these: another verifier's, or nobody's.</summary>
    KeyUnknown,

    /// <summary>Changed after it was signed, or a forgery.</summary>
    SignatureWrong,
}

/// <summary>Whole seconds since 1970.</summary>
internal sealed class SecondsConverter : JsonConverter<DateTimeOffset>
{
    private const long LastSecond = 253_402_300_799;

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        reader.GetInt64() is >= 0 and <= LastSecond and var seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : throw new JsonException("Not a time.");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.ToUnixTimeSeconds());
}
