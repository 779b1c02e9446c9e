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
    [InlineData("A\u0984", TextFlaw.ControlCharacter)] // not assigned
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

    [Fact]
    public void Half_a_surrogate_pair_is_a_control_character() =>
        Assert.Equal(TextFlaw.ControlCharacter, PrintableText.FindFlaw("A" + '\uD800'));
}
