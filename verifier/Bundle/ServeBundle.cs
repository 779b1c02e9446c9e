using System.Text;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Hosting.Start;

namespace SkillsPassport.Verifier.Bundle;

/// <summary>
/// The <c>serve-bundle</c> command: a bundle's files over http, each checked against the list of contents before it is
/// given out. It needs no database, no key and no network; any other static web server can do the same, without the
/// check.
/// </summary>
public static class ServeBundle
{
    /// <summary>As typed.</summary>
    public const string Command = "serve-bundle";

    private const int Refused = 1;
    private const int WrongUsage = 2;

    private const string Usage = """
        serve-bundle --from FOLDER [--port N] [--key FILE]
          --from FOLDER    a bundle as export-bundle made it
          --port N         where it listens on this machine, 8080 when left out
          --key FILE       public key (PEM or JWK) the list of contents must be signed with; any when left out
        """;

    private static readonly Dictionary<string, string> Types = new()
    {
        [".html"] = "text/html; charset=utf-8", [".mjs"] = "text/javascript; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8", [".css"] = "text/css; charset=utf-8",
        [".json"] = "application/json; charset=utf-8", [".wasm"] = "application/wasm",
        [".txt"] = "text/plain; charset=utf-8", [".jwt"] = "application/jwt",
    };

    /// <summary>Serves until it is stopped. Exit code 1 when the bundle is broken, 2 for wrong usage.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(output);
        if (BundleOptions.Read(args[1..], ["from", "port", "key"], []) is not { } given || given["from"] is not { } from
            || !int.TryParse(given["port"] ?? "8080", out var port) || port is < 0 or > 65535)
        {
            output.WriteLine(Usage);
            return WrongUsage;
        }

        var (app, said) = Build(from, given["key"], $"http://localhost:{port}");
        output.WriteLine(said);
        return app is null ? Refused : await ServiceHost.RunAsync(app);
    }

    /// <summary>The server, or why there is none.</summary>
    public static (WebApplication? App, string Said) Build(string from, string? keyFile, string url)
    {
        var folder = new BundleFolder(from);
        try
        {
            var contents = folder.ReadContents(keyFile is null ? null : BundleMaker.ReadPublicKey(keyFile));
            if (folder.Broken(contents) is { Count: > 0 } broken)
            {
                return (null, $"{folder.FullPath} is not the bundle that was signed. Missing or changed: "
                    + string.Join(", ", broken.Take(5)) + (broken.Count > 5 ? $" and {broken.Count - 5} more." : "."));
            }

            return (Build(folder, contents, url), $"Bundle of {contents.MadeAt.UtcDateTime:yyyy-MM-dd HH:mm'Z'}, "
                + $"{contents.Files.Count} files, made by {contents.Key.Thumbprint()}: {url}");
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or FormatException)
        {
            return (null, $"{folder.FullPath} is not a bundle: {broken.Message}");
        }
    }

    private static WebApplication Build(BundleFolder folder, BundleContents contents, string url)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(url);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        var app = builder.Build();
        app.Run(context => AnswerAsync(context, folder, contents));
        return app;
    }

    private static async Task AnswerAsync(HttpContext context, BundleFolder folder, BundleContents contents)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers.AccessControlAllowOrigin = "*";
        headers.CacheControl = "no-cache";
        var path = Uri.UnescapeDataString(context.Request.Path.Value!.Trim('/'));
        // The list of contents may have been replaced with the whole folder since this server started.
        var current = folder.Contents(contents.Key) ?? contents;
        var file = path == Specs.VerifyBundle.FileName || current.Files.ContainsKey(path) ? path
            : path.Length == 0 ? "index.html" : path + "/index.html";
        var bytes = file == Specs.VerifyBundle.FileName
            ? Encoding.ASCII.GetBytes(File.ReadAllText(Path.Combine(folder.FullPath, file)))
            : folder.Read(current, file);
        if (bytes is null || !(HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var tag = $"\"{BundleContents.DigestOf(bytes)[..24]}\"";
        headers.ETag = tag;
        if (context.Request.Headers.IfNoneMatch == tag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        context.Response.ContentType = Types.GetValueOrDefault(Path.GetExtension(file), "application/octet-stream");
        context.Response.ContentLength = bytes.Length;
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        }
    }
}
