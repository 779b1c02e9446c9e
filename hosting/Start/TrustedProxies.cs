using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork;

namespace SkillsPassport.Hosting.Start;

/// <summary>Proxies in front of this service, section <c>Proxy</c>.</summary>
public sealed class ProxyOptions
{
    /// <summary>Addresses and networks, separated by commas, whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c>
    /// are believed. Empty: nobody's.</summary>
    public string Known { get; set; } = "";

    /// <summary>How many of them stand one behind the other.</summary>
    [System.ComponentModel.DataAnnotations.Range(1, 8)] public int Hops { get; set; } = 1;

    /// <summary>The networks; an address alone is a network of one.</summary>
    /// <exception cref="FormatException">One is neither.</exception>
    internal IEnumerable<IPNetwork> Networks() =>
        Known.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(one =>
            IPAddress.TryParse(one, out var address)
                ? new IPNetwork(address, address.GetAddressBytes().Length * 8) : IPNetwork.Parse(one));
}

/// <summary>Who is asking, when a proxy asks for them. Anybody can write the headers, so they count only when they come
/// from a proxy the operator named.</summary>
public static class TrustedProxies
{
    /// <summary>Binds and checks the setting.</summary>
    public static void AddTrustedProxies(this WebApplicationBuilder builder) =>
        builder.AddValidated<ProxyOptions>("Proxy", options =>
        {
            try
            {
                _ = options.Networks().ToList();
                return null;
            }
            catch (FormatException)
            {
                return "Known: addresses and networks like 10.0.0.0/8, separated by commas.";
            }
        });

    /// <summary>Puts the caller's own address and scheme in the proxy's place. Call it first.</summary>
    public static void UseTrustedProxies(this WebApplication app)
    {
        var proxies = app.Services.GetRequiredService<IOptions<ProxyOptions>>().Value;
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = proxies.Hops,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in proxies.Networks())
        {
            options.KnownIPNetworks.Add(network);
        }

        if (options.KnownIPNetworks.Count > 0)
        {
            app.UseForwardedHeaders(options);
        }
    }
}
