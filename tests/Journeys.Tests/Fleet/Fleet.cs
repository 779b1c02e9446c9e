using SkillsPassport.AllInOne.Demo;
using SkillsPassport.AllInOne.Start;
using SkillsPassport.Services.Tests.Databases;

namespace SkillsPassport.Journeys.Tests.Fleet;

/// <summary>
/// The services as processes of their own: one of each on SQLite, or two of each on one PostgreSQL behind a round robin.
/// </summary>
public sealed class Fleet : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _parts = [];

    private Fleet(Places places) => Places = places;

    /// <summary>The public addresses.</summary>
    public Places Places { get; }

    /// <summary>Starts everything and accredits the issuer.</summary>
    public static async Task<Fleet> StartAsync(bool twoOfEachOnPostgreSql)
    {
        var at = FreePorts.Addresses(4);
        var places = new Places(Directory.CreateTempSubdirectory("sp-fleet-").FullName, at[0], at[1], at[2], at[3]);
        if (twoOfEachOnPostgreSql)
        {
            places = places with
            {
                PostgreSql = new Dictionary<string, string>
                {
                    ["issuer"] = await PostgresCluster.ConnectionStringAsync(),
                    ["verifier"] = await PostgresCluster.ConnectionStringAsync(),
                    ["wallet"] = await PostgresCluster.ConnectionStringAsync(),
                },
            };
        }

        var fleet = new Fleet(places);
        var copies = twoOfEachOnPostgreSql ? 2 : 1;
        Accreditation.Found(places);
        await fleet.StartAsync("SkillsPassport.Authority.dll", places.Authority, ["serve", .. places.AuthorityArguments()]);
        await fleet.StartCopiesAsync("SkillsPassport.Issuer.dll", places.Issuer, copies, places.IssuerArguments);
        await Accreditation.AccreditIssuerAsync(places);
        await fleet.StartCopiesAsync("SkillsPassport.Verifier.dll", places.Verifier, copies, places.VerifierArguments);
        await fleet.StartCopiesAsync("SkillsPassport.Wallet.dll", places.Wallet, copies, places.WalletArguments);
        return fleet;
    }

    private async Task StartCopiesAsync(string assembly, Uri address, int copies, Func<Uri?, string[]> arguments)
    {
        if (copies == 1)
        {
            await StartAsync(assembly, address, arguments(null));
            return;
        }

        var listening = FreePorts.Addresses(copies);
        // Both at once: they share keys and a database that neither has made yet.
        _parts.AddRange(await Task.WhenAll(listening.Select(listen => ServiceProcess.StartAsync(assembly, listen, arguments(listen)))));
        _parts.Add(await RoundRobin.StartAsync(address.Port, listening));
    }

    private async Task StartAsync(string assembly, Uri address, IEnumerable<string> args) =>
        _parts.Add(await ServiceProcess.StartAsync(assembly, address, args));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var part in Enumerable.Reverse(_parts))
        {
            await part.DisposeAsync();
        }

        Directory.Delete(Places.Data, recursive: true);
    }
}
