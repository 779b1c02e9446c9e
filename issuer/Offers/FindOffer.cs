using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SkillsPassport.Credentials;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Hosting.Limits;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Issuer.Issuing;
using SkillsPassport.Issuer.Protocol;

namespace SkillsPassport.Issuer.Offers;

/// <summary>
/// <c>POST /offers/find</c>: the standing offer of whoever has a certificate's number, the holder's year of birth and
/// the slip's PIN, but not the slip. All three or nothing: one answer for every miss, also for numbers that do not
/// exist. Every try is counted in the database before anything is compared; tries here never touch the offer itself,
/// so that nobody can burn a slip with a number that stands on a wall. What the certificate is fetched with is still
/// the offer and its PIN.
/// </summary>
public sealed partial class FindOffer(
    IDbContextFactory<IssuerDb> databases, OfferSecrets secrets, ICounters counters, IOptions<IssuerOptions> options,
    TimeProvider clock)
{
    /// <summary>Five, then slower, then only the slip or a counter: for each number, whether it exists or
    /// not.</summary>
    private static readonly (string Name, int Tries, TimeSpan Window)[] Shares =
    [
        ("now", 5, TimeSpan.FromMinutes(10)),
        ("day", 10, TimeSpan.FromDays(1)),
        ("slip", 20, MakeOffer.Lifetime),
    ];

    /// <summary>A wallet's server asks for many workers: this bounds who tries one secret at all numbers.</summary>
    private const int MissesPerAddress = 1000;

    private static readonly TimeSpan AddressWindow = TimeSpan.FromHours(1);
    private static readonly byte[] NoPin = new byte[32];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/offers/find",
        (HttpContext context, FindOffer find) => find.AnswerAsync(context, context.RequestAborted)).AllowAnonymous();

    /// <summary>A new slip starts with all its tries.</summary>
    public static async Task ForgetTriesAsync(ICounters counters, string serial, CancellationToken cancel)
    {
        foreach (var (name, _, _) in Shares)
        {
            await counters.ResetAsync(Key(name, serial), cancel);
        }
    }

    private static string Key(string share, string serial) => $"find-offer-{share}/{serial}";

    private async Task<IResult> AnswerAsync(HttpContext context, CancellationToken cancel)
    {
        if (await JsonRequest.ReadAsync(context.Request, cancel) is not { } body || Read(body) is not { } asked)
        {
            return ProtocolAnswer.Refuse(ProtocolRefusal.InvalidRequest,
                "Send certificate_number, year_of_birth (four digits) and pin (six digits), all as text.");
        }

        var address = $"find-offer-from/{Subscriber.Of(context.Connection.RemoteIpAddress)}";
        var missed = await counters.LookAsync(address, MissesPerAddress, AddressWindow, cancel);
        if (missed.Count >= MissesPerAddress)
        {
            return Wait(context, missed.RetryAfter);
        }

        // Taken before anything is looked up: a thousand requests at once are five tries all the same.
        foreach (var (name, tries, window) in Shares)
        {
            var taken = await counters.TakeAsync(Key(name, asked.Serial), tries, window, cancel);
            if (!taken.Allowed)
            {
                return Wait(context, taken.RetryAfter);
            }
        }

        if (await FindAsync(asked, cancel) is not { } offer)
        {
            await counters.TakeAsync(address, MissesPerAddress, AddressWindow, cancel);
            return ProtocolAnswer.Refuse(ProtocolRefusal.NoSuchClaim);
        }

        await ForgetTriesAsync(counters, asked.Serial, cancel);
        return ProtocolAnswer.Json(new JsonObject
        {
            [Specs.OpenId4Vci.CredentialOfferUri] = $"{options.Value.Id}/offers/{secrets.Open(offer)}",
        });
    }

    private async Task<Offer?> FindAsync(Asked asked, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancel);
        var found = await (
            from offer in db.Offers.AsNoTracking()
            join award in db.Awards.AsNoTracking() on offer.SerialNo equals award.SerialNo
            where offer.SerialNo == asked.Serial && offer.State == OfferState.Open && offer.ExpiresAt > now
                && award.State == AwardState.Valid
            select new { Offer = offer, award.BirthDate }).SingleOrDefaultAsync(cancel);
        // The same work whether there is such a certificate or not, and both comparisons always.
        var isPin = secrets.IsPin(found?.Offer.Id ?? asked.Serial, asked.Pin, found?.Offer.PinHash ?? NoPin);
        var isYear = found?.BirthDate.Year == asked.BirthYear;
        return isPin & isYear ? found!.Offer : null;
    }

    private static Asked? Read(JsonElement body)
    {
        var serial = JsonRequest.Text(body, Specs.Claiming.CertificateNumber);
        var year = JsonRequest.Text(body, Specs.Claiming.YearOfBirth);
        var pin = JsonRequest.Text(body, Specs.Claiming.Pin);
        return serial is not null && Serial().IsMatch(serial) && year is not null && Year().IsMatch(year)
            && pin is not null && Pin().IsMatch(pin)
                ? new Asked(serial, int.Parse(year, CultureInfo.InvariantCulture), pin)
                : null;
    }

    private static IResult Wait(HttpContext context, TimeSpan wait) => ProtocolAnswer.Refuse(
        ProtocolRefusal.TooManyTries, retryAfter: context.Response.SayRetryAfter(wait));

    private sealed record Asked(string Serial, int BirthYear, string Pin);

    [GeneratedRegex(@"\A[A-Z0-9][A-Z0-9-]{4,47}\z")]
    private static partial Regex Serial();

    [GeneratedRegex(@"\A[12][0-9]{3}\z")]
    private static partial Regex Year();

    [GeneratedRegex(@"\A[0-9]{6}\z")]
    private static partial Regex Pin();
}
