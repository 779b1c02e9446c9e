using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Tests.Verification;
using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Credentials.Tests.Trust;

public sealed class RootRolloverTests
{
    private static readonly EcSigner First = VerdictWorld.Key("root");
    private static readonly EcSigner Second = VerdictWorld.Key("second root");
    private static readonly EcSigner Third = VerdictWorld.Key("third root");
    private static readonly DateTimeOffset Then = VerdictWorld.Now.AddHours(-2);

    [Fact]
    public void A_list_of_any_pinned_root_is_accepted_in_that_roots_time()
    {
        using var roots = new TrustRoots(new(First.PublicJwk, Until: Then), new(Second.PublicJwk, From: Then));

        Assert.False(Read(roots, Second).IsFollowed);
        Assert.Equal(Second.Kid, Read(roots, Second).Root.Thumbprint);
        Assert.Equal(TrustListRefusal.SignatureInvalid, Refusal(roots, First));
        Assert.Equal(First.Kid, Read(roots, First, list => list with { IssuedAt = Then.AddSeconds(-1) }).Root.Thumbprint);
        Assert.Equal(TrustListRefusal.SignatureInvalid,
            Refusal(roots, Second, list => list with { IssuedAt = Then.AddSeconds(-1) }));
    }

    [Fact]
    public void Who_pins_the_old_root_follows_its_announcement_to_the_new_one()
    {
        using var roots = new TrustRoots(new TrustRoot(First.PublicJwk));
        var list = Read(roots, Second, Announced(Roll(First, Second)));

        Assert.True(list.IsFollowed);
        Assert.Equal(Second.Kid, list.Root.Thumbprint);
    }

    [Fact]
    public void Announcements_are_followed_one_after_the_other_in_any_order()
    {
        using var roots = new TrustRoots(new TrustRoot(First.PublicJwk));

        Assert.Equal(Third.Kid,
            Read(roots, Third, Announced(Roll(Second, Third), Roll(First, Second))).Root.Thumbprint);
    }

    [Fact]
    public void A_root_that_nobody_pinned_announces_nothing()
    {
        using var roots = new TrustRoots(new TrustRoot(First.PublicJwk));

        Assert.Equal(TrustListRefusal.SignatureInvalid, Refusal(roots, Second));
        Assert.Equal(TrustListRefusal.SignatureInvalid, Refusal(roots, Second, Announced(Roll(Second, Second))));
        Assert.Equal(TrustListRefusal.SignatureInvalid, Refusal(roots, Third, Announced(Roll(Second, Third))));
        Assert.Equal(TrustListRefusal.SignatureInvalid, Refusal(roots, Third, Announced(Roll(First, Second))));
    }

    [Fact]
    public void An_announcement_for_another_authority_or_of_another_type_leads_nowhere()
    {
        using var roots = new TrustRoots(new TrustRoot(First.PublicJwk));
        var foreign = RootRollover.Sign("https://elsewhere.example", Second.PublicJwk, Then, First);
        var payload = Roll(First, Second).Split('.')[1];
        Assert.True(Base64UrlStrict.TryDecode(payload, out var bytes));
        var mistyped = Forge.Jws("""{"alg":"ES256","typ":"trust-list+jwt"}"""u8.ToArray(), bytes, First);

        Assert.Equal(TrustListRefusal.SignatureInvalid, Refusal(roots, Second, Announced(foreign)));
        Assert.Equal(TrustListRefusal.SignatureInvalid, Refusal(roots, Second, Announced(mistyped)));
    }

    [Fact]
    public void The_new_root_signs_nothing_from_before_it_took_over()
    {
        using var roots = new TrustRoots(new TrustRoot(First.PublicJwk));

        Assert.Equal(TrustListRefusal.SignatureInvalid, Refusal(roots, Second,
            list => Announced(Roll(First, Second))(list) with { IssuedAt = Then.AddSeconds(-1) }));
    }

    [Fact]
    public void A_root_whose_pinned_time_is_over_announces_nothing()
    {
        using var roots = new TrustRoots(new TrustRoot(First.PublicJwk, Until: Then));

        Assert.Equal(TrustListRefusal.SignatureInvalid, Refusal(roots, Second, Announced(Roll(First, Second))));
    }

    [Fact]
    public void A_list_shows_that_a_root_has_handed_over()
    {
        using var roots = new TrustRoots(new TrustRoot(First.PublicJwk));
        var rolled = Read(roots, Second, Announced(Roll(First, Second)));
        var later = Read(roots, First, list => list with { Sequence = 9 });
        var before = Read(roots, First, list => list with { IssuedAt = Then.AddSeconds(-1) });

        Assert.True(rolled.ShowsHandedOver(later));
        Assert.False(rolled.ShowsHandedOver(before));
        Assert.False(later.ShowsHandedOver(rolled));
    }

    [Theory]
    [InlineData("KEY", 1)]
    [InlineData("KEY,OTHER", 2)]
    [InlineData("{\"keys\":[KEY,OTHER]}", 2)]
    [InlineData("{\"keys\":[KEY]}, OTHER", 2)]
    public void One_key_several_and_a_set_can_be_pinned(string text, int count)
    {
        using var roots = TrustRoots.Parse(Filled(text));

        Assert.Equal(count, roots.All.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("{\"keys\":[]}")]
    [InlineData("KEY,KEY")]
    [InlineData("KEY OTHER")]
    [InlineData("KEY,OTHER,")]
    public void Anything_else_is_no_root_key(string text) =>
        Assert.ThrowsAny<FormatException>(() => TrustRoots.Parse(Filled(text)));

    [Fact]
    public void A_pinned_key_may_say_from_when_until_when()
    {
        var json = First.PublicJwk.ToJson();
        json["from"] = "2026-01-01";
        json["until"] = "2026-11-21T12:00:00+06:00";
        using var roots = TrustRoots.Parse(json.ToJsonString());

        Assert.Equal((VerdictWorld.Utc("2026-01-01T00:00:00"), VerdictWorld.Utc("2026-11-21T06:00:00")),
            (roots.All[0].From!.Value, roots.All[0].Until!.Value));
        json["until"] = "soon";
        Assert.ThrowsAny<FormatException>(() => TrustRoots.Parse(json.ToJsonString()));
        json["until"] = "2025-01-01";
        Assert.ThrowsAny<FormatException>(() => TrustRoots.Parse(json.ToJsonString()));
    }

    private static string Filled(string text) => text.Replace("KEY", First.PublicJwk.ToJson().ToJsonString())
        .Replace("OTHER", Second.PublicJwk.ToJson().ToJsonString());

    private static string Roll(EcSigner old, EcSigner next) =>
        RootRollover.Sign(VerdictWorld.TrustList().Authority, next.PublicJwk, Then, old);

    private static Func<TrustListContent, TrustListContent> Announced(params string[] rollovers) =>
        list => list with { Rollovers = rollovers };

    private static TrustList Read(
        TrustRoots roots, EcSigner root, Func<TrustListContent, TrustListContent>? change = null) =>
        TrustList.Parse(TrustListSigner.Sign(change?.Invoke(VerdictWorld.TrustList()) ?? VerdictWorld.TrustList(), root),
            roots);

    private static TrustListRefusal Refusal(
        TrustRoots roots, EcSigner root, Func<TrustListContent, TrustListContent>? change = null) =>
        Assert.Throws<TrustListException>(() => Read(roots, root, change)).Reason;
}
