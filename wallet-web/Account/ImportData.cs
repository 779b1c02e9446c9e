using System.Formats.Asn1;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Database;
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

    /// <summary>Each key takes long to open.</summary>
    TooOften,
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
    SaveDeclared saveDeclared, ICounters counters, HistoryLog history)
{
    public const int LargestFile = 4 * 1024 * 1024;
    private const int MostCertificates = 100;
    private const int MostTries = 10;

    /// <summary>Whoever wrote the file says how slow its keys are to open.</summary>
    private const int MostRounds = 1_000_000;

    private const string Pbes2 = "1.2.840.113549.1.5.13";
    private const string Pbkdf2 = "1.2.840.113549.1.5.12";
    private const int LongestName = 120;

    public async Task<ImportAnswer> RunAsync(
        CurrentWorker worker, ReadOnlyMemory<byte> bytes, string? passphrase, CancellationToken cancellation)
    {
        if (ExportFile.Read(bytes.Span) is not { Certificates: { Count: > 0 and <= MostCertificates } certificates }
            file)
        {
            return ImportAnswer.No(ImportRefusal.FileUnreadable);
        }

        var whole = certificates.Where(one => one is { HolderKey: not null, Credential.Length: > 0 }).ToList();
        if (whole.Count == 0)
        {
            return ImportAnswer.No(ImportRefusal.NoKeys);
        }

        var tries = await counters.TakeAsync(
            $"import|{worker.Account.Id:N}", MostTries, TimeSpan.FromHours(1), cancellation);
        if (!tries.Allowed)
        {
            return ImportAnswer.No(ImportRefusal.TooOften);
        }

        // All keys first: a copy is taken over as a whole or not at all.
        var opened = new List<(ExportedCertificate Certificate, byte[] Key)>();
        foreach (var certificate in whole)
        {
            cancellation.ThrowIfCancellationRequested();
            if (OpenKey(certificate.HolderKey!, passphrase ?? "") is not { } key)
            {
                return ImportAnswer.No(ImportRefusal.WrongPassphrase);
            }

            opened.Add((certificate, key));
        }

        var (received, refused) = (0, certificates.Count - whole.Count);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        foreach (var (certificate, key) in opened)
        {
            var kept = await KeepAsync(db, worker, certificate, key, cancellation);
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
            if (!IsSane(pem))
            {
                return null;
            }

            using var key = ECDsa.Create();
            key.ImportFromEncryptedPem(pem, passphrase);
            return key.ExportParameters(false).Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value
                ? key.ExportPkcs8PrivateKey()
                : null;
        }
        catch (Exception unreadable) when (
            unreadable is CryptographicException or ArgumentException or AsnContentException)
        {
            return null;
        }
    }

    /// <summary>PBES2 with PBKDF2 (RFC 8018 appendix A), as copies are written, and not slower than a try may
    /// be.</summary>
    private static bool IsSane(string pem)
    {
        var der = Convert.FromBase64String(pem[PemEncoding.Find(pem).Base64Data]);
        var algorithm = new AsnReader(der, AsnEncodingRules.BER).ReadSequence().ReadSequence();
        if (algorithm.ReadObjectIdentifier() != Pbes2)
        {
            return false;
        }

        var derivation = algorithm.ReadSequence().ReadSequence();
        if (derivation.ReadObjectIdentifier() != Pbkdf2)
        {
            return false;
        }

        var parameters = derivation.ReadSequence();
        parameters.ReadOctetString();
        return parameters.TryReadInt32(out var rounds) && rounds is > 0 and <= MostRounds;
    }

    private async Task<bool> KeepAsync(
        WalletDb db, CurrentWorker worker, ExportedCertificate certificate, byte[] key, CancellationToken cancellation)
    {
        using var keys = new HolderKeys([key]);
        var credential = certificate.Credential!;
        var kind = new OfferedKind(
            "", null, ShownText.Clean(certificate.KindNameBn, LongestName),
            ShownText.Clean(certificate.KindNameEn, LongestName));
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
            IssuerNameBn = ShownText.Clean(certificate.IssuerNameBn, LongestName),
            IssuerNameEn = ShownText.Clean(certificate.IssuerNameEn, LongestName),
            KindNameBn = kind.NameBn,
            KindNameEn = kind.NameEn,
        };
        await keepCertificate.RunAsync(db, worker.Vault, worker.Account.Id, found, content, [], cancellation);
        await db.SaveChangesAsync(cancellation);
        return true;
    }
}
