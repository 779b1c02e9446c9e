using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using SkillsPassport.Benchmarks.Library;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.SdJwtVc;
using SkillsPassport.Credentials.Status;
using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Benchmarks.Services;

/// <summary>A country full of issuers: ten thousand on the trust list, a thousand of which have issued.</summary>
internal sealed class ManyIssuers
{
    public const int Listed = 10_000;
    public const int Active = 1_000;

    private readonly EcSigner _holder = NewSigner();
    private readonly EcSigner[] _signers = [.. Enumerable.Range(0, Active).Select(_ => NewSigner())];
    private readonly ConcurrentDictionary<int, byte[]> _lists = new();
    private readonly string _address;

    public ManyIssuers(string address)
    {
        _address = address;
        var awards = CredentialTypes.All.Select(type => new PermittedAward(type.Vct, ["BD-NSQF"], Since, null)).ToList();
        TrustList = TrustListSigner.Sign(new TrustListContent
        {
            Authority = "https://authority.example.gov.bd",
            IssuedAt = BenchWorld.Now,
            Sequence = 1,
            NextUpdate = BenchWorld.Now.AddDays(7),
            SchemeName = new LocalisedName("Benchmark"),
            Territory = "BD",
            Issuers = [.. Enumerable.Range(0, Listed).Select(i => Issuer(i, awards))],
            Centres = [new AccreditedCentre("RPLC-DEMO-01", new LocalisedName("Centre"), "Dhaka", Since, null)],
        }, Authority);
        Parallel.For(0, Active, i => Publish(i, revoked: false));
        Credentials = [.. Enumerable.Range(0, Active).Select(Sign)];
    }

    public EcSigner Authority { get; } = NewSigner();

    public string TrustList { get; }

    /// <summary>One credential of each active issuer.</summary>
    public string[] Credentials { get; }

    private static DateOnly Since { get; } = DateOnly.FromDateTime(DateTime.UtcNow.AddYears(-1));

    /// <summary>Signs and publishes an issuer's status list anew.</summary>
    public void Publish(int issuer, bool revoked)
    {
        var list = new StatusList(2, StatusListToken.ListSize) { [1000] = (byte)(revoked ? 1 : 0) };
        var now = DateTimeOffset.UtcNow;
        _lists[issuer] = Encoding.ASCII.GetBytes(StatusListToken.SignJwt(_signers[issuer],
            new StatusListClaims(ListOf(issuer), now, now.AddHours(24), TimeSpan.FromHours(1)), 2, list.Compress()));
    }

    /// <summary>Serves the trust list and all status lists.</summary>
    public void Map(WebApplication app)
    {
        app.MapGet("/trust-list.jwt", () => Results.Text(TrustList, Specs.TrustList.MediaType));
        app.MapGet("/i/{issuer:int}/status/0", (int issuer) =>
        {
            var token = _lists[issuer];
            var tag = new EntityTagHeaderValue($"\"{Convert.ToHexString(token.AsSpan(^8))}\"");
            return Results.Bytes(token, Specs.TokenStatusList.JwtMediaType, entityTag: tag);
        });
    }

    private TrustedIssuer Issuer(int i, List<PermittedAward> awards)
    {
        // The others never sign anything here: only their public keys are held.
        using var passive = i < Active ? null : NewSigner();
        return new TrustedIssuer
        {
            Id = IdOf(i),
            Name = new LocalisedName($"Training authority {i}"),
            Keys = [new TrustedKey((passive ?? _signers[i]).PublicJwk, BenchWorld.Now.AddDays(-300), null, null)],
            Awards = awards,
        };
    }

    private string Sign(int issuer) => Issuance.PrepareWallet(BenchWorld.TenDisclosures,
        new CopyTarget(IdOf(issuer), ListOf(issuer), 1000, BenchWorld.Now), _holder.PublicJwk)
        is PrepareResult.Prepared { Credential: PreparedWalletCredential prepared }
            ? new CredentialSigner(_signers[issuer]).Sign(prepared)
            : throw new InvalidOperationException("The award was refused.");

    private string IdOf(int issuer) => $"{_address}/i/{issuer}";

    private string ListOf(int issuer) => $"{IdOf(issuer)}/status/0";

    private static EcSigner NewSigner() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));
}
