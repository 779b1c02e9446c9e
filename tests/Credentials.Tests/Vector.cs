namespace SkillsPassport.Credentials.Tests;

/// <summary>
/// Where vector files lie: beside the built tests, and in the source tree for tests that print a new one.
/// </summary>
internal static class Vector
{
    public static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "Vectors", name);
}
