using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using SkillsPassport.Credentials.Frameworks;
using SkillsPassport.Credentials.Registers;
using SkillsPassport.Credentials.Verification;

namespace SkillsPassport.Journeys.Tests.Browser;

/// <summary>The employer's nine languages: nothing missing, no English left, nothing that differs from the data it repeats.</summary>
public partial class LanguageTests
{
    private static readonly string[] Languages = ["en", "ar", "bn", "ms", "hi", "ur", "ko", "ja", "it"];

    /// <summary>Languages that do not write in Latin letters.</summary>
    private static readonly string[] OtherScripts = ["ar", "bn", "hi", "ur", "ko", "ja"];

    /// <summary>What stays in Latin letters everywhere: names, abbreviations, and what a reader sees written so elsewhere.</summary>
    private static readonly string[] StaysLatin =
    [
        "QR", "PDF", "JPEG", "PNG", "https", "JavaScript", "RPL", "NTVQF", "NSQF", "BNQF", "ID", "IT",
        "Asia", "Dhaka", // the name of a time zone
        "SMAW", "GMAW", "GTAW", "ISCO", "SVP", "SEC", "K", "SKM", "PPT", "EPS", "TOPIK", "SSW", "PV", "JFT", "Basic", // names of processes, tests, lists
        "CSV", "SHA",
        "I", "L", "O", "U", // the letters that certificate codes never use
    ];

    /// <summary>Words that are the same in English and in a language with Latin letters.</summary>
    private static readonly string[] SameAsEnglish =
        ["it answer.no", "ms demo.band", "it demo.band", "ms month.4", "ms month.9", "ms month.11"];

    /// <summary>English words that neither Malay nor Italian has.</summary>
    private static readonly string[] English =
        ["the", "of", "and", "is", "not", "with", "this", "that", "your", "was", "has", "are", "by", "from", "or", "it", "on", "be"];

    [Fact]
    public void Every_language_has_the_same_keys_and_the_same_places_for_values()
    {
        var english = Read("en");
        foreach (var language in Languages)
        {
            var phrases = Read(language);
            Assert.Equal(english.Keys.Order(), phrases.Keys.Order());
            Assert.All(english, one => Assert.Equal(Places(one.Value), Places(phrases[one.Key])));
            Assert.All(phrases, one => Assert.False(string.IsNullOrWhiteSpace(one.Value), one.Key));
            Assert.All(phrases, one => Assert.True(one.Value.IsNormalized(NormalizationForm.FormC), $"{language} {one.Key} is not NFC"));
        }
    }

    [Fact]
    public void Every_reason_state_check_question_and_answer_has_its_own_words()
    {
        foreach (var language in Languages)
        {
            var phrases = Read(language);
            Assert.All(Enum.GetValues<ReasonCode>(), one => Assert.Contains($"reason.{Wire.Name(one)}", phrases.Keys));
            Assert.All(Enum.GetValues<Check>(), one => Assert.Contains($"check.{Wire.Name(one)}", phrases.Keys));
            Assert.All(Enum.GetValues<Question>(), one => Assert.Contains($"question.{Wire.Name(one)}", phrases.Keys));
            Assert.All(Enum.GetValues<AnswerValue>(), one => Assert.Contains($"answer.{Wire.Name(one)}", phrases.Keys));
            foreach (var part in new[] { "title", "text", "next" })
            {
                Assert.All(Enum.GetValues<VerdictState>(), one => Assert.Contains($"state.{Wire.Name(one)}.{part}", phrases.Keys));
            }

            var reasons = Enum.GetValues<ReasonCode>().Select(one => phrases[$"reason.{Wire.Name(one)}"]).ToList();
            Assert.Equal(reasons.Count, reasons.Distinct().Count());
        }
    }

    [Fact]
    public void Occupations_are_named_as_the_published_data_name_them()
    {
        var (english, bangla) = (Read("en"), Read("bn"));
        foreach (var occupation in FrameworkData.Occupations)
        {
            Assert.Equal(occupation.TitleEn, english[$"occupation.{occupation.Code}"]);
            Assert.Equal(occupation.TitleBn, bangla[$"occupation.{occupation.Code}"]);
        }
    }

    [Fact]
    public void Every_destination_and_every_status_of_a_comparison_has_words()
    {
        var english = Read("en");
        Assert.All(DestinationData.Destinations, one => Assert.Equal(one.NameEn, english[$"country.{one.Code}"]));
        Assert.All(DestinationData.Destinations, one => Assert.Equal(one.NameBn, Read("bn")[$"country.{one.Code}"]));
        Assert.All(DestinationData.Destinations.Where(one => one.SkillTest is not null),
            one => Assert.Contains($"test.{one.Code}", english.Keys));
        Assert.All(Enum.GetValues<ComparisonStatus>(), one => Assert.Contains(
            $"comparison.{JsonNamingPolicy.KebabCaseLower.ConvertName(one.ToString())}", english.Keys));
        Assert.All(Crosswalk.WeldingUnits, one => Assert.Contains($"welding.{one.Process}", english.Keys));
    }

    [Fact]
    public void Every_level_that_certificates_carry_is_said_in_words()
    {
        var english = Read("en");
        foreach (var framework in FrameworkData.Frameworks)
        {
            Assert.Contains($"framework.{framework.Id}", english.Keys);
            Assert.All(framework.Levels.Where(level => level.JobClass is not null),
                level => Assert.Contains($"level.{framework.Id}.{level.Level}", english.Keys));
        }
    }

    [Fact]
    public void Drafts_say_that_they_are_drafts()
    {
        Assert.All(Languages, one => Assert.Equal(one == "en" ? "approved" : "draft", Read(one)["review"]));
        Assert.Equal(Languages.Length, Languages.Select(one => Read(one)["review.note"]).Distinct().Count());
    }

    [Fact]
    public void No_english_is_left_in_another_language()
    {
        foreach (var language in OtherScripts)
        {
            Assert.All(Read(language).Where(one => one.Key != "review"), one => Assert.All(LatinWord().Matches(one.Value),
                word => Assert.True(StaysLatin.Contains(word.Value), $"{language} {one.Key}: {word.Value}")));
        }

        var english = Read("en");
        foreach (var language in Languages.Except(OtherScripts).Except(["en"]))
        {
            var words = Read(language).Where(one => one.Value.Any(char.IsLetter)
                && !one.Key.StartsWith("country.", StringComparison.Ordinal)).ToList();
            Assert.All(words.Where(one => one.Value == english[one.Key]),
                one => Assert.Contains($"{language} {one.Key}", SameAsEnglish));
            Assert.All(words, one => Assert.DoesNotContain(LatinWord().Matches(one.Value),
                word => !StaysLatin.Contains(word.Value) && English.Contains(word.Value.ToLowerInvariant())));
        }
    }

    [Fact]
    public void The_service_offers_exactly_these_languages()
    {
        var files = Directory.EnumerateFiles(Path.Combine(NodeRun.Repository, "verifier", "Languages"), "*.json");
        Assert.Equal(Languages.Order(), files.Select(Path.GetFileNameWithoutExtension).Order());
        Assert.Equal(Languages.Length, Languages.Select(one => Read(one)["language.name"]).Distinct().Count());
    }

    [Fact]
    public void Every_phrase_that_a_script_or_page_names_exists()
    {
        var phrases = Read("en");
        var files = Directory.EnumerateFiles(Path.Combine(NodeRun.Repository, "verifier", "Browser"), "*.mjs")
            .Concat(Directory.EnumerateFiles(Path.Combine(NodeRun.Repository, "verifier", "Pages"), "*.cshtml"));
        foreach (var file in files)
        {
            Assert.All(NamedPhrase().Matches(File.ReadAllText(file)),
                match => Assert.True(phrases.ContainsKey(match.Groups[1].Value), $"{Path.GetFileName(file)}: {match.Groups[1].Value}"));
        }
    }

    private static Dictionary<string, string> Read(string language) => JsonSerializer.Deserialize<Dictionary<string, string>>(
        File.ReadAllText(Path.Combine(NodeRun.Repository, "verifier", "Languages", $"{language}.json")), JsonSerializerOptions.Strict)!;

    private static string Places(string phrase) => string.Concat(Place().Matches(phrase).Select(match => match.Value).Distinct().Order());

    [GeneratedRegex("[A-Za-z]+")]
    private static partial Regex LatinWord();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();

    [GeneratedRegex("""(?:\bsay\('|data-t="|T\["|tell\(')([a-z_.0-9]+)(?:'|")""")]
    private static partial Regex NamedPhrase();
}
