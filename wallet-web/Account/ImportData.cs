using Microsoft.EntityFrameworkCore;
using SkillsPassport.Credentials.SdJwt;
using SkillsPassport.Credentials.SdJwtVc;
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
    private const int MostSpare = 16;
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
        using var keys = new PassphraseKeys(passphrase ?? "");
        var opened = new List<(ExportedCertificate Certificate, IReadOnlyList<CredentialCopy> Copies)>();
        foreach (var certificate in whole)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Open(certificate, keys) is not { } copies)
            {
                return ImportAnswer.No(ImportRefusal.WrongPassphrase);
            }

            opened.Add((certificate, copies));
        }

        var (received, refused) = (0, certificates.Count - whole.Count);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        foreach (var (certificate, copies) in opened)
        {
            var kept = await KeepAsync(db, worker, certificate, copies, cancellation);
            received += kept ? 1 : 0;
            refused += kept ? 0 : 1;
        }

        await saveDeclared.TakeOverAsync(worker, file.Declared ?? [], cancellation);
        db.History.Add(history.Entry(worker.Vault, worker.Account.Id, HistoryKind.DataImported));
        await db.SaveChangesAsync(cancellation);
        return new ImportAnswer(received, refused, null);
    }

    /// <summary>The certificate first, then its spare copies; one of those that does not open is left out.</summary>
    private static List<CredentialCopy>? Open(ExportedCertificate certificate, PassphraseKeys keys)
    {
        if (keys.Open(certificate.HolderKey!) is not { } key)
        {
            return null;
        }

        var copies = new List<CredentialCopy> { new(certificate.Credential!, key) };
        foreach (var one in (certificate.Spare ?? []).Take(MostSpare))
        {
            if (one is { Credential.Length: > 0, HolderKey: not null } && keys.Open(one.HolderKey) is { } own)
            {
                copies.Add(new CredentialCopy(one.Credential, own));
            }
        }

        return copies;
    }

    /// <summary>What is here already stays, with its token and the copies that were not shown yet, unless the file's
    /// lasts longer.</summary>
    private async Task<bool> KeepAsync(
        WalletDb db, CurrentWorker worker, ExportedCertificate certificate, IReadOnlyList<CredentialCopy> copies,
        CancellationToken cancellation)
    {
        using var keys = new HolderKeys(copies.Select(one => one.HolderKey));
        var kind = new OfferedKind(
            "", null, ShownText.Clean(certificate.KindNameBn, LongestName),
            ShownText.Clean(certificate.KindNameEn, LongestName));
        var looked = await checkReceived.RunAsync(
            [.. copies.Select(one => one.SdJwt)], keys, kind, offeredBy: null, cancellation);
        if (!looked.Is(out var received))
        {
            return false;
        }

        var found = received.Checked;
        var held = await keepCertificate.FindAsync(
            db, worker.Account.Id, found, received.First.SdJwt, cancellation);
        var here = held is null
            ? null
            : worker.Vault.Open<CertificateContent>(CertificateContent.Kind, held.Id, held.Sealed);
        if (here is not null && !LastsLonger(found.Credential, here))
        {
            return true;
        }

        var content = new CertificateContent
        {
            SdJwt = received.First.SdJwt,
            HolderKey = received.First.HolderKey,
            IssuerId = found.Credential.Issuer ?? certificate.IssuerId ?? "",
            IssuerNameBn = ShownText.Clean(certificate.IssuerNameBn, LongestName),
            IssuerNameEn = ShownText.Clean(certificate.IssuerNameEn, LongestName),
            KindNameBn = kind.NameBn,
            KindNameEn = kind.NameEn,
            Renewal = here?.Renewal,
        };
        await keepCertificate.RunAsync(
            db, worker.Vault, worker.Account.Id, found, content, received.Spare, cancellation);
        await db.SaveChangesAsync(cancellation);
        return true;
    }

    private static bool LastsLonger(SdJwtVcCredential credential, CertificateContent here) =>
        SdJwtVcCredential.Read(SdJwtPresentation.Parse(here.SdJwt)).Expires is { } ends
        && (credential.Expires is not { } later || later > ends);
}
