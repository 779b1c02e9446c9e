using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials.Cose;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Status;

namespace SkillsPassport.Credentials.Tests.Status;

public sealed class StatusListTokenTests : IDisposable
{
    private const string Uri = "https://nsda.passport.example.gov.bd/status/1";
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private readonly TestIssuer _issuer = new();
    private readonly StatusList _list = new(2, 1 << 10) { [0] = 1, [5] = 2, [1023] = 3 };

    public void Dispose() => _issuer.Dispose();

    [Fact]
    public void Both_forms_say_the_same()
    {
        var jwt = StatusListToken.ParseJwt(Jwt());
        var cwt = StatusListToken.ParseCwt(Cwt());
        Assert.Equal(_issuer.Signer.Kid, jwt.Kid);
        Assert.Equal(_issuer.Signer.Kid8, cwt.Kid8);
        foreach (var token in new[] { jwt, cwt })
        {
            Assert.True(token.VerifiedBy(_issuer.Key));
            var snapshot = token.Open(Uri);
            Assert.Equal((Uri, Now, Now.AddHours(24)), (snapshot.Uri, snapshot.IssuedAt, snapshot.Expires));
            Assert.Equal(TimeSpan.FromHours(1), snapshot.Ttl);
            Assert.Equal("https://nsda.passport.example.gov.bd/status-lists", token.AggregationUri);
            Assert.Equal((1 << 10, 2), (snapshot.Size, snapshot.Bits));
            Assert.Equal([1, 0, 2, 3], new int[] { 0, 1, 5, 1023 }.Select(index => (int)snapshot.Get(index)!));
        }
    }

    [Fact]
    public void The_token_of_the_specification_reads_as_published()
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Vector.Path("token-status-list/vectors.json")));
        var token = StatusListToken.ParseJwt(file.RootElement.GetProperty("statusListJwt").GetString()!);
        Assert.Equal("https://example.com/statuslists/1", token.Uri);
        Assert.Equal(TimeSpan.FromSeconds(43200), token.Ttl);
        var snapshot = token.Open("https://example.com/statuslists/1");
        Assert.Equal([1, 0, 0, 1, 1, 1, 0, 1], Enumerable.Range(0, 8).Select(index => (int)snapshot.Get(index)!));
    }

    [Fact]
    public void An_index_outside_the_list_has_no_status()
    {
        var snapshot = StatusListToken.ParseJwt(Jwt()).Open(Uri);
        Assert.Null(snapshot.Get(1024));
        Assert.Null(snapshot.Get(-1));
        Assert.Null(snapshot.Get(int.MaxValue));
    }

    [Theory]
    [InlineData("https://nsda.passport.example.gov.bd/status/2")]
    [InlineData("https://nsda.passport.example.gov.bd/status/1.cwt")]
    [InlineData("https://nsda.passport.example.gov.bd/status/1/")]
    [InlineData("HTTPS://nsda.passport.example.gov.bd/status/1")]
    public void The_token_of_another_list_is_refused(string expected)
    {
        Assert.Throws<InputRefusedException>(() => StatusListToken.ParseJwt(Jwt()).Open(expected));
        Assert.Throws<InputRefusedException>(() => StatusListToken.ParseCwt(Cwt()).Open(expected));
    }

    [Fact]
    public void Another_key_does_not_verify()
    {
        using var other = new TestIssuer();
        Assert.False(StatusListToken.ParseJwt(Jwt()).VerifiedBy(other.Key));
        Assert.False(StatusListToken.ParseCwt(Cwt()).VerifiedBy(other.Key));
    }

    [Fact]
    public void A_flipped_bit_in_the_cwt_never_verifies()
    {
        var cwt = Cwt();
        var read = 0;
        for (var bit = 0; bit < cwt.Length * 8; bit++)
        {
            var flipped = (byte[])cwt.Clone();
            flipped[bit >> 3] ^= (byte)(1 << (bit & 7));
            try
            {
                var parsed = StatusListToken.ParseCwt(flipped);
                read++;
                Assert.False(parsed.VerifiedBy(_issuer.Key), $"bit {bit}");
            }
            catch (InputRefusedException)
            {
                // Refused before the signature was looked at: just as well.
            }
        }

        Assert.InRange(read, 64 * 8, cwt.Length * 8); // the flips inside the signature at least reached it
    }

    [Fact]
    public void A_list_is_fresh_until_its_end_and_due_after_its_time_to_live()
    {
        var snapshot = StatusListToken.ParseCwt(Cwt()).Open(Uri);
        Assert.False(snapshot.IsDue(Now.AddMinutes(59)));
        Assert.True(snapshot.IsDue(Now.AddHours(1)));
        Assert.False(snapshot.IsExpired(Now.AddHours(24).AddSeconds(-1)));
        Assert.True(snapshot.IsExpired(Now.AddHours(24)));
    }

    [Theory]
    [InlineData("JWT")]
    [InlineData("dc+sd-jwt")]
    [InlineData("statuslist+cwt")]
    [InlineData("STATUSLIST+JWT")]
    [InlineData(null)]
    public void A_jwt_of_another_type_is_refused(string? type)
    {
        var header = new JsonObject { ["kid"] = _issuer.Signer.Kid };
        if (type is not null)
        {
            header["typ"] = type;
        }

        var payload = JsonSerializer.SerializeToUtf8Bytes(Payload());
        var token = Jws.Sign(_issuer.Signer, header, payload);
        Assert.Equal(InputRefusal.Type,
            Assert.Throws<InputRefusedException>(() => StatusListToken.ParseJwt(token)).Refusal);
    }

    [Fact]
    public void A_cwt_of_another_type_is_refused()
    {
        var payload = Credentials.Cose.CoseSign1.Parse(Cwt(), Specs.TokenStatusList.CwtType, 1 << 20).Payload;
        var token = CoseSign1.Sign(_issuer.Signer, Specs.Paper.Type, payload.Span);
        Assert.Equal(InputRefusal.Type,
            Assert.Throws<InputRefusedException>(() => StatusListToken.ParseCwt(token)).Refusal);
    }

    public static TheoryData<string, string?> WrongClaims => new()
    {
        { "sub", null },
        { "sub", "5" },
        { "iat", null },
        { "iat", "\"2026\"" },
        { "iat", "-1" },
        { "iat", "1e99" },
        { "exp", "253402300800" },
        { "ttl", "0" },
        { "ttl", "-5" },
        { "ttl", "1.5" },
        { "ttl", "\"60\"" },
        { "status_list", null },
        { "status_list", "[]" },
        { "status_list", "{\"bits\":2}" },
        { "status_list", "{\"lst\":\"eNrbuRgAAhcBXQ\"}" },
        { "status_list", "{\"bits\":3,\"lst\":\"eNrbuRgAAhcBXQ\"}" },
        { "status_list", "{\"bits\":\"1\",\"lst\":\"eNrbuRgAAhcBXQ\"}" },
        { "status_list", "{\"bits\":1,\"lst\":\"eNrbuRgAAhcBXQ==\"}" },
        { "status_list", "{\"bits\":1,\"lst\":\"eNrbuRgAAhcBXR\"}" },
        { "status_list", "{\"bits\":1,\"lst\":5}" },
    };

    [Theory]
    [MemberData(nameof(WrongClaims))]
    public void A_jwt_with_a_missing_or_wrong_claim_is_refused(string claim, string? json)
    {
        var payload = Payload();
        payload.Remove(claim);
        if (json is not null)
        {
            payload[claim] = JsonNode.Parse(json);
        }

        Assert.Throws<InputRefusedException>(() => StatusListToken.ParseJwt(Sign(payload.ToJsonString())));
    }

    [Fact]
    public void A_claim_written_twice_is_refused() => Assert.Throws<InputRefusedException>(() =>
        StatusListToken.ParseJwt(Sign(Payload().ToJsonString().Replace("\"iat\":", "\"iat\":1,\"iat\":"))));

    [Fact]
    public void The_list_is_not_inflated_before_it_is_opened()
    {
        var payload = Payload();
        var damaged = Base64UrlStrict.Encode([1, 2, 3, 4, 5, 6, 7]);
        payload["status_list"] = new JsonObject { ["bits"] = 1, ["lst"] = damaged };
        var token = StatusListToken.ParseJwt(Sign(payload.ToJsonString()));
        Assert.True(token.VerifiedBy(_issuer.Key));
        Assert.Equal(InputRefusal.Unreadable,
            Assert.Throws<InputRefusedException>(() => token.Open(Uri)).Refusal);
    }

    [Fact]
    public void A_token_opens_only_up_to_the_size_the_caller_allows() => Assert.Equal(InputRefusal.TooLarge,
        Assert.Throws<InputRefusedException>(() => StatusListToken.ParseCwt(Cwt()).Open(Uri, 512)).Refusal);

    [Fact]
    public void Ten_megabytes_are_refused()
    {
        Assert.Equal(InputRefusal.TooLarge,
            Assert.Throws<InputRefusedException>(() => StatusListToken.ParseCwt(new byte[10 << 20])).Refusal);
        Assert.Equal(InputRefusal.TooLarge,
            Assert.Throws<InputRefusedException>(() => StatusListToken.ParseJwt(new string('A', 10 << 20))).Refusal);
    }

    [Theory]
    [InlineData(2, "6161", true)]
    [InlineData(65534, "00", false)] // ttl 0
    [InlineData(65534, "20", false)]
    [InlineData(6, "1BFFFFFFFFFFFFFFFF", false)]
    [InlineData(65533, "A0", false)]
    [InlineData(65533, "A263" + "6C737440" + "6462697473" + "03", false)] // three bits
    [InlineData(8, "A10102", true)] // another claim of a CWT is passed over
    public void A_cwt_claim_is_judged_as_in_the_jwt(int claim, string value, bool accepted)
    {
        var map = new ClaimMap(CoseSign1.Parse(Cwt(), Specs.TokenStatusList.CwtType, 1 << 20).Payload);
        map.Set(claim, Convert.FromHexString(value));
        var token = CoseSign1.Sign(_issuer.Signer, Specs.TokenStatusList.CwtType, map.Encode());
        if (accepted)
        {
            StatusListToken.ParseCwt(token);
        }
        else
        {
            Assert.Throws<InputRefusedException>(() => StatusListToken.ParseCwt(token));
        }
    }

    [Fact]
    public void A_foreign_claim_nested_without_end_is_refused()
    {
        var map = new ClaimMap(CoseSign1.Parse(Cwt(), Specs.TokenStatusList.CwtType, 1 << 20).Payload);
        map.Set(8, [.. Enumerable.Repeat((byte)0x81, 100_000), 0]);
        var token = CoseSign1.Sign(_issuer.Signer, Specs.TokenStatusList.CwtType, map.Encode());
        Assert.Equal(InputRefusal.TooLarge,
            Assert.Throws<InputRefusedException>(() => StatusListToken.ParseCwt(token)).Refusal);
    }

    private static StatusListClaims Claims() => new(
        Uri, Now, Now.AddHours(24), TimeSpan.FromHours(1), "https://nsda.passport.example.gov.bd/status-lists");

    private string Jwt() => StatusListToken.SignJwt(_issuer.Signer, Claims(), 2, _list.Compress());

    private byte[] Cwt() => StatusListToken.SignCwt(_issuer.Signer, Claims(), 2, _list.Compress());

    private JsonObject Payload() => JsonNode.Parse(Jws.Parse(Jwt(), 1 << 20).Payload)!.AsObject();

    private string Sign(string payload) => Jws.Sign(
        _issuer.Signer,
        new JsonObject { ["typ"] = "statuslist+jwt", ["kid"] = _issuer.Signer.Kid },
        Encoding.UTF8.GetBytes(payload));

    private sealed class ClaimMap(ReadOnlyMemory<byte> encoded) : Tests.Paper.CborMap(encoded);
}
