using System.Text.RegularExpressions;

namespace SkillsPassport.Journeys.Tests.House;

/// <summary>What the documents point at is there.</summary>
public sealed partial class DocsTests
{
    [Fact]
    public void Every_link_in_the_documents_leads_to_a_file()
    {
        foreach (var file in Documents())
        {
            foreach (var link in Links().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
            {
                var target = Path.Combine(Path.GetDirectoryName(file)!, link.Split('#')[0]);
                Assert.True(File.Exists(target) || Directory.Exists(target), $"{file}: {link}");
            }
        }
    }

    [Fact]
    public void Every_test_the_threat_model_names_exists()
    {
        var tests = string.Concat(Repository.Files(["tests"], ".cs").Select(Repository.Read));
        var named = TestNames().Matches(Repository.Read("docs/threat-model.md")).Select(match => match.Groups[1].Value)
            .Distinct().ToList();

        Assert.True(named.Count > 60, $"{named.Count}");
        Assert.All(named, name => Assert.Contains($" {name}(", tests, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_decision_is_one_page_and_listed()
    {
        var folder = Path.Combine(Repository.Root, "docs", "adr");
        var list = File.ReadAllText(Path.Combine(folder, "README.md"));
        Assert.All(Directory.GetFiles(folder, "0*.md"), file =>
        {
            Assert.Contains(Path.GetFileName(file), list, StringComparison.Ordinal);
            Assert.InRange(File.ReadAllLines(file).Length, 10, 60);
        });
    }

    [Fact]
    public void Every_setting_is_documented()
    {
        var documented = Repository.Read("docs/configuration.md");
        var options = from file in Repository.Files(Repository.Products, ".cs")
                      let text = Repository.Read(file)
                      from Match bound in Bound().Matches(text)
                      select bound.Groups[1].Value;
        Assert.All(options.Distinct(), setting => Assert.Contains($"`{setting}`", documented, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Documents() =>
        Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Concat(Directory.GetFiles(Repository.Root, "*.md"));

    [GeneratedRegex(@"\]\((?!https?:|#|mailto:)([^)\s]+)\)")]
    private static partial Regex Links();

    [GeneratedRegex(@"`([A-Z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+)`")]
    private static partial Regex TestNames();

    [GeneratedRegex("Configuration\\[\"([A-Za-z]+:[A-Za-z]+)\"\\]")]
    private static partial Regex Bound();
}
