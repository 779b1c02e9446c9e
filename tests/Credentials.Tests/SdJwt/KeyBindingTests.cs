using System.Text.Json.Nodes;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.SdJwt;

namespace SkillsPassport.Credentials.Tests.SdJwt;

/// <summary>RFC 9901 section 7.3: stripped, relayed, replayed and borrowed key bindings.</summary>
public sealed class KeyBindingTests
{
    private const string Audience = "https://verifier.example/S#wallet.example/shares/abc";
    private const string Nonce = "nonce-1";
    private const string Claim = """["s1","name","A"]""";
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly string SdJwt = Forge.SdJwt($$"""{"_sd":["{{Forge.H(Claim)}}"]}""", Claim);

    [Fact]
    public void A_fresh_binding_for_this_verifier_is_accepted() => Assert.Equal(KeyBindingResult.Ok,
        Check(KeyBinding.Append(SdJwt, Forge.Holder, Audience, Nonce, Now)));

    [Fact]
    public void A_stripped_binding_is_missing() => Assert.Equal(KeyBindingResult.Missing, Check(SdJwt));

    [Fact]
    public void A_binding_by_another_key_is_invalid() => Assert.Equal(KeyBindingResult.Invalid,
        Check(KeyBinding.Append(SdJwt, Forge.Stranger, Audience, Nonce, Now)));

    [Theory]
    [InlineData("https://other.example")]
    [InlineData("https://VERIFIER.example/S#wallet.example/shares/abc")]
    [InlineData("https://verifier.example/S")]
    public void A_binding_relayed_from_another_verifier_is_refused(string audience) => Assert.Equal(
        KeyBindingResult.Audience, Check(KeyBinding.Append(SdJwt, Forge.Holder, audience, Nonce, Now)));

    [Fact]
    public void A_replayed_binding_with_another_nonce_is_refused() => Assert.Equal(KeyBindingResult.Nonce,
        Check(KeyBinding.Append(SdJwt, Forge.Holder, Audience, "nonce-0", Now)));

    [Theory]
    [InlineData(-12, KeyBindingResult.Time)]
    [InlineData(-9, KeyBindingResult.Ok)]
    [InlineData(2, KeyBindingResult.Time)]
    public void A_binding_is_accepted_for_some_minutes(int minutes, KeyBindingResult expected) => Assert.Equal(expected,
        Check(KeyBinding.Append(SdJwt, Forge.Holder, Audience, Nonce, Now.AddMinutes(minutes))));

    [Fact]
    public void A_share_may_agree_on_a_longer_life() => Assert.Equal(KeyBindingResult.Ok, KeyBinding.Check(
        SdJwtPresentation.Parse(KeyBinding.Append(SdJwt, Forge.Holder, Audience, Nonce, Now.AddDays(-20))),
        Forge.Holder.PublicJwk, Audience, Nonce, Now, TimeSpan.FromDays(30)));

    [Theory]
    [InlineData(-20, 10, KeyBindingResult.Ok)]
    [InlineData(-20, -1, KeyBindingResult.Time)]
    [InlineData(-20, 0, KeyBindingResult.Time)]
    [InlineData(-20, -21, KeyBindingResult.Time)]
    [InlineData(-20, 381, KeyBindingResult.Time)]
    [InlineData(-20, 380, KeyBindingResult.Ok)]
    public void A_stored_presentation_lives_until_its_own_end(int made, int ends, KeyBindingResult expected) =>
        Assert.Equal(expected, Check(KeyBinding.Append(
            SdJwt, Forge.Holder, Audience, Nonce, Now.AddDays(made), Now.AddDays(ends))));

    [Fact]
    public void A_verifier_may_limit_the_age_whatever_the_holder_says() => Assert.Equal(KeyBindingResult.Time,
        KeyBinding.Check(
            SdJwtPresentation.Parse(KeyBinding.Append(
                SdJwt, Forge.Holder, Audience, Nonce, Now.AddDays(-20), Now.AddDays(10))),
            Forge.Holder.PublicJwk, Audience, Nonce, Now, TimeSpan.FromDays(1)));

    [Fact]
    public void A_binding_of_other_disclosures_is_refused()
    {
        var bound = KeyBinding.Append(SdJwt, Forge.Holder, Audience, Nonce, Now);
        var hidden = bound.Replace(Forge.D(Claim) + "~", "");
        Assert.Equal(KeyBindingResult.Hash, Check(hidden));
        var bare = Forge.SdJwt($$"""{"_sd":["{{Forge.H(Claim)}}"]}""");
        var added = KeyBinding.Append(bare, Forge.Holder, Audience, Nonce, Now);
        Assert.Equal(KeyBindingResult.Hash, Check(bare + Forge.D(Claim) + "~" + added[bare.Length..]));
    }

    [Fact]
    public void A_binding_of_another_credential_is_refused()
    {
        var other = Forge.SdJwt("""{"other":true}""");
        var bound = KeyBinding.Append(other, Forge.Holder, Audience, Nonce, Now);
        Assert.Equal(KeyBindingResult.Hash, Check(SdJwt + bound[other.Length..]));
    }

    [Theory]
    [InlineData("typ", "\"JWT\"", KeyBindingResult.Invalid)]
    [InlineData("typ", "\"dc+sd-jwt\"", KeyBindingResult.Invalid)]
    [InlineData("typ", "\"openid4vci-proof+jwt\"", KeyBindingResult.Invalid)]
    [InlineData("aud", "[\"" + Audience + "\"]", KeyBindingResult.Audience)]
    [InlineData("aud", "[\"" + Audience + "\",\"https://evil.example\"]", KeyBindingResult.Audience)]
    [InlineData("aud", null, KeyBindingResult.Audience)]
    [InlineData("nonce", null, KeyBindingResult.Nonce)]
    [InlineData("nonce", "7", KeyBindingResult.Nonce)]
    [InlineData("iat", null, KeyBindingResult.Time)]
    [InlineData("iat", "\"1763726400\"", KeyBindingResult.Time)]
    [InlineData("iat", "1e99", KeyBindingResult.Time)]
    [InlineData("iat", "99999999999999", KeyBindingResult.Time)]
    [InlineData("exp", "1", KeyBindingResult.Time)]
    [InlineData("nbf", "99999999999", KeyBindingResult.Time)]
    [InlineData("sd_hash", null, KeyBindingResult.Hash)]
    [InlineData("sd_hash", "\"\"", KeyBindingResult.Hash)]
    public void A_binding_with_a_wrong_member_is_refused(string member, string? json, KeyBindingResult expected)
    {
        var honest = Jws.Parse(KeyBinding.Append(SdJwt, Forge.Holder, Audience, Nonce, Now)[SdJwt.Length..], 9999);
        var header = new JsonObject { ["alg"] = "ES256", ["typ"] = "kb+jwt" };
        var payload = JsonNode.Parse(honest.Payload)!.AsObject();
        var target = member == "typ" ? header : payload;
        target.Remove(member);
        if (json is not null)
        {
            target[member] = JsonNode.Parse(json);
        }

        Assert.Equal(expected,
            Check(SdJwt + Forge.Jws(header.ToJsonString(), payload.ToJsonString(), Forge.Holder)));
    }

    [Fact]
    public void A_verifier_that_asked_nothing_cannot_accept()
    {
        var bound = SdJwtPresentation.Parse(KeyBinding.Append(SdJwt, Forge.Holder, Audience, Nonce, Now));
        Assert.ThrowsAny<ArgumentException>(() => KeyBinding.Check(bound, Forge.Holder.PublicJwk, "", Nonce, Now));
        Assert.ThrowsAny<ArgumentException>(() => KeyBinding.Check(bound, Forge.Holder.PublicJwk, Audience, "", Now));
    }

    [Fact]
    public void A_binding_is_appended_to_a_tilde_only() => Assert.Throws<ArgumentException>(() =>
        KeyBinding.Append(SdJwt.TrimEnd('~'), Forge.Holder, Audience, Nonce, Now));

    private static KeyBindingResult Check(string presentation) => KeyBinding.Check(
        SdJwtPresentation.Parse(presentation), Forge.Holder.PublicJwk, Audience, Nonce, Now);
}
