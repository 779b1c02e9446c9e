using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using SkillsPassport.Hosting.Start;

namespace SkillsPassport.Verifier.Shares;

/// <summary>Roughly where a caller is, section <c>Shares</c>.</summary>
public sealed class SharesOptions
{
    /// <summary>The header in which the proxy of <c>Proxy:Known</c> writes the caller's country in two letters; empty:
    /// nothing is known. The proxy must overwrite what callers send.</summary>
    [RegularExpression("[A-Za-z0-9-]{0,64}", ErrorMessage = "The name of a header.")]
    public string CountryHeader { get; set; } = "";
}

/// <summary>Roughly where a caller is. The seam for another source, such as an own table of networks: implement it,
/// register it instead. No third party may be asked, and nothing finer than a country given.</summary>
public interface ICallerCountry
{
    /// <summary>Two letters (ISO 3166-1); null when nothing is known.</summary>
    string? Of(HttpContext context);
}

/// <summary>What the operator's own proxy says, if it says anything.</summary>
public sealed class CountryFromProxy(IOptions<SharesOptions> options) : ICallerCountry
{
    public string? Of(HttpContext context) =>
        options.Value.CountryHeader is { Length: > 0 } header
        && context.Request.Headers[header] is [{ Length: 2 } country] && country.All(char.IsAsciiLetter)
            ? country.ToUpperInvariant()
            : null;
}

public static class CallerCountryRegistration
{
    public static void AddCallerCountry(this WebApplicationBuilder builder)
    {
        var proxies = builder.Configuration["Proxy:Known"];
        builder.AddValidated<SharesOptions>("Shares", options =>
            options.CountryHeader.Length > 0 && string.IsNullOrWhiteSpace(proxies)
                ? "CountryHeader counts only behind a proxy: name it in Proxy:Known." : null);
        builder.Services.AddSingleton<ICallerCountry, CountryFromProxy>();
    }
}
