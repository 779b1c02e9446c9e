using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.Options;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Credentials.Trust;
using SkillsPassport.Hosting.Outbound;
using SkillsPassport.Hosting.Trust;
using SkillsPassport.Verifier.Limits;

namespace SkillsPassport.Verifier.Lookup;

/// <summary>What came of looking up a certificate code.</summary>
public abstract record LookupOutcome
{
    /// <summary>The signed bytes of the paper, still to be verified like any other.</summary>
    public sealed record Found(byte[] Cwt, string Issuer) : LookupOutcome;

    public sealed record Refused(VerifierRefusal Refusal, TimeSpan? RetryAfter = null) : LookupOutcome;
}

/// <summary>Finds the signed bytes of a certificate by the short code printed on it, by asking every issuer on the
/// trust list. No answer here says whether a certificate is good: only its signature does.</summary>
public sealed partial class LookUpCertificate(
    ITrustList trust, RequestLimits limits, Misses misses, OutboundGate gate, IOptions<LookupOptions> options,
    ILogger<LookUpCertificate> log)
{
    private static readonly LookupOutcome Unreachable = new LookupOutcome.Refused(VerifierRefusal.IssuerUnreachable);
    private static readonly LookupOutcome Unknown = new LookupOutcome.Refused(VerifierRefusal.CertificateUnknown);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);
    private static readonly TimeSpan UsualWait = TimeSpan.FromMinutes(1);
    private const int LongestCode = 64;
    private const int MostIssuers = 16;
    private const int LargestCertificate = 4096;

    public async Task<LookupOutcome> FindAsync(string? typed, IPAddress? from, CancellationToken cancel)
    {
        // A typing mistake is found by the check characters, asks nobody, and costs nothing.
        if (typed is not { Length: > 0 and <= LongestCode } || !CertificateCode.TryParse(typed, out var code))
        {
            return new LookupOutcome.Refused(VerifierRefusal.CertificateCodeUnreadable);
        }
        if (await TakeAsync(from, cancel) is { } wait)
        {
            return new LookupOutcome.Refused(VerifierRefusal.TooManyRequests, wait);
        }
        if (trust.List is not { } list)
        {
            return new LookupOutcome.Refused(VerifierRefusal.TrustListMissing);
        }
        if (await misses.TakeAsync(from, cancel) is { } later)
        {
            return new LookupOutcome.Refused(VerifierRefusal.TooManyRequests, later);
        }
        // All are asked, and all are waited for: the time of the answer does not tell who has it.
        var withLookup = list.Issuers.Where(issuer => issuer.Lookup is not null).ToList();
        var answers = await Task.WhenAll(
            withLookup.Take(MostIssuers).Select(issuer => AskAsync(issuer, code, cancel)));
        // Nobody pays for a certificate that was found, nor for issuers that said nothing.
        if (answers.OfType<LookupOutcome.Found>().FirstOrDefault() is { } found)
        {
            await misses.GiveBackAsync(from, cancel);
            return found;
        }
        await (answers.Contains(Unknown) ? misses.KeepAsync(cancel) : misses.GiveBackAsync(from, cancel));
        return answers.OfType<LookupOutcome.Refused>().MaxBy(answer => answer.RetryAfter ?? TimeSpan.Zero) switch
        {
            { Refusal: VerifierRefusal.IssuerBusy } busy => busy,
            // Those that were not asked may have issued it.
            _ => answers.Contains(Unreachable) || withLookup.Count > MostIssuers ? Unreachable : Unknown,
        };
    }

    private async Task<TimeSpan?> TakeAsync(IPAddress? from, CancellationToken cancel)
    {
        var limit = options.Value;
        return await limits.TakeAsync(new("lookup-minute", limit.PerMinute, TimeSpan.FromMinutes(1)), from, cancel)
            ?? await limits.TakeAsync(new("lookup-day", limit.PerDay, TimeSpan.FromDays(1)), from, cancel);
    }

    private async Task<LookupOutcome> AskAsync(TrustedIssuer issuer, string code, CancellationToken cancel)
    {
        var address = new Uri(issuer.Lookup!);
        var answer = await gate.PostAsync(address, OutboundPolicy.SameHostAs(address),
            JsonContent.Create(new { code }), Specs.Cwt.MediaType, bearer: null, cancel);
        if (answer is OutboundResult.Answered { Status: 404 })
        {
            return Unknown;
        }
        if (answer is OutboundResult.Answered { Status: 429 } busy)
        {
            CannotAsk(issuer.Id, "too often");
            var wait = busy.RetryAfter ?? UsualWait;
            return new LookupOutcome.Refused(VerifierRefusal.IssuerBusy, wait < LongestWait ? wait : LongestWait);
        }
        if (answer is OutboundResult.Answered { IsOk: true, Body.Length: <= LargestCertificate } found
            && IsFrom(issuer, found.Body))
        {
            return new LookupOutcome.Found(found.Body, issuer.Id);
        }
        CannotAsk(issuer.Id, answer.GetType().Name);
        return Unreachable;
    }

    /// <summary>An issuer answers for its own certificates only.</summary>
    private static bool IsFrom(TrustedIssuer issuer, byte[] cwt)
    {
        try
        {
            return PaperCwt.Parse(cwt).Issuer == issuer.Id;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Issuer} could not be asked for a certificate: {Answer}")]
    private partial void CannotAsk(string issuer, string answer);
}
