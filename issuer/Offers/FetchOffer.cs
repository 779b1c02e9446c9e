using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.SdJwtVc;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Hosting.Languages;
using SkillsPassport.Hosting.Limits;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Issuer.Issuing;
using SkillsPassport.Issuer.Protocol;

namespace SkillsPassport.Issuer.Offers;

/// <summary>
/// <c>GET /offers/{id}</c>: the credential offer by reference (OpenID4VCI 1.0 section 4.1.3). Each fetch mints a code
/// that lives minutes and works once: the printed link can wait 90 days, a code that leaks cannot.
/// </summary>
public sealed class FetchOffer(IDbContextFactory<IssuerDb> databases, ICounters counters,
    IOptions<IssuerOptions> options, PhraseBook words, TimeProvider clock)
{
    public static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(10);

    private const int FetchesPerHour = 120;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/offers/{id}",
        (string id, HttpContext context, FetchOffer fetch, CancellationToken cancel) =>
            fetch.FetchAsync(id, context, cancel)).AllowAnonymous();

    private async Task<IResult> FetchAsync(string id, HttpContext context, CancellationToken cancel)
    {
        var hash = OfferSecrets.Hash(id);
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancel);
        var found = await (
            from offer in db.Offers.AsNoTracking()
            join award in db.Awards.AsNoTracking() on offer.SerialNo equals award.SerialNo
            where offer.Id == hash
            select new { offer.State, offer.ExpiresAt, award.Type, Award = award.State }).SingleOrDefaultAsync(cancel);
        if (found is null)
        {
            return ProtocolAnswer.Refuse(ProtocolRefusal.OfferUnknown);
        }

        if (found.State != OfferState.Open || found.ExpiresAt <= now || found.Award != AwardState.Valid)
        {
            return ProtocolAnswer.Refuse(ProtocolRefusal.OfferGone);
        }

        if (await counters.TakeAsync($"offer/{hash}", FetchesPerHour, TimeSpan.FromHours(1), cancel)
            is { Allowed: false } full)
        {
            context.Response.SayRetryAfter(full.RetryAfter);
            return ProtocolAnswer.Refuse(ProtocolRefusal.TooManyTries);
        }

        var code = OfferSecrets.New(32);
        db.OfferedCodes.Add(new OfferedCode { Id = OfferSecrets.Hash(code), OfferId = hash,
            ExpiresAt = now + CodeLifetime });
        await db.SaveChangesAsync(cancel);
        return ProtocolAnswer.Json(new JsonObject
        {
            [Specs.OpenId4Vci.CredentialIssuer] = options.Value.Id,
            [Specs.OpenId4Vci.CredentialConfigurationIds] =
                new JsonArray(CredentialTypes.For(found.Type).ConfigurationId),
            [Specs.OpenId4Vci.Grants] = new JsonObject
            {
                [Specs.OpenId4Vci.PreAuthorizedCodeGrant] = new JsonObject
                {
                    [Specs.OpenId4Vci.PreAuthorizedCode] = code,
                    [Specs.OpenId4Vci.TxCode] = new JsonObject
                    {
                        [Specs.OpenId4Vci.InputMode] = Specs.OpenId4Vci.Numeric,
                        [Specs.OpenId4Vci.Length] = OfferSecrets.PinLength,
                        // One text for whoever shows it: wallets put it beside the field as it is.
                        [Specs.OpenId4Vci.Description] =
                            $"{words.Say("bn", "offer.pin")} · {words.Say("en", "offer.pin")}",
                    },
                },
            },
        });
    }
}
