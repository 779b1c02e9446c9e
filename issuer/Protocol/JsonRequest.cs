using System.Text.Json;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Issuer.Protocol;

/// <summary>A request's JSON body, read as strictly as anything signed; null when it is not one JSON object.</summary>
public static class JsonRequest
{
    private const int Longest = 256 * 1024;

    public static async Task<JsonElement?> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        if (!request.HasJsonContentType() || request.ContentLength > Longest)
        {
            return null;
        }

        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancel)) > 0)
        {
            body.Write(buffer, 0, read);
            if (body.Length > Longest)
            {
                return null;
            }
        }

        try
        {
            var json = StrictJson.Read(body.GetBuffer().AsSpan(0, (int)body.Length));
            return json.ValueKind == JsonValueKind.Object ? json : null;
        }
        catch (InputRefusedException)
        {
            return null;
        }
    }

    /// <summary>A text member; null when it is missing or something else.</summary>
    public static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
