using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Hosting.Limits;
using SkillsPassport.Hosting.Protection;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Wallet.Messages;

public enum CodeRefusal
{
    /// <summary>Too many codes were asked for; later.</summary>
    TooMany,

    /// <summary>The last one was sent a moment ago.</summary>
    NotYet,

    Wrong,

    /// <summary>Ended, used, or tried too often: a new one is needed.</summary>
    Gone,
}

/// <summary>A code on its way to a number, seen by the page that waits for it.</summary>
public sealed record CodeState(Guid Id, string Number, bool MaySendAgain, DateTimeOffset NextSendAt);

/// <summary>The number that was proven, and what waited for it.</summary>
public sealed record ProvenNumber(string Number, JsonElement Payload);

/// <summary>Proves that somebody reads the messages of a number: six digits, ten minutes, five tries, used once.
/// Everything that limits is counted in the database, for all copies together.</summary>
public sealed class PhoneCodes(
    IDbContextFactory<WalletDb> databases, ICounters counters, BlindIndex blindIndex, FieldCipher cipher,
    QueueMessage queue, IOptions<MessagesOptions> options, Waits waits, TimeProvider clock)
{
    private const int Tries = 5;
    private const int MostSends = 4;
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);

    /// <summary>Whether codes can be sent at all.</summary>
    public bool On => !options.Value.IsOff;

    /// <summary>Sends a code. Whether the number has a passport plays no part.</summary>
    /// <param name="payload">What is done once the number is proven; stored encrypted.</param>
    /// <param name="address">Who asks; null for a helper at a counter, whose codes are limited elsewhere:
    /// nobody can use up the codes of a worker who stands there.</param>
    public async Task<(Guid Id, CodeRefusal? Refusal)> AskAsync(
        CodePurpose purpose, string number, object payload, string? address, CancellationToken cancellation)
    {
        if (address is not null && !await WithinLimitsAsync(number, address, cancellation))
        {
            return (Guid.Empty, CodeRefusal.TooMany);
        }

        var now = clock.GetUtcNow();
        var id = Guid.NewGuid();
        var code = NewCode();
        var waiting = JsonSerializer.Serialize(new Waiting(number, JsonSerializer.SerializeToElement(payload)));
        await using var db = await databases.CreateDbContextAsync(cancellation);
        db.PhoneCodes.Add(new PhoneCode
        {
            Id = id,
            Purpose = purpose,
            CodeDigest = Digest(id, code),
            Sealed = cipher.Protect("wallet-phone-code", waiting, id.ToString("N")),
            Sends = 1,
            NextSendAt = now + FirstPause,
            EndsAt = now + Life,
        });
        queue.Code(db, purpose, number, code);
        await db.SaveChangesAsync(cancellation);
        return (id, null);
    }

    /// <summary>Where the code lies that a worker shows for a number.</summary>
    public Guid ShownId(CodePurpose purpose, string number) =>
        new(blindIndex.Compute("wallet-shown-code", $"{purpose}|{number}").AsSpan(0, 16));

    /// <summary>A code that the worker shows on the own phone; no message is sent. A newer one ends the
    /// older.</summary>
    public async Task<string> ShowAsync(
        CodePurpose purpose, string number, object payload, CancellationToken cancellation)
    {
        var id = ShownId(purpose, number);
        var code = NewCode();
        var waiting = JsonSerializer.Serialize(new Waiting(number, JsonSerializer.SerializeToElement(payload)));
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await db.PhoneCodes.Where(one => one.Id == id).ExecuteDeleteAsync(cancellation);
        db.PhoneCodes.Add(new PhoneCode
        {
            Id = id,
            Purpose = purpose,
            CodeDigest = Digest(id, code),
            Sealed = cipher.Protect("wallet-phone-code", waiting, id.ToString("N")),
            Sends = MostSends,
            NextSendAt = clock.GetUtcNow() + Life,
            EndsAt = clock.GetUtcNow() + Life,
        });
        await db.SaveChangesAsync(cancellation);
        return code;
    }

    /// <summary>Sends a new code for the same thing; the earlier one no longer counts, its tries do.</summary>
    public async Task<CodeRefusal?> AskAgainAsync(
        Guid id, CodePurpose purpose, string address, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var row = await FindAsync(db, id, purpose, cancellation);
        if (row is null || row.Tries >= Tries || row.Sends >= MostSends)
        {
            return CodeRefusal.Gone;
        }

        var now = clock.GetUtcNow();
        if (row.NextSendAt > now)
        {
            waits.Note(row.NextSendAt - now);
            return CodeRefusal.NotYet;
        }

        var number = Open(row).Number;
        if (!await WithinLimitsAsync(number, address, cancellation))
        {
            return CodeRefusal.TooMany;
        }

        var code = NewCode();
        var digest = Digest(id, code);
        var next = now + (FirstPause * Math.Pow(2, row.Sends));
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var sent = await db.PhoneCodes.Where(one => one.Id == id && one.Sends == row.Sends).ExecuteUpdateAsync(
            set => set.SetProperty(one => one.CodeDigest, digest)
                .SetProperty(one => one.Sends, row.Sends + 1)
                .SetProperty(one => one.NextSendAt, next),
            cancellation);
        if (sent == 1)
        {
            queue.Code(db, purpose, number, code);
            await db.SaveChangesAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return sent == 1 ? null : CodeRefusal.NotYet;
    }

    /// <returns>Null when there is no such code any more.</returns>
    public async Task<CodeState?> LookAsync(Guid id, CodePurpose purpose, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var row = await FindAsync(db, id, purpose, cancellation);
        return row is null || row.Tries >= Tries
            ? null
            : new CodeState(id, Open(row).Number, row.Sends < MostSends, row.NextSendAt);
    }

    /// <summary>Counts the try before it looks, so that a hundred at once are a hundred; a right code serves one
    /// request.</summary>
    public async Task<(ProvenNumber? Proven, CodeRefusal? Refusal)> CheckAsync(
        Guid id, CodePurpose purpose, string? code, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var counted = await db.PhoneCodes
            .Where(one => one.Id == id && one.Purpose == purpose && one.Tries < Tries && one.EndsAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.Tries, one => one.Tries + 1), cancellation);
        if (counted == 0)
        {
            return (null, CodeRefusal.Gone);
        }

        var row = await db.PhoneCodes.AsNoTracking().SingleOrDefaultAsync(one => one.Id == id, cancellation);
        if (row is null)
        {
            return (null, CodeRefusal.Gone);
        }

        var given = SignIn.Digits.FoldToAscii(code ?? "").Replace(" ", "", StringComparison.Ordinal);
        if (!CryptographicOperations.FixedTimeEquals(Digest(id, given), row.CodeDigest))
        {
            return (null, row.Tries >= Tries ? CodeRefusal.Gone : CodeRefusal.Wrong);
        }

        if (await db.PhoneCodes.Where(one => one.Id == id).ExecuteDeleteAsync(cancellation) == 0)
        {
            return (null, CodeRefusal.Gone);
        }

        var waiting = Open(row);
        return (new ProvenNumber(waiting.Number, waiting.Payload), null);
    }

    private static string NewCode() =>
        RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);

    private byte[] Digest(Guid id, string code) => blindIndex.Compute("wallet-phone-code", $"{id:N}|{code}");

    private Waiting Open(PhoneCode row) => JsonSerializer.Deserialize<Waiting>(
        cipher.Unprotect("wallet-phone-code", row.Sealed, row.Id.ToString("N")))!;

    private async Task<PhoneCode?> FindAsync(
        WalletDb db, Guid id, CodePurpose purpose, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        return await db.PhoneCodes.AsNoTracking().SingleOrDefaultAsync(
            one => one.Id == id && one.Purpose == purpose && one.EndsAt > now, cancellation);
    }

    private async Task<bool> WithinLimitsAsync(string number, string address, CancellationToken cancellation)
    {
        var hour = TimeSpan.FromHours(1);
        var limits = options.Value;
        return (await counters.TakeAsync($"codes|{address}", limits.CodesPerAddressPerHour, hour, cancellation)).Allowed
            && (await counters.TakeAsync(
                $"codes-to|{number}", limits.CodesPerNumberPerDay, TimeSpan.FromDays(1), cancellation)).Allowed
            && (await counters.TakeAsync("codes|all", limits.CodesPerHourForAll, hour, cancellation)).Allowed;
    }

    private sealed record Waiting(string Number, JsonElement Payload);
}
