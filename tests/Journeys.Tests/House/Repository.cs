namespace SkillsPassport.Journeys.Tests.House;

/// <summary>The repository as files: what the house rules look at.</summary>
internal static class Repository
{
    private static readonly string[] Made = ["bin", "obj", "node_modules", "data", ".git", "TestResults"];

    public static string Root { get; } = FindRoot();

    public static readonly string[] Products =
        ["credentials", "hosting", "issuer", "verifier", "wallet-web", "authority", "all-in-one"];

    /// <summary>Files below a folder with one of these endings, made folders left out; paths relative to the root.</summary>
    public static IEnumerable<string> Files(IEnumerable<string> folders, params string[] endings) =>
        folders.SelectMany(folder => Below(Path.Combine(Root, folder)))
            .Where(file => endings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal)))
            .Select(file => Path.GetRelativePath(Root, file)).Order(StringComparer.Ordinal);

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    public static string[] Lines(string file) => File.ReadAllLines(Path.Combine(Root, file));

    private static IEnumerable<string> Below(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        return Directory.EnumerateFiles(folder).Concat(Directory.EnumerateDirectories(folder)
            .Where(sub => !Made.Contains(Path.GetFileName(sub))).SelectMany(Below));
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SkillsPassport.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests run inside the repository.");
    }
}
