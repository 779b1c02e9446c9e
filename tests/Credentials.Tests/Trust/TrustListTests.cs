using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Tests.Verification;
using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Credentials.Tests.Trust;

public sealed class TrustListTests
{
    private static readonly EcSigner Root = VerdictWorld.Key("root");
    private static readonly VerificationKey RootKey = VerificationKey.FromJwk(Root.PublicJwk);

    [Fact]
    public void What_was_signed_is_what_is_read()
    {
        var content = VerdictWorld.TrustList().WithNsda(nsda => nsda with
        {
            Roots = [TestChain.Make(nsda.Id, Root.PublicJwk).Root],
            WithdrawnFrom = VerdictWorld.Now,
            WithdrawnReason = "Closed",
            Name = new LocalisedName("A", "ক", "ا"),
        }) with
        {
            Information = new(new("Operator", "অপারেটর"), "https://a.example/type", "https://a.example/about",
                "https://a.example/policy"),
            Registers = [new("comparisons", "https://a.example/comparisons.jwt", [VerdictWorld.Trusted("register")])],
            History = [Earlier(6), Earlier(5)],
        };

        var list = TrustList.Parse("\n" + TrustListSigner.Sign(content, Root) + "\n", RootKey);

        Assert.Equal(JsonOf(content), JsonOf(list.Content));
        Assert.Equal(7, list.Sequence);
        Assert.True(list.Demo);
        Assert.Equal(list.Text, Encoding.ASCII.GetString(list.Bytes));
    }

    [Fact]
    public void A_list_of_another_root_is_refused() => Assert.Equal(TrustListRefusal.SignatureInvalid,
        Refusal(TrustListSigner.Sign(VerdictWorld.TrustList(), VerdictWorld.Key("another root"))));

    [Fact]
    public void The_header_cannot_choose_the_root()
    {
        var attacker = VerdictWorld.Key("attacker");
        var header = $$"""{"alg":"ES256","typ":"trust-list+jwt","kid":"{{Root.Kid}}"}""";

        Assert.Equal(TrustListRefusal.SignatureInvalid,
            Refusal(Forge.Jws(header, Payload(VerdictWorld.TrustList()), attacker)));
        Assert.Equal(TrustListRefusal.Unreadable, Refusal(Forge.Jws(
            $$"""{"alg":"ES256","typ":"trust-list+jwt","jwk":{{attacker.PublicJwk.ToJson().ToJsonString()}}}""",
            Payload(VerdictWorld.TrustList()), attacker)));
    }

    [Fact]
    public void A_changed_list_is_refused()
    {
        var parts = TrustListSigner.Sign(VerdictWorld.TrustList(), Root).Split('.');
        var changed = Payload(VerdictWorld.TrustList() with { Sequence = 8 });

        Assert.Equal(TrustListRefusal.SignatureInvalid,
            Refusal($"{parts[0]}.{Forge.B64(Encoding.UTF8.GetBytes(changed))}.{parts[2]}"));
    }

    [Theory]
    [InlineData("""{"alg":"ES256","typ":"JWT"}""")]
    [InlineData("""{"alg":"ES256","typ":"statuslist+jwt"}""")]
    [InlineData("""{"alg":"ES256"}""")]
    [InlineData("""{"alg":"none","typ":"trust-list+jwt"}""")]
    public void A_token_of_another_kind_is_refused(string header) => Assert.Equal(TrustListRefusal.Unreadable,
        Refusal(Forge.Jws(header, Payload(VerdictWorld.TrustList()), Root)));

    [Fact]
    public void A_list_of_twenty_megabytes_is_refused_unread() =>
        Assert.Equal(TrustListRefusal.Unreadable, Refusal(new string('a', 20 * 1024 * 1024)));

    [Theory]
    [InlineData("sequence", "\"7\"")]
    [InlineData("sequence", "7.5")]
    [InlineData("sequence", "0")]
    [InlineData("nextUpdate", "null")]
    [InlineData("nextUpdate", "1")]
    [InlineData("iat", "-1")]
    [InlineData("iss", "\"http://authority.example\"")]
    [InlineData("issuers", "{}")]
    [InlineData("centres", "[{\"code\":\"A\"}]")]
    [InlineData("wallets", "[{\"id\":\"https://a.example\",\"name\":{\"bn\":\"x\"}}]")]
    [InlineData("wallets", "[{\"id\":\"javascript:alert(1)\",\"name\":{\"en\":\"x\"}}]")]
    [InlineData("scheme", "null")]
    [InlineData("version", "2")]
    [InlineData("version", "\"1\"")]
    [InlineData("registers", "{}")]
    [InlineData("registers", "[{\"kind\":\"comparisons\",\"id\":\"https://a.example/c.jwt\",\"keys\":[]}]")]
    [InlineData("history", "[{\"sequence\":6}]")]
    [InlineData("history", "7")]
    public void Content_against_the_schema_is_refused(string member, string value)
    {
        var payload = JsonNode.Parse(Payload(VerdictWorld.TrustList()))!.AsObject();
        payload[member] = JsonNode.Parse(value);

        Assert.Equal(TrustListRefusal.ContentInvalid, Refusal(Forge.Jws(
            """{"alg":"ES256","typ":"trust-list+jwt"}""", payload.ToJsonString(), Root)));
    }

    [Fact]
    public void Unknown_members_are_left_for_newer_readers()
    {
        var payload = JsonNode.Parse(Payload(VerdictWorld.TrustList()))!.AsObject();
        payload["later"] = new JsonObject();
        payload["issuers"]![0]!["later"] = 1;

        var list = TrustList.Parse(Forge.Jws("""{"alg":"ES256","typ":"trust-list+jwt"}""",
            payload.ToJsonString(), Root), RootKey);

        Assert.Equal(7, list.Sequence);
    }

    [Fact]
    public void The_signer_signs_no_list_that_a_reader_would_refuse()
    {
        var list = VerdictWorld.TrustList();
        TrustListContent[] unsound =
        [
            list with { Sequence = 0 },
            list with { NextUpdate = list.IssuedAt },
            list with { Issuers = [list.Issuers[0], list.Issuers[0]] },
            list with { Wallets = [list.Wallets[0], list.Wallets[0]] },
            list.WithNsda(nsda => nsda with { Id = "http://nsda.example" }),
            list.WithNsda(nsda => nsda with { Id = nsda.Id + "/" }),
            list.WithNsda(nsda => nsda with { Awards = [] }),
            list.WithNsda(nsda => nsda with { Lookup = "ftp://nsda.example" }),
            list.WithNsda(nsda => nsda with { Keys = [nsda.Keys[0], nsda.Keys[0]] }),
            list.WithNsda(nsda => nsda with { Keys = [nsda.Keys[0] with { Until = nsda.Keys[0].From }] }),
            list.WithNsda(nsda => nsda with { Roots = [[1, 2, 3]] }),
            list.WithNsda(nsda => nsda with { Roots = [TestChain.Make(nsda.Id, Root.PublicJwk).Leaf] }),
            list.WithNsda(nsda => nsda with { Awards = [nsda.Awards[0] with { Until = new DateOnly(2019, 1, 1) }] }),
            list with { History = [Earlier(7)] },
            list with { History = [Earlier(5), Earlier(6)] },
            list with { History = [Earlier(6) with { Digest = "AAAA" }] },
            list with { History = [Earlier(6) with { Address = "http://a.example/6.jwt" }] },
            list with { Information = new(Policy: "the usual rules") },
            list with { Registers = [Register("comparisons") with { Keys = [] }] },
            list with { Registers = [Register("comparisons") with { Id = list.Issuers[0].Id }] },
            list with { Registers = [Register("comparisons"), Register("comparisons") with { Id = "https://b.example" }] },
            list with { Registers = [Register("comparisons"), Register("recruiters")] },
            list with { Registers = [Register("What ever")] },
            list.WithCentres(VerdictWorld.Centre("A", "2020-01-01", "2019-01-01")),
            list.WithCentres(VerdictWorld.Centre("A", "2020-01-01"), VerdictWorld.Centre("A", "2021-01-01")),
        ];

        Assert.All(unsound, content => Assert.Equal(TrustListRefusal.ContentInvalid,
            Assert.Throws<TrustListException>(() => TrustListSigner.Sign(content, Root)).Reason));
    }

    [Fact]
    public void A_lower_sequence_number_is_a_rollback()
    {
        var older = Read(VerdictWorld.TrustList() with { Sequence = 6 });
        var memory = TrustListMemory.Nothing.Accept(Read(VerdictWorld.TrustList()));

        Assert.Equal(TrustListRefusal.Rollback,
            Assert.Throws<TrustListException>(() => memory.Accept(older)).Reason);
    }

    [Fact]
    public void Another_list_with_the_same_number_is_a_rollback()
    {
        var first = Read(VerdictWorld.TrustList());
        var second = Read(VerdictWorld.TrustList() with { Centres = [] });
        var memory = TrustListMemory.Nothing.Accept(first);

        Assert.Equal(memory, memory.Accept(first));
        Assert.Equal(TrustListRefusal.Rollback,
            Assert.Throws<TrustListException>(() => memory.Accept(second)).Reason);
    }

    [Fact]
    public void A_higher_number_is_remembered()
    {
        var newer = Read(VerdictWorld.TrustList() with { Sequence = 9 });

        Assert.Equal(new TrustListMemory(9, newer.Digest),
            TrustListMemory.Nothing.Accept(Read(VerdictWorld.TrustList())).Accept(newer));
    }

    [Fact]
    public void Keys_are_found_by_name_thumbprint_and_eight_bytes()
    {
        var key = VerdictWorld.Key("nsda");
        var named = VerdictWorld.TrustList().WithNsda(nsda => nsda with
        {
            Keys = [new TrustedKey(key.PublicJwk with { Kid = "2026-1" }, VerdictWorld.Now, null, null)],
        });
        var trust = TrustSnapshot.Of(Read(named));

        Assert.NotNull(trust.FindKey(VerdictWorld.Nsda, "2026-1"));
        Assert.NotNull(trust.FindKey(VerdictWorld.Nsda, key.Kid));
        Assert.NotNull(trust.FindKey(VerdictWorld.Nsda, key.Kid8));
        Assert.Null(trust.FindKey(VerdictWorld.Other, key.Kid));
        Assert.Null(trust.FindKey(VerdictWorld.Nsda, key.Kid8.AsSpan(0, 7)));
    }

    [Fact]
    public void A_key_cannot_take_the_name_of_another_one()
    {
        var (honest, other) = (VerdictWorld.Key("nsda"), VerdictWorld.Key("other"));
        var trust = TrustSnapshot.Of(Read(VerdictWorld.TrustList().WithNsda(nsda => nsda with
        {
            Keys =
            [
                new TrustedKey(other.PublicJwk with { Kid = honest.Kid }, VerdictWorld.Now, null, null),
                new TrustedKey(honest.PublicJwk with { Kid = "b" }, VerdictWorld.Now, null, null),
            ],
        })));

        Assert.Equal(other.PublicJwk.X, trust.FindKey(VerdictWorld.Nsda, honest.Kid)!.Key.Jwk.X);
    }

    [Fact]
    public void A_private_key_on_the_list_is_refused()
    {
        var payload = JsonNode.Parse(Payload(VerdictWorld.TrustList()))!.AsObject();
        payload["issuers"]![0]!["keys"]![0]!["jwk"]!["d"] = "AAAA";

        Assert.Equal(TrustListRefusal.ContentInvalid, Refusal(Forge.Jws(
            """{"alg":"ES256","typ":"trust-list+jwt"}""", payload.ToJsonString(), Root)));
    }

    [Fact]
    public void A_register_of_a_kind_nobody_knows_yet_is_passed_over()
    {
        var list = Read(VerdictWorld.TrustList() with { Registers = [Register("apprenticeships")] });

        Assert.Null(list.FindRegister("comparisons"));
    }

    [Fact]
    public void A_list_without_the_later_members_is_written_as_it_always_was()
    {
        using var json = JsonDocument.Parse(Payload(VerdictWorld.TrustList()));

        Assert.Equal(["iss", "iat", "sequence", "nextUpdate", "scheme", "issuers", "centres", "wallets"],
            json.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal(["name", "territory", "demo"],
            json.RootElement.GetProperty("scheme").EnumerateObject().Select(member => member.Name));
    }

    private static EarlierList Earlier(long sequence) =>
        new(sequence, new string('A', 43), $"https://a.example/trust-lists/{sequence}.jwt");

    private static TrustedRegister Register(string kind) =>
        new(kind, "https://a.example/register.jwt", [VerdictWorld.Trusted("register")]);

    private static TrustList Read(TrustListContent content) =>
        TrustList.Parse(TrustListSigner.Sign(content, Root), RootKey);

    private static TrustListRefusal Refusal(string text) =>
        Assert.Throws<TrustListException>(() => TrustList.Parse(text, RootKey)).Reason;

    private static string JsonOf(TrustListContent content) => JsonSerializer.Serialize(content);

    private static string Payload(TrustListContent content)
    {
        var part = TrustListSigner.Sign(content with { Sequence = Math.Max(1, content.Sequence) }, Root).Split('.')[1];
        Assert.True(Base64UrlStrict.TryDecode(part, out var bytes));
        return Encoding.UTF8.GetString(bytes);
    }
}
