using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
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
            .Bind(builder.Configuration.GetSection(section)).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<TOptions>>(new Annotations<TOptions>(section));
        if (rule is not null)
        {
            builder.Services.AddSingleton<IValidateOptions<TOptions>>(new Rule<TOptions>(section, rule));
        }

        builder.Services.AddSingleton(new CheckedSection(section, NamesOf(typeof(TOptions)),
            services => _ = services.GetRequiredService<IOptions<TOptions>>().Value));
        return options;
    }

    /// <summary>What may be set in a section that somebody reads by hand.</summary>
    public static void AddKnownNames(this WebApplicationBuilder builder, string section, params string[] names) =>
        builder.Services.AddSingleton(new CheckedSection(section, names, _ => { }));

    /// <summary>The names that may be set in a section of this type.</summary>
    public static string[] NamesOf(Type options) =>
        [.. options.GetProperties().Where(one => one.SetMethod is { IsPublic: true }).Select(one => one.Name)];

    private sealed class Annotations<TOptions>(string section) : IValidateOptions<TOptions> where TOptions : class
    {
        public ValidateOptionsResult Validate(string? name, TOptions options)
        {
            List<ValidationResult> broken = [];
            return Validator.TryValidateObject(options, new(options), broken, validateAllProperties: true)
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail(broken.Select(one =>
                    $"{string.Join(", ", one.MemberNames.Select(member => $"{section}:{member}"))}: "
                    + one.ErrorMessage));
        }
    }

    private sealed class Rule<TOptions>(string section, Func<TOptions, string?> broken) : IValidateOptions<TOptions>
        where TOptions : class
    {
        public ValidateOptionsResult Validate(string? name, TOptions options) =>
            broken(options) is { } reason
                ? ValidateOptionsResult.Fail($"{section}: {reason}") : ValidateOptionsResult.Success;
    }
}

/// <summary>A section of the settings as this service knows it.</summary>
/// <param name="Section">Its name.</param>
/// <param name="Names">What may be set in it.</param>
/// <param name="Validate">Throws when what is set breaks its rules.</param>
public sealed record CheckedSection(string Section, IReadOnlyList<string> Names, Action<IServiceProvider> Validate)
{
    /// <summary>Names that are set in our sections and that nobody reads, such as a misspelt one.</summary>
    internal static IEnumerable<string> Unknown(IEnumerable<CheckedSection> sections, IConfiguration settings) =>
        from section in sections.GroupBy(one => one.Section, StringComparer.OrdinalIgnoreCase)
        let known = section.SelectMany(one => one.Names).Distinct().Order(StringComparer.Ordinal).ToList()
        from given in settings.GetSection(section.Key).GetChildren()
        where !known.Contains(given.Key, StringComparer.OrdinalIgnoreCase)
        select $"{section.Key}:{given.Key} is not a setting. Known: {string.Join(", ", known)}.";
}
