using System.Formats.Cbor;
using System.Text.Json;
using SkillsPassport.Credentials.Cose;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.Status;

public sealed partial class StatusListToken
{
    /// <summary>The claims as they were read, before it is known whether all are there.</summary>
    private readonly record struct TokenClaims(
        string? Subject,
        DateTimeOffset? IssuedAt,
        DateTimeOffset? Expires,
        TimeSpan? Ttl,
        int? Bits,
        ReadOnlyMemory<byte>? Lst,
        string? AggregationUri)
    {
        private const int MaxUrlLength = 2048;

        public static TokenClaims FromJson(JsonElement payload)
        {
            if (!payload.TryGetProperty(Specs.TokenStatusList.StatusList, out var list)
                || list.ValueKind != JsonValueKind.Object)
            {
                throw Missing();
            }

            return new TokenClaims(
                Text(payload, Specs.Jose.Sub),
                Date(payload, Specs.Jose.Iat),
                Date(payload, Specs.Jose.Exp),
                ReadTtl(payload),
                list.TryGetProperty(Specs.TokenStatusList.Bits, out var bits)
                    && bits.ValueKind == JsonValueKind.Number && bits.TryGetInt32(out var width) ? width : null,
                Text(list, Specs.TokenStatusList.Lst) is { } lst ? Decode(lst) : default(ReadOnlyMemory<byte>?),
                Text(list, Specs.TokenStatusList.AggregationUri));
        }

        public static TokenClaims FromCbor(CborReader reader)
        {
            var claims = default(TokenClaims);
            for (var left = reader.ReadDefiniteMap(); left > 0; left--)
            {
                switch (reader.ReadLabel())
                {
                    case Specs.Cwt.Sub:
                        claims = claims with { Subject = reader.ReadText(MaxUrlLength) };
                        break;
                    case Specs.Cwt.Iat:
                        claims = claims with { IssuedAt = reader.ReadDate() };
                        break;
                    case Specs.Cwt.Exp:
                        claims = claims with { Expires = reader.ReadDate() };
                        break;
                    case Specs.Cwt.Ttl:
                        claims = claims with { Ttl = PositiveTtl(reader.ReadNumber(int.MaxValue)) };
                        break;
                    case Specs.Cwt.StatusList:
                        claims = ReadList(reader, claims);
                        break;
                    default:
                        reader.SkipValue(); // other claims of a CWT are no concern of the status (RFC 8392 section 3)
                        break;
                }
            }

            reader.ReadEndMap();
            return claims;
        }

        public static byte[] ToCbor(StatusListClaims claims, int bits, ReadOnlySpan<byte> lst)
        {
            var writer = new CborWriter(CborConformanceMode.Canonical, initialCapacity: lst.Length + 256);
            writer.WriteStartMap(5);
            writer.WriteInt32(Specs.Cwt.Sub);
            writer.WriteTextString(claims.Uri);
            writer.WriteInt32(Specs.Cwt.Exp);
            writer.WriteInt64(claims.Expires.ToUnixTimeSeconds());
            writer.WriteInt32(Specs.Cwt.Iat);
            writer.WriteInt64(claims.IssuedAt.ToUnixTimeSeconds());
            writer.WriteInt32(Specs.Cwt.StatusList);
            writer.WriteStartMap(claims.AggregationUri is null ? 2 : 3);
            writer.WriteTextString(Specs.TokenStatusList.Lst);
            writer.WriteByteString(lst);
            writer.WriteTextString(Specs.TokenStatusList.Bits);
            writer.WriteInt32(bits);
            if (claims.AggregationUri is not null)
            {
                writer.WriteTextString(Specs.TokenStatusList.AggregationUri);
                writer.WriteTextString(claims.AggregationUri);
            }

            writer.WriteEndMap();
            writer.WriteInt32(Specs.Cwt.Ttl);
            writer.WriteInt64((long)claims.Ttl.TotalSeconds);
            writer.WriteEndMap();
            return writer.Encode();
        }

        private static TokenClaims ReadList(CborReader reader, TokenClaims claims)
        {
            for (var left = reader.ReadDefiniteMap(); left > 0; left--)
            {
                switch (reader.ReadText(MaxUrlLength))
                {
                    case Specs.TokenStatusList.Bits:
                        claims = claims with { Bits = reader.ReadNumber(8) };
                        break;
                    case Specs.TokenStatusList.Lst:
                        claims = claims with { Lst = reader.ReadDefiniteLengthByteString() };
                        break;
                    case Specs.TokenStatusList.AggregationUri:
                        claims = claims with { AggregationUri = reader.ReadText(MaxUrlLength) };
                        break;
                    default:
                        reader.SkipValue();
                        break;
                }
            }

            reader.ReadEndMap();
            return claims;
        }

        private static ReadOnlyMemory<byte> Decode(string lst) => Base64UrlStrict.TryDecode(lst, out var bytes)
            ? bytes
            : throw new InputRefusedException(InputRefusal.NotCanonical, "lst is not canonical base64url.");

        private static string? Text(JsonElement owner, string name) =>
            !owner.TryGetProperty(name, out var value) ? null
            : value.ValueKind == JsonValueKind.String ? value.GetString()
            : throw new InputRefusedException(InputRefusal.Claims, $"{name} is not text.");

        private static DateTimeOffset? Date(JsonElement owner, string name) =>
            !owner.TryGetProperty(name, out var value) ? null
            : StrictJson.TryGetDate(value, out var date) ? date
            : throw new InputRefusedException(InputRefusal.Claims, $"{name} is not a date.");

        private static TimeSpan? ReadTtl(JsonElement payload) =>
            !payload.TryGetProperty(Specs.TokenStatusList.Ttl, out var value) ? null
            : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var seconds) ? PositiveTtl(seconds)
            : PositiveTtl(0);

        // ttl 0 would make every verifier ask at every check (section 5.1: "a positive number").
        private static TimeSpan PositiveTtl(int seconds) => seconds > 0
            ? TimeSpan.FromSeconds(seconds)
            : throw new InputRefusedException(InputRefusal.Claims, "ttl is not a positive number of seconds.");
    }
}
