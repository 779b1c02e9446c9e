namespace SkillsPassport.Journeys.Tests.House;

/// <summary>Files that fit a head and lines that fit a screen.</summary>
public sealed class SizeTests
{
    private const int LongestFile = 475;
    private const int LongestProgram = 80;
    private const int LongestLine = 120;

    /// <summary>Files whose lines are data, not prose: each with its reason.</summary>
    private static readonly Dictionary<string, string> MayHaveLongLines = new()
    {
        ["hosting/Look/look.css"] = "one rule a line reads better than one declaration a line",
    };

    [Fact]
    public void No_source_file_is_a_monster()
    {
        Assert.All(Repository.Files([.. Repository.Products, "tests"], ".cs", ".cshtml", ".mjs", ".js", ".css"), file =>
            Assert.True(Repository.Lines(file).Length <= LongestFile, $"{file} has {Repository.Lines(file).Length} lines"));
    }

    [Fact]
    public void Program_reads_as_a_table_of_contents()
    {
        Assert.All(Repository.Files(Repository.Products, "/Program.cs"), file =>
            Assert.True(Repository.Lines(file).Length <= LongestProgram, $"{file} has {Repository.Lines(file).Length} lines"));
    }

    [Fact]
    public void Lines_of_code_end_at_120_columns()
    {
        foreach (var file in Repository.Files(Repository.Products, ".cs", ".mjs").Where(file => !MayHaveLongLines.ContainsKey(file)))
        {
            var lines = Repository.Lines(file);
            for (var i = 0; i < lines.Length; i++)
            {
                Assert.True(lines[i].Length <= LongestLine, $"{file}:{i + 1} has {lines[i].Length} columns");
            }
        }
    }

    [Fact]
    public void Nothing_is_left_for_later()
    {
        string[] marks = ["TO" + "DO", "FIX" + "ME", "HA" + "CK", "NotImplemented" + "Exception"];
        Assert.All(Repository.Files([.. Repository.Products, "tests", "schemas", "docs"], ".cs", ".cshtml", ".mjs", ".css", ".md"), file =>
            Assert.DoesNotContain(marks, mark => Repository.Read(file).Contains(mark, StringComparison.Ordinal)));
    }

    [Fact]
    public void No_test_is_skipped_and_no_failure_is_swallowed()
    {
        Assert.All(Repository.Files([.. Repository.Products, "tests"], ".cs"), file => Assert.DoesNotMatch(
            @"\(Skip\s*=|Assert\.True\(true\)|catch(\s*\([^)]*\))?(\s+when\s*\(.*\))?\s*\{\s*\}", Repository.Read(file)));
    }
}
