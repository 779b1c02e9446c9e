using Microsoft.EntityFrameworkCore;
using SkillsPassport.Credentials;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Issuer.Offers;

namespace SkillsPassport.Issuer.Protocol;

/// <summary><c>POST /notification</c>: what became of delivered credentials (OpenID4VCI 1.0 section 11). The same twice
/// is fine.</summary>
public sealed class ReceiveNotification(IDbContextFactory<IssuerDb> databases, TimeProvider clock)
{
    private static readonly string[] Events =
    [
        Specs.OpenId4Vci.CredentialAccepted, Specs.OpenId4Vci.CredentialFailure, Specs.OpenId4Vci.CredentialDeleted,
    ];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/notification",
        (HttpContext context, ReceiveNotification receive) =>
            receive.AnswerAsync(context.Request, context.RequestAborted))
        .AllowAnonymous();

    private async Task<IResult> AnswerAsync(HttpRequest request, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (grant, refused) = await BearerToken.FindAsync(db, request, clock.GetUtcNow(), cancel);
        if (grant is null)
        {
            return ProtocolAnswer.Refuse(refused!.Value);
        }

        if (await JsonRequest.ReadAsync(request, cancel) is not { } body
            || JsonRequest.Text(body, Specs.OpenId4Vci.NotificationId) is not { } id
            || JsonRequest.Text(body, Specs.OpenId4Vci.Event) is not { } happened || !Events.Contains(happened))
        {
            return ProtocolAnswer.Refuse(ProtocolRefusal.InvalidNotificationRequest);
        }

        // Only the wallet that holds the token of the delivery can speak of it.
        var hash = OfferSecrets.Hash(id);
        var known = await db.Deliveries.Where(one => one.Id == hash && one.GrantId == grant.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.Event, happened), cancel);
        return known == 1 ? ProtocolAnswer.Nothing() : ProtocolAnswer.Refuse(ProtocolRefusal.InvalidNotificationId);
    }
}
