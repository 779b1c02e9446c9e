using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace SkillsPassport.Hosting.Start;

/// <summary>
/// What a service does at its command line: the word that comes first names a command; without one the service starts.
/// A word that is no command starts nothing. What breaks because the settings are broken is told in one line for each.
/// </summary>
/// <param name="args">As typed.</param>
/// <param name="build">Builds the service from them.</param>
/// <param name="problem">What else <c>check-config</c> has to look at.</param>
public sealed class Commands(
    string[] args, Func<string[], Action<WebApplicationBuilder>?, WebApplication> build,
    Func<IConfiguration, string?>? problem = null)
{
    private const int Refused = 1;
    private const int WrongUsage = 2;
    private static readonly string[] Help = ["help", "--help", "-h", "-?"];
    private readonly Dictionary<string, Func<Task<int>>> _commands = new(StringComparer.Ordinal);

    /// <summary>A command that needs the service.</summary>
    /// <param name="name">As typed.</param>
    /// <param name="run">Does it; gives the exit code.</param>
    /// <param name="with">Builds another service for it.</param>
    public Commands On(string name, Func<WebApplication, Task<int>> run,
        Func<string[], Action<WebApplicationBuilder>?, WebApplication>? with = null)
    {
        _commands.Add(name, () => RunAsync(with ?? build, run));
        return this;
    }

    /// <summary>A command that needs no service.</summary>
    public Commands Alone(string name, Func<Task<int>> run)
    {
        _commands.Add(name, run);
        return this;
    }

    /// <summary>Does what was typed.</summary>
    /// <param name="otherwise">What is done when no command of ours was typed; the service starts when left
    /// out.</param>
    /// <returns>The exit code: a command's own, 1 for broken settings, 2 for a word that is no command.</returns>
    public async Task<int> RunAsync(Func<int>? otherwise = null)
    {
        if (CheckConfig.Asked(args))
        {
            return CheckConfig.Run(seen => build(args, seen), problem);
        }

        if (args.Length > 0 && _commands.TryGetValue(args[0], out var command))
        {
            return await command();
        }

        if (otherwise is not null)
        {
            return otherwise();
        }

        if (args.Length > 0 && Help.Contains(args[0]))
        {
            Console.WriteLine(Usage());
            return 0;
        }

        if (StrayWord() is { } word)
        {
            await Console.Error.WriteLineAsync(_commands.ContainsKey(word) || Help.Contains(word)
                ? $"A command comes first, its options after it: {word}" : $"There is no command \"{word}\".");
            await Console.Error.WriteLineAsync(Usage());
            return WrongUsage;
        }

        return await RunAsync(build, ServiceHost.RunAsync);
    }

    private async Task<int> RunAsync(Func<string[], Action<WebApplicationBuilder>?, WebApplication> from,
        Func<WebApplication, Task<int>> run)
    {
        try
        {
            return await run(from(args, null));
        }
        catch (Exception broken) when (CheckConfig.Problems(seen => from(args, seen)) is { Count: > 0 } problems)
        {
            CheckConfig.Print(problems.Union(CheckConfig.Lines(broken)));
            return Refused;
        }
    }

    // The words that no setting takes, as the framework reads a command line: --name value, --name=value, name=value.
    private string? StrayWord()
    {
        for (var i = 0; i < args.Length; i++)
        {
            if (!args[i].Contains('='))
            {
                if (args[i].Length == 0 || args[i][0] is not ('-' or '/'))
                {
                    return args[i];
                }

                i++;
            }
        }

        return null;
    }

    private string Usage() => "Without a command the service starts. Commands: "
        + string.Join(", ", _commands.Keys.Prepend("check-config")) + ".\nSettings follow as --Section:Name value.";
}
