using System.Text;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Credentials.Verification;
using static SkillsPassport.Credentials.Tests.Verification.WalletForge;

namespace SkillsPassport.Credentials.Tests.Verification;

/// <summary>A text is judged by what it says, not by how JSON spells it: 3,000 texts, each spelled by chance.</summary>
public sealed class SpelledTextTests
{
    private static readonly string[] _pieces =
    [
        "a", "Z", "7", "/", "\"", "\\", " ", "  ", "\u0985", "\u09CD", "\u09A1\u09BC", "\u09DC", "\u00E3", "a\u0303", "\u00A0",
        "\u200B", "\u200D", "\u202E", "\u0000", "\u001F", "\u007F", "\u2028", "\uE000", "\U0001F600", ":", ",", "{", "]", "<",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_signed_text_is_refused_for_its_flaw_however_it_is_spelled(int seed)
    {
        var chance = new Random(seed);
        var refused = 0;
        for (var i = 0; i < 1_000; i++)
        {
            // Mostly letters, so that about half of the texts are well.
            var text = string.Concat(Enumerable.Range(0, chance.Next(50) == 0 ? 300 : chance.Next(12)).Select(_ =>
                chance.Next(5) > 0 ? "bc \u0995\u0996"[chance.Next(5)].ToString() : _pieces[chance.Next(_pieces.Length)]));
            var isWell = PrintableText.FindFlaw(text) == TextFlaw.None;
            refused += isWell ? 0 : 1;

            Assert.True(isWell == Passes(chance, Spell(text, chance)), $"Text {i}: {Escaped(text)}");
        }

        Assert.InRange(refused, 200, 900);
    }

    // In plain sight, disclosed, inside something that is disclosed, or in a unit.
    private static bool Passes(Random chance, string spelled)
    {
        var gap = new[] { "", "", " ", "\t \n" }[chance.Next(4)];
        var credential = chance.Next(4) switch
        {
            0 => Payload(payload => payload.Replace("\"title\":", $"\"title\"{gap}:{gap}{spelled}{gap},{gap}\"was\":")),
            1 => Disclosed("_sd", $"[\"salt\",{gap}\"extra\",{gap}{spelled}{gap}]"),
            2 => Disclosed("_sd", $"[\"salt\",\"extra\",[{gap}\"x\",{gap}{{\"y\"{gap}:{spelled}{gap}}}]]"),
            _ => Unit($"[\"salt\",{gap}{{\"code\":\"GU1\",\"title_en\":{spelled},\"title_bn\":\"\u0995\",\"category\":\"generic\"}}{gap}]"),
        };
        var report = WalletVerdictTests.Verify(credential, request => request);
        return report.OutcomeOf(Check.Type) == CheckOutcome.Passed;
    }

    // With the digest at the head of that list; everything else stays as our issuer spells it.
    private static string Disclosed(string list, string disclosure, string? digest = null) => Payload(payload =>
        payload.Replace($"\"{list}\":[", $"\"{list}\":[{digest ?? $"\"{Forge.H(disclosure)}\""},"))
        + Forge.D(disclosure) + "~";

    private static string Unit(string unit) => Disclosed("units", unit, $"{{\"...\":\"{Forge.H(unit)}\"}}");

    private static string Spell(string text, Random chance)
    {
        var spelled = new StringBuilder("\"");
        foreach (var letter in text)
        {
            spelled.Append(letter is '"' or '\\' or < ' ' || char.IsSurrogate(letter) || chance.Next(20) == 0
                ? $"\\u{(int)letter:x4}" : letter.ToString());
        }

        return spelled.Append('"').ToString();
    }

    private static string Escaped(string text) => string.Concat(text.Select(letter => $"\\u{(int)letter:x4}"));
}
