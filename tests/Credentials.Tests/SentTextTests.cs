using System.Text;
using SkillsPassport.Credentials.Verification;

namespace SkillsPassport.Credentials.Tests;

public sealed class SentTextTests
{
    [Theory]
    [InlineData("\uFEFFabc", "abc")]
    [InlineData("abc\u0085", "abc")]
    [InlineData(" \u200F\u2068a \u200Bb\u2069\r\n", "a \u200Bb")]
    [InlineData("\u200B\uFEFF ", "")]
    [InlineData("", "")]
    [InlineData("\u00ADa\u0000", "\u00ADa\u0000")]
    public void What_nobody_sees_around_a_text_is_taken_away_from_letters_and_from_octets_alike(string sent, string inside)
    {
        Assert.Equal(inside, SentText.Trim(sent));
        Assert.Equal(inside, Encoding.UTF8.GetString(SentText.Trim(Encoding.UTF8.GetBytes(sent).AsMemory()).Span));
    }

    [Fact]
    public void Octets_that_are_no_UTF8_stay_where_they_are() =>
        Assert.Equal([0xFF, 0x20, 0xEF, 0xBB], SentText.Trim(new byte[] { 0x20, 0xFF, 0x20, 0xEF, 0xBB }).ToArray());

    [Fact]
    public void A_presentation_in_octets_is_one_with_a_byte_order_mark_before_it()
    {
        Assert.True(VerificationInput.TryReadAscii("\uFEFFa.b.c~\u0085"u8.ToArray(), out var request));
        Assert.Equal("a.b.c~", Encoding.ASCII.GetString(request.SdJwtBytes.Span));
    }
}
