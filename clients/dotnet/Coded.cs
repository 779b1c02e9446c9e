using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SkillsPassport.Client;

/// <summary>A code of the API: its meaning where this client knows it, and its text in any case. A code that came up
/// later than this client is <c>Unknown</c>, never an exception.</summary>
/// <param name="Value">The meaning; <c>Unknown</c> (0) for a code this client does not know.</param>
/// <param name="Text">As it was sent, such as <c>status_revoked</c>.</param>
/// <typeparam name="T">An enum whose members are the codes in Pascal case.</typeparam>
public readonly record struct Coded<T>(T Value, string Text) where T : struct, Enum
{
    private static readonly Dictionary<string, T> Known =
        Enum.GetValues<T>().ToDictionary(value => Snake(value.ToString()), StringComparer.Ordinal);

    /// <summary>Reads a code.</summary>
    public static Coded<T> Of(string? text) => new(text is not null && Known.TryGetValue(Snake(text), out var value)
        ? value : default, text ?? "");

    /// <summary>So that a code compares with what it may be.</summary>
    public static implicit operator T(Coded<T> code) => code.Value;

    /// <inheritdoc/>
    public override string ToString() => Text;

    // "Passed" and "status_revoked" are both codes of the API.
    private static string Snake(string name)
    {
        var snake = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && snake.Length > 0 && snake[^1] != '_')
            {
                snake.Append('_');
            }

            snake.Append(char.ToLowerInvariant(letter));
        }

        return snake.ToString();
    }
}

/// <summary>Reads and writes any <see cref="Coded{T}"/> as its text.</summary>
internal sealed class CodedConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Coded<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(
            typeof(Converter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class Converter<T> : JsonConverter<Coded<T>> where T : struct, Enum
    {
        public override Coded<T> Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            Coded<T>.Of(reader.GetString());

        public override void Write(Utf8JsonWriter writer, Coded<T> value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Text);
    }
}
