using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.SdJwt;
using SkillsPassport.Credentials.SdJwtVc;
using SkillsPassport.Credentials.Trust;
using SkillsPassport.Credentials.Verification;
using SkillsPassport.Hosting.Trust;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Wallet.Receive;

/// <summary>A credential that arrived and was looked at.</summary>
public sealed record CheckedCredential(SdJwtVcCredential Credential, Marking Marking);

/// <summary>Looks at what an issuer delivered before it is kept: is it a credential, for our key, of the kind that was
/// offered, not forged? Whether its issuer is accredited only decides how it is marked.</summary>
public sealed class CheckReceived(IssuerHttp http, ITrustList trust, IStatusLists lists, TimeProvider clock)
{
    private readonly CredentialVerifier _verifier = new(clock);

    public async Task<Got<CheckedCredential>> RunAsync(
        string text, Jwk holderKey, OfferedKind kind, string? offeredBy, CancellationToken cancellation)
    {
        SdJwtPresentation presentation;
        SdJwtVcCredential credential;
        try
        {
            presentation = SdJwtPresentation.Parse(text);
            credential = SdJwtVcCredential.Read(presentation);
        }
        catch (InputRefusedException)
        {
            return ReceiveRefusal.CertificateUnreadable;
        }

        if (presentation.KeyBindingJwt is not null || (kind.Vct is not null && credential.Vct != kind.Vct))
        {
            return ReceiveRefusal.CertificateUnreadable;
        }

        // Bound to somebody else's key it could never be shown from here, and it may be somebody else's.
        if (credential.HolderKey is not { } bound || !bound.IsSameKey(holderKey))
        {
            return ReceiveRefusal.CertificateForAnotherKey;
        }

        // Who hands it over must be who signed it: else one issuer's name would stand over another's word.
        if (offeredBy is not null && credential.Issuer is { } signedBy && signedBy != offeredBy)
        {
            return ReceiveRefusal.IssuerMixedUp;
        }

        var snapshot = trust.Current;
        var report = _verifier.Verify(new VerificationRequest { SdJwt = text }, snapshot, lists);
        if (report.Genuine.Value == AnswerValue.No)
        {
            return ReceiveRefusal.CertificateForged;
        }

        // An issuer nobody listed still has to have signed it, when its own metadata can be asked.
        if (credential.Issuer is { } issuer && snapshot?.FindIssuer(issuer) is null
            && await SignedByAsync(issuer, presentation, cancellation) == false)
        {
            return ReceiveRefusal.CertificateForged;
        }

        return new CheckedCredential(credential, MarkingOf(report));
    }

    /// <summary>Accredited only when every check of issuer, key, award and centre passed.</summary>
    public static Marking MarkingOf(VerificationReport report)
    {
        Check[] accreditation = [Check.Issuer, Check.Award, Check.Centre];
        if (accreditation.Any(check => report.OutcomeOf(check) == CheckOutcome.Failed))
        {
            return Marking.NotAccredited;
        }

        Check[] needed = [Check.TrustList, Check.Signature, Check.IssuerKey, Check.Issuer, Check.Award];
        return needed.All(check => report.OutcomeOf(check) == CheckOutcome.Passed)
            && report.OutcomeOf(Check.Centre) is CheckOutcome.Passed or CheckOutcome.NotApplicable
            ? Marking.Accredited
            : Marking.CouldNotCheck;
    }

    /// <summary>Null when the issuer publishes no keys that we can read (SD-JWT VC draft-19 section 3).</summary>
    private async Task<bool?> SignedByAsync(
        string issuer, SdJwtPresentation presentation, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(issuer, UriKind.Absolute, out var address)
            || await KeysAsync(address, issuer, cancellation) is not { Count: > 0 } keys)
        {
            return null;
        }

        return keys.Any(jwk =>
        {
            using var key = VerificationKey.FromJwk(jwk);
            return presentation.IssuerJwt.VerifiedBy(key);
        });
    }

    private async Task<IReadOnlyList<Jwk>?> KeysAsync(Uri address, string issuer, CancellationToken cancellation)
    {
        try
        {
            var got = await http.GetAsync(IssuerMetadata.AddressOf(address), cancellation);
            if (!got.Is(out var reply) || !reply.IsOk)
            {
                return null;
            }

            var metadata = IssuerMetadata.Parse(reply.Body, issuer);
            if (metadata.JwksUri is null)
            {
                return metadata.Keys;
            }

            var set = await http.GetAsync(metadata.JwksUri, cancellation);
            return set.Is(out var jwks) && jwks.IsOk ? IssuerMetadata.ParseKeys(jwks.Json) : null;
        }
        catch (InputRefusedException)
        {
            return null;
        }
    }
}
