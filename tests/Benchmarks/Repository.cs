namespace SkillsPassport.Benchmarks;

/// <summary>Where the source tree is.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "SkillsPassport.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("the repository");
        }

        return folder;
    }
}
