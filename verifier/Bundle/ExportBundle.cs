using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Trust;
using SkillsPassport.Hosting.Protection;
using SkillsPassport.Hosting.Start;
using SkillsPassport.Hosting.Trust;

namespace SkillsPassport.Verifier.Bundle;

/// <summary>
/// The <c>export-bundle</c> command: all that is needed to check certificates, as a folder of plain files (ADR 0022).
/// The verifier is started with its own settings on a port of its own, so that every document comes in by the doors it
/// always comes in by, signatures checked.
/// </summary>
public static class ExportBundle
{
    /// <summary>As typed.</summary>
    public const string Command = "export-bundle";

    private const int Done = 0;
    private const int Refused = 1;
    private const int WrongUsage = 2;
    private const int Incomplete = 3;
    private const int DefaultWait = 30;

    private const string Usage = """
        export-bundle --to FOLDER [--source URL] [--key FILE] [--wait SECONDS] [--allow-partial]
          --to FOLDER      where the bundle goes; a bundle that is there is replaced as a whole
          --source URL     another bundle, for what its authors do not serve now
          --key FILE       private key (PEM) that signs the list of contents; when left out, bundle.key.pem of the
                           key folder
          --wait SECONDS   how long the first trust list may take to come; 30 when left out
          --allow-partial  write the bundle although something is missing
        """;

    private const string ReadMe = """
        A verify bundle: with these files certificates can be checked while everybody else is down.
        Serve the folder with any static web server over https (or on this machine: http on localhost), at the root of
        a host or in any folder of it, or by: dotnet run --project verifier -- serve-bundle --from FOLDER --port 8080
        Open the page at the folder's address and scan, or open C# below it with what stands behind the # of a
        certificate's QR link.
        bundle.jwt lists every file with its SHA-256 and says who made the bundle, and when.
        """;

    /// <summary>Exit code 0 when the bundle is whole, 3 when something is missing, 1 when nothing could be written, 2
    /// for wrong usage.</summary>
    /// <param name="args">The command's options and the verifier's settings.</param>
    /// <param name="output">Where to say what happened.</param>
    /// <param name="configure">What a test changes.</param>
    public static async Task<int> RunAsync(
        string[] args, TextWriter output, Action<WebApplicationBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(output);
        if (BundleOptions.Read(args[1..], ["to", "source", "key", "wait"], ["allow-partial"]) is not { } given
            || given["to"] is not { } to || SecondsOf(given["wait"]) is not { } wait
            || (given["source"] is { } named && !Uri.TryCreate(named, UriKind.Absolute, out _)))
        {
            output.WriteLine(Usage);
            return WrongUsage;
        }

        var folder = new BundleFolder(to);
        try
        {
            if (folder.WhyNotReplaced() is { } why)
            {
                output.WriteLine(why);
                return Refused;
            }

            return await ExportAsync(given, folder, wait, output, configure);
        }
        catch (Exception broken) when (broken is OptionsValidationException or InvalidOperationException
            or AggregateException)
        {
            output.WriteLine(string.Join(Environment.NewLine, CheckConfig.Lines(broken)));
            return Refused;
        }
        catch (Exception disk) when (disk is IOException or UnauthorizedAccessException or DbException)
        {
            output.WriteLine($"The bundle could not be written to {folder.FullPath}: {disk.Message}");
            return Refused;
        }
    }

    private static TimeSpan? SecondsOf(string? wait) =>
        wait is null ? TimeSpan.FromSeconds(DefaultWait)
        : int.TryParse(wait, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? TimeSpan.FromSeconds(seconds)
        : null;

    private static async Task<int> ExportAsync(
        BundleOptions given, BundleFolder folder, TimeSpan wait, TextWriter output,
        Action<WebApplicationBuilder>? configure)
    {
        var source = given["source"];
        string[] settings = [.. given.Others, "--urls=http://127.0.0.1:0",
            .. source is null ? Array.Empty<string>() : [$"--Trust:Mirror={source}"]];
        EcSigner? maker = null;
        await using var app = VerifierHost.Build(settings, builder =>
        {
            builder.Services.AddSingleton<GatherDocuments>();
            builder.Services.AddSingleton(services => new BundleMark(
                (maker ??= BundleMaker.Key(services.GetRequiredService<KeyFolder>(), given["key"])).PublicJwk));
            configure?.Invoke(builder);
        });
        _ = app.Services.GetRequiredService<BundleMark>();
        await app.StartAsync();
        using var patience = new CancellationTokenSource(wait);
        if (await FirstListAsync(app, patience.Token) is not { } list)
        {
            output.WriteLine("There is no trust list to be had: neither its address nor a mirror serves one that is "
                + "signed with a pinned root key. Nothing was written.");
            return Refused;
        }

        var gathered = app.Services.GetRequiredService<GatherDocuments>();
        var known = await KnownListsAsync(app, folder, source);
        await gathered.RunAsync(list, source is null ? null : new Uri(source), known, default);
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (path, bytes) in gathered.Files.Concat(await GatherPages.RunAsync(app, default))
            .Append(KeyValuePair.Create("README.txt", Encoding.UTF8.GetBytes(ReadMe + "\n"))))
        {
            files[path] = bytes;
        }

        var contents = new BundleContents
        {
            MadeAt = app.Services.GetRequiredService<TimeProvider>().GetUtcNow(),
            Key = maker!.PublicJwk,
            Files = files.ToDictionary(file => file.Key, file => BundleContents.DigestOf(file.Value)),
            Addresses = gathered.Addresses,
            Missing = gathered.Missing,
        };
        files[Specs.VerifyBundle.FileName] = Encoding.ASCII.GetBytes(contents.Sign(maker));
        await app.StopAsync();
        foreach (var missing in contents.Missing)
        {
            output.WriteLine($"Missing: {missing.Address} ({missing.Reason})");
        }

        if (contents.Missing.Count > 0 && !given.Has("allow-partial"))
        {
            output.WriteLine($"{contents.Missing.Count} document(s) could not be had; {folder.FullPath} was left as it "
                + "was. To write the bundle all the same: --allow-partial");
            return Incomplete;
        }

        folder.Replace(files, contents.MadeAt);
        File.WriteAllText(folder.KeyPath, BundleMaker.WritePublicKey(contents.Key));
        var size = files.Values.Sum(bytes => bytes.LongLength);
        output.WriteLine($"{folder.FullPath}: {files.Count} files, {size} bytes, trust list {list.Sequence}, signed by "
            + $"{contents.Key.Thumbprint()}. The public half of that key is {folder.KeyPath}.");
        return Done;
    }

    /// <summary>The newest list that can be had now; a remembered one when nobody serves a newer.</summary>
    private static async Task<TrustList?> FirstListAsync(WebApplication app, CancellationToken cancel)
    {
        var trust = app.Services.GetRequiredService<ITrustList>();
        try
        {
            await app.Services.GetRequiredService<RefreshTrustList>().RefreshAsync(cancel);
            await trust.FirstAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            // Nobody answered in time; what is remembered may do.
        }

        return trust.List;
    }

    private static IEnumerable<string> StatusListsOf(BundleContents? contents) => contents is null ? []
        : contents.Addresses.Where(one => one.Value == MirrorPaths.StatusList(one.Key)).Select(one => one.Key);

    /// <summary>Addresses of status lists that the last bundle here, or the source, had.</summary>
    private static async Task<IReadOnlyCollection<string>> KnownListsAsync(
        WebApplication app, BundleFolder folder, string? source)
    {
        var mirrored = source is null ? null
            : await app.Services.GetRequiredService<FetchContents>().RunAsync(new Uri(source), default);
        return [.. StatusListsOf(folder.Contents()).Concat(StatusListsOf(mirrored)).Distinct()];
    }
}
