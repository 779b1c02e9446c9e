using System.Text.RegularExpressions;

namespace SkillsPassport.Services.Tests.Peers;

/// <summary>What must not be told anywhere.</summary>
public static class Hidden
{
    /// <summary>None of these is in the text; a short one as a word of its own, because three or four characters also
    /// come about by chance, in a key, a digest or the number of a port.</summary>
    public static void In(string text, params IEnumerable<string> words) => Assert.All(words, word =>
    {
        if (word.Length > 6)
        {
            Assert.DoesNotContain(word, text, StringComparison.Ordinal);
        }
        else
        {
            Assert.DoesNotMatch($@"(?<![\w-]){Regex.Escape(word)}(?![\w-])", text);
        }
    });

    /// <summary>No signed token is in the text: they begin like this, and now and then a key goes on like this.</summary>
    public static void TokensIn(string text) => Assert.DoesNotMatch(@"(?<![\w-])eyJ", text);
}
