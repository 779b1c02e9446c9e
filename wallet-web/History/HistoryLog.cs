using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Wallet.Custody;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.History;

/// <summary>Writes the lines of a worker's history. There is no operation that changes or removes one, but for the
/// deletion of the whole passport.</summary>
public sealed class HistoryLog(TimeProvider clock, IHttpContextAccessor accessor)
{
    private const string Kind = "history";

    /// <summary>Deletes rows of the worker's and writes the line that says so: both or neither.</summary>
    /// <returns>False when there was none.</returns>
    public async Task<bool> DeleteAsync<T>(
        WalletDb db, IQueryable<T> rows, CurrentWorker worker, HistoryKind kind, CancellationToken cancellation)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await rows.ExecuteDeleteAsync(cancellation) == 0)
        {
            return false;
        }

        db.History.Add(Entry(worker.Vault, worker.Account.Id, kind));
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    /// <param name="about">Whom or what it was about: a share's label, a certificate's title.</param>
    /// <param name="aboutEn">The same in English, where it has a name in both languages.</param>
    /// <param name="share">The share it was about.</param>
    /// <param name="certificate">The certificate it was about.</param>
    public HistoryEntry Entry(
        Vault vault, Guid walletId, HistoryKind kind, string? about = null, Guid? share = null,
        Guid? certificate = null, string? aboutEn = null)
    {
        // A browser that says nothing known of itself.
        about = about is "" ? null : about;
        // In a helped session every line names the helper.
        if (accessor.HttpContext?.User is { } user && Session.HelperOf(user) is { } helper)
        {
            about = about is null ? helper : $"{about} ({helper})";
            aboutEn = aboutEn is null ? null : $"{aboutEn} ({helper})";
        }

        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        return new HistoryEntry
        {
            Id = id,
            WalletId = walletId,
            At = now,
            Kind = kind,
            Sealed = about is null ? null
                : aboutEn is null || aboutEn == about ? vault.Seal(Kind, id, about)
                : vault.Seal(Kind, id, new BothNames(about, aboutEn)),
            ShareId = share,
            CertificateId = certificate,
        };
    }

    /// <summary>Whom or what a line was about, in the reader's language where it was written in both.</summary>
    public static string? About(Vault vault, HistoryEntry entry, string language)
    {
        if (entry.Sealed is null)
        {
            return null;
        }

        var about = vault.Open<JsonElement>(Kind, entry.Id, entry.Sealed);
        if (about.ValueKind == JsonValueKind.String)
        {
            return about.GetString() is { Length: > 0 } text ? text : null;
        }

        var names = about.Deserialize<BothNames>()!;
        return language == "bn" ? names.Bn : names.En;
    }

    private sealed record BothNames(string Bn, string En);
}
