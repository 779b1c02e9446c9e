namespace SkillsPassport.Wallet.SignIn;

/// <summary>Where the worker was going before signing in: a path of this wallet as it stands in an
/// address, nothing else.</summary>
public static class NextPage
{
    private const string Parameter = "next";

    public static string Of(HttpRequest request) => Local(request) ?? "/passport";

    public static string? Query(HttpRequest request) =>
        Local(request) is { } next ? $"?{Parameter}={Uri.EscapeDataString(next)}" : null;

    private static string? Local(HttpRequest request) =>
        request.Query[Parameter] is [{ Length: > 0 and < 12_000 } next]
        && next[0] == '/' && !next.StartsWith("//", StringComparison.Ordinal)
        && !next.StartsWith("/\\", StringComparison.Ordinal) && next.All(letter => letter is > ' ' and <= '~')
            ? next
            : null;
}
