using System.Reflection;
using SkillsPassport.Credentials;

namespace SkillsPassport.Journeys.Tests.House;

/// <summary>A word of a specification lives once, in <see cref="Specs"/>.</summary>
public sealed class WordsTests
{
    /// <summary>Words that are also plain English or another document's own word.</summary>
    private static readonly string[] AlsoOrdinaryWords =
    [
        "credential", "credentials", "description", "display", "district", "frameworks", "interval", "sequence", "wallets",
        "address", "history", "information", "operator", "version",
        "nextUpdate", // also a member of our own verification report
    ];

    /// <summary>Bulk inserts name their table's columns where they run.</summary>
    private static readonly (string File, string Word)[] ColumnsOfTables = [("issuer/Issuing/SignAwards.cs", "status_list")];

    [Fact]
    public void A_wire_word_is_not_written_again_in_a_service()
    {
        var words = Nested(typeof(Specs)).SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Where(field => field.FieldType == typeof(string)).Select(field => (string)field.GetValue(null)!)
            .Where(word => word.Length >= 7 && !AlsoOrdinaryWords.Contains(word)).Distinct().ToList();
        Assert.NotEmpty(words);
        var written = from file in Repository.Files(Repository.Products, ".cs")
                      where !Path.GetFileName(file).EndsWith("Specs.cs", StringComparison.Ordinal)
                          && !file.Contains("/Database/", StringComparison.Ordinal) // tables and columns have names of their own
                      let text = string.Join('\n', Repository.Lines(file).Select(line => line.Split("//")[0]))
                      from word in words
                      where text.Contains($"\"{word}\"", StringComparison.Ordinal) && !ColumnsOfTables.Contains((file, word))
                      select $"{file}: \"{word}\"";
        Assert.Empty(written);
    }

    [Fact]
    public void Pages_scripts_and_styles_name_no_other_origin()
    {
        // A name, and a link the worker may follow to send a message; neither is loaded.
        string[] namesNotAddresses = ["http://www.w3.org/", "https://wa.me/"];
        Assert.All(Repository.Files(["issuer", "verifier", "wallet-web", "hosting"], ".cshtml", ".mjs", ".css"), file =>
            Assert.DoesNotMatch(@"(src|href|url|import|fetch)\s*[=(]\s*[""'`]?(https?:)?//",
                namesNotAddresses.Aggregate(Repository.Read(file), (text, name) => text.Replace(name, "", StringComparison.Ordinal))));
    }

    [Fact]
    public void A_normal_form_is_asked_for_in_one_place_where_no_letter_breaks_it() =>
        Assert.All(Repository.Files(Repository.Products, ".cs").Where(file => !file.EndsWith("/NormalText.cs", StringComparison.Ordinal)),
            file => Assert.DoesNotContain(".Normalize(", Repository.Read(file)));

    private static IEnumerable<Type> Nested(Type type) =>
        type.GetNestedTypes(BindingFlags.Public | BindingFlags.NonPublic).SelectMany(Nested).Prepend(type);
}
