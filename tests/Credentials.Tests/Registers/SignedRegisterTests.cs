using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Registers;
using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Credentials.Tests.Registers;

public sealed class SignedRegisterTests
{
    private const string Authority = "https://authority.example.gov.bd";
    private const string Address = Authority + "/recruiters.jwt";
    private static readonly DateTimeOffset Signed = DateTimeOffset.FromUnixTimeSeconds(1_795_000_000);
    private readonly EcSigner _key = new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    [Fact]
    public void What_is_signed_is_what_is_read()
    {
        var jws = SignedRegister<RecruiterRegister>.Sign(Register(One("RL-354")), _key);
        var read = SignedRegister<RecruiterRegister>.Parse(jws + "\n", Address, [Key()]);

        Assert.Equal((7, "RL-354", "পদ্মা"), (read.Sequence, read.Content.Find("আরএল ৩৫৪")!.Rl,
            read.Content.Recruiters[0].Name.Bn));
        Assert.Equal(jws, read.Text);
        Assert.Equal(Signed, read.IssuedAt);
    }

    [Fact]
    public void Only_keys_that_the_trust_list_names_count_and_only_at_their_time()
    {
        var jws = SignedRegister<RecruiterRegister>.Sign(Register(), _key);
        using var other = new EcSigner(ECDsa.Create(ECCurve.NamedCurves.nistP256));

        Refused(RegisterRefusal.SignatureInvalid, jws);
        Refused(RegisterRefusal.SignatureInvalid, jws, new TrustedKey(other.PublicJwk, DateTimeOffset.UnixEpoch, null, null));
        Refused(RegisterRefusal.SignatureInvalid, jws, Key(from: Signed.AddSeconds(1)));
        Refused(RegisterRefusal.SignatureInvalid, jws, Key(until: Signed));
        Refused(RegisterRefusal.SignatureInvalid, jws, Key(compromised: Signed));
        Assert.NotNull(SignedRegister<RecruiterRegister>.Parse(jws, Address,
            [Key(from: Signed, until: Signed.AddSeconds(1), compromised: Signed.AddSeconds(1))]));
    }

    [Fact]
    public void A_register_of_another_kind_authority_or_form_is_refused()
    {
        Refused(RegisterRefusal.Unreadable, "a.b");
        Refused(RegisterRefusal.Unreadable, SignedRegister<ComparisonRegister>.Sign(Comparisons(), _key), Key());
        Refused(RegisterRefusal.ContentInvalid, SignedRegister<RecruiterRegister>.Sign(
            Register() with { Iss = "https://authority.example" }, _key), Key());
        Refused(RegisterRefusal.ContentInvalid, ByHand("""{"iss":"https://authority.example.gov.bd"}"""), Key());
        Refused(RegisterRefusal.ContentInvalid, ByHand("[]"), Key());
        Refused(RegisterRefusal.ContentInvalid, ByHand(
            """{"iss":"https://authority.example.gov.bd","iat":1795000000,"sequence":7,"nextUpdate":1795000001,"demo":true,"recruiters":[],"sequence":8}"""),
            Key());
    }

    [Fact]
    public void What_breaks_a_rule_is_neither_signed_nor_believed()
    {
        foreach (var broken in new[]
        {
            Register() with { Sequence = 0 }, Register() with { NextUpdate = Signed.ToUnixTimeSeconds() },
            Register() with { Iss = "http://authority.example.gov.bd" }, Register(One("RL-354"), One("RL-354")),
            Register(One("RL-0354")), Register(One("RL-354") with { Until = new(2020, 1, 1) }),
            Register(One("RL-9001") with { Demo = true }) with { Demo = false },
        })
        {
            Assert.Equal(RegisterRefusal.ContentInvalid, Assert.Throws<RegisterException>(() =>
                SignedRegister<RecruiterRegister>.Sign(broken, _key)).Reason);
        }
    }

    [Fact]
    public void A_comparison_row_that_one_officer_made_alone_is_never_signed()
    {
        var row = new ComparisonRow
        {
            Id = "cmp-1", From = new("BD-NSQF", "2021", "*"), To = new("SA-NQF", null, null),
            Status = ComparisonStatus.NonePublished, RetrievedOn = new(2026, 1, 1), Scope = new(["*"]),
            ProposedBy = "one", ApprovedBy = "one",
        };
        Assert.Throws<RegisterException>(() => SignedRegister<ComparisonRegister>.Sign(Comparisons(row), _key));
        Assert.Throws<RegisterException>(() =>
            SignedRegister<ComparisonRegister>.Sign(Comparisons(row with { ApprovedBy = null }), _key));
        Assert.NotNull(SignedRegister<ComparisonRegister>.Sign(Comparisons(row with { ApprovedBy = "two" }), _key));
    }

    [Fact]
    public void Every_published_destination_names_frameworks_that_are_there()
    {
        Assert.NotEmpty(DestinationData.Destinations);
        Assert.All(DestinationData.Destinations.SelectMany(one => one.Frameworks), id =>
            Assert.NotNull(DestinationData.FindFramework(id)));
    }

    private string ByHand(string payload) => Jws.Sign(_key, new JsonObject { ["typ"] = "recruiter-register+jwt" },
        Encoding.UTF8.GetBytes(payload));

    private void Refused(RegisterRefusal reason, string jws, params TrustedKey[] keys) => Assert.Equal(reason,
        Assert.Throws<RegisterException>(() => SignedRegister<RecruiterRegister>.Parse(jws, Address, keys)).Reason);

    private TrustedKey Key(DateTimeOffset? from = null, DateTimeOffset? until = null, DateTimeOffset? compromised = null) =>
        new(_key.PublicJwk, from ?? DateTimeOffset.UnixEpoch, until, compromised);

    private static RecruiterRegister Register(params Recruiter[] recruiters) => new()
    {
        Iss = Authority, Iat = Signed.ToUnixTimeSeconds(), Sequence = 7,
        NextUpdate = Signed.AddDays(7).ToUnixTimeSeconds(), Demo = true, Recruiters = recruiters,
    };

    private static ComparisonRegister Comparisons(params ComparisonRow[] rows) => new()
    {
        Iss = Authority, Iat = Signed.ToUnixTimeSeconds(), Sequence = 7,
        NextUpdate = Signed.AddDays(7).ToUnixTimeSeconds(), Demo = true, Destinations = [], Frameworks = [], Rows = rows,
    };

    private static Recruiter One(string rl) => new()
    {
        Rl = rl, Name = new("Padma", "পদ্মা"), Status = RecruiterStatus.Active, From = new(2025, 1, 1),
        Until = new(2027, 12, 31),
    };
}
