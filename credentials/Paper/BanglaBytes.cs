using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.Paper;

/// <summary>
/// One byte for each character of a Bangla name, where UTF-8 takes three: ASCII stands for itself, 0x80 to 0xFF are the
/// 128 code points of the Bengali block (U+0980 to U+09FF), 0x0C and 0x0D are the joiners that conjuncts need. Saves
/// about 35 bytes a certificate, which is what lets long names stay inside the QR budget.
/// </summary>
internal static class BanglaBytes
{
    private const char BlockStart = '\u0980';
    private const char NonJoiner = '\u200C';
    private const char Joiner = '\u200D';

    /// <summary>False when a character has no byte; the name is then written as UTF-8 text.</summary>
    public static bool TryEncode(string text, out byte[] bytes)
    {
        bytes = new byte[text.Length];
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            switch (c)
            {
                case >= ' ' and <= '~':
                    bytes[i] = (byte)c;
                    break;
                case >= BlockStart and <= '\u09FF':
                    bytes[i] = (byte)(c - BlockStart + 0x80);
                    break;
                case NonJoiner or Joiner:
                    bytes[i] = (byte)(c - NonJoiner + 0x0C);
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    /// <exception cref="InputRefusedException">A byte that stands for no character.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes) => string.Create(bytes.Length, bytes, static (text, bytes) =>
    {
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = bytes[i] switch
            {
                >= 0x80 => (char)(BlockStart + bytes[i] - 0x80),
                >= 0x20 and <= 0x7E => (char)bytes[i],
                0x0C => NonJoiner,
                0x0D => Joiner,
                _ => throw new InputRefusedException(InputRefusal.Claims, "A byte that stands for no character."),
            };
        }
    });
}
