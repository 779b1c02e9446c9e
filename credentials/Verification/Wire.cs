using System.Collections.Frozen;
using System.Text;
using System.Text.Json;

namespace SkillsPassport.Credentials.Verification;

/// <summary>Names of the report's enums on the wire: <c>StatusRevoked</c> is <c>status_revoked</c>.</summary>
public static class Wire
{
    /// <summary>The wire name.</summary>
    public static string Name<T>(T value)
        where T : struct, Enum => Names<T>.ByValue[value];

    /// <summary>The wire name, ready to be written.</summary>
    internal static JsonEncodedText Encoded<T>(T value)
        where T : struct, Enum => Names<T>.Encoded[value];

    /// <summary>The value with this wire name.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static T Read<T>(string name)
        where T : struct, Enum => Names<T>.ByName.TryGetValue(name, out var value) ? value
            : throw new FormatException($"{name} is no {typeof(T).Name}.");

    private static string Snake(string name)
    {
        var snake = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && snake.Length > 0)
            {
                snake.Append('_');
            }

            snake.Append(char.ToLowerInvariant(letter));
        }

        return snake.ToString();
    }

    private static class Names<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> ByValue =
            Enum.GetValues<T>().ToFrozenDictionary(value => value, value => Snake(value.ToString()));

        public static readonly FrozenDictionary<T, JsonEncodedText> Encoded =
            ByValue.ToFrozenDictionary(pair => pair.Key, pair => JsonEncodedText.Encode(pair.Value));

        public static readonly FrozenDictionary<string, T> ByName =
            ByValue.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);
    }
}
