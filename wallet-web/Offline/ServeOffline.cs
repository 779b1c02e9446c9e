using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Microsoft.Net.Http.Headers;
using SkillsPassport.Hosting.Languages;
using SkillsPassport.Wallet.Start;

namespace SkillsPassport.Wallet.Offline;

/// <summary>What makes the passport installable and readable without a connection: the service worker, at the root so
/// that it may serve every page, and the web app manifest.</summary>
public static class ServeOffline
{
    public const string Worker = "/offline.mjs";
    public const string Manifest = "/manifest.webmanifest";

    private static readonly JsonSerializerOptions Plain =
        new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static void MapOffline(this WebApplication app)
    {
        app.MapGet(Worker, (HttpContext context) =>
        {
            context.Response.Headers[HeaderNames.CacheControl] = "no-cache";
            return Results.Bytes(Scripts.Bytes("offline.mjs"), "text/javascript; charset=utf-8");
        }).AllowAnonymous();
        app.MapGet(Manifest, (HttpContext context, PhraseBook book) =>
        {
            context.Response.Headers[HeaderNames.CacheControl] = "public, max-age=86400";
            return Results.Text(Write(book).ToJsonString(Plain), "application/manifest+json");
        }).AllowAnonymous();
    }

    private static JsonObject Write(PhraseBook book) => new()
    {
        ["id"] = "/", ["name"] = book.In("bn")["brand"], ["short_name"] = book.In("bn")["brand"],
        ["description"] = book.In("bn")["welcome.what"], ["lang"] = "bn", ["dir"] = "ltr", ["start_url"] = "/passport",
        ["scope"] = "/", ["display"] = "standalone", ["background_color"] = "#fbfaf6", ["theme_color"] = "#0b5d4b",
        ["icons"] = new JsonArray(
            Icon("icon-192.png", "192x192", "any"), Icon("icon-512.png", "512x512", "any"),
            Icon("icon-512.png", "512x512", "maskable"), Icon("icon.svg", "any", "any")),
    };

    private static JsonNode Icon(string name, string sizes, string purpose) => new JsonObject
    {
        ["src"] = Parts.Href(name), ["sizes"] = sizes, ["type"] = Parts.TypeOf(name), ["purpose"] = purpose,
    };
}
