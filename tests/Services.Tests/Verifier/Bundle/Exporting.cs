using System.Text;
using System.Text.Json;
using SkillsPassport.Credentials.Log;
using SkillsPassport.Credentials.SdJwtVc;
using SkillsPassport.Services.Tests.Databases;
using SkillsPassport.Verifier.Bundle;

namespace SkillsPassport.Services.Tests.Verifier.Bundle;

/// <summary>A scheme whose bundle is exported, and the folder it goes to.</summary>
public sealed class Exporting : IAsyncDisposable
{
    private Exporting(Scheme scheme) => Scheme = scheme;

    public Scheme Scheme { get; }

    public string Parent { get; } = Directory.CreateTempSubdirectory("sp-bundle-").FullName;

    public string Folder => Path.Combine(Parent, "bundle");

    public static async Task<Exporting> StartAsync()
    {
        var scheme = await Scheme.StartAsync();
        scheme.Issuer.Serve("/status-lists", JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string[]>
        {
            ["status_lists"] = [scheme.StatusUri, scheme.PaperStatusUri],
        }), "application/json");
        scheme.Issuer.Serve("/.well-known/jwt-vc-issuer",
            IssuerMetadata.Build(scheme.Issuer.Url, [scheme.IssuerKey.PublicJwk]), "application/json");
        var checkpoint = new LogCheckpoint(scheme.Issuer.Url, DateTimeOffset.UtcNow, 0, "").Sign(scheme.IssuerKey);
        scheme.Issuer.Serve("/log/checkpoint", Encoding.ASCII.GetBytes(checkpoint), "application/log-checkpoint+jwt");
        return new Exporting(scheme);
    }

    /// <summary>Runs the command with settings of its own, as on another machine.</summary>
    public async Task<(int Code, string Said)> RunAsync(string? to = null, params string[] more)
    {
        var database = await TestDatabase.NewAsync("sqlite");
        using var output = new StringWriter();
        var code = await ExportBundle.RunAsync(
        [
            ExportBundle.Command, "--to", to ?? Folder, "--environment=Development", $"--Data:Folder={Parent}/data",
            .. Scheme.VerifierArgs, .. database.Args, .. more,
        ], output);
        return (code, output.ToString());
    }

    /// <summary>Nobody of the scheme answers any more.</summary>
    public async Task EverybodyGoesAsync() => await Scheme.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await Scheme.DisposeAsync();
        Directory.Delete(Parent, recursive: true);
    }
}
