using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SkillsPassport.Hosting.Start;

/// <summary>The <c>-- check-config</c> command: validates every option and key, starts nothing.</summary>
public static class CheckConfig
{
    /// <summary>Whether the command line asks for it.</summary>
    public static bool Asked(string[] args) => args.Contains("check-config");

    /// <summary>Prints one line per broken setting. Exit code 0 when all is well, else 1.</summary>
    public static int Run(Func<WebApplication> build)
    {
        try
        {
            using var app = build() as IDisposable;
            var services = ((WebApplication)app).Services;
            services.GetService<IStartupValidator>()?.Validate();
            foreach (var check in services.GetServices<IStartCheck>())
            {
                check.Check();
            }

            Console.WriteLine("Configuration is sound.");
            return 0;
        }
        catch (OptionsValidationException broken)
        {
            foreach (var failure in broken.Failures)
            {
                Console.Error.WriteLine(failure);
            }

            return 1;
        }
        catch (InvalidOperationException broken)
        {
            Console.Error.WriteLine(broken.Message);
            return 1;
        }
    }
}

/// <summary>Something that must hold before the service starts, such as a key file that can be read.</summary>
public interface IStartCheck
{
    /// <summary>Throws <see cref="InvalidOperationException"/> with a sentence that says what to do.</summary>
    void Check();
}
