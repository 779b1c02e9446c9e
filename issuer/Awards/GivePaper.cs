using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.SdJwt;
using SkillsPassport.Credentials.SdJwtVc;
using SkillsPassport.Issuer.Certificates;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Issuer.Issuing;
using SkillsPassport.Issuer.Protocol;

namespace SkillsPassport.Issuer.Awards;

/// <summary>
/// <c>POST /paper</c>: the certificate as PDF for whoever holds its wallet form. The proof is a presentation that was
/// signed with the holder key for this issuer, over a nonce of ours that counts once; it discloses nothing. Numbers,
/// names and codes open nothing here.
/// </summary>
public sealed class GivePaper(
    IDbContextFactory<IssuerDb> databases, Nonces nonces, IssuerKeys keys, IOptions<IssuerOptions> options,
    TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(Specs.PaperForm.Path,
        (HttpContext context, GivePaper give) => give.AnswerAsync(context.Request, context.RequestAborted))
        .AllowAnonymous();

    private async Task<IResult> AnswerAsync(HttpRequest request, CancellationToken cancel)
    {
        if (await JsonRequest.ReadAsync(request, cancel) is not { } body
            || JsonRequest.Text(body, Specs.PaperForm.Presentation) is not { } text)
        {
            return ProtocolAnswer.Refuse(ProtocolRefusal.InvalidRequest);
        }

        if (Read(text) is not var (serial, holder, nonce))
        {
            return ProtocolAnswer.Refuse(ProtocolRefusal.InvalidProof);
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await nonces.UseAsync(db, nonce, cancel))
        {
            return ProtocolAnswer.Refuse(ProtocolRefusal.InvalidNonce);
        }

        // The copy must be one that was given to this key, and the award must still count.
        var award = await db.Awards.AsNoTracking().SingleOrDefaultAsync(
            one => one.SerialNo == serial && one.State == AwardState.Valid, cancel);
        var given = await db.Copies.AnyAsync(
            copy => copy.SerialNo == serial && copy.Form == CopyForm.Wallet && copy.HolderKey == holder, cancel);
        var cwt = await db.Copies.Where(copy => copy.SerialNo == serial && copy.Form == CopyForm.Paper)
            .OrderBy(copy => copy.SignedAt).Select(copy => copy.Bytes).FirstOrDefaultAsync(cancel);
        if (award is null || !given || cwt is null)
        {
            return ProtocolAnswer.Refuse(ProtocolRefusal.CredentialRequestDenied);
        }

        return new PrivatePdf(Certificate.ToPdf(CertificatePaper.Of(options.Value, award, cwt)), $"{serial}.pdf");
    }

    /// <summary>Serial number, thumbprint of the holder key and nonce of a presentation that is ours and was made for
    /// us just now; null of anything else.</summary>
    private (string Serial, string Holder, string Nonce)? Read(string text)
    {
        try
        {
            var presentation = SdJwtPresentation.Parse(text);
            var credential = SdJwtVcCredential.Read(presentation);
            if (credential.Issuer != options.Value.Id || !keys.Public.Any(jwk => IsSigned(presentation, jwk))
                || credential.HolderKey is not { } holder || presentation.KeyBindingJwt is not { } binding
                || JsonRequest.Text(binding.PayloadObject(), Specs.Jose.Nonce) is not { Length: > 0 } nonce)
            {
                return null;
            }

            var bound = KeyBinding.Check(
                presentation, holder, options.Value.Id, nonce, clock.GetUtcNow(), Nonces.Lifetime);
            return bound == KeyBindingResult.Ok && credential.Claims["serial_no"] is { } serial
                && serial.GetValueKind() == JsonValueKind.String
                    ? (serial.GetValue<string>(), holder.Thumbprint(), nonce)
                    : null;
        }
        catch (InputRefusedException)
        {
            return null;
        }
    }

    private static bool IsSigned(SdJwtPresentation presentation, Jwk jwk)
    {
        using var key = VerificationKey.FromJwk(jwk);
        return presentation.IssuerJwt.VerifiedBy(key);
    }
}
