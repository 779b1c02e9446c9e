using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SkillsPassport.Authority.Database;
using SkillsPassport.Authority.Proposals;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Registers;
using SkillsPassport.Hosting.Audit;
using SkillsPassport.Hosting.Registers;

namespace SkillsPassport.Authority.Publishing;

/// <summary>
/// Signs each register when it changed, every new day, and before its nextUpdate comes near. The number is taken and
/// the document stored in one transaction, before anybody is served it: after a crash there is neither a gap nor a
/// second document of one number.
/// </summary>
public sealed partial class SignRegisters(IDbContextFactory<AuthorityDb> databases, SealedRows seals, RegisterKeys keys,
    IOptions<AuthorityOptions> options, TimeProvider clock, ILogger<SignRegisters> log) : BackgroundService
{
    private const int KeptDocuments = 200;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    /// <summary>Set while a register cannot be signed; then the service is not ready.</summary>
    public string? Problem { get; private set; }

    public override async Task StartAsync(CancellationToken cancel)
    {
        await MarkWhatOtherSettingsSignedAsync(cancel);
        await SignAllAsync(cancel);
        await base.StartAsync(cancel);
    }

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                await SignAllAsync(stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The service stops.
        }
    }

    /// <summary>Signs the register when it is due; a fault is told and does not stop the desk.</summary>
    public async Task SignIfDueAsync(string register, CancellationToken cancel)
    {
        try
        {
            await SignAsync(register, cancel);
            Problem = null;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Problem = $"The register of {register} cannot be signed.";
            NotSigned(fault, register);
        }
    }

    /// <summary>Another address, or no demonstration any more: the newest documents say what is no longer so.</summary>
    private async Task MarkWhatOtherSettingsSignedAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        foreach (var head in await db.Heads.AsNoTracking().Where(one => one.Sequence > 0).ToListAsync(cancel))
        {
            var jws = await db.Published.Where(one => one.Register == head.Register && one.Sequence == head.Sequence)
                .Select(one => one.Jws).SingleAsync(cancel);
            var said = Jws.Parse(jws, SignedRegister<ComparisonRegister>.MaxLength).PayloadObject();
            if (said.GetProperty(Specs.Jose.Iss).GetString() != options.Value.Id
                || said.GetProperty(Specs.TrustList.Demo).GetBoolean() != options.Value.IsDemo)
            {
                await db.Heads.Where(one => one.Register == head.Register)
                    .ExecuteUpdateAsync(set => set.SetProperty(one => one.Changes, one => one.Changes + 1), cancel);
            }
        }
    }

    private async Task SignAllAsync(CancellationToken cancel)
    {
        await SignIfDueAsync(RegisterKind.Comparisons.Name, cancel);
        await SignIfDueAsync(RegisterKind.Recruiters.Name, cancel);
    }

    private async Task SignAsync(string register, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!IsDue(await db.Heads.AsNoTracking().SingleAsync(one => one.Register == register, cancel)))
        {
            return;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var head = await SealedRows.LockAsync(db, register, cancel);
        await db.Entry(head).ReloadAsync(cancel);
        if (!IsDue(head))
        {
            return;
        }

        var rows = await db.Rows.AsNoTracking().Where(one => one.Register == register)
            .OrderBy(one => one.Subject).ToListAsync(cancel);
        if (rows.FirstOrDefault(row => !seals.IsSealed(row)) is { } forged)
        {
            throw new InvalidOperationException($"The seal of {forged.Subject} is broken: it was not approved here.");
        }

        var now = clock.GetUtcNow();
        head.Sequence++;
        head.SignedChanges = head.Changes;
        head.Kid = keys.Of(register).Kid;
        head.SignedAt = now;
        db.Published.Add(new PublishedRegister
        {
            Register = register, Sequence = head.Sequence, Jws = Sign(register, rows, head.Sequence, now),
            SignedAt = now,
        });
        await db.SaveChangesAsync(cancel);
        await db.Published.Where(one => one.Register == register && one.Sequence <= head.Sequence - KeptDocuments)
            .ExecuteDeleteAsync(cancel);
        await AuditTrail.AppendAsync(db, now, [new Act(AuditTrail.System, "register.signed", register,
            Detail: $"sequence={head.Sequence} rows={rows.Count}")], cancel);
        await transaction.CommitAsync(cancel);
        Signed(register, head.Sequence, rows.Count);
    }

    private bool IsDue(RegisterHead head)
    {
        var now = clock.GetUtcNow();
        return head.Sequence == 0 || head.SignedChanges != head.Changes || head.Kid != keys.Of(head.Register).Kid
            || now - head.SignedAt >= TimeSpan.FromHours(options.Value.RenewHours)
            // The summary of a licence (suspended since …) is that of the day.
            || DayOf(now) != DayOf(head.SignedAt);
    }

    private string Sign(string register, List<RegisterRow> rows, long sequence, DateTimeOffset now)
    {
        var (iat, next) = (now.ToUnixTimeSeconds(), now.AddDays(options.Value.RegisterDays).ToUnixTimeSeconds());
        var (iss, demo) = (options.Value.Id, options.Value.IsDemo);
        if (register == RegisterKind.Comparisons.Name)
        {
            return SignedRegister<ComparisonRegister>.Sign(new ComparisonRegister
            {
                Iss = iss, Iat = iat, Sequence = sequence, NextUpdate = next, Demo = demo,
                Destinations = DestinationData.Destinations, Frameworks = DestinationData.Frameworks,
                Rows = [.. rows.Select(row => Draft.Read<ComparisonRow>(row.Content))
                    .Where(row => demo || !row.Demo)],
            }, keys.Of(register));
        }

        return SignedRegister<RecruiterRegister>.Sign(new RecruiterRegister
        {
            Iss = iss, Iat = iat, Sequence = sequence, NextUpdate = next, Demo = demo,
            Recruiters = [.. rows.Select(row => Draft.Read<Recruiter>(row.Content).AsOf(DayOf(now)))
                .Where(one => demo || !one.Demo).OrderBy(one => int.Parse(one.Rl[3..]))],
        }, keys.Of(register));
    }

    private static DateOnly DayOf(DateTimeOffset time) => ReadLevelQuestion.DayOf(time);

    [LoggerMessage(Level = LogLevel.Information, Message = "Signed register {Register} {Sequence} with {Rows} rows.")]
    private partial void Signed(string register, long sequence, int rows);

    [LoggerMessage(Level = LogLevel.Error, Message = "The register of {Register} could not be signed.")]
    private partial void NotSigned(Exception fault, string register);
}
