using System.Globalization;
using System.Text;
using SkillsPassport.Credentials;

namespace SkillsPassport.Wallet.Receive;

/// <summary>Whether two names look the same to somebody who reads quickly. They are compared by their skeletons, as in
/// Unicode Technical Standard 39 (revision 32), section 4: a letter of another script that looks like a Latin one
/// counts as that one. Full width, bold and circled letters are folded by Unicode itself.</summary>
public static class LookAlikes
{
    /// <summary>Each word is a letter and the small Latin one it is taken for.</summary>
    private static readonly Dictionary<char, char> Latin = string.Join(
            ' ',
            // Cyrillic, small; its capitals look like the capitals of the same Latin letters.
            "аa вb сc ԁd еe һh нh іi ӏi јj кk мm оo рp ԛq ѕs тt ѵv ԝw хx уy үy",
            // Greek: small letters, and the capitals that look like other Latin letters than their small ones.
            "αa βb γy εe ηn ιi κk νv οo ρp τt υu χx ωw Ζz Ηh Μm Νn Υy",
            // Latin letters and digits.
            "ıi ɑa ɡg |i 1i 0o")
        .Split(' ').ToDictionary(pair => pair[0], pair => pair[1]);

    public static bool Same(string one, string other) => Skeleton(one) == Skeleton(other);

    /// <summary>Letters and digits alone: accents, spaces, signs and what is not seen are left out.</summary>
    private static string Skeleton(string name) => string.Concat(
        NormalText.Of(name, NormalizationForm.FormKD)
            .Where(letter => char.IsLetterOrDigit(letter) || Latin.ContainsKey(letter) || IsBangla(letter))
            .Select(Fold));

    /// <summary>Vowel signs of Bangla are no accents: they carry the word.</summary>
    private static bool IsBangla(char letter) => letter is >= '\u0980' and <= '\u09FF';

    private static char Fold(char letter)
    {
        var small = char.ToLower(Latin.GetValueOrDefault(letter, letter), CultureInfo.InvariantCulture);
        small = Latin.GetValueOrDefault(small, small);
        // A small l and a capital I are one stroke.
        return small == 'l' ? 'i' : small;
    }
}
