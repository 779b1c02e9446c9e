using System.Text.Json;
using System.Text.Json.Serialization;

namespace SkillsPassport.AllInOne.Demo;

/// <summary><c>data/demo.json</c>, for outside tools; the contract is <c>schemas/api/demo.schema.json</c>.</summary>
public sealed record DemoFile(string Issuer, string Verifier, string Wallet, IReadOnlyList<DemoSignIn> SignIns,
    IReadOnlyList<DemoCertificate> Certificates, IReadOnlyList<DemoShare> Shares)
{
    /// <summary>Base URL of the authority: its desk and its registers.</summary>
    public string? Authority { get; init; }

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    };

    /// <summary>Writes the file whole or not at all.</summary>
    public async Task WriteAsync(string folder)
    {
        var path = Path.Combine(folder, "demo.json");
        await File.WriteAllTextAsync(path + ".new", JsonSerializer.Serialize(this, Json) + "\n");
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>The file of an earlier start; null when there is none.</summary>
    public static async Task<DemoFile?> ReadAsync(string folder)
    {
        var path = Path.Combine(folder, "demo.json");
        return File.Exists(path) ? JsonSerializer.Deserialize<DemoFile>(await File.ReadAllTextAsync(path), Json) : null;
    }
}

/// <summary>Who can sign in where.</summary>
public sealed record DemoSignIn(string Service, string Role, string User, string Secret);

/// <summary>One certificate and all the ways to it.</summary>
public sealed record DemoCertificate(string Serial, string Award, string State, string Name, string Pdf, string QrText,
    string Code, string? OfferUri, string? Pin);

/// <summary>One share link.</summary>
public sealed record DemoShare(string Url, string Label);
