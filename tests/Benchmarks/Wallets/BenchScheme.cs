using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SkillsPassport.Benchmarks.Services;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.SdJwtVc;
using SkillsPassport.Credentials.Trust;
using SkillsPassport.Issuer.Offers;
using SkillsPassport.Services.Tests.Databases;
using SkillsPassport.Wallet;

namespace SkillsPassport.Benchmarks.Wallets;

/// <summary>Our own issuer, wallet and verifier on Kestrel, and an authority's list that names them; the wallet on a
/// real PostgreSQL.</summary>
internal sealed class BenchScheme : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sp-bench-wallet-").FullName;
    private readonly EcSigner _root = new(ECDsa.Create(ECCurve.NamedCurves.nistP256));
    private readonly Queue<(string Url, string Pin)> _offers = new();
    private WebApplication _authority = null!;
    private WebApplication _wallet = null!;
    private int _people = 800_001;

    public BenchIssuer Issuer { get; private set; } = null!;

    public RunningVerifier Verifier { get; private set; } = null!;

    public string WalletUrl { get; private set; } = "";

    public string Connection { get; private set; } = "";

    public IServiceProvider Wallet => _wallet.Services;

    public static async Task<BenchScheme> StartAsync()
    {
        var scheme = new BenchScheme
        {
            Issuer = await BenchIssuer.StartAsync(),
            Connection = await PostgresCluster.ConnectionStringAsync(),
        };
        var (authorityPort, walletPort) = (VerifyApiBenchmark.FreePort(), VerifyApiBenchmark.FreePort());
        scheme.WalletUrl = $"http://localhost:{walletPort}";
        var list = TrustListSigner.Sign(await scheme.ListAsync(), scheme._root);
        scheme._authority = await VerifyApiBenchmark.StartAsync(authorityPort, app =>
            app.MapGet("/trust-list.jwt", () => Results.Text(list, Specs.TrustList.MediaType)));
        var authority = $"http://localhost:{authorityPort}";
        // Many phones on one machine: each says its own address, as a proxy would.
        scheme.Verifier = await RunningVerifier.StartAsync(authority, scheme._root.PublicJwk, "--Proxy:Known=127.0.0.1");
        scheme._wallet = WalletHost.Build(
        [
            "--environment=Development", $"--urls=http://127.0.0.1:{walletPort}", $"--Data:Folder={scheme._folder}",
            $"--Keys:Folder={scheme._folder}/keys", "--Database:Provider=postgresql",
            $"--Database:ConnectionString={scheme.Connection}", $"--Wallet:PublicUrl={scheme.WalletUrl}",
            $"--Wallet:VerifierUrl={scheme.Verifier.Home.GetLeftPart(UriPartial.Authority)}",
            $"--Trust:Address={authority}/trust-list.jwt",
            $"--Trust:RootKey={scheme._root.PublicJwk.ToJson().ToJsonString()}", "--Proxy:Known=127.0.0.1",
        ], builder => builder.Logging.ClearProviders());
        await scheme._wallet.StartAsync();
        return scheme;
    }

    public T Get<T>() where T : notnull => Wallet.GetRequiredService<T>();

    /// <summary>Has so many certificates issued, with an offer and a PIN for each.</summary>
    public async Task IssueAsync(int count)
    {
        var sheet = await Issuer.SendSheetAsync(count, _people);
        _people += count;
        await Issuer.ApproveAsync(sheet);
        await Issuer.IssuedAsync(sheet);
        await Issuer.Services.GetRequiredService<MakeOffer>().EnsureForSheetAsync(sheet, "officer.a", default);
        foreach (var offer in await RedeemBenchmark.ReadOffersAsync(Issuer))
        {
            _offers.Enqueue(offer);
        }
    }

    /// <summary>A worker takes the next certificate from our issuer.</summary>
    /// <returns>How long the wallet took from the PIN to the stored certificate, in milliseconds.</returns>
    public async Task<double> ReceiveAsync(BenchPhone phone)
    {
        var (url, pin) = _offers.Dequeue();
        await phone.GoAsync("/receive?credential_offer_uri=" + Uri.EscapeDataString(url));
        await phone.SubmitAsync();
        await phone.FollowAsync();
        var time = await phone.SubmitAsync(("Code", pin));
        if (!phone.Location.StartsWith("/certificate/", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"Nothing was received, but {phone.Location}.");
        }

        return time;
    }

    public async ValueTask DisposeAsync()
    {
        await _wallet.StopAsync();
        await _wallet.DisposeAsync();
        await Verifier.DisposeAsync();
        await Issuer.DisposeAsync();
        await _authority.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<TrustListContent> ListAsync()
    {
        using var http = new HttpClient();
        var metadata = await http.GetFromJsonAsync<JsonElement>(IssuerMetadata.AddressOf(new Uri(Issuer.Url)));
        var keys = IssuerMetadata.ParseKeys(metadata.GetProperty(Specs.SdJwtVc.Jwks));
        var (now, from) = (DateTimeOffset.UtcNow, DateOnly.FromDateTime(DateTime.UtcNow.AddYears(-1)));
        return new TrustListContent
        {
            Authority = "https://authority.example.gov.bd",
            IssuedAt = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds()),
            Sequence = 1,
            NextUpdate = now.AddDays(1),
            SchemeName = new LocalisedName("Benchmark"),
            Territory = "BD",
            Issuers =
            [
                new TrustedIssuer
                {
                    Id = Issuer.Url,
                    Name = new LocalisedName("NSDA"),
                    Keys = [.. keys.Select(key => new TrustedKey(key, now.AddDays(-300), null, null))],
                    Roots = [Issuer.Root],
                    Awards = [.. CredentialTypes.All.Select(type =>
                        new PermittedAward(type.Vct, ["BD-NSQF"], from, null))],
                },
            ],
            Centres = [new AccreditedCentre("RPLC-DEMO-01", new LocalisedName("Centre"), "Dhaka", from, null)],
            Wallets = [new TrustedWallet(WalletUrl, new LocalisedName("Wallet"))],
        };
    }
}
