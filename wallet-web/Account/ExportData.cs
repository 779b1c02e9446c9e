using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Credentials.SdJwt;
using SkillsPassport.Hosting.Languages;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.Declared;
using SkillsPassport.Wallet.History;
using SkillsPassport.Wallet.Passport;
using SkillsPassport.Wallet.Share;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Account;

/// <summary>Everything the wallet holds about a worker as one readable file. Holder keys and spare copies go along
/// only under a passphrase: in a file on a shared phone they would let others speak as the worker. The issuers' tokens
/// for renewing stay: used from two places a token ends (RFC 9700 section 4.14.2).</summary>
public sealed class ExportData(
    IDbContextFactory<WalletDb> databases, ListShares listShares, ReadDeclared readDeclared, ExportTraces traces,
    HistoryLog history, PhraseBook words, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    /// <summary>A copy lies around for years, and its passphrase is all that protects it.</summary>
    public const int ShortestPassphrase = 12;

    /// <param name="passphrase">Null or empty: the copy is for reading, without keys.</param>
    public async Task<byte[]> RunAsync(CurrentWorker worker, string? passphrase, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        db.History.Add(history.Entry(worker.Vault, worker.Account.Id, HistoryKind.DataExported));
        await db.SaveChangesAsync(cancellation);
        var certificates = await db.Certificates.AsNoTracking().Where(one => one.WalletId == worker.Account.Id)
            .OrderBy(one => one.ReceivedAt).ToListAsync(cancellation);
        var lines = await db.History.AsNoTracking().Where(one => one.WalletId == worker.Account.Id)
            .OrderBy(one => one.At).ToListAsync(cancellation);
        var spare = (await db.SpareCopies.AsNoTracking().Where(one => one.WalletId == worker.Account.Id)
            .OrderBy(one => one.Id).ToListAsync(cancellation)).ToLookup(one => one.CertificateId);
        var declared = await readDeclared.AllAsync(worker, cancellation);
        var shares = await listShares.RunAsync(worker, cancellation);
        using var keys = string.IsNullOrEmpty(passphrase) ? null : new PassphraseKeys(passphrase);
        return JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                Format = ExportFile.CurrentFormat,
                Readme = words.Languages.ToDictionary(one => one, one => words.Say(one, "export.readme")),
                ExportedAt = clock.GetUtcNow(),
                worker.Phone,
                worker.Account.CreatedAt,
                worker.Account.ConsentVersion,
                Certificates = certificates.Select(one => Certificate(worker, one, spare[one.Id], keys)),
                // The worker's own words, in a place of their own: nobody signed them.
                Declared = declared.Select(one => one.Content),
                Shares = shares.Select(one => new
                {
                    one.Id,
                    one.Content.Label,
                    one.Content.Link,
                    one.Content.Items,
                    one.Content.Pin,
                    one.Content.Recruiter,
                    one.Share.OpeningsLimit,
                    one.Share.CreatedAt,
                    one.Share.EndsAt,
                    one.Share.StoppedAt,
                    one.Share.Openings,
                    one.Share.LastOpenedAt,
                }),
                History = lines.Select(one => new
                {
                    one.At,
                    What = one.Kind.ToString(),
                    About = HistoryLog.About(worker.Vault, one, "bn"),
                    AboutEn = HistoryLog.About(worker.Vault, one, "en"),
                }),
                Traces = await traces.RunAsync(worker, cancellation),
            },
            Readable);
    }

    private static object Certificate(
        CurrentWorker worker, HeldCertificate held, IEnumerable<SpareCopy> spare, PassphraseKeys? keys)
    {
        var content = worker.Vault.Open<CertificateContent>(CertificateContent.Kind, held.Id, held.Sealed);
        return new
        {
            content.IssuerId,
            content.IssuerNameBn,
            content.IssuerNameEn,
            content.KindNameBn,
            content.KindNameEn,
            Marking = held.Marking.ToString(),
            held.ReceivedAt,
            Claims = SdJwtPresentation.Parse(content.SdJwt).Process(),
            Credential = content.SdJwt,
            HolderKey = keys?.Seal(content.HolderKey),
            Spare = (keys is null ? [] : spare)
                .Select(one => worker.Vault.Open<CredentialCopy>(CredentialCopy.Kind, one.Id, one.Sealed))
                .Select(one => new { Credential = one.SdJwt, HolderKey = keys!.Seal(one.HolderKey) }),
            RenewsByItself = content.Renewal is not null,
        };
    }
}
