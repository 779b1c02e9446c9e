using System.Text;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Trust;
using SkillsPassport.Credentials.Verification;
using World = SkillsPassport.Credentials.Tests.Verification.VerdictWorld;

namespace SkillsPassport.Credentials.Tests.Verification;

/// <summary>
/// Keys by certificate: the chain must lead to a root pinned for this very issuer, and agree with the key id.
/// </summary>
public sealed class CertificateVerdictTests
{
    private static readonly EcSigner Key = World.Key("nsda");

    [Fact]
    public void A_chain_to_the_issuers_root_is_enough()
    {
        var chain = TestChain.Make(World.Nsda, Key.PublicJwk);

        Assert.Equal(ReasonCode.Ok, Genuine(Issue(chain), Roots(chain, withKeys: false)));
    }

    [Fact]
    public void A_listed_key_with_its_chain_is_in_order()
    {
        var chain = TestChain.Make(World.Nsda, Key.PublicJwk);

        Assert.Equal(ReasonCode.Ok, Genuine(Issue(chain), Roots(chain)));
    }

    [Fact]
    public void A_chain_is_remembered_and_still_judged_by_its_issuer()
    {
        var chain = TestChain.Make(World.Nsda, Key.PublicJwk);
        var trust = Roots(chain);

        Assert.Equal(ReasonCode.Ok, Genuine(Issue(chain), trust));
        Assert.Equal(ReasonCode.Ok, Genuine(Issue(chain), trust));
        Assert.Equal(ReasonCode.CertificateChainRefused, Genuine(Issue(TestChain.Make(World.Nsda, Key.PublicJwk)), trust));
    }

    [Fact]
    public void A_chain_to_a_root_of_the_same_name_is_refused() => Assert.Equal(ReasonCode.CertificateChainRefused,
        Genuine(Issue(TestChain.Make(World.Nsda, Key.PublicJwk)), Roots(TestChain.Make(World.Nsda, Key.PublicJwk))));

    [Fact]
    public void A_chain_where_no_root_is_pinned_is_refused() => Assert.Equal(ReasonCode.CertificateChainRefused,
        Genuine(Issue(TestChain.Make(World.Nsda, Key.PublicJwk)), WalletVerdictTests.Trust()));

    [Fact]
    public void A_leaf_of_another_issuer_is_refused()
    {
        var chain = TestChain.Make(World.Other, Key.PublicJwk);

        Assert.Equal(ReasonCode.CertificateChainRefused, Genuine(Issue(chain), Roots(chain)));
    }

    [Fact]
    public void A_key_id_that_contradicts_the_certificate_is_refused()
    {
        var chain = TestChain.Make(World.Nsda, Key.PublicJwk);
        var trust = Roots(chain);

        Assert.Equal(ReasonCode.KeyHeaderConflict, Genuine(WithKid(chain, World.Key("nsda stolen").Kid), trust));
        Assert.Equal(ReasonCode.KeyHeaderConflict, Genuine(WithKid(chain, "some other name"), trust));
    }

    [Fact]
    public void A_certificate_does_not_save_a_stolen_key()
    {
        var stolen = World.Key("nsda stolen");
        var chain = TestChain.Make(World.Nsda, stolen.PublicJwk);

        Assert.Equal(ReasonCode.KeyCompromised, Genuine(
            WalletVerdictTests.Issue(new EcSigner(World.NewKey("nsda stolen"), [chain.Leaf, chain.Intermediate])),
            Roots(chain)));
    }

    private static ReasonCode Genuine(string credential, TrustSnapshot trust)
    {
        var report = WalletVerdictTests.Verify(credential, request => request, trust);
        var expected = report.Genuine.Reason == ReasonCode.Ok ? AnswerValue.Yes : AnswerValue.No;
        Assert.Equal(expected, report.Genuine.Value);
        return report.Genuine.Reason;
    }

    private static TrustSnapshot Roots(TestChain chain, bool withKeys = true) =>
        WalletVerdictTests.Trust(list => list.WithNsda(nsda => nsda with
        {
            Roots = [chain.Root],
            Keys = withKeys ? nsda.Keys : [World.Trusted("nsda retired")],
        }));

    private static string Issue(TestChain chain) =>
        WalletVerdictTests.Issue(new EcSigner(World.NewKey("nsda"), [chain.Leaf, chain.Intermediate]));

    private static string WithKid(TestChain chain, string kid)
    {
        var x5c = $"\"{Convert.ToBase64String(chain.Leaf)}\",\"{Convert.ToBase64String(chain.Intermediate)}\"";
        var issued = Issue(chain);
        Assert.True(Base64UrlStrict.TryDecode(issued.Split('.')[1], out var payload));
        return Forge.Jws(Encoding.UTF8.GetBytes(
            $$"""{"alg":"ES256","typ":"dc+sd-jwt","kid":"{{kid}}","x5c":[{{x5c}}]}"""), payload, Key)
            + issued[issued.IndexOf('~')..];
    }
}
