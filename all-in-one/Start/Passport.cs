using Microsoft.AspNetCore.Builder;
using SkillsPassport.AllInOne.Demo;
using SkillsPassport.Authority;
using SkillsPassport.Issuer;
using SkillsPassport.Verifier;
using SkillsPassport.Wallet;

namespace SkillsPassport.AllInOne.Start;

/// <summary>
/// The three services and the authority's static files, running. They share a process and gain nothing by it: each is
/// built from its own command line and speaks HTTP to the others.
/// </summary>
public sealed class Passport : IAsyncDisposable
{
    private readonly List<WebApplication> _running = [];

    private Passport(Places places) => Places = places;

    /// <summary>Where everything is.</summary>
    public Places Places { get; }

    /// <summary>Makes the authority's key at first start, then starts everything.</summary>
    public static async Task<Passport> StartAsync(Places places)
    {
        var passport = new Passport(places);
        try
        {
            Accreditation.Found(places);
            await passport.StartAsync(AuthorityHost.Build(places.AuthorityArguments(), Quietly));
            await passport.StartAsync(IssuerHost.Build(places.IssuerArguments(), Quietly));
            await Accreditation.AccreditIssuerAsync(places);
            await passport.StartAsync(VerifierHost.Build(places.VerifierArguments(), Quietly));
            await passport.StartAsync(WalletHost.Build(places.WalletArguments(), Quietly));
            return passport;
        }
        catch
        {
            await passport.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns when Ctrl-C or a stop signal came.</summary>
    public Task WaitUntilStoppedAsync() => _running[0].WaitForShutdownAsync();

    // The newcomer's table says where everything is; four services saying so at once would bury it.
    private static void Quietly(WebApplicationBuilder builder) => builder.Logging.SetMinimumLevel(LogLevel.Warning)
        .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning).AddFilter("SkillsPassport", LogLevel.Warning);

    private async Task StartAsync(WebApplication service)
    {
        _running.Add(service);
        await service.StartAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var service in Enumerable.Reverse(_running))
        {
            await service.StopAsync(TimeSpan.FromSeconds(5));
            await service.DisposeAsync();
        }
    }
}
