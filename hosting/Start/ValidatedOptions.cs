using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SkillsPassport.Hosting.Start;

/// <summary>A service that starts is a service that is configured.</summary>
public static class ValidatedOptions
{
    /// <summary>Binds a section and refuses to start when its annotations, or <paramref name="rule"/>, are
    /// broken.</summary>
    public static OptionsBuilder<TOptions> AddValidated<TOptions>(this WebApplicationBuilder builder, string section,
        Func<TOptions, string?>? rule = null) where TOptions : class
    {
        var options = builder.Services.AddOptions<TOptions>()
            .Bind(builder.Configuration.GetSection(section)).ValidateDataAnnotations().ValidateOnStart();
        if (rule is not null)
        {
            builder.Services.AddSingleton<IValidateOptions<TOptions>>(new Rule<TOptions>(section, rule));
        }

        return options;
    }

    private sealed class Rule<TOptions>(string section, Func<TOptions, string?> broken) : IValidateOptions<TOptions>
        where TOptions : class
    {
        public ValidateOptionsResult Validate(string? name, TOptions options) =>
            broken(options) is { } reason
                ? ValidateOptionsResult.Fail($"{section}: {reason}") : ValidateOptionsResult.Success;
    }
}
