using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using SkillsPassport.Services.Tests.Databases;
using SkillsPassport.Services.Tests.Peers;
using SkillsPassport.Verifier;
using SkillsPassport.Verifier.ApiKeys;
using SkillsPassport.Verifier.Database;

namespace SkillsPassport.Services.Tests.Verifier.ApiKeys;

[Collection(nameof(Console))]
public sealed class ApiKeyTests
{
    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task A_key_raises_its_owners_limit_until_it_is_revoked(string engine)
    {
        await using var scheme = await Scheme.StartAsync();
        var database = await TestDatabase.NewAsync(engine);
        await using var verifier = await RunningVerifier.StartAsync(scheme, database, args:
            ["--Limits:VerifyPerMinute=2", "--Limits:CountThisMachine=true", "--ApiKeys:RefreshSeconds=1"]);

        var (code, said) = await CommandAsync(scheme, database, "add", "--name", "ACME Recruiting", "--per-minute", "600");
        Assert.Equal(0, code);
        // Found by what they are: another host of this process may print between the lines.
        var key = Regex.Match(said, @"(?<![\w-])spk_[A-Za-z0-9_-]{43}(?![\w-])").Value;
        Assert.NotEmpty(key);
        var id = Regex.Match(said, "Key ([0-9a-f]{8}) for ").Groups[1].Value;
        await Eventually.TrueAsync(async () => (await VerifyAsync(verifier, key)).IsSuccessStatusCode);
        for (var i = 0; i < 10; i++)
        {
            using var answer = await VerifyAsync(verifier, key);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("\"verify\";q=600;w=60", answer.Headers.GetValues("RateLimit-Policy").Single());
        }

        // Nothing secret is stored, listed or logged.
        await using (var db = new VerifierDb(database.Options<VerifierDb>(migrated: true)))
        {
            var stored = await db.ApiKeys.SingleAsync();
            Assert.Equal(("ACME Recruiting", id), (stored.Name, stored.Id));
            Assert.DoesNotContain(key[4..], JsonSerializer.Serialize(stored));
        }

        var (_, list) = await CommandAsync(scheme, database, "list");
        Assert.Contains("ACME Recruiting", list);
        Assert.DoesNotContain(key[4..20], list);

        Assert.Equal(0, (await CommandAsync(scheme, database, "revoke", "--id", id)).Code);
        await Eventually.TrueAsync(async () =>
            (await VerifyAsync(verifier, key)).StatusCode == HttpStatusCode.Unauthorized);
        Assert.Equal(1, (await CommandAsync(scheme, database, "revoke", "--id", id)).Code);
        Assert.Contains("revoked", (await CommandAsync(scheme, database, "list")).Said);
        Assert.DoesNotContain(key[4..20], verifier.Log.All);
    }

    [Theory]
    [InlineData("spk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("something else")]
    [InlineData("")]
    public async Task A_wrong_key_is_refused_and_never_logged(string key)
    {
        await using var scheme = await Scheme.StartAsync();
        await using var verifier = await RunningVerifier.StartAsync(scheme);
        foreach (var path in (string[])["/api/verify", "/api/verify/batch"])
        {
            using var answer = await VerifyAsync(verifier, key, path);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal("Bearer error=\"invalid_token\"", answer.Headers.WwwAuthenticate.ToString());
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            Assert.Equal("api_key_unknown",
                (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
        }

        if (key.Length > 0)
        {
            Assert.DoesNotContain(key, verifier.Log.All);
        }
    }

    [Fact]
    public async Task Guessing_keys_is_limited_like_verifying()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var verifier = await RunningVerifier.StartAsync(scheme, args:
            ["--Limits:VerifyPerMinute=5", "--Limits:CountThisMachine=true"]);
        for (var i = 0; i < 15; i++)
        {
            await VerifyAsync(verifier, $"spk_{i}");
        }

        using var content = Body();
        Assert.Equal(HttpStatusCode.TooManyRequests, (await verifier.Http.PostAsync("/api/verify", content)).StatusCode);
    }

    [Theory]
    [InlineData(1, "add", "--per-minute", "600")]
    [InlineData(1, "add", "--name", "ACME")]
    [InlineData(1, "add", "--name", "ACME", "--per-minute", "0")]
    [InlineData(1, "add", "--name", "ACME", "--per-minute", "many")]
    [InlineData(1, "revoke", "--id", "nobody")]
    [InlineData(2)]
    [InlineData(2, "delete")]
    public async Task A_wrong_command_changes_nothing_and_says_why(int expected, params string[] command)
    {
        await using var scheme = await Scheme.StartAsync();
        var database = await TestDatabase.NewAsync("sqlite");
        var (code, said) = await CommandAsync(scheme, database, command);
        Assert.Equal(expected, code);
        Assert.NotEmpty(said);
        await using var db = new VerifierDb(database.Options<VerifierDb>(migrated: true));
        Assert.Equal(0, await db.ApiKeys.CountAsync());
    }

    private static async Task<(int Code, string Said)> CommandAsync(Scheme scheme, TestDatabase database, params string[] command)
    {
        string[] args = [ManageApiKeys.Command, .. command];
        var folder = Directory.CreateTempSubdirectory("sp-keys-").FullName;
        await using var app = VerifierHost.Build(
            [.. args, "--environment=Development", $"--Data:Folder={folder}", .. scheme.VerifierArgs, .. database.Args],
            builder => builder.Logging.ClearProviders());
        var before = Console.Out;
        using var said = new StringWriter();
        Console.SetOut(said);
        try
        {
            return (await ManageApiKeys.RunAsync(app, args), said.ToString());
        }
        finally
        {
            Console.SetOut(before);
        }
    }

    private static async Task<HttpResponseMessage> VerifyAsync(RunningVerifier verifier, string key, string path = "/api/verify")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Body() };
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        return await verifier.Http.SendAsync(request);
    }

    private static ByteArrayContent Body() => new(Encoding.UTF8.GetBytes("{\"credential\":\"a\"}"))
    {
        Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
    };
}
