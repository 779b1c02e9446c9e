using System.Text;
using SkillsPassport.Credentials.Paper;

namespace SkillsPassport.Credentials.Tests.Paper;

public class Base32Tests
{
    // RFC 4648 section 10, without padding.
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void The_examples_of_the_standard_hold(string bytes, string text)
    {
        Assert.Equal(text, Base32.Encode(Encoding.ASCII.GetBytes(bytes)));
        Assert.True(Base32.TryDecode(text, out var decoded));
        Assert.Equal(bytes, Encoding.ASCII.GetString(decoded));
        Assert.True(Base32.TryDecode(text.ToLowerInvariant(), out decoded));
        Assert.Equal(bytes, Encoding.ASCII.GetString(decoded));
    }

    [Theory]
    [InlineData("MY======")]
    [InlineData("M Y")]
    [InlineData("MY\n")]
    [InlineData("M1")]
    [InlineData("M0")]
    [InlineData("M8")]
    [InlineData("MZXW6YT-")]
    [InlineData("ＭＹ")] // full-width letters
    [InlineData("мy")] // a Cyrillic letter
    [InlineData("MI\u0131B")] // a dotless i would become I in upper case
    public void A_character_outside_the_alphabet_is_refused(string text) => Assert.False(Base32.TryDecode(text, out _));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(9)]
    [InlineData(11)]
    [InlineData(14)]
    public void A_length_that_no_bytes_encode_to_is_refused(int length) =>
        Assert.False(Base32.TryDecode(new string('A', length), out _));

    [Theory]
    [InlineData("MZ")] // f with a left-over bit set
    [InlineData("MZXR")]
    [InlineData("MZXW7")]
    [InlineData("MZXW6YR")]
    public void Left_over_bits_that_are_not_zero_are_refused(string text) =>
        Assert.False(Base32.TryDecode(text, out _));

    [Fact]
    public void Every_text_that_decodes_is_the_one_encoding_of_its_bytes()
    {
        var random = new Random(32);
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(0, 20)).Select(_ => Alphabet[random.Next(32)]));
            if (Base32.TryDecode(text, out var bytes))
            {
                Assert.Equal(text, Base32.Encode(bytes));
            }
        }
    }

    [Fact]
    public void Random_bytes_survive_the_round_trip()
    {
        var random = new Random(33);
        for (var length = 0; length < 700; length++)
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            Assert.True(Base32.TryDecode(Base32.Encode(bytes), out var decoded));
            Assert.Equal(bytes, decoded);
        }
    }
}
