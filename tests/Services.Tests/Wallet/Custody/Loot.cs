using System.Text;
using System.Text.RegularExpressions;

namespace SkillsPassport.Services.Tests.Wallet.Custody;

/// <summary>What a thief looks for, in every spelling in which it may lie somewhere.</summary>
public sealed partial class Loot
{
    /// <summary>Shorter runs of other characters are found by chance in ciphertext.</summary>
    private const int LeastBytes = 6;

    private readonly Dictionary<string, byte[]> _wanted = [];

    public void Add(string name, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Spell(name, bytes);
        _wanted[$"{name}, UTF-16"] = Encoding.Unicode.GetBytes(text);
        _wanted[$"{name}, UTF-16 big-endian"] = Encoding.BigEndianUnicode.GetBytes(text);
        _wanted[$"{name}, in an address"] = Encoding.UTF8.GetBytes(Uri.EscapeDataString(text));
        _wanted[$"{name}, as JSON"] = Encoding.UTF8.GetBytes(System.Text.Json.JsonSerializer.Serialize(text)[1..^1]);
        if (text.Any(char.IsAsciiDigit))
        {
            var bangla = string.Concat(text.Select(c => char.IsAsciiDigit(c) ? (char)('০' + c - '0') : c));
            _wanted[$"{name}, Bangla digits"] = Encoding.UTF8.GetBytes(bangla);
            _wanted[$"{name}, Bangla digits reversed"] = Encoding.UTF8.GetBytes(string.Concat(bangla.Reverse()));
            _wanted[$"{name}, Bangla digits, UTF-16"] = Encoding.Unicode.GetBytes(bangla);
        }
    }

    public void Add(string name, byte[] secret) => Spell(name, secret);

    /// <summary>What of it lies there, and where.</summary>
    public IReadOnlyList<string> FindIn(ReadOnlySpan<byte> place)
    {
        var found = new List<string>();
        foreach (var (name, wanted) in _wanted)
        {
            for (int from = 0, at; (at = place[from..].IndexOf(wanted)) >= 0; from += at + 1)
            {
                if (!IsPartOfANumber(place, from + at, wanted))
                {
                    var around = place[Math.Max(0, from + at - 60)..Math.Min(place.Length, from + at + 40)];
                    found.Add($"{name}: {Encoding.UTF8.GetString(around)}");
                    break;
                }
            }
        }

        return found;
    }

    /// <summary>A dump with its binary columns as bytes again, so that nothing hides behind their spelling.</summary>
    public static byte[] Decoded(string dump) => Encoding.Latin1.GetBytes(BinaryColumn().Replace(
        dump, column => Encoding.Latin1.GetString(Convert.FromHexString(column.Groups[1].ValueSpan))));

    /// <summary>Six digits stand by chance in longer numbers: ticks, ids, digests.</summary>
    private static bool IsPartOfANumber(ReadOnlySpan<byte> place, int at, byte[] wanted) =>
        wanted.Length <= 8 && wanted.All(one => char.IsAsciiHexDigit((char)one))
        && ((at > 0 && char.IsAsciiHexDigit((char)place[at - 1]))
            || (at + wanted.Length < place.Length && char.IsAsciiHexDigit((char)place[at + wanted.Length])));

    private void Spell(string name, byte[] bytes)
    {
        _wanted[name] = bytes;
        _wanted[$"{name}, reversed"] = [.. bytes.Reverse()];
        if (bytes.Length < LeastBytes)
        {
            return;
        }

        _wanted[$"{name}, hexadecimal"] = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(bytes));
        _wanted[$"{name}, HEXADECIMAL"] = Encoding.ASCII.GetBytes(Convert.ToHexString(bytes));
        for (var shift = 0; shift < 3; shift++)
        {
            // Inside a longer text in base64 it may begin at any of three places; its edges depend on its neighbours.
            var text = Convert.ToBase64String([.. new byte[shift], .. bytes]);
            var core = text[(shift == 0 ? 0 : shift + 1)..((shift + bytes.Length) * 8 / 6)];
            if (core.Length >= LeastBytes + 1)
            {
                _wanted[$"{name}, base64 at {shift}"] = Encoding.ASCII.GetBytes(core);
                _wanted[$"{name}, base64url at {shift}"] =
                    Encoding.ASCII.GetBytes(core.Replace('+', '-').Replace('/', '_'));
            }
        }
    }

    [GeneratedRegex(@"\\\\x([0-9a-f]*)")]
    private static partial Regex BinaryColumn();
}
