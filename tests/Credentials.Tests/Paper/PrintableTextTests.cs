using SkillsPassport.Credentials.Paper;

namespace SkillsPassport.Credentials.Tests.Paper;

public class PrintableTextTests
{
    [Theory]
    [InlineData("MD RAFIQUL ISLAM")]
    [InlineData("MD. JAHANGIR ALOM")]
    [InlineData("মোঃ রফিকুল ইসলাম")]
    [InlineData("র\u200D্যাম্প")] // the joiner is part of the spelling
    [InlineData("ক্\u200Cষ")]
    [InlineData("O'NEILL-D’SOUZA")]
    public void An_honest_name_has_no_flaw(string name) => Assert.Equal(TextFlaw.None, PrintableText.FindFlaw(name));

    [Theory]
    [InlineData("", TextFlaw.Spacing)]
    [InlineData(" A", TextFlaw.Spacing)]
    [InlineData("A ", TextFlaw.Spacing)]
    [InlineData("A  B", TextFlaw.Spacing)]
    [InlineData("A\u00A0B", TextFlaw.Spacing)]
    [InlineData("A\tB", TextFlaw.ControlCharacter)]
    [InlineData("A\u0085B", TextFlaw.ControlCharacter)]
    [InlineData("A\u2028B", TextFlaw.ControlCharacter)]
    [InlineData("A\uE000", TextFlaw.ControlCharacter)]
    [InlineData("A\uFDD0", TextFlaw.ControlCharacter)] // never a character
    [InlineData("A\uFFFE", TextFlaw.ControlCharacter)]
    [InlineData("A\U0010FFFF", TextFlaw.ControlCharacter)]
    [InlineData("A\u3164", TextFlaw.Invisible)] // a letter that nobody sees
    [InlineData("A\uFE0F", TextFlaw.Invisible)]
    [InlineData("A\U000E01F0", TextFlaw.Invisible)]
    [InlineData("\u202EMALSI", TextFlaw.BidiControl)]
    [InlineData("A\u2066B", TextFlaw.BidiControl)]
    [InlineData("A\u200EB", TextFlaw.BidiControl)]
    [InlineData("A\u061CB", TextFlaw.BidiControl)]
    [InlineData("A\u200BB", TextFlaw.Invisible)]
    [InlineData("A\uFEFFB", TextFlaw.Invisible)]
    [InlineData("A\u00ADB", TextFlaw.Invisible)]
    [InlineData("A\u200DB", TextFlaw.Invisible)] // a joiner outside a Bangla word
    [InlineData("\u200Dক", TextFlaw.Invisible)]
    [InlineData("\u09DC", TextFlaw.NotNormalized)] // NFC has it as two
    [InlineData("E\u0301", TextFlaw.NotNormalized)]
    public void A_text_that_hides_something_is_named(string text, TextFlaw flaw) =>
        Assert.Equal(flaw, PrintableText.FindFlaw(text));

    /// <summary>Which letters are assigned depends on the age of the tables; a verdict must not.</summary>
    [Theory]
    [InlineData("A\u0984")]
    [InlineData("A\u20C1")]
    public void A_letter_that_is_not_assigned_yet_hides_nothing(string text) =>
        Assert.Equal(TextFlaw.None, PrintableText.FindFlaw(text));

    [Fact]
    public void Half_a_surrogate_pair_is_a_control_character() =>
        Assert.Equal(TextFlaw.ControlCharacter, PrintableText.FindFlaw("A" + '\uD800'));
}
