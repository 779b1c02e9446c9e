using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SkillsPassport.Authority;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Services.Tests.Peers;

namespace SkillsPassport.Services.Tests.Authority;

public sealed class AuthorityHostTests : IAsyncLifetime
{
    private readonly AuthorityDesk _desk = new();
    private readonly HttpClient _client = new();
    private WebApplication _host = null!;

    public async Task InitializeAsync()
    {
        _desk.Init();
        _host = AuthorityHost.Build(["--urls", "http://127.0.0.1:0", "--Authority:Folder", _desk.Folder]);
        await _host.StartAsync();
        _client.BaseAddress = new Uri(_host.Urls.Single());
    }

    [Fact]
    public async Task The_list_is_served_byte_for_byte_to_any_origin()
    {
        using var answer = await _client.GetAsync("/trust-list.jwt");

        Assert.Equal(await File.ReadAllBytesAsync(_desk.ListFile), await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal("application/trust-list+jwt", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.True(answer.Headers.CacheControl is { Public: true, MaxAge.TotalSeconds: > 0 });
    }

    [Fact]
    public async Task Asking_again_with_the_tag_costs_nothing_until_the_list_changes()
    {
        using var first = await _client.GetAsync("/trust-list.jwt");
        using var again = await Conditional(first.Headers.ETag!);
        _desk.AddIssuer();
        using var changed = await Conditional(first.Headers.ETag!);

        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Equal(await File.ReadAllTextAsync(_desk.ListFile), await changed.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_list_that_does_not_verify_is_never_served()
    {
        var good = await _client.GetStringAsync("/trust-list.jwt");
        await File.WriteAllTextAsync(_desk.ListFile, good + "A");

        Assert.Equal(good, await _client.GetStringAsync("/trust-list.jwt"));
    }

    [Fact]
    public async Task Every_list_ever_published_is_served_for_good_and_named_by_the_next()
    {
        _desk.AddIssuer();
        _desk.Does("publish");
        var earlier = _desk.List().Content.History;

        Assert.Equal([2L, 1L], earlier.Select(one => one.Sequence));
        foreach (var one in earlier)
        {
            using var answer = await _client.GetAsync(new Uri(one.Address).AbsolutePath);
            var bytes = await answer.Content.ReadAsByteArrayAsync();
            Assert.Equal(one.Digest, Base64UrlStrict.Encode(SHA256.HashData(bytes)));
            Assert.True(answer.Headers.CacheControl is { MaxAge.TotalDays: > 300 });
            Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        }

        Assert.Equal(HttpStatusCode.NotFound, (await _client.GetAsync("/trust-lists/4.jwt")).StatusCode);
    }

    [Fact]
    public async Task A_list_that_was_signed_but_never_published_is_not_served()
    {
        var first = await File.ReadAllBytesAsync(_desk.ListFile);
        _desk.AddIssuer();
        // As if a power cut came between the history and the list itself.
        await File.WriteAllBytesAsync(_desk.ListFile, first);

        Assert.Equal(HttpStatusCode.NotFound, (await _client.GetAsync("/trust-lists/2.jwt")).StatusCode);
    }

    [Fact]
    public async Task The_root_key_is_not_served()
    {
        foreach (var path in (string[])["/root.key.pem", "/root.jwk.json", "/../root.key.pem", "/history/000001.jwt"])
        {
            using var answer = await _client.GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Readiness_tells_as_JSON_what_is_wrong_with_the_list_on_the_disk()
    {
        var good = await File.ReadAllBytesAsync(_desk.ListFile);
        Assert.Equal((HttpStatusCode.OK, "ready", null), await ReadyAsync(_client));

        await File.WriteAllTextAsync(_desk.ListFile, "garbage");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "not ready",
            "The trust list in the folder does not verify; the last good one is still served."), await ReadyAsync(_client));
        File.Delete(_desk.ListFile);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "not ready",
            "There is no trust list in the folder; the last good one is still served."), await ReadyAsync(_client));
        Assert.Equal(good, await _client.GetByteArrayAsync("/trust-list.jwt"));

        await File.WriteAllBytesAsync(_desk.ListFile, good);
        Assert.Equal((HttpStatusCode.OK, "ready", null), await ReadyAsync(_client));
    }

    [Fact]
    public async Task A_list_past_its_next_update_is_not_ready()
    {
        await using var late = AuthorityHost.Build(
            ["--urls", "http://127.0.0.1:0", "--Authority:Folder", _desk.Folder],
            builder => builder.Services.AddSingleton<TimeProvider>(new ShiftedClock { Ahead = TimeSpan.FromDays(365 * 5) }));
        await late.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(late.Urls.Single()) };

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "not ready",
            "The trust list has ended: sign it again (publish)."), await ReadyAsync(client));
    }

    [Fact]
    public async Task Health_tells_whether_there_is_a_list_to_serve()
    {
        Assert.Equal(HttpStatusCode.OK, (await _client.GetAsync("/health/live")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _client.GetAsync("/health/ready")).StatusCode);
        await using var empty = AuthorityHost.Build(["--urls", "http://127.0.0.1:0", "--Authority:Folder", "/nowhere"]);
        await empty.StartAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable,
            (await _client.GetAsync(empty.Urls.Single() + "/health/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable,
            (await _client.GetAsync(empty.Urls.Single() + "/trust-list.jwt")).StatusCode);
        Assert.NotNull(AuthorityHost.Problem(empty.Configuration));
        Assert.Null(AuthorityHost.Problem(_host.Configuration));
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _client.Dispose();
        _desk.Dispose();
    }

    private static async Task<(HttpStatusCode Code, string? Status, string? Reason)> ReadyAsync(HttpClient client)
    {
        using var answer = await client.GetAsync("/health/ready");
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return (answer.StatusCode, json.RootElement.GetProperty("status").GetString(),
            json.RootElement.GetProperty("checks").GetProperty("trust-list").GetProperty("reason").GetString());
    }

    private async Task<HttpResponseMessage> Conditional(EntityTagHeaderValue tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/trust-list.jwt");
        request.Headers.IfNoneMatch.Add(tag);
        return await _client.SendAsync(request);
    }
}
