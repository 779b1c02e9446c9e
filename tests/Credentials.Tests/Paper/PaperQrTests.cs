using SkillsPassport.Credentials.Paper;

namespace SkillsPassport.Credentials.Tests.Paper;

public class PaperQrTests
{
    private static readonly byte[] Cwt = "foobar"u8.ToArray();

    [Fact]
    public void The_text_is_an_upper_case_link_with_the_payload_behind_the_number_sign()
    {
        var text = PaperQr.ToText(new Uri("https://verify.passport.example.gov.bd/anything?x=1#y"), Cwt);
        Assert.Equal("HTTPS://VERIFY.PASSPORT.EXAMPLE.GOV.BD/C#MZXW6YTBOI", text);
    }

    [Fact]
    public void A_development_port_stays_in_the_link() => Assert.Equal(
        "HTTP://LOCALHOST:5102/C#MZXW6YTBOI", PaperQr.ToText(new Uri("http://localhost:5102"), Cwt));

    [Theory]
    [InlineData("HTTPS://VERIFY.EXAMPLE/C#MZXW6YTBOI")]
    [InlineData("https://verify.example/c#mzxw6ytboi")]
    [InlineData("  https://another-mirror.example:8443/C#MZXW6YTBOI\r\n")]
    [InlineData("http://localhost:5102/C#MZXW6YTBOI")]
    [InlineData("MZXW6YTBOI")]
    [InlineData("\tmzxw6ytboi ")]
    public void A_link_of_any_host_or_the_bare_text_is_read(string text)
    {
        Assert.True(PaperQr.TryRead(text, out var cwt));
        Assert.Equal(Cwt, cwt);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("https://verify.example/C#")]
    [InlineData("https://verify.example/C")]
    [InlineData("https://verify.example/S#MZXW6YTBOI")]
    [InlineData("https://verify.example/x/C#MZXW6YTBOI")]
    [InlineData("https://verify.example/C?a=1#MZXW6YTBOI")]
    [InlineData("https://user@verify.example/C#MZXW6YTBOI")]
    [InlineData("ftp://verify.example/C#MZXW6YTBOI")]
    [InlineData("javascript://verify.example/C#MZXW6YTBOI")]
    [InlineData("https:///C#MZXW6YTBOI")]
    [InlineData("https://verify.example/C#MZXW6YTBOI#MY")]
    [InlineData("MZXW6 YTBOI")]
    [InlineData("HC1:MZXW6YTBOI")]
    public void Anything_else_is_refused(string? text) => Assert.False(PaperQr.TryRead(text, out _));

    [Fact]
    public void A_text_of_ten_megabytes_is_refused() => Assert.False(PaperQr.TryRead(new string('A', 10 << 20), out _));

    [Fact]
    public void Every_sample_link_reads_back()
    {
        using var issuer = new TestIssuer();
        foreach (var award in SampleAwards.ByCandidate.Values)
        {
            var cwt = issuer.SignPaper(award, SampleAwards.Target());
            var text = PaperQr.ToText(new Uri("https://verify.passport.example.gov.bd"), cwt);
            Assert.Equal(text, text.ToUpperInvariant());
            Assert.True(PaperQr.TryRead(text, out var read));
            Assert.Equal(cwt, read);
        }
    }
}
