using Microsoft.Extensions.Options;
using SkillsPassport.Hosting.Languages;
using SkillsPassport.Hosting.Protection;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Wallet.Messages;

/// <summary>Puts a text message into the outbox, in the caller's own transaction. A text is in Bangla and English,
/// short, and holds no name and no secret but the code: text messages are read by whoever holds the phone.</summary>
public sealed class QueueMessage(
    PhraseBook phrases, FieldCipher cipher, IOptions<MessagesOptions> options, IOptions<WalletOptions> wallet,
    TimeProvider clock)
{
    /// <summary>An alarm: something happened that only the owner can judge.</summary>
    public void Alarm(WalletDb db, MessageKind kind, WalletAccount account) => Add(
        db, kind, cipher.Unprotect("wallet-phone", account.SealedPhone),
        wallet.Value.PublicUrl!.GetLeftPart(UriPartial.Authority));

    /// <summary>Somebody asked for a new PIN at a counter.</summary>
    /// <param name="secret">Of the link that stops it; null when only the passport itself may.</param>
    public void Recovery(WalletDb db, WalletAccount account, string? secret)
    {
        if (secret is null)
        {
            Alarm(db, MessageKind.RecoveryAskedAgain, account);
            return;
        }

        Add(
            db, MessageKind.RecoveryAsked, cipher.Unprotect("wallet-phone", account.SealedPhone),
            $"{wallet.Value.PublicUrl!.GetLeftPart(UriPartial.Authority)}/recover/stop/{secret}");
    }

    /// <summary>A code, with what it is for: whoever is talked into reading it out hears what it would open.</summary>
    public void Code(WalletDb db, CodePurpose purpose, string number, string code) =>
        Add(db, MessageKind.Code, number, code, $".{purpose}");

    public (string Number, string Text) Read(TextMessage message) => (
        cipher.Unprotect("wallet-message-to", message.SealedNumber, message.Id.ToString("N")),
        cipher.Unprotect("wallet-message", message.SealedText, message.Id.ToString("N")));

    private void Add(WalletDb db, MessageKind kind, string number, string filled, string ending = "")
    {
        if (options.Value.IsOff)
        {
            return;
        }

        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var key = $"message.{kind}{ending}".ToLowerInvariant();
        var text = $"{phrases.Say("bn", key, filled)} / {phrases.Say("en", key, filled)}";
        db.Messages.Add(new TextMessage
        {
            Id = id,
            Kind = kind,
            SealedNumber = cipher.Protect("wallet-message-to", number, id.ToString("N")),
            SealedText = cipher.Protect("wallet-message", text, id.ToString("N")),
            QueuedAt = now,
            NextAt = now,
        });
    }
}
