using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Protection;
using SkillsPassport.Wallet.Custody;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Recruiters;

/// <summary>What is sealed of a warning.</summary>
public sealed record WarningContent(SharedRecruiter Recruiter, LicenceWord Word, DateOnly? Since)
{
    public const string Kind = "recruiter-warning";
}

/// <summary>Names recruiters and what happened to them in the database, without saying who or what: keyed
/// indexes.</summary>
public sealed class RecruiterEvents(BlindIndex blindIndex, TimeProvider clock)
{
    public byte[] Index(string rl) => blindIndex.Compute("wallet-recruiter", rl);

    /// <summary>One suspension, one end of a licence: the same again later is another event.</summary>
    public byte[] EventIndex(byte[] recruiterIndex, LicenceWord word, DateOnly? since) => blindIndex.Compute(
        "wallet-recruiter-event",
        $"{Convert.ToHexStringLower(recruiterIndex)}|{word}|{since?.ToString("O", CultureInfo.InvariantCulture)}");

    public RecruiterWarning Warning(
        Vault vault, Guid walletId, byte[] recruiterIndex, WarningContent content, DateTimeOffset? seen = null)
    {
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        return new RecruiterWarning
        {
            Id = id,
            WalletId = walletId,
            RecruiterIndex = recruiterIndex,
            EventIndex = EventIndex(recruiterIndex, content.Word, content.Since),
            Sealed = vault.Seal(WarningContent.Kind, id, content),
            ToldAt = now,
            SeenAt = seen,
        };
    }

    /// <summary>The page said it before the worker shared: the worker is not told again.</summary>
    public async Task NoteAsSaidAsync(
        WalletDb db, CurrentWorker worker, Licence licence, CancellationToken cancellation)
    {
        var index = Index(licence.Rl);
        var said = EventIndex(index, licence.Word, licence.Since);
        if (!await db.RecruiterWarnings.AnyAsync(
            one => one.WalletId == worker.Account.Id && one.EventIndex == said, cancellation))
        {
            db.RecruiterWarnings.Add(Warning(
                worker.Vault, worker.Account.Id, index, new(licence.Named, licence.Word, licence.Since),
                clock.GetUtcNow()));
        }
    }
}
