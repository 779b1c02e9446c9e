using System.Security.Cryptography;
using SkillsPassport.Credentials.Paper;

namespace SkillsPassport.Credentials.Tests.Paper;

public class CertificateCodeTests
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    [Fact]
    public void A_new_code_is_read_back_from_its_printed_form()
    {
        for (var i = 0; i < 1000; i++)
        {
            var code = New();
            Assert.Equal(12, code.Length);
            Assert.Matches("^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$", CertificateCode.Display(code));
            Assert.True(CertificateCode.TryParse(CertificateCode.Display(code), out var read));
            Assert.Equal(code, read);
        }
    }

    [Fact]
    public void New_codes_do_not_repeat_and_use_the_whole_alphabet()
    {
        var codes = Enumerable.Range(0, 5000).Select(_ => New()).ToHashSet();
        Assert.Equal(5000, codes.Count);
        for (var place = 0; place < 10; place++)
        {
            Assert.Equal(32, codes.Select(code => code[place]).Distinct().Count());
        }
    }

    // Value of the ten characters modulo 1021, as two characters: worked out by hand for these.
    [Theory]
    [InlineData("000000000000")]
    [InlineData("000000000101")]
    [InlineData("ZZZZZZZZZZ7J")]
    public void The_check_is_the_value_modulo_1021(string code) =>
        Assert.True(CertificateCode.TryParse(code, out _), code);

    [Fact]
    public void Every_single_wrong_character_is_noticed()
    {
        var code = New();
        for (var place = 0; place < code.Length; place++)
        {
            foreach (var other in Alphabet.Where(other => other != code[place]))
            {
                var wrong = code.Remove(place, 1).Insert(place, other.ToString());
                Assert.False(CertificateCode.TryParse(wrong, out _), wrong);
            }
        }
    }

    [Fact]
    public void Every_swap_of_two_neighbours_is_noticed()
    {
        for (var i = 0; i < 200; i++)
        {
            var code = New();
            for (var place = 0; place < 9; place++)
            {
                if (code[place] != code[place + 1])
                {
                    var swapped = code[..place] + code[place + 1] + code[place] + code[(place + 2)..];
                    Assert.False(CertificateCode.TryParse(swapped, out _), $"{code} {swapped}");
                }
            }
        }
    }

    [Fact]
    public void People_may_type_it_as_they_like()
    {
        Assert.True(CertificateCode.TryParse("0000-0000-0101", out var canonical));
        foreach (var typed in new[] { "oOoO oooo oloL", " 0000 0000 0i0I ", "০০০০-০০০০-০১০১", "0000–0000‑0101" })
        {
            Assert.True(CertificateCode.TryParse(typed, out var read), typed);
            Assert.Equal(canonical, read);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0000-0000-010")]
    [InlineData("0000-0000-01011")]
    [InlineData("0000-0000-010U")]
    [InlineData("0000_0000_0101")]
    [InlineData("0000-0000-0102")]
    public void Anything_else_is_refused(string? typed) => Assert.False(CertificateCode.TryParse(typed, out _));

    [Fact]
    public void A_megabyte_is_refused() => Assert.False(CertificateCode.TryParse(new string('-', 1 << 20), out _));

    private static string New()
    {
        using var random = RandomNumberGenerator.Create();
        return CertificateCode.New(random);
    }
}
