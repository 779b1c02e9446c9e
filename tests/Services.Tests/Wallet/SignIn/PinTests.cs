using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Services.Tests.Wallet.SignIn;

public sealed class PinTests
{
    [Theory]
    [InlineData("000000")]
    [InlineData("123456")]
    [InlineData("890123")]
    [InlineData("987654")]
    [InlineData("121212")]
    [InlineData("123123")]
    [InlineData("112112")]
    [InlineData("100001")]
    [InlineData("112233")]
    [InlineData("159753")]
    [InlineData("147258")]
    [InlineData("199105")]
    [InlineData("051991")]
    [InlineData("201526")]
    [InlineData("150391")]
    [InlineData("311299")]
    [InlineData("345678")]
    [InlineData("171234")]
    [InlineData("15031991")]
    public void A_pin_that_is_tried_first_is_refused(string pin) =>
        Assert.Equal(PinProblem.TooEasy, Pin.Check(pin, "+8801712345678"));

    [Fact]
    public void Enough_pins_are_left_that_twenty_guesses_find_nothing()
    {
        var left = Enumerable.Range(0, 1_000_000).Count(one => Pin.Check($"{one:D6}", "+8801712345678") == PinProblem.None);
        Assert.InRange(left, 900_000, 960_000);
    }
}
