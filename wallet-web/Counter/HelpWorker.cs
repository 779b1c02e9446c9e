using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Audit;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Hosting.Protection;
using SkillsPassport.Wallet.Custody;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.History;
using SkillsPassport.Wallet.Messages;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Counter;

public enum HelpRefusal
{
    PhoneUnreadable,

    /// <summary>Messages are off: only a code on the worker's own phone can be used.</summary>
    NoMessages,
    TooManyCodes,
}

/// <summary>A helper helps a worker who stands at the counter and gives a code: from a message, or from the worker's
/// own phone. What opens is a session of a few minutes that can only receive; nothing that is shown, shared, exported
/// or changed is reached by it.</summary>
public sealed class HelpWorker(
    IDbContextFactory<WalletDb> databases, ICounters counters, PhoneCodes codes, BlindIndex blindIndex,
    Vaults vaults, HistoryLog history, TimeProvider clock)
{
    private const int CodesPerHelperPerHour = 40;

    /// <summary>How long a helped session lasts, whatever happens in it.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(10);

    /// <summary>Sends a code to a worker's number, or gets ready for one shown on the worker's phone.</summary>
    public async Task<(Guid Id, HelpRefusal? Refusal)> AskAsync(
        Helper helper, string? phone, bool shown, CancellationToken cancellation)
    {
        if (!PhoneNumber.TryParse(phone, out var number))
        {
            return (Guid.Empty, HelpRefusal.PhoneUnreadable);
        }

        if (!shown && !codes.On)
        {
            return (Guid.Empty, HelpRefusal.NoMessages);
        }

        var hour = TimeSpan.FromHours(1);
        if (!(await counters.TakeAsync($"help|{helper.UserName}", CodesPerHelperPerHour, hour, cancellation)).Allowed)
        {
            return (Guid.Empty, HelpRefusal.TooManyCodes);
        }

        if (shown)
        {
            return (codes.ShownId(CodePurpose.Counter, number), null);
        }

        var (id, _) = await codes.AskAsync(CodePurpose.Counter, number, new Whom(null), null, cancellation);
        return (id, null);
    }

    /// <summary>The code that a worker shows on the own phone.</summary>
    public Task<string> ShowCodeAsync(CurrentWorker worker, CancellationToken cancellation) =>
        codes.ShowAsync(CodePurpose.Counter, worker.Phone, new Whom(worker.Account.Id), cancellation);

    /// <returns>The passport that the worker's own phone named; null when the code came in a message, which names
    /// none.</returns>
    public async Task<WalletAccount?> NamedAsync(ProvenNumber proven, CancellationToken cancellation)
    {
        var whom = proven.Payload.Deserialize<Whom>()!;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await db.Wallets.AsNoTracking().SingleOrDefaultAsync(one => one.Id == whom.WalletId, cancellation);
    }

    /// <summary>The passports of a number, two at most. Whoever reads its messages need not own one of them: a number
    /// is shared, or was somebody else's before.</summary>
    public async Task<IReadOnlyList<WalletAccount>> OfNumberAsync(string number, CancellationToken cancellation)
    {
        var index = PhoneNumber.Index(blindIndex, number);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await db.Wallets.AsNoTracking().Where(one => one.PhoneIndex == index)
            .Take(2).ToListAsync(cancellation);
    }

    /// <summary>Opens the helped session and writes it into the worker's history and the helpers' trail.</summary>
    public Task StartAsync(HttpContext context, Helper helper, WalletAccount wallet) =>
        StartAsync(context, helper, wallet, clock.GetUtcNow() + Length);

    /// <summary>The same for a passport that was made here a moment ago: sent again it wins no time.</summary>
    /// <returns>False when that time is over.</returns>
    public async Task<bool> StartNewAsync(HttpContext context, Helper helper, WalletAccount wallet)
    {
        var ends = wallet.CreatedAt + Length;
        if (ends <= clock.GetUtcNow())
        {
            return false;
        }

        await StartAsync(context, helper, wallet, ends);
        return true;
    }

    private async Task StartAsync(HttpContext context, Helper helper, WalletAccount wallet, DateTimeOffset ends)
    {
        var cancellation = context.RequestAborted;
        var now = clock.GetUtcNow();
        using var vault = vaults.Open(wallet);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var device = Devices.Helped(vault, wallet.Id, helper.Text, now);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        db.Devices.Add(device);
        db.History.Add(history.Entry(vault, wallet.Id, HistoryKind.HelperStarted, helper.Text));
        await db.SaveChangesAsync(cancellation);
        await AuditTrail.AppendAsync(
            db, now, [new Act(helper.UserName, "help.started", wallet.Id.ToString("N"))], cancellation);
        await transaction.CommitAsync(cancellation);
        await Session.SignInHelpedAsync(context, wallet, device, helper, ends);
    }

    /// <summary>What waits for the worker's code.</summary>
    private sealed record Whom(Guid? WalletId);
}
