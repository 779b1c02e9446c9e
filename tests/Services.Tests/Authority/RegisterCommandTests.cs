using SkillsPassport.Credentials;

namespace SkillsPassport.Services.Tests.Authority;

public sealed class RegisterCommandTests : IDisposable
{
    private const string Register = "https://authority.example.gov.bd/comparisons.jwt";

    private readonly AuthorityDesk _desk = new();

    public RegisterCommandTests()
    {
        _desk.Init();
        _desk.AddIssuer();
    }

    [Fact]
    public void A_register_is_listed_with_its_key_and_printed()
    {
        var key = _desk.KeyFile("register.jwk", out var jwk);
        _desk.Does("add-register", "--kind", "comparisons", "--id", Register, "--key", key);

        var register = _desk.List().FindRegister(Specs.TrustList.Comparisons)!;
        Assert.Equal((Register, jwk.Thumbprint()), (register.Id, Assert.Single(register.Keys).Jwk.Kid));
        Assert.Null(_desk.List().FindRegister(Specs.TrustList.Recruiters));
        Assert.Contains($"Register comparisons  {Register}", _desk.Does("show"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_registers_key_is_added_retired_and_marked_as_stolen_like_an_issuers()
    {
        var first = _desk.KeyFile("first.jwk", out var old);
        _desk.Does("add-register", "--kind", "recruiters", "--id", Register, "--key", first, "--key-from", "2026-11-01");
        _desk.Does("add-key", "--id", Register, "--key", _desk.KeyFile("next.jwk", out var next), "--from", "2026-12-01");
        _desk.Does("retire-key", "--id", Register, "--kid", old.Thumbprint(), "--until", "2026-12-02");
        _desk.Does("compromise-key", "--id", Register, "--kid", next.Thumbprint(), "--from", "2026-12-03");

        var keys = _desk.List().FindRegister(Specs.TrustList.Recruiters)!.Keys;
        Assert.Equal(new DateTimeOffset(2026, 12, 1, 18, 0, 0, TimeSpan.Zero), keys[0].Until);
        Assert.Equal(new DateTimeOffset(2026, 11, 30, 18, 0, 0, TimeSpan.Zero), keys[1].From);
        Assert.Equal(new DateTimeOffset(2026, 12, 2, 18, 0, 0, TimeSpan.Zero), keys[1].CompromisedFrom);
    }

    [Fact]
    public void A_register_of_an_unknown_kind_a_second_one_and_one_without_https_are_refused()
    {
        var key = _desk.KeyFile("register.jwk", out _);
        string[] add = ["add-register", "--kind", "comparisons", "--key", key, "--id"];
        _desk.Refused("not a kind", "add-register", "--kind", "wishes", "--id", Register, "--key", key);
        _desk.Refused("https", [.. add, "http://authority.example.gov.bd/comparisons.jwt"]);
        _desk.Does([.. add, Register]);
        _desk.Refused("already", [.. add, Register + "2"]);
        _desk.Does("remove-register", "--id", Register);
        _desk.Does([.. add, Register + "2"]);
    }

    [Fact]
    public void A_key_that_somebody_on_the_list_signs_with_already_is_refused()
    {
        var issuers = Path.Combine(_desk.Folder, "issuer.jwk");

        _desk.Refused("used by", "add-register", "--kind", "comparisons", "--id", Register, "--key", issuers);
        _desk.Refused("used by", "add-issuer", "--id", "https://other.example", "--name-en", "Other", "--key", issuers,
            "--award", "national-skills-certificate", "--framework", "BD-NSQF", "--from", "2020-01-01");
        _desk.Does("add-register", "--kind", "comparisons", "--id", Register, "--key", _desk.KeyFile("own.jwk", out _));
        _desk.Refused("used by", "add-key", "--id", Register, "--key", issuers);
    }

    [Fact]
    public void The_scheme_says_who_runs_it_and_by_which_rules()
    {
        _desk.Does("describe-scheme", "--operator-en", "NSDA", "--operator-bn", "এনএসডিএ", "--policy",
            "https://authority.example.gov.bd/policy");
        _desk.Does("describe-scheme", "--type", "https://authority.example.gov.bd/list-type/skills");
        _desk.Refused("at least one", "describe-scheme");

        var said = _desk.List().Content.Information!;
        Assert.Equal(("NSDA", "https://authority.example.gov.bd/policy",
            "https://authority.example.gov.bd/list-type/skills"), (said.Operator!.En, said.Policy, said.Type));
        Assert.Contains("Policy   https://authority", _desk.Does("show"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_history_stays_short_and_goes_back_without_a_gap()
    {
        for (var i = 0; i < 20; i++)
        {
            _desk.Does("publish");
        }

        var list = _desk.List();
        Assert.Equal(Enumerable.Range(0, 16).Select(i => list.Sequence - 1 - i),
            list.Content.History.Select(one => one.Sequence));
        var oldest = _desk.Read(Path.Combine(_desk.Folder, "history", $"{list.Content.History[^1].Sequence:D6}.jwt"));
        Assert.Equal(oldest.Digest, list.Content.History[^1].Digest);
        Assert.Equal(oldest.Sequence - 1, oldest.Content.History[0].Sequence);
    }

    public void Dispose() => _desk.Dispose();
}
