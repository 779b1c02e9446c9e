using System.Text.Json;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.Log;

/// <summary>
/// An issuer's signed word on how far its hash-chained trail had come
/// (<c>schemas/api/log-checkpoint.schema.json</c>). Kept by others, it makes a trail that is written anew visible: the
/// chain must still have this hash at this entry.
/// </summary>
/// <param name="Issuer">The issuer, claim <c>iss</c>.</param>
/// <param name="IssuedAt">When it was signed.</param>
/// <param name="Entries">How many entries the trail had.</param>
/// <param name="Head">Hash of the last one, lower-case hexadecimal; empty for a trail without entries.</param>
public sealed record LogCheckpoint(string Issuer, DateTimeOffset IssuedAt, long Entries, string Head)
{
    private const int MaxLength = 4096;
    private const int HashLength = 64;

    private Jws? _signed;

    /// <summary>Id of the key that is said to have signed it; null on one that was not read.</summary>
    public string? Kid => _signed?.Kid;

    /// <summary>Signs as compact JWS.</summary>
    public string Sign(ISigner issuer)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        var header = new JsonObject { [Specs.Jose.Typ] = Specs.LogCheckpoint.Typ, [Specs.Jose.Kid] = issuer.Kid };
        var payload = new JsonObject
        {
            [Specs.Jose.Iss] = Issuer,
            [Specs.Jose.Iat] = IssuedAt.ToUnixTimeSeconds(),
            [Specs.LogCheckpoint.Entries] = Entries,
            [Specs.LogCheckpoint.Head] = Head,
        };
        return Jws.Sign(issuer, header, JsonSerializer.SerializeToUtf8Bytes(payload, WireJson.Options));
    }

    /// <summary>Reads one; says nothing about the signature.</summary>
    /// <exception cref="InputRefusedException">Not a strict JWS of this type with these claims.</exception>
    public static LogCheckpoint Read(string jws)
    {
        ArgumentNullException.ThrowIfNull(jws);
        var signed = Jws.Parse(jws.Trim(), MaxLength).RequireType(Specs.LogCheckpoint.Typ);
        var claims = signed.PayloadObject();
        if (claims.TryGetProperty(Specs.Jose.Iss, out var issuer) && issuer.ValueKind == JsonValueKind.String
            && claims.TryGetProperty(Specs.Jose.Iat, out var iat) && StrictJson.TryGetDate(iat, out var issuedAt)
            && claims.TryGetProperty(Specs.LogCheckpoint.Entries, out var count)
            && count.ValueKind == JsonValueKind.Number && count.TryGetInt64(out var entries) && entries >= 0
            && claims.TryGetProperty(Specs.LogCheckpoint.Head, out var hash) && hash.ValueKind == JsonValueKind.String
            && hash.GetString() is { } head && head.Length == (entries == 0 ? 0 : HashLength)
            && head.All(char.IsAsciiHexDigitLower))
        {
            return new LogCheckpoint(issuer.GetString()!, issuedAt, entries, head) { _signed = signed };
        }

        throw new InputRefusedException(InputRefusal.Claims, "A checkpoint has iss, iat, entries and head.");
    }

    /// <summary>True when this key signed it.</summary>
    public bool VerifiedBy(VerificationKey key) => _signed?.VerifiedBy(key) == true;

    /// <summary>True when this key signed it.</summary>
    public bool IsSignedBy(Jwk key)
    {
        using var verification = VerificationKey.FromJwk(key);
        return VerifiedBy(verification);
    }

    /// <summary>Why one trail cannot have given both checkpoints, as far as two of them can show; null when it
    /// can.</summary>
    public string? Contradicts(LogCheckpoint other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var (first, second) = IssuedAt <= other.IssuedAt ? (this, other) : (other, this);
        return first.Issuer != second.Issuer ? "They are of two issuers."
            : second.Entries < first.Entries ? $"The trail lost entries: {first.Entries}, later {second.Entries}."
            : second.Entries == first.Entries && second.Head != first.Head
                ? $"The trail has two histories: entry {first.Entries} has two hashes." : null;
    }

    /// <inheritdoc/>
    public bool Equals(LogCheckpoint? other) => other is not null && Issuer == other.Issuer
        && IssuedAt == other.IssuedAt && Entries == other.Entries && Head == other.Head;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Issuer, IssuedAt, Entries, Head);
}
