using System.Text;
using SkillsPassport.Credentials.Registers;

namespace SkillsPassport.Credentials.Tests;

public sealed class NormalTextTests
{
    [Fact]
    public void Whatever_was_typed_has_a_normal_form() => Assert.All(new[]
    {
        ("e\u0301", "\u00e9"), ("\u09df", "\u09af\u09bc"), ("\U0001F600", "\U0001F600"), ("a\ufffeb", "a\ufffdb"),
        ("\ud800", "\ufffd"), ("\udc00\ud800e\u0301", "\ufffd\ufffd\u00e9"), ("", ""),
    }, one => Assert.Equal(one.Item2, NormalText.Of(one.Item1)));

    [Fact]
    public void The_form_may_be_another_one() =>
        Assert.Equal("A1", NormalText.Of("\uff21\uff11", NormalizationForm.FormKC));

    [Fact]
    public void What_is_no_character_is_no_licence_number() => Assert.Null(RecruitingLicence.Read("RL-\ufffe354"));
}
