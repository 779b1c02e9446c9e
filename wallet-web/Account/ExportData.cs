using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Credentials.SdJwt;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.History;
using SkillsPassport.Wallet.Passport;
using SkillsPassport.Wallet.Share;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Account;

/// <summary>Everything the wallet holds about a worker as one readable file. The holder keys stay: in a file on a
/// shared phone they would let others speak as the worker; another wallet gets its own copy from the issuer.</summary>
public sealed class ExportData(
    IDbContextFactory<WalletDb> databases, ListShares listShares, HistoryLog history, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    public async Task<byte[]> RunAsync(CurrentWorker worker, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        db.History.Add(history.Entry(worker.Vault, worker.Account.Id, HistoryKind.DataExported));
        await db.SaveChangesAsync(cancellation);
        var certificates = await db.Certificates.AsNoTracking().Where(one => one.WalletId == worker.Account.Id)
            .OrderBy(one => one.ReceivedAt).ToListAsync(cancellation);
        var lines = await db.History.AsNoTracking().Where(one => one.WalletId == worker.Account.Id)
            .OrderBy(one => one.At).ToListAsync(cancellation);
        var shares = await listShares.RunAsync(worker, cancellation);
        return JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                ExportedAt = clock.GetUtcNow(),
                worker.Phone,
                worker.Account.CreatedAt,
                worker.Account.ConsentVersion,
                Certificates = certificates.Select(one => Certificate(worker, one)),
                Shares = shares.Select(one => new
                {
                    one.Content.Label,
                    one.Content.Link,
                    one.Content.Items,
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
                    About = HistoryLog.About(worker.Vault, one),
                }),
            },
            Readable);
    }

    private static object Certificate(CurrentWorker worker, HeldCertificate held)
    {
        var content = worker.Vault.Open<CertificateContent>(CertificateContent.Kind, held.Id, held.Sealed);
        return new
        {
            content.IssuerId,
            Marking = held.Marking.ToString(),
            held.ReceivedAt,
            Claims = SdJwtPresentation.Parse(content.SdJwt).Process(),
            Credential = content.SdJwt,
        };
    }
}
