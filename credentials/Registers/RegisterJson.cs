using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SkillsPassport.Credentials.Registers;

/// <summary>Writes an enumeration in the register's own words, as in <c>mra-in-force</c>.</summary>
internal sealed class RegisterWords<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower,
    allowIntegerValues: false) where T : struct, Enum;

/// <summary>Registers as JSON: members in camel case, statuses in the register's own words, days yyyy-mm-dd.</summary>
public static class RegisterJson
{
    /// <summary>What is written and read; members not known here are left for newer readers.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectRequiredConstructorParameters = false,
    };
}
