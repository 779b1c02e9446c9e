using System.Collections.Concurrent;
using System.Text.Json;

namespace SkillsPassport.Credentials.Jose;

/// <summary>
/// A protected header that was read and found acceptable. An issuer writes the same octets into every token it signs,
/// so those read last are remembered by their exact spelling: the same octets have the same meaning.
/// </summary>
internal sealed class JwsHeader
{
    /// <summary>Longest header accepted, in characters of base64url.</summary>
    private const int MaxLength = 32 * 1024;

    private const int MaxKidLength = 512;
    private const int MostRemembered = 4096;
    private const int LongestRemembered = 2 * 1024;

    private static readonly ConcurrentDictionary<byte[], JwsHeader> Remembered = new(OctetComparer.Instance);
    private static readonly ConcurrentDictionary<byte[], JwsHeader>.AlternateLookup<ReadOnlySpan<byte>> BySpelling =
        Remembered.GetAlternateLookup<ReadOnlySpan<byte>>();

    private static int _remembered;

    private JwsHeader(JsonElement members)
    {
        Members = members;
        Type = Text(Specs.Jose.Typ);
        Kid = Text(Specs.Jose.Kid);
    }

    /// <summary>A JSON object with <c>alg</c> ES256.</summary>
    public JsonElement Members { get; }

    /// <summary><c>typ</c>, null when absent.</summary>
    public string? Type { get; }

    /// <summary><c>kid</c>, null when absent.</summary>
    public string? Kid { get; }

    /// <summary>Reads a header as it travels, in base64url.</summary>
    /// <exception cref="InputRefusedException">See <see cref="Jws.Parse(string, int, JwsHeaderRules)"/>.</exception>
    public static JwsHeader Read(ReadOnlySpan<byte> encoded, JwsHeaderRules rules)
    {
        // What carries its own key is one of a kind.
        var isRepeated = rules == JwsHeaderRules.NoEmbeddedKey && encoded.Length <= LongestRemembered;
        if (isRepeated && BySpelling.TryGetValue(encoded, out var known))
        {
            return known;
        }

        var header = ReadNew(encoded, rules);
        if (isRepeated)
        {
            // Counted here: asking the dictionary would stop everybody else.
            if (Interlocked.Increment(ref _remembered) > MostRemembered)
            {
                Remembered.Clear();
                Volatile.Write(ref _remembered, 0);
            }

            BySpelling[encoded] = header;
        }

        return header;
    }

    private static JwsHeader ReadNew(ReadOnlySpan<byte> encoded, JwsHeaderRules rules)
    {
        if (encoded.Length > MaxLength)
        {
            throw new InputRefusedException(InputRefusal.TooLarge, "The header is too long.");
        }

        if (!Base64UrlStrict.TryDecode(encoded, out var json))
        {
            throw new InputRefusedException(InputRefusal.NotCanonical, "The header is not canonical base64url.");
        }

        var members = StrictJson.Read(json);
        Check(members, rules);
        return new JwsHeader(members);
    }

    private static void Check(JsonElement header, JwsHeaderRules rules)
    {
        if (header.ValueKind != JsonValueKind.Object)
        {
            throw new InputRefusedException(InputRefusal.Unreadable, "The header is not a JSON object.");
        }

        var algorithmSeen = false;
        foreach (var member in header.EnumerateObject())
        {
            switch (member.Name)
            {
                case Specs.Jose.Alg:
                    algorithmSeen = member.Value.ValueKind == JsonValueKind.String
                        && member.Value.ValueEquals(Specs.Jose.ES256);
                    break;
                case Specs.Jose.Kid when member.Value.ValueKind != JsonValueKind.String
                        || !IsPlainText(member.Value.GetString()!):
                case Specs.Jose.Typ when member.Value.ValueKind != JsonValueKind.String:
                case Specs.Jose.JwkHeader when rules == JwsHeaderRules.NoEmbeddedKey:
                case Specs.Jose.Jku or Specs.Jose.X5u or Specs.Jose.Crit or Specs.Jose.B64
                        or Specs.Jose.Enc or Specs.Jose.Zip:
                    throw new InputRefusedException(InputRefusal.Header, "A header member that is not accepted.");
            }
        }

        if (!algorithmSeen)
        {
            throw new InputRefusedException(InputRefusal.Algorithm, "Only ES256 is accepted.");
        }
    }

    // A key id is looked up in lists and written to logs: nothing but short printable ASCII.
    private static bool IsPlainText(string kid) =>
        kid.Length is > 0 and <= MaxKidLength && !kid.AsSpan().ContainsAnyExceptInRange(' ', '~');

    private string? Text(string name) =>
        Members.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
