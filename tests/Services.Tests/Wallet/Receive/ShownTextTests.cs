using SkillsPassport.Wallet.Receive;

namespace SkillsPassport.Services.Tests.Wallet.Receive;

public sealed class ShownTextTests
{
    [Theory]
    [InlineData("Welders’ guild", "Welders’ guild")]
    [InlineData("ঢাকা কারিগরি শিক্ষা বোর্ড", "ঢাকা কারিগরি শিক্ষা বোর্ড")]
    [InlineData("র‍্যাব ও উদ্‌যাপন", "র‍্যাব ও উদ্‌যাপন")]
    [InlineData("a\u202ebc\u202c\u2066d\u200b\u200d\ufeff", "abcd")]
    [InlineData("two\r\n\tlines\u2028here", "two lines here")]
    [InlineData("\u200b\u202e", null)]
    [InlineData("abcdefghijklmnopqrstuvwxyzabcdefghijklmnop", "abcdefghijklmnopqrstuvwxyzabcd…")]
    public void What_others_wrote_is_shown_without_what_cannot_be_seen(string text, string? shown) =>
        Assert.Equal(shown, ShownText.Clean(text, 30));

    [Theory]
    [InlineData("https://issuer.example/", "https://issuer.example")]
    [InlineData("https://nsda.example/a", "https://nsda.example/a")]
    [InlineData("https://nsdа.example", "https://xn--nsd-8cd.example")]
    [InlineData("https://\ud7ff.example", "https://.example")]
    public void A_look_alike_address_shows_as_what_it_is(string text, string shown) =>
        Assert.Equal(shown, ShownText.Address(text));
}
