using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Wallet.Custody;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.Declared;
using SkillsPassport.Wallet.History;
using SkillsPassport.Wallet.Passport;
using SkillsPassport.Wallet.Receive;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Account;

public enum ImportRefusal
{
    FileUnreadable,
    TooLarge,

    /// <summary>The copy was made without keys: it can be read, not taken over.</summary>
    NoKeys,
    WrongPassphrase,
}

/// <summary>What an import brought.</summary>
public sealed record ImportAnswer(int Received, int Refused, ImportRefusal? Refusal)
{
    public static ImportAnswer No(ImportRefusal refusal) => new(0, 0, refusal);
}

/// <summary>Takes the certificates of an earlier copy into this passport. The passphrase opens the holder keys, and
/// each key must be the one its credential is bound to: that is the proof of possession. Each credential is looked at
/// as if its issuer had just delivered it.</summary>
public sealed class ImportData(
    IDbContextFactory<WalletDb> databases, CheckReceived checkReceived, KeepCertificate keepCertificate,
    SaveDeclared saveDeclared, HistoryLog history)
{
    public const int LargestFile = 4 * 1024 * 1024;
    private const int MostCertificates = 100;

    public async Task<ImportAnswer> RunAsync(
        CurrentWorker worker, ReadOnlyMemory<byte> bytes, string? passphrase, CancellationToken cancellation)
    {
        if (ExportFile.Read(bytes.Span) is not { Certificates: { Count: > 0 and <= MostCertificates } certificates }
            file)
        {
            return ImportAnswer.No(ImportRefusal.FileUnreadable);
        }

        if (certificates.All(one => one.HolderKey is null))
        {
            return ImportAnswer.No(ImportRefusal.NoKeys);
        }

        var (received, refused) = (0, 0);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        foreach (var certificate in certificates)
        {
            if (certificate is not { HolderKey: { } sealedKey, Credential: { Length: > 0 } credential })
            {
                refused++;
                continue;
            }

            if (OpenKey(sealedKey, passphrase ?? "") is not { } key)
            {
                return ImportAnswer.No(ImportRefusal.WrongPassphrase);
            }

            var kept = await KeepAsync(db, worker, certificate, credential, key, cancellation);
            received += kept ? 1 : 0;
            refused += kept ? 0 : 1;
        }

        await saveDeclared.TakeOverAsync(worker, file.Declared ?? [], cancellation);
        db.History.Add(history.Entry(worker.Vault, worker.Account.Id, HistoryKind.DataImported));
        await db.SaveChangesAsync(cancellation);
        return new ImportAnswer(received, refused, null);
    }

    private static byte[]? OpenKey(string pem, string passphrase)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportFromEncryptedPem(pem, passphrase);
            return key.ExportParameters(false).Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value
                ? key.ExportPkcs8PrivateKey()
                : null;
        }
        catch (Exception unreadable) when (unreadable is CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    private async Task<bool> KeepAsync(
        WalletDb db, CurrentWorker worker, ExportedCertificate certificate, string credential, byte[] key,
        CancellationToken cancellation)
    {
        using var keys = new HolderKeys([key]);
        var kind = new OfferedKind("", null, certificate.KindNameBn, certificate.KindNameEn);
        var looked = await checkReceived.RunAsync(credential, keys, kind, offeredBy: null, cancellation);
        if (!looked.Is(out var found))
        {
            return false;
        }

        var content = new CertificateContent
        {
            SdJwt = credential,
            HolderKey = key,
            IssuerId = found.Credential.Issuer ?? certificate.IssuerId ?? "",
            IssuerNameBn = certificate.IssuerNameBn,
            IssuerNameEn = certificate.IssuerNameEn,
            KindNameBn = certificate.KindNameBn,
            KindNameEn = certificate.KindNameEn,
        };
        await keepCertificate.RunAsync(db, worker.Vault, worker.Account.Id, found, content, [], cancellation);
        await db.SaveChangesAsync(cancellation);
        return true;
    }
}
