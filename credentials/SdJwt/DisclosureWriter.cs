using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.SdJwtVc;

namespace SkillsPassport.Credentials.SdJwt;

/// <summary>
/// Splits a claim set into payload and disclosures as the type metadata say (RFC 9901 section 4.2). Works on UTF-8 from
/// end to end; its buffers come from a pool and are wiped on the way back.
/// </summary>
internal sealed class DisclosureWriter : IDisposable
{
    private const int SaltBytes = 16;
    private const int SaltLength = 22;
    private const int SaltsAtOnce = 256;

    [ThreadStatic]
    private static byte[]? _salts;

    [ThreadStatic]
    private static int _saltsLeft;

    private readonly PooledBuffer _text = new(4096);
    private readonly PooledBuffer _payload = new(4096);
    private readonly PooledBuffer _scratch = new(4096);

    /// <summary>The disclosures, each followed by a tilde.</summary>
    public ReadOnlySpan<byte> Text => _text.Written;

    /// <summary>Writes the issuer's payload; the disclosures land in <see cref="Text"/>.</summary>
    public ReadOnlySpan<byte> WritePayload(JsonElement claims, ClaimNode rules)
    {
        _payload.Clear();
        using var writer = new Utf8JsonWriter(_payload, WireJson.Writer);
        WriteObject(writer, claims, rules, isTop: true);
        writer.Flush();
        return _payload.Written;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _text.Dispose();
        _payload.Dispose();
        _scratch.Dispose();
    }

    private void WriteObject(Utf8JsonWriter writer, JsonElement value, ClaimNode rules, bool isTop = false)
    {
        writer.WriteStartObject();
        List<DisclosureDigest>? digests = null;
        foreach (var member in value.EnumerateObject())
        {
            // The schema is closed, so that every name is one of its own: without escapes.
            var name = JsonMarshal.GetRawUtf8PropertyName(member);
            var rule = rules.Member(name);
            if (rule?.Metadata?.Sd == SelectiveDisclosure.Always)
            {
                (digests ??= []).Add(Disclose(member.Value, rule));
            }
            else
            {
                writer.WritePropertyName(name);
                WriteValue(writer, member.Value, rule);
            }
        }

        if (digests is not null)
        {
            // Sorted, so that the order tells nothing about which claims there are (section 4.2.4.1).
            digests.Sort();
            writer.WriteStartArray(Specs.SdJwt.Sd);
            foreach (var digest in digests)
            {
                WriteDigest(writer, digest);
            }

            writer.WriteEndArray();
        }

        if (isTop && _text.Written.Length > 0)
        {
            writer.WriteString(Specs.SdJwt.SdAlg, Specs.SdJwt.Sha256);
        }

        writer.WriteEndObject();
    }

    private void WriteValue(Utf8JsonWriter writer, JsonElement value, ClaimNode? rules)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when rules is { HidesBelow: true }:
                WriteObject(writer, value, rules);
                break;
            case JsonValueKind.Array when rules is { HidesBelow: true, Elements: { } each }:
                writer.WriteStartArray();
                foreach (var element in value.EnumerateArray())
                {
                    if (each.Metadata?.Sd == SelectiveDisclosure.Always)
                    {
                        writer.WriteStartObject();
                        writer.WritePropertyName(Specs.SdJwt.ArrayDigest);
                        WriteDigest(writer, Disclose(element, each));
                        writer.WriteEndObject();
                    }
                    else
                    {
                        WriteValue(writer, element, each);
                    }
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);
                break;
        }
    }

    private DisclosureDigest Disclose(JsonElement value, ClaimNode rules)
    {
        // Only a disclosure with disclosures inside needs a buffer of its own.
        var json = rules.HidesBelow ? new PooledBuffer(1024) : _scratch;
        json.Clear();
        Append(json, "[\""u8);
        WriteSalt(json.GetSpan(SaltLength));
        json.Advance(SaltLength);
        Append(json, "\","u8);
        if (rules.QuotedName.Length > 0)
        {
            Append(json, rules.QuotedName);
            Append(json, ","u8);
        }

        if (rules.HidesBelow)
        {
            using var writer = new Utf8JsonWriter(json, WireJson.Writer);
            WriteValue(writer, value, rules);
        }
        else
        {
            Append(json, JsonMarshal.GetRawUtf8Value(value));
        }

        Append(json, "]"u8);
        // A disclosure inside this one is complete by now and stands before it; the order of disclosures is free.
        var length = Base64Url.GetEncodedLength(json.Written.Length);
        var text = _text.GetSpan(length + 1);
        Base64Url.EncodeToUtf8(json.Written, text);
        var digest = DisclosureDigest.Of(text[..length]);
        text[length] = (byte)Specs.SdJwt.Separator;
        _text.Advance(length + 1);
        if (json != _scratch)
        {
            json.Dispose();
        }

        return digest;
    }

    private static void Append(PooledBuffer json, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(json.GetSpan(bytes.Length));
        json.Advance(bytes.Length);
    }

    // Section 4.2.1: 128 bits each, drawn by the block because asking the system costs more than the bits.
    private static void WriteSalt(Span<byte> text)
    {
        _salts ??= new byte[SaltsAtOnce * SaltBytes];
        if (_saltsLeft == 0)
        {
            RandomNumberGenerator.Fill(_salts);
            _saltsLeft = SaltsAtOnce;
        }

        var salt = _salts.AsSpan(--_saltsLeft * SaltBytes, SaltBytes);
        Base64Url.EncodeToUtf8(salt, text);
        salt.Clear();
    }

    private static void WriteDigest(Utf8JsonWriter writer, DisclosureDigest digest)
    {
        Span<byte> text = stackalloc byte[DisclosureDigest.TextLength];
        digest.WriteTo(text);
        writer.WriteStringValue(text);
    }
}
