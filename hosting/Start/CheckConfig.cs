using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SkillsPassport.Hosting.Start;

/// <summary>The <c>-- check-config</c> command: validates every option and key, starts nothing.</summary>
public static class CheckConfig
{
    /// <summary>Whether the command line asks for it.</summary>
    public static bool Asked(string[] args) => args.Contains("check-config");

    /// <summary>Prints one line per broken setting. Exit code 0 when all is well, else 1.</summary>
    /// <param name="build">Builds the service, after it has given us its builder.</param>
    /// <param name="more">What else must hold; null when it does.</param>
    public static int Run(
        Func<Action<WebApplicationBuilder>, WebApplication> build, Func<IConfiguration, string?>? more = null)
    {
        var problems = Problems(build, more);
        if (problems.Count == 0)
        {
            Console.WriteLine("Configuration is sound.");
            return 0;
        }

        Print(problems);
        return 1;
    }

    /// <summary>A line for each thing that is wrong, to the standard error.</summary>
    public static void Print(IEnumerable<string> problems)
    {
        foreach (var problem in problems)
        {
            Console.Error.WriteLine(problem);
        }
    }

    /// <summary>Everything that is wrong, a sentence each; empty when the service can start.</summary>
    public static IReadOnlyList<string> Problems(
        Func<Action<WebApplicationBuilder>, WebApplication> build, Func<IConfiguration, string?>? more = null)
    {
        WebApplicationBuilder? builder = null;
        try
        {
            using var app = build(given => builder = given) as IDisposable;
            return Problems(((WebApplication)app).Services, builder!.Configuration, more);
        }
        catch (Exception broken)
        {
            // Routes and pages may not come to be without sound settings: the services alone tell what is wrong. It is
            // a sentence, whatever it is, since somebody asked.
            using var services = builder?.Services.BuildServiceProvider();
            return services is null ? [.. Lines(broken)]
                : [.. Problems(services, builder!.Configuration, more).Union(Lines(broken))];
        }
    }

    /// <summary>The same of a service that is built.</summary>
    public static IReadOnlyList<string> Problems(
        IServiceProvider services, IConfiguration settings, Func<IConfiguration, string?>? more = null)
    {
        List<string> found = [];
        foreach (var section in services.GetServices<CheckedSection>())
        {
            Try(() => section.Validate(services), found);
        }

        found.AddRange(CheckedSection.Unknown(services.GetServices<CheckedSection>(), settings));
        found.AddRange((settings["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Where(url => !CanListen(url.Trim()))
            .Select(url => $"urls: {url} is no address to listen on; one is http://localhost:5101"));
        Try(() =>
        {
            foreach (var check in services.GetServices<IStartCheck>())
            {
                Try(check.Check, found);
            }
        }, found);

        if (more?.Invoke(settings) is { } problem)
        {
            found.Add(problem);
        }

        return [.. found.Distinct()];
    }

    /// <summary>What a fault says about the settings, a line each.</summary>
    public static IEnumerable<string> Lines(Exception broken) => broken switch
    {
        OptionsValidationException options => options.Failures,
        AggregateException several => several.InnerExceptions.SelectMany(Lines),
        TargetInvocationException { InnerException: { } inner } => Lines(inner),
        _ => [broken.Message.ReplaceLineEndings(" ")],
    };

    private static void Try(Action check, List<string> found)
    {
        try
        {
            check();
        }
        catch (Exception broken)
        {
            found.AddRange(Lines(broken));
        }
    }

    private static bool CanListen(string url)
    {
        try
        {
            return BindingAddress.Parse(url) is { Scheme: "http" or "https", PathBase.Length: 0, Port: <= 65535 };
        }
        catch (Exception refused) when (refused is FormatException or InvalidOperationException)
        {
            return false;
        }
    }
}

/// <summary>Something that must hold before the service starts, such as a key file that can be read.</summary>
public interface IStartCheck
{
    /// <summary>Throws <see cref="InvalidOperationException"/> with a sentence that says what to do.</summary>
    void Check();
}

/// <summary>Registers what must hold at a start.</summary>
public static class StartChecks
{
    /// <summary>Adds a check; what it needs is made only when it is made, so that one that fails hides no
    /// other.</summary>
    public static IServiceCollection AddStartCheck(this IServiceCollection services, Action<IServiceProvider> check) =>
        services.AddSingleton<IStartCheck>(all => new Deferred(() => check(all)));

    private sealed class Deferred(Action check) : IStartCheck
    {
        public void Check() => check();
    }
}
