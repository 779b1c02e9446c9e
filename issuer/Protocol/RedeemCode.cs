using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.SdJwtVc;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Hosting.Limits;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Issuer.Offers;

namespace SkillsPassport.Issuer.Protocol;

/// <summary>
/// <c>POST /token</c>: a pre-authorized code and the PIN become an access token (OpenID4VCI 1.0 section 6). A wrong PIN
/// costs a try and leaves the code alone; the fifth burns the offer. The row of the offer decides every race.
/// </summary>
public sealed class RedeemCode(IDbContextFactory<IssuerDb> databases, OfferSecrets secrets, ICounters counters,
    RenewAccess renew, TimeProvider clock)
{
    public const int Tries = 5;

    /// <summary>How long a token lives.</summary>
    public static readonly TimeSpan TokenLifetime = TimeSpan.FromMinutes(10);

    private const int WrongPinsPerAddress = 50;
    private const int LongestForm = 8 * 1024;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/token",
        (HttpContext context, RedeemCode redeem) =>
            redeem.AnswerAsync(context, context.RequestAborted)).AllowAnonymous();

    private async Task<IResult> AnswerAsync(HttpContext context, CancellationToken cancel)
    {
        if (await ReadFormAsync(context.Request, cancel) is not { } form)
        {
            return ProtocolAnswer.Refuse(ProtocolRefusal.InvalidRequest, "Send each parameter once, form-encoded.");
        }

        var grant = One(form, Specs.OpenId4Vci.GrantType);
        if (string.IsNullOrEmpty(grant))
        {
            return ProtocolAnswer.Refuse(ProtocolRefusal.InvalidRequest, "grant_type is missing.");
        }

        if (grant == Specs.OpenId4Vci.RefreshToken)
        {
            var refresh = One(form, Specs.OpenId4Vci.RefreshToken);
            return string.IsNullOrEmpty(refresh)
                ? ProtocolAnswer.Refuse(ProtocolRefusal.InvalidRequest, "refresh_token is missing.")
                : await renew.RunAsync(refresh, cancel) is { } renewed
                    ? Tokens(renewed)
                    : ProtocolAnswer.Refuse(ProtocolRefusal.InvalidGrant);
        }

        if (grant != Specs.OpenId4Vci.PreAuthorizedCodeGrant)
        {
            return ProtocolAnswer.Refuse(ProtocolRefusal.UnsupportedGrantType);
        }

        var code = One(form, Specs.OpenId4Vci.PreAuthorizedCode);
        var pin = One(form, Specs.OpenId4Vci.TxCode);
        if (string.IsNullOrEmpty(code))
        {
            return ProtocolAnswer.Refuse(ProtocolRefusal.InvalidRequest, "pre-authorized_code is missing.");
        }

        // Section 6.3: a PIN that is not sent is invalid_request, a wrong one is invalid_grant.
        if (string.IsNullOrEmpty(pin))
        {
            return ProtocolAnswer.Refuse(ProtocolRefusal.InvalidRequest,
                "tx_code is missing: this offer needs the PIN.");
        }

        var address = $"tx-code/{Subscriber.Of(context.Connection.RemoteIpAddress)}";
        var window = TimeSpan.FromMinutes(10);
        if (await counters.LookAsync(address, WrongPinsPerAddress, window, cancel) is { Allowed: false } full)
        {
            context.Response.SayRetryAfter(full.RetryAfter);
            return ProtocolAnswer.Refuse(ProtocolRefusal.TooManyTries);
        }

        // Behind one address may be a wallet's server with all its workers: only PINs guessed at an open offer count,
        // and those of an offer whose PIN is known after all are given back. Nobody can lock the others out with an
        // unknown code, a burnt slip or a good one.
        var (tokens, wrongPins, attempts) = await RedeemAsync(OfferSecrets.Hash(code), pin, cancel);
        if (tokens is null)
        {
            if (wrongPins > 0)
            {
                await counters.TakeAsync(address, WrongPinsPerAddress, window, cancel);
            }

            return ProtocolAnswer.Refuse(ProtocolRefusal.InvalidGrant, attempts: attempts);
        }

        for (; wrongPins > 0; wrongPins--)
        {
            await counters.GiveBackAsync(address, cancel);
        }

        return Tokens(tokens.Value);
    }

    private static IResult Tokens((string Access, string Refresh) tokens) => ProtocolAnswer.Json(new JsonObject
    {
        [Specs.OpenId4Vci.AccessToken] = tokens.Access,
        [Specs.OpenId4Vci.TokenType] = Specs.OpenId4Vci.Bearer,
        [Specs.OpenId4Vci.ExpiresIn] = (int)TokenLifetime.TotalSeconds,
        [Specs.OpenId4Vci.RefreshToken] = tokens.Refresh,
    });

    /// <returns>The wrong PINs are those of the open offer until now, this one included.</returns>
    private async Task<((string Access, string Refresh)? Tokens, int WrongPins, int? Attempts)> RedeemAsync(
        string codeId, string pin, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var code = await db.OfferedCodes.AsNoTracking().SingleOrDefaultAsync(
            one => one.Id == codeId && one.RedeemedAt == null && one.ExpiresAt > now, cancel);
        if (code is null)
        {
            return (null, 0, null);
        }

        // The try is taken before the PIN is looked at, so that a thousand requests at once are five tries all the
        // same.
        var taken = (await db.Database.SqlQuery<Try>($"""
            UPDATE offers SET wrong_pins = wrong_pins + 1
            WHERE id = {code.OfferId} AND state = 'Open' AND wrong_pins < {Tries} AND expires_at > {now.UtcTicks}
            RETURNING wrong_pins AS "Count", pin_hash AS "PinHash", serial_no AS "SerialNo"
            """).ToListAsync(cancel)).SingleOrDefault();
        if (taken is null)
        {
            return (null, 0, 0);
        }

        if (!secrets.IsPin(code.OfferId, pin, taken.PinHash))
        {
            if (taken.Count >= Tries)
            {
                await db.Offers.Where(one => one.Id == code.OfferId)
                    .ExecuteUpdateAsync(set => set.SetProperty(one => one.State, OfferState.Burnt), cancel);
            }

            await transaction.CommitAsync(cancel);
            return (null, taken.Count, Tries - taken.Count);
        }

        var redeemed = await db.OfferedCodes.Where(one => one.Id == codeId && one.RedeemedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.RedeemedAt, now), cancel);
        var type = await db.Awards.Where(one => one.SerialNo == taken.SerialNo && one.State == AwardState.Valid)
            .Select(one => (Credentials.Issuing.AwardType?)one.Type).SingleOrDefaultAsync(cancel);
        if (redeemed != 1 || type is not { } award)
        {
            return (null, 0, null);
        }

        await db.Offers.Where(one => one.Id == code.OfferId)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.WrongPins, 0), cancel);
        var tokens = RenewAccess.Give(
            db,
            new AccessGrant
            {
                Id = "",
                OfferId = code.OfferId,
                SerialNo = taken.SerialNo,
                ConfigurationId = CredentialTypes.For(award).ConfigurationId,
                ExpiresAt = now + TokenLifetime,
                Copies = 0,
            },
            now);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        // The try with the right PIN was taken too.
        return (tokens, taken.Count - 1, null);
    }

    private static async Task<IFormCollection?> ReadFormAsync(HttpRequest request, CancellationToken cancel)
    {
        if (!request.HasFormContentType || request.ContentLength > LongestForm
            || !request.ContentType!.StartsWith("application/x-www-form-urlencoded",
                StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        try
        {
            var form = await request.ReadFormAsync(cancel);
            return form.All(field => field.Value.Count == 1) ? form : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static string? One(IFormCollection form, string name) => form[name].SingleOrDefault();

    private sealed record Try(int Count, byte[] PinHash, string SerialNo);
}
