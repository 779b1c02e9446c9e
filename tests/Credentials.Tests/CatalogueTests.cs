using System.Security.Cryptography;
using System.Text.Json;

namespace SkillsPassport.Credentials.Tests;

/// <summary>
/// <c>schemas/catalogue.json</c>: a published schema never changes. A new file gets a line; a changed file means a new
/// version beside the old one.
/// </summary>
public class CatalogueTests
{
    private static readonly string Schemas = Path.Combine(FindRepository(), "schemas");

    [Fact]
    public void Every_published_file_is_in_the_catalogue_with_its_hash()
    {
        using var catalogue = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Schemas, "catalogue.json")));
        var listed = catalogue.RootElement.GetProperty("sha256").EnumerateObject()
            .ToDictionary(entry => entry.Name, entry => entry.Value.GetString()!);
        var actual = Directory.EnumerateFiles(Schemas, "*", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(Schemas, path).Replace('\\', '/'), Hash);
        actual.Remove("catalogue.json");
        // The message holds the lines to put into the catalogue.
        Assert.Equal(Lines(actual), Lines(listed));
    }

    private static string Lines(Dictionary<string, string> hashes) => string.Join(",\n", hashes
        .OrderBy(entry => entry.Key, StringComparer.Ordinal)
        .Select(entry => $"  \"{entry.Key}\": \"{entry.Value}\""));

    private static string Hash(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));

    private static string FindRepository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "SkillsPassport.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("the repository");
        }

        return folder;
    }
}
