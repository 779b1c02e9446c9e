using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Hosting.Audit;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Verifier.Database;
using SkillsPassport.Verifier.Limits;

namespace SkillsPassport.Verifier.Suspicions;

/// <summary>What a sender hands in.</summary>
/// <param name="Token">The form's own random token.</param>
public sealed record SuspicionReport(string? Token, SuspicionKind? Kind, string? Text, string? Certificate,
    string? Address, string? Contact, byte[]? Photo, string Language);

/// <summary>Why a report is not taken.</summary>
public enum ReportRefusal
{
    KindMissing,
    NothingSaid,
    PhotoTooLarge,
    PhotoUnreadable,
    TooMany,
}

/// <summary>Takes a report into the queue. Nothing in it is followed, fetched or shown to anybody but
/// officers.</summary>
public sealed class ReportSuspicion(
    IDbContextFactory<VerifierDb> databases, SuspicionSeal seal, RequestLimits limits,
    IOptions<SuspicionOptions> options, TimeProvider clock)
{
    private const int LongestText = 4000, LongestCertificate = 4096, LongestAddress = 1000, LongestContact = 200;
    private const int TokenBytes = 16, RefusalsForOneReport = 4;

    private Limit FromOne => new("suspicion", options.Value.PerHour, TimeSpan.FromHours(1));

    private Limit FromAll => new("suspicion-all", options.Value.PerDayForAll, TimeSpan.FromDays(1));

    private Limit Refusals =>
        new("suspicion-refused", options.Value.PerHour * RefusalsForOneReport, TimeSpan.FromHours(1));

    public static string NewToken() => Base64UrlStrict.Encode(RandomNumberGenerator.GetBytes(TokenBytes));

    /// <summary>Whether one more may come from here; asked before a body is read.</summary>
    /// <returns>Null when a report may come, else how long to wait.</returns>
    public async Task<TimeSpan?> MustWaitAsync(IPAddress? from, CancellationToken cancel)
    {
        return await limits.TakeAsync(FromOne, from, cancel) ?? await limits.TakeForAllAsync(FromAll, cancel);
    }

    /// <summary>A report that was refused does not count as one: a sender may correct it, though not without
    /// end.</summary>
    public async Task ForgiveAsync(IPAddress? from, CancellationToken cancel)
    {
        if (await limits.TakeAsync(Refusals, from, cancel) is null)
        {
            await limits.GiveBackAsync(FromOne, from, cancel);
            await limits.GiveBackForAllAsync(FromAll, cancel);
        }
    }

    public async Task<(string? Number, string? Secret, ReportRefusal? Refusal)> TakeAsync(
        SuspicionReport report, CancellationToken cancel)
    {
        if (report.Kind is not { } kind)
        {
            return (null, null, ReportRefusal.KindMissing);
        }
        var evidence = new SuspicionEvidence(
            Clean(report.Text, LongestText, lines: true), Clean(report.Certificate, LongestCertificate),
            Clean(report.Address, LongestAddress), Clean(report.Contact, LongestContact), report.Language);
        var type = report.Photo is { Length: > 0 } photo ? PhotoKind.Of(photo) : null;
        if (report.Photo is { Length: > PhotoKind.Largest })
        {
            return (null, null, ReportRefusal.PhotoTooLarge);
        }
        if (report.Photo is { Length: > 0 } && type is null)
        {
            return (null, null, ReportRefusal.PhotoUnreadable);
        }
        if (evidence is { Text: null, Certificate: null, Address: null } && type is null)
        {
            return (null, null, ReportRefusal.NothingSaid);
        }
        var token = report.Token is { } own && Base64UrlStrict.TryDecode(own, out var bytes)
            && bytes.Length == TokenBytes ? own : NewToken();
        var (number, secret) = seal.Name(token);
        await StoreAsync(number, secret, kind, evidence, type, report.Photo, cancel);
        return (number, secret, null);
    }

    private async Task StoreAsync(string number, string secret, SuspicionKind kind, SuspicionEvidence evidence,
        string? type, byte[]? photo, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.Suspicions.AnyAsync(one => one.Number == number, cancel))
        {
            // The same form again: back, refresh, a slow line.
            return;
        }
        var now = clock.GetUtcNow();
        db.Suspicions.Add(new()
        {
            Number = number, SecretHash = seal.Hash(number, secret), Kind = kind, State = SuspicionState.Received,
            Outcome = SuspicionOutcome.None, ReceivedAt = now, Sealed = seal.Close(number, evidence), PhotoType = type,
        });
        if (type is not null)
        {
            db.SuspicionPhotos.Add(new() { Number = number, Sealed = seal.ClosePhoto(number, photo) });
        }
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException same) when (UniqueViolation.Is(same))
        {
            // Sent twice at once.
            return;
        }
        await AuditTrail.AppendAsync(db, now, [new Act(AuditTrail.System, "suspicion.received", number)], cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>Plain text without anything hidden in it; null when nothing is left.</summary>
    private static string? Clean(string? typed, int longest, bool lines = false)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            return null;
        }
        var text = new StringBuilder(Math.Min(typed.Length, longest));
        foreach (var rune in typed.ReplaceLineEndings("\n").Trim().EnumerateRunes())
        {
            if (text.Length >= longest)
            {
                break;
            }
            var category = Rune.GetUnicodeCategory(rune);
            var hidden = category is System.Globalization.UnicodeCategory.Control
                or System.Globalization.UnicodeCategory.PrivateUse
                or System.Globalization.UnicodeCategory.OtherNotAssigned
                || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
            if (!hidden || (lines && rune.Value == '\n'))
            {
                text.Append(rune.ToString());
            }
        }
        return text.Length == 0 ? null : text.ToString();
    }
}
