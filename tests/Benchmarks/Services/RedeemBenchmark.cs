using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Issuer.Offers;

namespace SkillsPassport.Benchmarks.Services;

/// <summary>A worker's wallet takes a certificate: offer, token with PIN, nonce, proof, credential, end to end over HTTP.</summary>
internal static class RedeemBenchmark
{
    private const int Redemptions = 400;
    private const int Wallets = 4;

    public static async Task RunAsync()
    {
        Table.Heading("Redeeming by OpenID4VCI, end to end over HTTP, SQLite (offer, token, nonce, proof, credential)");
        await using var issuer = await BenchIssuer.StartAsync();
        var sheet = await issuer.SendSheetAsync(Redemptions + 20, 700_001);
        await issuer.ApproveAsync(sheet);
        await issuer.IssuedAsync(sheet);
        await issuer.Services.GetRequiredService<MakeOffer>().EnsureForSheetAsync(sheet, "officer.a", default);
        var offers = new Queue<(string Url, string Pin)>(await ReadOffersAsync(issuer));
        using var http = new HttpClient();
        for (var i = 0; i < 20; i++)
        {
            await RedeemAsync(http, issuer.Url, offers.Dequeue()); // warm
        }

        var alone = new List<double>();
        for (var i = 0; i < Redemptions / 2; i++)
        {
            alone.Add(await TimeAsync(http, issuer.Url, offers.Dequeue()));
        }

        Print("one wallet after another", alone, 1000 / alone.Average());
        var watch = Stopwatch.StartNew();
        var together = await Task.WhenAll(Enumerable.Range(0, Wallets).Select(async _ =>
        {
            var times = new List<double>();
            while (Next() is { } offer)
            {
                times.Add(await TimeAsync(http, issuer.Url, offer));
            }

            return times;
        }));
        var all = together.SelectMany(times => times).ToList();
        Print($"{Wallets} wallets at once", all, all.Count / watch.Elapsed.TotalSeconds);

        (string Url, string Pin)? Next()
        {
            lock (offers)
            {
                return offers.TryDequeue(out var offer) ? offer : null;
            }
        }
    }

    private static void Print(string what, List<double> times, double rate)
    {
        times.Sort();
        Table.Rate($"credentials, {what}", rate);
        Table.Value($"  median, {what}", times[times.Count / 2], "ms");
        Table.Value($"  p99, {what}", times[times.Count * 99 / 100], "ms");
    }

    internal static async Task<List<(string Url, string Pin)>> ReadOffersAsync(BenchIssuer issuer)
    {
        var secrets = issuer.Services.GetRequiredService<OfferSecrets>();
        await using var db = issuer.Db();
        var pins = (await db.Outbox.AsNoTracking().ToListAsync()).ToDictionary(
            message => message.SerialNo, message => ClaimMessage.PinIn(secrets.OpenMessage(message.Id, message.Body))!);
        return (await db.Offers.AsNoTracking().ToListAsync())
            .ConvertAll(offer => ($"{issuer.Url}/offers/{secrets.Open(offer)}", pins[offer.SerialNo]));
    }

    private static async Task<double> TimeAsync(HttpClient http, string issuer, (string Url, string Pin) offer)
    {
        var watch = Stopwatch.StartNew();
        await RedeemAsync(http, issuer, offer);
        return watch.Elapsed.TotalMilliseconds;
    }

    private static async Task RedeemAsync(HttpClient http, string issuer, (string Url, string Pin) offer)
    {
        var offered = await http.GetFromJsonAsync<JsonElement>(offer.Url);
        var grant = offered.GetProperty(Specs.OpenId4Vci.Grants).GetProperty(Specs.OpenId4Vci.PreAuthorizedCodeGrant);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = Specs.OpenId4Vci.PreAuthorizedCodeGrant,
            [Specs.OpenId4Vci.PreAuthorizedCode] = grant.GetProperty(Specs.OpenId4Vci.PreAuthorizedCode).GetString()!,
            [Specs.OpenId4Vci.TxCode] = offer.Pin,
        });
        var token = await PostAsync(http, issuer + "/token", form, null);
        var nonce = await PostAsync(http, issuer + "/nonce", null, null);
        using var holder = new EcSigner(ECDsa.Create(ECCurve.NamedCurves.nistP256));
        var proof = Jws.Sign(holder,
            new JsonObject { ["typ"] = Specs.OpenId4Vci.ProofTyp, ["jwk"] = KeyOf(holder) },
            JsonSerializer.SerializeToUtf8Bytes(new
            {
                aud = issuer,
                iat = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
                nonce = nonce.GetProperty("c_nonce").GetString(),
            }));
        using var request = JsonContent.Create(new
        {
            credential_configuration_id = offered.GetProperty(Specs.OpenId4Vci.CredentialConfigurationIds)[0].GetString(),
            proofs = new { jwt = new[] { proof } },
        });
        var answer = await PostAsync(http, issuer + "/credential", request, token.GetProperty("access_token").GetString());
        if (answer.GetProperty(Specs.OpenId4Vci.Credentials)[0].GetProperty("credential").GetString() is not { Length: > 1000 })
        {
            throw new InvalidOperationException("No credential came.");
        }
    }

    private static JsonObject KeyOf(EcSigner holder)
    {
        var key = holder.PublicJwk.ToJson();
        key.Remove("kid");
        return key;
    }

    private static async Task<JsonElement> PostAsync(HttpClient http, string url, HttpContent? body, string? bearer)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = body };
        if (bearer is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        }

        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonDocument.Parse(text).RootElement
            : throw new InvalidOperationException($"{url}: {text}");
    }
}
