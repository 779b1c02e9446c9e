using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Hosting.Protection;

namespace SkillsPassport.Issuer.Offers;

/// <summary>Makes and compares the secrets of offers: ids, codes and tokens are stored as hashes, PINs as keyed
/// hashes.</summary>
public sealed class OfferSecrets(FieldCipher cipher, BlindIndex index)
{
    /// <summary>Digits of a PIN.</summary>
    public const int PinLength = 6;

    private const int PinRange = 1_000_000;
    private const string PinPurpose = "tx-code";
    private const string OfferPurpose = "offer";
    private const string RecipientPurpose = "message-recipient";
    private const string MessagePurpose = "message-body";

    /// <summary>An unguessable text; 16 bytes for what is printed as a QR code, 32 for what travels unseen.</summary>
    public static string New(int bytes) => Base64UrlStrict.Encode(RandomNumberGenerator.GetBytes(bytes));

    /// <summary>What is stored of a secret with 128 bits or more: nothing to be guessed from it.</summary>
    public static string Hash(string secret) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    public static string NewPin() =>
        RandomNumberGenerator.GetInt32(PinRange).ToString($"D{PinLength}", CultureInfo.InvariantCulture);

    /// <summary>Keyed, because a million PINs are tried in a moment once a database is stolen.</summary>
    public byte[] HashPin(string offerId, string pin) => index.Compute(PinPurpose, $"{offerId}:{pin}");

    /// <summary>Compares in constant time.</summary>
    public bool IsPin(string offerId, string pin, byte[] expected) =>
        CryptographicOperations.FixedTimeEquals(HashPin(offerId, pin), expected);

    public byte[] Hide(string secret) => cipher.Protect(OfferPurpose, secret, Hash(secret));

    public string Open(Offer offer) => cipher.Unprotect(OfferPurpose, offer.Secret, offer.Id);

    public byte[] HideRecipient(string messageId, string phone) => cipher.Protect(RecipientPurpose, phone, messageId);

    public byte[] HideMessage(string messageId, string text) => cipher.Protect(MessagePurpose, text, messageId);

    public string OpenRecipient(string messageId, byte[] box) => cipher.Unprotect(RecipientPurpose, box, messageId);

    public string OpenMessage(string messageId, byte[] box) => cipher.Unprotect(MessagePurpose, box, messageId);
}
