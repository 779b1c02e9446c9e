using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Wallet.Messages;

/// <summary>Empties the outbox: each message is taken by one copy of the service, offered to the gateway, and forgotten
/// once the gateway has it. What is not taken is offered again, slower and slower, for a day; a code for as long as it
/// counts. In Development the messages stay for a day, to be read at <c>/outbox</c>.</summary>
public sealed class SendMessages(
    IDbContextFactory<WalletDb> databases, IMessageGateway gateway, QueueMessage queue,
    IOptions<MessagesOptions> options, TimeProvider clock, ILogger<SendMessages> log) : BackgroundService
{
    private const int AtATime = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Claim = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan CodeLife = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        var swept = DateTimeOffset.MinValue;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (options.Value.Provider == MessagesOptions.Http)
                {
                    await SendDueAsync(stopping);
                }

                if (swept + TimeSpan.FromMinutes(5) < clock.GetUtcNow())
                {
                    await SweepAsync(stopping);
                    swept = clock.GetUtcNow();
                }
            }
            catch (Exception fault) when (!stopping.IsCancellationRequested)
            {
                log.LogError(fault, "Messages could not be sent; they are kept and tried again.");
            }

            await Task.Delay(Pause, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SendDueAsync(CancellationToken stopping)
    {
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(stopping);
        var due = await db.Messages.AsNoTracking().Where(one => one.NextAt <= now).OrderBy(one => one.NextAt)
            .Take(AtATime).ToListAsync(stopping);
        foreach (var message in due)
        {
            var claimed = await db.Messages.Where(one => one.Id == message.Id && one.NextAt == message.NextAt)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(one => one.NextAt, now + Claim)
                        .SetProperty(one => one.Attempts, one => one.Attempts + 1),
                    stopping);
            if (claimed == 0)
            {
                continue;
            }

            var (number, text) = queue.Read(message);
            if (await gateway.SendAsync(message.Id, number, text, stopping))
            {
                await db.Messages.Where(one => one.Id == message.Id).ExecuteDeleteAsync(stopping);
                continue;
            }

            log.LogWarning("The gateway did not take a message of kind {Kind}.", message.Kind);
            var later = now + (Claim * Math.Pow(2, Math.Min(message.Attempts, 7)));
            await db.Messages.Where(one => one.Id == message.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(one => one.NextAt, later), stopping);
        }
    }

    private async Task SweepAsync(CancellationToken stopping)
    {
        var now = clock.GetUtcNow();
        var (codes, rest) = options.Value.Provider == MessagesOptions.Http
            ? (now - CodeLife, now - Day)
            : (now - Day, now - Day);
        await using var db = await databases.CreateDbContextAsync(stopping);
        await db.Messages.Where(one => one.QueuedAt < rest).ExecuteDeleteAsync(stopping);
        await db.Messages.Where(one => one.Kind == MessageKind.Code && one.QueuedAt < codes)
            .ExecuteDeleteAsync(stopping);
        await db.PhoneCodes.Where(one => one.EndsAt < now).ExecuteDeleteAsync(stopping);
    }
}
