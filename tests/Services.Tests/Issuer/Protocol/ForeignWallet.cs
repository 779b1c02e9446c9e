using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Services.Tests.Issuer.Protocol;

/// <summary>An answer of a protocol endpoint.</summary>
public sealed record Answer(int Status, JsonElement Body, HttpResponseMessage Raw)
{
    public string? Error => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("error", out var error)
        ? error.GetString() : null;

    public string this[string name] => Body.GetProperty(name).GetString()!;
}

/// <summary>A claim slip as the worker holds it: the link from its QR and the PIN from the phone.</summary>
public sealed record Slip(string Serial, string OfferPath, string Pin);

/// <summary>A wallet that is not ours and follows no helper of ours: plain HTTP, its own keys.</summary>
public sealed class ForeignWallet(RunningIssuer issuer) : IDisposable
{
    public const string Issuer = "http://localhost:5101";
    private const string Grant = "urn:ietf:params:oauth:grant-type:pre-authorized_code";

    private readonly HttpClient _http = new() { BaseAddress = new Uri(issuer.Url) };

    /// <summary>Has an officer make a slip, and reads the PIN from the (development) outbox.</summary>
    public static async Task<Slip> SlipAsync(RunningIssuer issuer, string serial, string? reason = null)
    {
        using var officer = await issuer.SignInAsync("officer.a");
        var page = await officer.GetAsync($"/certificates/{serial}/claim-slip");
        var made = await officer.SubmitAsync(page, "main form", reason is null ? [] : new() { ["reason"] = reason });
        var link = made.Page.QuerySelector("a[href^='openid-credential-offer:']")!.GetAttribute("href")!;
        var offer = new Uri(Uri.UnescapeDataString(link[(link.IndexOf('=') + 1)..]));
        var outbox = await officer.GetAsync("/outbox");
        var message = outbox.Page.QuerySelector($"[data-serial='{serial}'] [data-pin]")!;
        return new Slip(serial, offer.AbsolutePath, message.GetAttribute("data-pin")!);
    }

    public async Task<string> CodeAsync(Slip slip)
    {
        var offer = await GetAsync(slip.OfferPath);
        Assert.Equal(200, offer.Status);
        return offer.Body.GetProperty("grants").GetProperty(Grant).GetProperty("pre-authorized_code").GetString()!;
    }

    public Task<Answer> TokenAsync(string? code, string? pin, string grant = Grant)
    {
        var form = new Dictionary<string, string> { ["grant_type"] = grant };
        if (code is not null)
        {
            form["pre-authorized_code"] = code;
        }

        if (pin is not null)
        {
            form["tx_code"] = pin;
        }

        return PostFormAsync("/token", form);
    }

    public async Task<string> AccessAsync(Slip slip)
    {
        var answer = await TokenAsync(await CodeAsync(slip), slip.Pin);
        Assert.Equal(200, answer.Status);
        return answer["access_token"];
    }

    public async Task<string> NonceAsync() => (await PostJsonAsync("/nonce", null, null))["c_nonce"];

    public static string Proof(EcSigner key, string nonce, Action<JsonObject, JsonObject>? change = null)
    {
        var header = new JsonObject
        {
            ["alg"] = "ES256", ["typ"] = "openid4vci-proof+jwt",
            ["jwk"] = (key.PublicJwk with { Kid = null }).ToJson(),
        };
        var payload = new JsonObject
        {
            ["aud"] = Issuer, ["iat"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds(), ["nonce"] = nonce,
        };
        change?.Invoke(header, payload);
        var input = $"{Encode(header)}.{Encode(payload)}";
        return $"{input}.{Base64UrlStrict.Encode(key.Sign(Encoding.ASCII.GetBytes(input)))}";
    }

    public static EcSigner NewKey() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    public static JsonObject Request(params IEnumerable<string> proofs) => new()
    {
        ["credential_configuration_id"] = "national-skills-certificate",
        ["proofs"] = new JsonObject { ["jwt"] = new JsonArray([.. proofs.Select(proof => (JsonNode)proof)]) },
    };

    public Task<Answer> CredentialAsync(string? token, JsonNode? body) => PostJsonAsync("/credential", token, body);

    public Task<Answer> NotifyAsync(string? token, JsonNode? body) => PostJsonAsync("/notification", token, body);

    /// <summary>Token, nonce, proofs, credentials.</summary>
    public async Task<(Answer Answer, string Token, IReadOnlyList<EcSigner> Keys)> ReceiveAsync(Slip slip, int copies = 1)
    {
        var token = await AccessAsync(slip);
        var nonce = await NonceAsync();
        var keys = Enumerable.Range(0, copies).Select(_ => NewKey()).ToList();
        return (await CredentialAsync(token, Request(keys.Select(key => Proof(key, nonce)))), token, keys);
    }

    public async Task<Answer> GetAsync(string path) => await ReadAsync(await _http.GetAsync(path));

    public async Task<Answer> PostFormAsync(string path, IEnumerable<KeyValuePair<string, string>> form) =>
        await ReadAsync(await _http.PostAsync(path, new FormUrlEncodedContent(form)));

    public async Task<Answer> PostJsonAsync(string path, string? token, JsonNode? body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (body is not null)
        {
            request.Content = JsonContent.Create(body);
        }

        return await ReadAsync(await _http.SendAsync(request));
    }

    public async Task<Answer> PostTextAsync(string path, string token, string body, string type = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = new StringContent(body, Encoding.UTF8, type);
        return await ReadAsync(await _http.SendAsync(request));
    }

    public void Dispose() => _http.Dispose();

    private static string Encode(JsonObject json) => Base64UrlStrict.Encode(Encoding.UTF8.GetBytes(json.ToJsonString()));

    private static async Task<Answer> ReadAsync(HttpResponseMessage answer)
    {
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        var json = bytes.Length > 0 && answer.Content.Headers.ContentType?.MediaType is "application/json"
            ? JsonDocument.Parse(bytes).RootElement : default;
        return new Answer((int)answer.StatusCode, json, answer);
    }
}
