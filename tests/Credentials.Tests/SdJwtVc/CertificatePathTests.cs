using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.SdJwtVc;

namespace SkillsPassport.Credentials.Tests.SdJwtVc;

public sealed class CertificatePathTests
{
    private const string Issuer = "https://nsda.example.gov.bd";
    private static readonly DateTimeOffset At = TestChain.From.AddDays(100);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_chain_from_a_leaf_that_names_the_issuer_to_a_pinned_root_is_accepted(bool dnsName)
    {
        var chain = Make(new() { DnsName = dnsName });
        using var key = Check([chain.Leaf, chain.Intermediate], [chain.Root]);
        Assert.True(key.Jwk.IsSameKey(Forge.Issuer.PublicJwk));
    }

    [Fact]
    public void The_root_does_not_travel() => AssertRefused(chain => [chain.Leaf, chain.Intermediate, chain.Root]);

    [Theory]
    [InlineData("something behind it")]
    [InlineData("another certificate behind it")]
    [InlineData("PEM")]
    [InlineData("a length longer than needed")]
    [InlineData("no length")]
    public void A_certificate_has_one_spelling(string spelling)
    {
        AssertRefused(chain => [Spelled(chain.Leaf), chain.Intermediate]);
        AssertRefused(chain => [chain.Leaf, Spelled(chain.Intermediate)]);

        // Both are longer than 255 octets: 30 82 and two octets of length come first.
        byte[] Spelled(byte[] der) => spelling switch
        {
            "something behind it" => [.. der, 0],
            "another certificate behind it" => [.. der, .. der],
            "PEM" => Encoding.ASCII.GetBytes(PemEncoding.WriteString("CERTIFICATE", der)),
            "a length longer than needed" => [0x30, 0x83, 0, .. der[2..]],
            _ => [0x30, 0x80, .. der[4..], 0, 0],
        };
    }

    [Fact]
    public void A_missing_intermediate_is_not_fetched() => AssertRefused(chain => [chain.Leaf]);

    [Fact]
    public void The_leaf_comes_first() => AssertRefused(chain => [chain.Intermediate, chain.Leaf]);

    [Fact]
    public void A_stranger_in_the_chain_is_refused() =>
        AssertRefused(chain => [chain.Leaf, Make(new()).Leaf, chain.Intermediate]);

    [Fact]
    public void A_self_signed_leaf_is_refused_even_when_pinned()
    {
        var self = TestChain.SelfSigned(Issuer);
        Assert.Equal(InputRefusal.Certificate, Forge.RefusalOf(() => Check([self], [self])));
        Assert.Equal(InputRefusal.Certificate, Forge.RefusalOf(() => Check([self], [Make(new()).Root])));
    }

    [Fact]
    public void A_rogue_root_of_the_same_name_is_refused()
    {
        var rogue = Make(new());
        Assert.Equal(InputRefusal.Certificate,
            Forge.RefusalOf(() => Check([rogue.Leaf, rogue.Intermediate], [Make(new()).Root])));
    }

    [Fact]
    public void A_leaf_that_is_an_authority_is_refused() => AssertRefused(Both, new() { IsAuthority = true });

    [Fact]
    public void A_leaf_that_may_not_sign_is_refused() =>
        AssertRefused(Both, new() { Usage = X509KeyUsageFlags.KeyAgreement });

    [Fact]
    public void A_leaf_that_may_certify_is_refused() =>
        AssertRefused(Both, new() { Usage = X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyCertSign });

    [Fact]
    public void A_leaf_whose_key_usage_is_there_twice_is_refused() => AssertRefused(Both, new() { UsageTwice = true });

    [Fact]
    public void A_leaf_without_key_usage_is_refused() => AssertRefused(Both, new() { Usage = null });

    [Fact]
    public void An_intermediate_that_is_no_authority_is_refused() =>
        AssertRefused(Both, new() { IntermediateIsAuthority = false });

    [Theory]
    [InlineData(false, "https://nsda.example.gov.bd.evil.example")]
    [InlineData(false, "https://other.example")]
    [InlineData(true, "other.example")]
    [InlineData(true, "example.gov.bd")]
    public void A_leaf_that_names_somebody_else_is_refused(bool dnsName, string name) =>
        AssertRefused(Both, new() { DnsName = dnsName, Name = name });

    [Fact]
    public void The_chain_must_be_valid_at_that_time()
    {
        var chain = Make(new() { LeafUntil = At.AddDays(1) });
        using (Check(Both(chain), [chain.Root]))
        {
        }

        foreach (var at in new[] { At.AddDays(2), TestChain.From.AddDays(-1), TestChain.Until.AddDays(1) })
        {
            Assert.Equal(InputRefusal.Certificate, Forge.RefusalOf(() => Check(Both(chain), [chain.Root], at)));
        }
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    [InlineData("[7]")]
    [InlineData("[\"\"]")]
    [InlineData("[\"AAAA\"]")]
    [InlineData("[\"not base64\"]")]
    [InlineData("[\"AA\"]")]
    public void Anything_but_certificates_is_refused(string json)
    {
        using var document = JsonDocument.Parse(json);
        Assert.Equal(InputRefusal.Certificate, Forge.RefusalOf(() =>
            CertificatePath.Check(document.RootElement, [Make(new()).Root], At, Issuer)));
    }

    private static byte[][] Both(TestChain chain) => [chain.Leaf, chain.Intermediate];

    private static TestChain Make(TestChain.Leafing options) =>
        TestChain.Make(Issuer, Forge.Issuer.PublicJwk, options);

    private static void AssertRefused(Func<TestChain, byte[][]> send, TestChain.Leafing? options = null)
    {
        var chain = Make(options ?? new());
        Assert.Equal(InputRefusal.Certificate, Forge.RefusalOf(() => Check(send(chain), [chain.Root])));
    }

    private static VerificationKey Check(byte[][] sent, byte[][] roots, DateTimeOffset? at = null) =>
        CertificatePath.Check(JsonSerializer.SerializeToElement(sent.Select(Convert.ToBase64String)), roots,
            at ?? At, Issuer);
}
