using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Credentials.SdJwt;
using SkillsPassport.Hosting.Protection;
using SkillsPassport.Wallet.Custody;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.Passport;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Recovery;

/// <summary>Finds the passport of whoever stands at a counter: by the number of a certificate in it, and by the last
/// characters of a document that the same certificate's accredited issuer has signed. What is not signed proves
/// nothing.</summary>
public sealed class FindOwner(IDbContextFactory<WalletDb> databases, Vaults vaults, BlindIndex blindIndex)
{
    /// <summary>Finds certificates by their number, however it was typed.</summary>
    public static byte[] SerialIndex(BlindIndex blindIndex, string serial) =>
        blindIndex.Compute("wallet-serial", Fold(serial));

    /// <summary>A worker may have opened a passport more than once; more than these nobody has.</summary>
    private const int MostHolders = 20;

    /// <returns>The passports that fit, and those that hold the certificate whether the document fits or not: newest
    /// first.</returns>
    public async Task<(IReadOnlyList<WalletAccount> Owners, IReadOnlyList<WalletAccount> Holders)> RunAsync(
        string serial, DocumentKind document, string ending, CancellationToken cancellation)
    {
        var index = SerialIndex(blindIndex, serial);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var rows = await (
            from held in db.Certificates.AsNoTracking()
            join wallet in db.Wallets.AsNoTracking() on held.WalletId equals wallet.Id
            where held.SerialIndex == index && held.Marking == Marking.Accredited
            orderby held.ReceivedAt descending
            select new { Held = held, Wallet = wallet }).Take(MostHolders).ToListAsync(cancellation);
        return (
            [.. rows.Where(one => Fits(one.Wallet, one.Held, document, ending)).Select(one => one.Wallet)
                .DistinctBy(one => one.Id)],
            [.. rows.Select(one => one.Wallet).DistinctBy(one => one.Id)]);
    }

    /// <summary>Letters and digits only, in capitals, with ASCII digits.</summary>
    public static string Fold(string typed) =>
        new([.. Digits.FoldToAscii(typed).ToUpperInvariant().Where(char.IsAsciiLetterOrDigit)]);

    private bool Fits(WalletAccount wallet, HeldCertificate held, DocumentKind document, string ending)
    {
        using var vault = vaults.Open(wallet);
        var content = vault.Open<CertificateContent>(CertificateContent.Kind, held.Id, held.Sealed);
        var signed = Signed(SdJwtPresentation.Parse(content.SdJwt).Process(), document);
        return signed is { Length: > 0 } && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(Fold(signed)), Encoding.UTF8.GetBytes(Fold(ending)));
    }

    private static string? Signed(JsonObject claims, DocumentKind document) =>
        ClaimText.Of(claims, document == DocumentKind.NationalId ? "nid_last4" : "passport_last3");
}
