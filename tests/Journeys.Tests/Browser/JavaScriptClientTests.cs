using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using SkillsPassport.Services.Tests.Peers;

namespace SkillsPassport.Journeys.Tests.Browser;

/// <summary>The JavaScript client as it is published: assembled by its own build step, then run in Node and in a real
/// browser on the same vectors as the C# library.</summary>
public sealed class JavaScriptClientTests(JavaScriptClientTests.Built client, Chromium chromium)
    : IClassFixture<JavaScriptClientTests.Built>, IClassFixture<Chromium>
{
    private const int Budget = 40 * 1024;

    [Fact]
    public Task In_Node_the_client_gives_the_same_verdicts_as_the_library() =>
        NodeRun.TestAsync("wallet-verdicts.test.mjs", ("CLIENT", client.Folder));

    [Fact]
    public Task The_client_fetches_only_what_a_signed_document_names() =>
        NodeRun.TestAsync("client.test.mjs", ("CLIENT", client.Folder));

    [Fact]
    public async Task In_a_browser_the_client_gives_the_same_verdicts_as_the_library()
    {
        await using var site = await LocalPeer.StartAsync();
        site.Serve("/", "<!doctype html><title>client</title>"u8.ToArray(), "text/html");
        site.Serve("/favicon.ico", [], "image/x-icon");
        foreach (var file in Directory.GetFiles(client.Folder, "*.mjs"))
        {
            site.Serve($"/{Path.GetFileName(file)}", await File.ReadAllBytesAsync(file), "text/javascript");
        }

        foreach (var name in new[] { "verdicts.json", "wallet-verdicts.json" })
        {
            site.Serve($"/{name}", await File.ReadAllBytesAsync(Path.Combine(NodeRun.Vectors, name)), "application/json");
        }

        await using var page = await chromium.NewPageAsync();
        await page.Page.GotoAsync(site.Url + "/");
        var answer = await page.Page.EvaluateAsync<JsonElement>("""
            async () => {
              const client = await import('/index.mjs');
              const read = async name => (await fetch(name)).json();
              const { defaults, cases: wallet } = await read('/wallet-verdicts.json');
              const cases = [...(await read('/verdicts.json')).cases, ...wallet.map(one => ({ ...defaults, ...one }))];
              const bytes = text => Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
              const wrong = [];
              for (const one of cases) {
                const trust = !one.trustList ? { refusal: 'trust_list_missing' }
                  : await client.readTrustList(one.trustList, one.rootJwk, one.remembered ?? null)
                    .then(list => ({ list, metadataKeys: one.metadataKeys }), error => ({ refusal: error.reason }));
                const statusTokens = new Map(Object.entries(one.statusLists ?? {}).map(([uri, token]) => [uri, bytes(token)]));
                const found = await client.run(one.payload, one, { now: one.now, trust, statusTokens, data: client.data });
                const same = found.state === one.expect.state && Object.entries(one.expect.answers).every(([question, { answer, reason }]) =>
                  found.answers[question].answer === answer && [reason].flat().includes(found.answers[question].reason));
                if (!same) wrong.push(`${one.name}: ${JSON.stringify(found.answers)}`);
              }
              return { count: cases.length, wrong };
            }
            """);
        Assert.Equal("[]", answer.GetProperty("wrong").GetRawText());
        Assert.InRange(answer.GetProperty("count").GetInt32(), 400, 10_000);
        Assert.Empty(page.Errors);
    }

    [Fact]
    public void The_client_is_small_and_needs_nobody()
    {
        var modules = Directory.GetFiles(client.Folder, "*.mjs").Order().ToList();
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
        {
            modules.ForEach(file => gzip.Write(File.ReadAllBytes(file)));
        }

        Assert.InRange(packed.ToArray().Length, 1, Budget);
        var package = JsonElement.Parse(File.ReadAllText(Path.Combine(client.Folder, "package.json")));
        Assert.False(package.TryGetProperty("dependencies", out _));
        Assert.All(modules, file => Assert.DoesNotMatch(@"\bfrom '(?!\./)", File.ReadAllText(file)));
        foreach (var name in new[] { "index.d.ts", "README.md", package.GetProperty("main").GetString()! })
        {
            Assert.True(File.Exists(Path.Combine(client.Folder, name)), name);
        }
    }

    [Fact]
    public void The_checker_page_does_not_carry_the_clients_modules()
    {
        var own = Directory.GetFiles(Path.Combine(NodeRun.Repository, "clients", "javascript", "src"), "*.mjs").Select(Path.GetFileName);
        Assert.Empty(own.Intersect(Directory.GetFiles(Path.Combine(NodeRun.Repository, "verifier", "Browser"), "*.mjs").Select(Path.GetFileName)));
    }

    /// <summary>The package, assembled once.</summary>
    public sealed class Built : IDisposable
    {
        public Built()
        {
            using var node = Process.Start(new ProcessStartInfo("node",
                [Path.Combine(NodeRun.Repository, "clients", "javascript", "build.mjs"), "--to", Folder]))!;
            node.WaitForExit();
            Assert.Equal(0, node.ExitCode);
        }

        public string Folder { get; } = Path.Combine(Directory.CreateTempSubdirectory("sp-client-").FullName, "dist");

        public void Dispose() => Directory.Delete(Path.GetDirectoryName(Folder)!, recursive: true);
    }
}
