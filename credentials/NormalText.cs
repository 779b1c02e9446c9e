using System.Text;

namespace SkillsPassport.Credentials;

/// <summary>
/// What people typed in a Unicode normal form (UAX #15), whatever they typed: the one place that asks for it.
/// </summary>
public static class NormalText
{
    private const char NoCharacter = '\ufffe';

    /// <summary>
    /// The text in the form. Halves of surrogate pairs and U+FFFE, for which .NET refuses every normal form, become
    /// U+FFFD as in any decoder: a search then finds nothing, and <see cref="Paper.PrintableText"/> refuses it.
    /// </summary>
    public static string Of(string typed, NormalizationForm form = NormalizationForm.FormC) =>
        (IsSound(typed) ? typed : Replaced(typed)).Normalize(form);

    private static bool IsSound(string typed) =>
        typed.AsSpan().IndexOfAnyInRange('\ud800', '\udfff') < 0 && !typed.Contains(NoCharacter);

    private static string Replaced(string typed)
    {
        var sound = new StringBuilder(typed.Length);
        foreach (var rune in typed.EnumerateRunes())
        {
            sound.Append((rune.Value == NoCharacter ? Rune.ReplacementChar : rune).ToString());
        }

        return sound.ToString();
    }
}
