using System.Text;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Credentials.Status;
using SkillsPassport.Credentials.Tests.Paper;
using SkillsPassport.Credentials.Verification;
using World = SkillsPassport.Credentials.Tests.Verification.VerdictWorld;

namespace SkillsPassport.Credentials.Tests.Verification;

public sealed class VerifiedStatusListsTests
{
    [Fact]
    public void An_older_list_never_replaces_a_newer_one()
    {
        var lists = new VerifiedStatusLists();
        Accept(lists, World.StatusList(1, issuedAt: World.Now.AddMinutes(-1)));
        Accept(lists, World.StatusList(0, issuedAt: World.Now.AddMinutes(-2)));

        Assert.Equal((byte)1, lists.Find(World.StatusUri)!.Get(World.StatusIndex));
    }

    [Fact]
    public void A_refused_list_leaves_the_one_before()
    {
        var lists = new VerifiedStatusLists();
        Accept(lists, World.StatusList());

        Assert.Equal(ReasonCode.StatusInvalid, Accept(lists, World.StatusList(key: "attacker")));
        Assert.NotNull(lists.Find(World.StatusUri));
    }

    [Fact]
    public void A_list_signed_by_one_issuer_says_nothing_about_another_ones_credentials()
    {
        var lists = new VerifiedStatusLists();
        Assert.True(lists.TryAccept(World.StatusList(key: "other"), World.StatusUri, World.Other,
            WalletVerdictTests.Trust(), World.Now, out _));

        Assert.Null(((IStatusLists)lists).Find(World.StatusUri, World.Nsda));
        Assert.Equal(ReasonCode.StatusUnreachable, Verify(lists).Valid.Reason);
    }

    [Fact]
    public void Both_forms_are_read_and_the_JWT_form_is_as_strict()
    {
        const string Uri = World.Nsda + "/status/1";
        var lists = new VerifiedStatusLists();
        var list = new StatusList(2, 1 << 13);
        var claims = new StatusListClaims(Uri, World.Now, World.Now.AddHours(1), TimeSpan.FromHours(1));
        var sound = StatusListToken.SignJwt(World.Key("nsda"), claims, 2, list.Compress());
        var forged = StatusListToken.SignJwt(World.Key("attacker"), claims, 2, list.Compress());

        Assert.Equal(ReasonCode.StatusInvalid, Accept(lists, Encoding.ASCII.GetBytes(forged), Uri));
        Assert.Equal(ReasonCode.StatusInvalid, Accept(lists, Encoding.ASCII.GetBytes(sound), World.StatusUri));
        Assert.Equal(ReasonCode.Ok, Accept(lists, Encoding.ASCII.GetBytes(sound), Uri));
        Assert.Equal(ReasonCode.StatusInvalid, Accept(lists, "<html>"u8.ToArray(), Uri));
        Assert.Equal(ReasonCode.StatusInvalid, Accept(lists, [], Uri));
    }

    [Fact]
    public void A_list_is_asked_for_only_once_the_credential_is_believed()
    {
        var nothing = new VerifiedStatusLists();
        Assert.Equal(World.StatusUri, Verify(nothing).MissingStatusList!.OriginalString);

        var forged = World.Paper(SampleAwards.Plumber, key: "attacker");
        var unknown = World.Paper(SampleAwards.Plumber, issuer: "https://evil.example", key: "attacker");
        Assert.Null(Verify(nothing, forged).MissingStatusList);
        Assert.Null(Verify(nothing, unknown).MissingStatusList);
        Assert.Null(new CredentialVerifier(new FixedClock(World.Now)).Verify(new VerificationRequest
        {
            PaperCwt = World.Paper(SampleAwards.Plumber),
        }, null, nothing).MissingStatusList);
    }

    [Fact]
    public void A_stale_list_is_asked_for_again()
    {
        var lists = new VerifiedStatusLists();
        var trust = WalletVerdictTests.Trust();
        lists.TryAccept(World.StatusList(issuedAt: World.Now.AddDays(-2)), World.StatusUri, World.Nsda, trust,
            World.Now.AddDays(-2), out _);
        var report = Verify(lists);

        Assert.Equal(ReasonCode.StatusStale, report.Valid.Reason);
        Assert.NotNull(report.MissingStatusList);
    }

    [Fact]
    public void A_key_found_stolen_later_takes_its_lists_with_it()
    {
        var lists = new VerifiedStatusLists();
        Accept(lists, World.StatusList());
        var stolen = WalletVerdictTests.Trust(list => list.WithNsda(nsda => nsda with
        {
            Keys = [World.Trusted("nsda", compromisedFrom: "2026-11-21T00:00:00")],
        }));

        Assert.Equal(ReasonCode.StatusInvalid, new CredentialVerifier(new FixedClock(World.Now)).Verify(
            new VerificationRequest { PaperCwt = World.Paper(SampleAwards.Plumber) }, stolen, lists).Valid.Reason);
    }

    [Fact]
    public void Input_is_told_apart_by_its_looks()
    {
        var cwt = World.Paper(SampleAwards.Plumber);
        foreach (var text in (string[])[Base32.Encode(cwt), PaperQr.ToText(new Uri("https://v.example"), cwt)])
        {
            Assert.True(VerificationInput.TryRead(text, out var paper));
            Assert.Equal(cwt, paper.PaperCwt);
        }

        Assert.True(VerificationInput.TryRead($" {WalletVerdictTests.Issue()}\n", out var wallet));
        Assert.NotNull(wallet.SdJwt);
        Assert.False(VerificationInput.TryRead(null, out _));
        Assert.False(VerificationInput.TryRead("", out _));
        Assert.False(VerificationInput.TryRead(new string('A', 10 * 1024 * 1024), out _));
    }

    private static ReasonCode Accept(VerifiedStatusLists lists, byte[] token, string uri = World.StatusUri)
    {
        lists.TryAccept(token, uri, World.Nsda, WalletVerdictTests.Trust(), World.Now, out var refusal);
        return refusal;
    }

    private static VerificationReport Verify(IStatusLists lists, byte[]? cwt = null) =>
        new CredentialVerifier(new FixedClock(World.Now)).Verify(new VerificationRequest
        {
            PaperCwt = cwt ?? World.Paper(SampleAwards.Plumber),
        }, WalletVerdictTests.Trust(), lists);
}
