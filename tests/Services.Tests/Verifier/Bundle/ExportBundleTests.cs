using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Trust;
using SkillsPassport.Hosting.Trust;
using SkillsPassport.Verifier.Bundle;

namespace SkillsPassport.Services.Tests.Verifier.Bundle;

public sealed class ExportBundleTests : IAsyncLifetime
{
    private Exporting _exporting = null!;

    public async Task InitializeAsync() => _exporting = await Exporting.StartAsync();

    public async Task DisposeAsync() => await _exporting.DisposeAsync();

    private Scheme Scheme => _exporting.Scheme;

    [Fact]
    public async Task A_bundle_holds_everything_under_a_signed_list_of_contents()
    {
        var first = Scheme.PublishTrustList();
        Scheme.Authority.Serve("/trust-lists/1.jwt", Encoding.ASCII.GetBytes(first), "application/trust-list+jwt");
        var digest = TrustList.Parse(first, VerificationKey.FromJwk(Scheme.Root.PublicJwk)).Digest;
        Scheme.PublishNextTrustList(list => list with
        {
            History = [new(1, digest, Scheme.Authority.Url + "/trust-lists/1.jwt")],
        });

        var (code, said) = await _exporting.RunAsync();
        Assert.True(code == 0, said);
        var folder = new BundleFolder(_exporting.Folder);
        var contents = folder.ReadContents();
        Assert.Empty(folder.Broken(contents));
        Assert.Empty(contents.Missing);
        Assert.All(
            [
                "trust-list.jwt", "trust-lists/1.jwt", "trust-lists/2.jwt", "index.html", "C/index.html", "look.css",
                MirrorPaths.StatusList(Scheme.StatusUri), MirrorPaths.StatusList(Scheme.PaperStatusUri),
                MirrorPaths.IssuerMetadata(Scheme.Issuer.Url), MirrorPaths.Checkpoint(Scheme.Issuer.Url), "README.txt",
            ],
            file => Assert.Contains(file, contents.Files.Keys));
        Assert.Contains(contents.Files.Keys, file => file.EndsWith("/data.json", StringComparison.Ordinal));
        Assert.Equal(MirrorPaths.StatusList(Scheme.StatusUri), contents.Addresses[Scheme.StatusUri]);
        Assert.Equal(contents.Files.Count + 1,
            Directory.GetFiles(_exporting.Folder, "*", SearchOption.AllDirectories).Length);
    }

    [Theory]
    [InlineData("/proc/bundle")]
    [InlineData("/dev/null/bundle")]
    public async Task A_place_that_takes_no_files_is_refused_in_a_sentence(string to)
    {
        var (code, said) = await _exporting.RunAsync(to);
        Assert.Equal(1, code);
        Assert.Contains($"The bundle could not be written to {to}", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_killed_run_left_is_cleared_and_a_running_one_is_left_alone()
    {
        var (killed, running) = (_exporting.Folder + ".new-1-killed", _exporting.Folder + ".new-2-running");
        foreach (var left in new[] { killed, running })
        {
            Directory.CreateDirectory(left);
            await File.WriteAllTextAsync(Path.Combine(left, "index.html"), "half");
        }

        Directory.SetLastWriteTimeUtc(killed, DateTime.UtcNow.AddHours(-2));
        Assert.Equal(0, (await _exporting.RunAsync()).Code);
        Assert.Equal((false, true), (Directory.Exists(killed), Directory.Exists(running)));
    }

    [Fact]
    public async Task A_disk_that_gives_up_halfway_leaves_the_old_bundle_and_nothing_else()
    {
        Assert.Equal(0, (await _exporting.RunAsync()).Code);
        var folder = new BundleFolder(_exporting.Folder);
        var before = Directory.GetFileSystemEntries(_exporting.Parent).Order();

        // A name that no disk takes stands for a disk that is full.
        Assert.ThrowsAny<IOException>(() => folder.Replace(new Dictionary<string, byte[]>
        {
            ["index.html"] = [1], [new string('a', 300)] = [2],
        }, DateTimeOffset.UtcNow));
        Assert.Equal(before, Directory.GetFileSystemEntries(_exporting.Parent).Order());
        Assert.Empty(folder.Broken(folder.ReadContents()));
    }

    [Fact]
    public async Task What_is_missing_is_named_and_nothing_is_written_unless_that_is_allowed()
    {
        Assert.Equal(0, (await _exporting.RunAsync()).Code);
        var before = await File.ReadAllTextAsync(Path.Combine(_exporting.Folder, "bundle.jwt"));
        using var stranger = Scheme.NewKey();
        Scheme.PublishStatus(key: stranger);

        var (code, said) = await _exporting.RunAsync();
        Assert.Equal(3, code);
        Assert.Contains($"Missing: {Scheme.StatusUri} (StatusInvalid)", said, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(Path.Combine(_exporting.Folder, "bundle.jwt")));

        Assert.Equal(0, (await _exporting.RunAsync(null, "--allow-partial")).Code);
        var contents = new BundleFolder(_exporting.Folder).ReadContents();
        Assert.Equal([Scheme.StatusUri, Scheme.PaperStatusUri], contents.Missing.Select(one => one.Address).Order());
        Assert.DoesNotContain(MirrorPaths.StatusList(Scheme.StatusUri), contents.Files.Keys);
    }

    [Fact]
    public async Task A_mirror_of_a_mirror_is_made_when_nobody_else_answers()
    {
        Assert.Equal(0, (await _exporting.RunAsync()).Code);
        await _exporting.EverybodyGoesAsync();
        await using var mirror = await ServedAsync(_exporting.Folder);
        var second = Path.Combine(_exporting.Parent, "second");

        var (code, said) = await _exporting.RunAsync(second, "--source", mirror.Urls.Single());
        Assert.True(code == 0, said);
        var (one, other) = (new BundleFolder(_exporting.Folder).ReadContents(), new BundleFolder(second).ReadContents());
        Assert.Equal(one.Files["trust-list.jwt"], other.Files["trust-list.jwt"]);
        Assert.Equal(one.Files[MirrorPaths.StatusList(Scheme.PaperStatusUri)],
            other.Files[MirrorPaths.StatusList(Scheme.PaperStatusUri)]);
    }

    [Fact]
    public async Task A_verifier_with_a_bundle_as_its_mirror_answers_when_everybody_else_is_down()
    {
        Assert.Equal(0, (await _exporting.RunAsync()).Code);
        var (paper, wallet) = (Scheme.Paper(), Scheme.SdJwt());
        await _exporting.EverybodyGoesAsync();
        await using var mirror = await ServedAsync(_exporting.Folder);
        await using var verifier = await RunningVerifier.StartAsync(Scheme,
            args: [$"--Trust:Mirror={mirror.Urls.Single().Replace("127.0.0.1", "localhost")}"]);

        var report = await verifier.VerifyAsync(paper);
        Assert.Equal("valid", report.State());
        Assert.NotNull(report.GetProperty("status").GetProperty("asOf").GetString());
        Assert.Equal("Passed ok", (await verifier.VerifyAsync(wallet)).Check("status"));
    }

    [Fact]
    public async Task Without_a_trust_list_nothing_is_written()
    {
        await _exporting.EverybodyGoesAsync();

        var (code, said) = await _exporting.RunAsync(null, "--wait", "2");
        Assert.Equal(1, code);
        Assert.Contains("no trust list", said, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_exporting.Folder));
    }

    [Fact]
    public async Task A_folder_that_holds_something_else_is_left_alone()
    {
        Directory.CreateDirectory(_exporting.Folder);
        await File.WriteAllTextAsync(Path.Combine(_exporting.Folder, "thesis.txt"), "mine");

        var (code, said) = await _exporting.RunAsync();
        Assert.Equal(1, code);
        Assert.Contains("something else", said, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(Path.Combine(_exporting.Folder, "thesis.txt")));
    }

    [Fact]
    public async Task Wrong_usage_explains_itself()
    {
        using var output = new StringWriter();

        Assert.Equal(2, await ExportBundle.RunAsync([ExportBundle.Command], output));
        Assert.Equal(2, await ExportBundle.RunAsync([ExportBundle.Command, "--to"], output));
        Assert.Equal(2, await ExportBundle.RunAsync([ExportBundle.Command, "--to", "x", "--source", "nowhere"], output));
        Assert.Equal(2, await ExportBundle.RunAsync([ExportBundle.Command, "--to", "x", "--wait", "0"], output));
        Assert.Equal(2, await ServeBundle.RunAsync([ServeBundle.Command, "--from", "x", "--port", "many"], output));
        Assert.Contains("--allow-partial", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_bundle_is_not_served_and_a_file_changed_later_neither()
    {
        Assert.Equal(0, (await _exporting.RunAsync()).Code);
        await using var server = await ServedAsync(_exporting.Folder);
        using var http = new HttpClient { BaseAddress = new Uri(server.Urls.Single()) };
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/trust-list.jwt")).StatusCode);
        using var page = await http.GetAsync("/C");
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        Assert.Contains("Content-Security-Policy", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/../bundle.key.pem")).StatusCode);

        await File.AppendAllTextAsync(Path.Combine(_exporting.Folder, "trust-list.jwt"), "A");
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/trust-list.jwt")).StatusCode);
        var (again, said) = ServeBundle.Build(_exporting.Folder, null, "http://127.0.0.1:0");
        Assert.Null(again);
        Assert.Contains("trust-list.jwt", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bundle_of_somebody_else_is_not_taken_for_the_known_makers()
    {
        Assert.Equal(0, (await _exporting.RunAsync()).Code);
        using var other = Scheme.NewKey();
        var file = Path.Combine(_exporting.Parent, "maker.jwk");
        await File.WriteAllTextAsync(file, other.PublicJwk.ToJson().ToJsonString());

        Assert.Contains("known key", ServeBundle.Build(_exporting.Folder, file, "http://127.0.0.1:0").Said,
            StringComparison.Ordinal);
        await File.WriteAllTextAsync(file,
            new BundleFolder(_exporting.Folder).ReadContents().Key.ToJson().ToJsonString());
        Assert.NotNull(ServeBundle.Build(_exporting.Folder, file, "http://127.0.0.1:0").App);
    }

    [Fact]
    public async Task The_makers_public_key_lies_beside_the_bundle_and_is_the_one_to_serve_it_by()
    {
        Assert.Equal(0, (await _exporting.RunAsync(_exporting.Folder + "/")).Code);
        var pem = _exporting.Folder + ".pub.pem";
        Assert.StartsWith("-----BEGIN PUBLIC KEY-----", await File.ReadAllTextAsync(pem), StringComparison.Ordinal);
        Assert.NotNull(ServeBundle.Build(_exporting.Folder, pem, "http://127.0.0.1:0").App);

        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await File.WriteAllTextAsync(pem, stranger.ExportSubjectPublicKeyInfoPem());
        Assert.Contains("known key", ServeBundle.Build(_exporting.Folder, pem, "http://127.0.0.1:0").Said,
            StringComparison.Ordinal);
        await File.WriteAllTextAsync(pem, stranger.ExportPkcs8PrivateKeyPem());
        Assert.Contains("private key", ServeBundle.Build(_exporting.Folder, pem, "http://127.0.0.1:0").Said,
            StringComparison.Ordinal);
    }

    private static async Task<WebApplication> ServedAsync(string folder)
    {
        var (app, said) = ServeBundle.Build(folder, null, "http://127.0.0.1:0");
        Assert.True(app is not null, said);
        await app.StartAsync();
        return app;
    }
}
