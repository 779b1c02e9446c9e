using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials;
using SkillsPassport.Verifier.Limits;

namespace SkillsPassport.Verifier.Pages;

/// <summary>What comes of comparing what stands in a passport with what was signed.</summary>
/// <param name="Question"><c>passport</c> or <c>year</c>.</param>
/// <param name="Look">Sign to show, or null.</param>
/// <param name="Phrases">What to say.</param>
public sealed record PersonAnswer(string Question, string? Look, params string[] Phrases);

/// <summary>
/// The challenge at the desk for pages without script, as <c>Browser/person.mjs</c> has it: match or no match, never
/// what would match, and few tries for each certificate and caller.
/// </summary>
public sealed class PersonCheck(RequestLimits limits)
{
    private const int PassportLength = 3, YearLength = 4, LongestTyped = 64;
    private static readonly Limit Tries = new("person", 6, TimeSpan.FromMinutes(10));
    private static readonly Limit TriesOfAll = new("person-all", 60, TimeSpan.FromDays(1));

    /// <returns>Null when nothing was typed, or the certificate carries nothing to compare with.</returns>
    public async Task<PersonAnswer?> CompareAsync(JsonObject? content, string? passport, string? year,
        string? from, CancellationToken cancel)
    {
        var (question, typed, length) = passport is not null
            ? ("passport", passport, PassportLength) : ("year", year, YearLength);
        var signed = content?[question == "passport" ? "passport_last3" : "birth_year"]?.ToString();
        if (typed is null || signed is null || (string?)content?["serial_no"] is not { } serial)
        {
            return null;
        }

        typed = typed.Length > LongestTyped ? "" : Normalise(typed);
        if (question == "passport" && typed.Length > length)
        {
            typed = typed[^length..]; // the whole number
        }

        if (typed.Length != length || (question == "year" && !typed.All(char.IsAsciiDigit)))
        {
            return new(question, null, $"person.incomplete.{question}");
        }

        if (await limits.TakeForAsync(Tries, $"{serial}:{from}", cancel) is not null
            || await limits.TakeForAsync(TriesOfAll, serial, cancel) is not null)
        {
            return new(question, "unknown", "person.limit");
        }

        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(typed), Encoding.UTF8.GetBytes(signed))
            ? new(question, "yes", $"person.match.{question}", "person.match.next")
            : new(question, "no", $"person.nomatch.{question}");
    }

    // Letters and digits alone: any script's digits, full-width and small letters. What stands between and around them
    // is spaces, and marks of direction that nobody sees.
    private static string Normalise(string typed) => string.Concat(
        NormalText.Of(typed, NormalizationForm.FormKC).ToUpperInvariant().Where(char.IsLetterOrDigit).Select(letter =>
            char.IsDigit(letter) ? (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(letter)) : letter));
}
