using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SkillsPassport.Credentials.SdJwtVc;
using SkillsPassport.Issuer.Issuing;

namespace SkillsPassport.Services.Tests.Issuer.Protocol;

public sealed class PublishMetadataTests
{
    [Fact]
    public async Task Strangers_find_all_they_need_at_the_well_known_places()
    {
        await using var issuer = await RunningIssuer.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(issuer.Url) };
        var metadata = await ReadAsync(http, "/.well-known/openid-credential-issuer");
        Assert.Equal(ForeignWallet.Issuer, metadata.GetProperty("credential_issuer").GetString());
        Assert.Equal(["national-skills-certificate", "statement-of-achievement"],
            metadata.GetProperty("credential_configurations_supported").EnumerateObject().Select(one => one.Name));
        foreach (var endpoint in new[] { "credential_endpoint", "nonce_endpoint", "notification_endpoint" })
        {
            Assert.StartsWith(ForeignWallet.Issuer + "/", metadata.GetProperty(endpoint).GetString());
        }

        var authorization = await ReadAsync(http, "/.well-known/oauth-authorization-server");
        Assert.Equal(ForeignWallet.Issuer, authorization.GetProperty("issuer").GetString());
        Assert.True(authorization.GetProperty("pre-authorized_grant_anonymous_access_supported").GetBoolean());
        var keys = await http.GetByteArrayAsync("/.well-known/jwt-vc-issuer");
        Assert.Single(IssuerMetadata.Parse(keys, ForeignWallet.Issuer).Keys);
        // Whoever accredits the issuer sees that its wallet certificates carry a chain, and which.
        using var document = JsonDocument.Parse(keys);
        var chain = document.RootElement.GetProperty("jwks").GetProperty("keys")[0].GetProperty("x5c");
        Assert.Equal(issuer.Services.GetRequiredService<IssuerKeys>().Signer.CertificateChain,
            chain.EnumerateArray().Select(one => one.GetBytesFromBase64()));
        Assert.Equal(404, (int)(await http.GetAsync("/.well-known/jwt-vc-issuer/other")).StatusCode);
    }

    [Fact]
    public async Task Type_metadata_are_the_published_octets()
    {
        await using var issuer = await RunningIssuer.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(issuer.Url) };
        foreach (var type in CredentialTypes.All)
        {
            var answer = await http.GetAsync($"/credentials/{type.Name}/{type.Version}");
            var bytes = await answer.Content.ReadAsByteArrayAsync();
            Assert.Equal(type.Integrity, "sha256-" + Convert.ToBase64String(SHA256.HashData(bytes)));
            Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
            Assert.True(answer.Headers.CacheControl!.Public);
            var again = new HttpRequestMessage(HttpMethod.Get, answer.RequestMessage!.RequestUri);
            again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
            Assert.Equal(304, (int)(await http.SendAsync(again)).StatusCode);
        }
    }

    private static async Task<JsonElement> ReadAsync(HttpClient http, string path) =>
        JsonDocument.Parse(await http.GetByteArrayAsync(path)).RootElement;
}
