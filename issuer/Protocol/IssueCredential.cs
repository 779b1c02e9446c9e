using System.Text.Json.Nodes;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials;
using SkillsPassport.Hosting.Audit;
using SkillsPassport.Hosting.Telemetry;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Issuer.Issuing;
using SkillsPassport.Issuer.Offers;

namespace SkillsPassport.Issuer.Protocol;

/// <summary>
/// <c>POST /credential</c>: one SD-JWT VC for each proven key, each with its own place in the status list (OpenID4VCI
/// 1.0 section 8). Places, copies, used nonce, delivery and trail are stored and committed before the answer leaves:
/// whoever kills this process either finds nothing done, or everything but the answer, and the wallet asks again.
/// </summary>
public sealed class IssueCredential(IDbContextFactory<IssuerDb> databases, Nonces nonces, StatusIndexes places,
    IssuerKeys keys, IOptions<IssuerOptions> options, TimeProvider clock, Measures measures)
{
    /// <summary>Copies under one token: a lost answer can be asked for again, a stolen token is no mint.</summary>
    private const int CopiesPerToken = 2 * PossessionProofs.BatchSize;

    private readonly CredentialSigner _signer = new(keys.Signer);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/credential",
        (HttpContext context, IssueCredential issue) => issue.AnswerAsync(context.Request, context.RequestAborted))
        .AllowAnonymous();

    private async Task<IResult> AnswerAsync(HttpRequest request, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (grant, refused) = await BearerToken.FindAsync(db, request, now, cancel);
        if (grant is null)
        {
            return ProtocolAnswer.Refuse(refused!.Value);
        }

        if (await JsonRequest.ReadAsync(request, cancel) is not { } body)
        {
            return ProtocolAnswer.Refuse(ProtocolRefusal.InvalidCredentialRequest, "The body must be one JSON object.");
        }

        if (CheckWhat(body, grant) is { } wrong)
        {
            return ProtocolAnswer.Refuse(wrong);
        }

        var (proven, broken) = PossessionProofs.Check(body, options.Value.Id, now);
        return proven is null
            ? ProtocolAnswer.Refuse(ProtocolRefusal.InvalidProof, broken)
            : await IssueAsync(db, grant, proven, now, cancel);
    }

    private static ProtocolRefusal? CheckWhat(JsonElement body, AccessGrant grant)
    {
        var byConfiguration = body.TryGetProperty(Specs.OpenId4Vci.CredentialConfigurationId, out _);
        var byIdentifier = body.TryGetProperty(Specs.OpenId4Vci.CredentialIdentifier, out _);
        // Drafts named the format and one proof; a request that does is not a request of version 1.0.
        if (byConfiguration == byIdentifier || body.TryGetProperty(Specs.OpenId4Vci.Format, out _)
            || body.TryGetProperty(Specs.OpenId4Vci.DraftProof, out _))
        {
            return ProtocolRefusal.InvalidCredentialRequest;
        }

        if (body.TryGetProperty(Specs.OpenId4Vci.CredentialResponseEncryption, out _))
        {
            return ProtocolRefusal.InvalidEncryptionParameters;
        }

        // Section 8.2: identifiers are for tokens that came with authorization_details; ours never do.
        return byIdentifier ? ProtocolRefusal.UnknownCredentialIdentifier
            : JsonRequest.Text(body, Specs.OpenId4Vci.CredentialConfigurationId) != grant.ConfigurationId
                ? ProtocolRefusal.UnknownCredentialConfiguration
                : null;
    }

    private async Task<IResult> IssueAsync(
        IssuerDb db, AccessGrant grant, ProvenKeys proven, DateTimeOffset now, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var count = proven.Keys.Count;
        var granted = await db.AccessGrants.Where(one => one.Id == grant.Id && one.Copies + count <= CopiesPerToken)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.Copies, one => one.Copies + count), cancel);
        if (granted != 1)
        {
            return ProtocolAnswer.Refuse(ProtocolRefusal.CredentialRequestDenied);
        }

        if (!await nonces.UseAsync(db, proven.Nonce, cancel))
        {
            return ProtocolAnswer.Refuse(ProtocolRefusal.InvalidNonce);
        }

        if (await FindValidAsync(db, grant.SerialNo, cancel) is not { } award)
        {
            return ProtocolAnswer.Refuse(ProtocolRefusal.CredentialRequestDenied);
        }

        var taken = await places.TakeAsync(db, count, cancel);
        var credentials = new JsonArray();
        for (var i = 0; i < count; i++)
        {
            db.Copies.Add(new SignedCopy
            {
                StatusList = taken[i].List, StatusIndex = taken[i].Index, SerialNo = award.SerialNo,
                Form = CopyForm.Wallet, SignedAt = now, HolderKey = proven.Keys[i].Thumbprint(),
            });
            credentials.Add(new JsonObject { [Specs.OpenId4Vci.Credential] = Sign(award, taken[i], proven.Keys[i],
                now) });
        }

        var notification = OfferSecrets.New(16);
        db.Deliveries.Add(new Delivery
        {
            Id = OfferSecrets.Hash(notification), GrantId = grant.Id, SerialNo = award.SerialNo, Copies = count,
                At = now,
        });
        await db.SaveChangesAsync(cancel);
        await db.Offers.Where(one => one.Id == grant.OfferId)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.Redemptions, one => one.Redemptions + 1), cancel);
        await AuditTrail.AppendAsync(db, now,
            [new Act(AuditTrail.System, "award.claimed", award.SerialNo, Detail: $"copies={count}")], cancel);
        await transaction.CommitAsync(cancel);
        measures.Redeemed(count);
        return ProtocolAnswer.Json(new JsonObject
        {
            [Specs.OpenId4Vci.Credentials] = credentials,
            [Specs.OpenId4Vci.NotificationId] = notification,
        });
    }

    /// <summary>The award, held still until the commit: a revocation waits, and then finds these copies too.</summary>
    private static Task<IssuedAward?> FindValidAsync(IssuerDb db, string serial, CancellationToken cancel)
    {
        var found = db.Database.IsNpgsql()
            ? db.Awards.FromSql($"SELECT * FROM awards WHERE serial_no = {serial} FOR SHARE")
            : db.Awards.Where(one => one.SerialNo == serial);
        return found.AsNoTracking().Where(one => one.State == AwardState.Valid).SingleOrDefaultAsync(cancel);
    }

    private string Sign(IssuedAward award, StatusPlace place, Jwk holder, DateTimeOffset now)
    {
        var target = new CopyTarget(options.Value.Id,
            PaperCopies.StatusUri(options.Value, place.List, CopyForm.Wallet), place.Index, now);
        return Issuance.PrepareWallet(award.ToAward(), target, holder) switch
        {
            PrepareResult.Prepared { Credential: PreparedWalletCredential prepared } => _signer.Sign(prepared),
            PrepareResult.Refused refused => throw new InvalidOperationException(
                $"{award.SerialNo} was linted before and is refused now: "
                    + $"{refused.Findings[0].Rule} {refused.Findings[0].Path}"),
            _ => throw new InvalidOperationException("Not a wallet credential."),
        };
    }
}
