using System.Security.Cryptography;
using System.Text.Json;
using SkillsPassport.Hosting.Protection;

namespace SkillsPassport.Verifier.Suspicions;

/// <summary>Seals what people wrote to its case, and makes the number and the secret by which a sender finds it
/// again.</summary>
public sealed class SuspicionSeal(FieldCipher cipher, BlindIndex index)
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const string Words = "suspicion", Photo = "suspicion-photo", Note = "suspicion-note";

    /// <summary>Both follow from the form's own token, so that a form sent twice makes one case and shows the same.
    /// The token is known to its sender only, and the keys behind this to nobody outside.</summary>
    public (string Number, string Secret) Name(string token) =>
        (Group(index.Compute("suspicion-number", token), 8), Group(index.Compute("suspicion-secret", token), 12));

    /// <summary>As somebody types it: case, spaces and hyphens do not matter, and no letter is mistaken.</summary>
    public static string Clean(string? typed, int length)
    {
        var plain = string.Concat((typed ?? "").ToUpperInvariant().Where(char.IsAsciiLetterOrDigit).Select(letter =>
            letter switch { 'O' => '0', 'I' or 'L' => '1', _ => letter }));
        return plain.Length == length ? Hyphenate(plain) : "";
    }

    public byte[] Hash(string number, string secret) => index.Compute("suspicion-check", $"{number}/{secret}");

    public bool Fits(Suspicion one, string secret) =>
        CryptographicOperations.FixedTimeEquals(one.SecretHash, Hash(one.Number, secret));

    public byte[] Close(string number, SuspicionEvidence evidence) =>
        cipher.Protect(Words, JsonSerializer.SerializeToUtf8Bytes(evidence), number);

    public SuspicionEvidence Open(Suspicion one) =>
        JsonSerializer.Deserialize<SuspicionEvidence>(cipher.UnprotectBytes(Words, one.Sealed, one.Number))!;

    public byte[] ClosePhoto(string number, ReadOnlySpan<byte> photo) => cipher.Protect(Photo, photo, number);

    public byte[] OpenPhoto(SuspicionPhoto photo) => cipher.UnprotectBytes(Photo, photo.Sealed, photo.Number);

    public byte[] CloseNote(string id, string text) => cipher.Protect(Note, text, id);

    public string OpenNote(SuspicionNote note) => cipher.Unprotect(Note, note.Sealed, note.Id);

    private static string Group(byte[] bytes, int length) =>
        Hyphenate(string.Concat(bytes.Take(length).Select(one => Alphabet[one & 31])));

    private static string Hyphenate(string plain) =>
        string.Join('-', plain.Chunk(4).Select(group => new string(group)));
}
