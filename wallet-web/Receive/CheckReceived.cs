using System.Text.Json.Nodes;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.SdJwt;
using SkillsPassport.Credentials.SdJwtVc;
using SkillsPassport.Credentials.Trust;
using SkillsPassport.Credentials.Verification;
using SkillsPassport.Hosting.Trust;
using SkillsPassport.Wallet.Custody;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.Passport;

namespace SkillsPassport.Wallet.Receive;

/// <summary>A credential that arrived and was looked at.</summary>
public sealed record CheckedCredential(SdJwtVcCredential Credential, Marking Marking);

/// <summary>One certificate as it arrived.</summary>
/// <param name="Spare">Further copies that say the same.</param>
public sealed record ReceivedCopies(
    CheckedCredential Checked, CredentialCopy First, IReadOnlyList<CredentialCopy> Spare);

/// <summary>Looks at what an issuer delivered before it is kept: is it a credential, for our key, of the kind that was
/// offered, not forged? Whether its issuer is accredited only decides how it is marked.</summary>
public sealed class CheckReceived(IssuerHttp http, ITrustList trust, IStatusLists lists, TimeProvider clock)
{
    /// <summary>What may differ from copy to copy; everything else is what the worker was shown.</summary>
    private static readonly string[] OfTheCopy =
    [
        Specs.Jose.Iat, Specs.Jose.Nbf, Specs.Jose.Exp, Specs.Jose.Jti, Specs.Jose.Cnf, Specs.SdJwtVc.Status,
    ];

    private readonly CredentialVerifier _verifier = new(clock);

    /// <summary>The first copy must be sound. Of the others only those are kept that are, each with a key of its own,
    /// and that say the same: nobody slips a worker a second certificate to show in the place of the first.</summary>
    public async Task<Got<ReceivedCopies>> RunAsync(
        IReadOnlyList<string> copies, HolderKeys keys, OfferedKind kind, string? offeredBy,
        CancellationToken cancellation)
    {
        var asked = new Dictionary<string, IReadOnlyList<Jwk>?>();
        var looked = await RunAsync(copies[0], keys, kind, offeredBy, asked, cancellation);
        if (!looked.Is(out var first))
        {
            return looked.Refusal!.Value;
        }

        var said = Said(first);
        var taken = new HashSet<byte[]> { KeyOf(first) };
        var spare = new List<CredentialCopy>();
        foreach (var text in copies.Skip(1).Take(keys.Signers.Count() - 1))
        {
            var next = await RunAsync(text, keys, kind, offeredBy, asked, cancellation);
            if (next.Is(out var copy) && copy.Marking == first.Marking && JsonNode.DeepEquals(Said(copy), said)
                && taken.Add(KeyOf(copy)))
            {
                spare.Add(new CredentialCopy(text, KeyOf(copy)));
            }
        }

        return new ReceivedCopies(first, new CredentialCopy(copies[0], KeyOf(first)), spare);

        byte[] KeyOf(CheckedCredential one) => keys.Of(one.Credential.HolderKey!)!;
    }

    private static JsonObject Said(CheckedCredential one)
    {
        var claims = one.Credential.Claims.DeepClone().AsObject();
        foreach (var name in OfTheCopy)
        {
            claims.Remove(name);
        }

        return claims;
    }

    /// <param name="asked">Keys of issuers that were asked for just now.</param>
    private async Task<Got<CheckedCredential>> RunAsync(
        string text, HolderKeys keys, OfferedKind kind, string? offeredBy,
        Dictionary<string, IReadOnlyList<Jwk>?> asked, CancellationToken cancellation)
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
        if (credential.HolderKey is not { } bound || keys.Of(bound) is null)
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
            && await SignedByAsync(issuer, presentation, asked, cancellation) == false)
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
        string issuer, SdJwtPresentation presentation, Dictionary<string, IReadOnlyList<Jwk>?> asked,
        CancellationToken cancellation)
    {
        if (!Uri.TryCreate(issuer, UriKind.Absolute, out var address) || address.UserInfo.Length > 0)
        {
            return null;
        }

        if (!asked.TryGetValue(issuer, out var keys))
        {
            asked[issuer] = keys = await KeysAsync(address, issuer, cancellation);
        }

        if (keys is not { Count: > 0 })
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
