using System.Text.Encodings.Web;
using System.Text.Json;

namespace SkillsPassport.Credentials.Jose;

/// <summary>How JSON is written into tokens: Bangla as Bangla, no white space.</summary>
internal static class WireJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static readonly JsonWriterOptions Writer = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };
}
