using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Credentials.SdJwt;
using SkillsPassport.Credentials.Verification;
using SkillsPassport.Hosting.Outbound;
using SkillsPassport.Hosting.Status;
using SkillsPassport.Hosting.Trust;
using SkillsPassport.Wallet.Custody;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.Receive;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Passport;

/// <summary>The paper form of a held certificate: its signed bytes, and the PDF they came in.</summary>
public sealed record PaperForm(byte[] Cwt, byte[] Pdf);

/// <summary>
/// Gets the paper form of a certificate from its issuer, for the picture, the QR and the PDF. The wallet form is shown
/// to the issuer with key binding and nothing disclosed; what comes back is believed only when the wallet's own
/// verifier finds the attached data genuine, of the same issuer and with the same number.
/// </summary>
public sealed class FetchPaper(
    IDbContextFactory<WalletDb> databases, IssuerHttp http, OutboundGate gate, ITrustList trust, StatusLists lists,
    IOptions<WalletOptions> options, TimeProvider clock)
{
    private const string Json = "application/json";
    private const string Pdf = "application/pdf";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);
    private readonly CredentialVerifier _verifier = new(clock);

    /// <summary>The signed bytes: those kept, else the issuer's, which are then kept.</summary>
    /// <returns>Null when the issuer gives none, or cannot be asked now.</returns>
    public async Task<byte[]?> BytesAsync(CurrentWorker worker, CertificateView view, CancellationToken cancellation) =>
        view.Content.Paper is { } kept && IsOf(view, kept)
            ? kept
            : (await FetchAsync(worker, view, cancellation))?.Cwt;

    /// <summary>What the paper's QR says.</summary>
    /// <returns>Null when the paper form is not to be had.</returns>
    public async Task<string?> QrTextAsync(
        CurrentWorker worker, CertificateView view, CancellationToken cancellation) =>
        await BytesAsync(worker, view, cancellation) is { } cwt
            ? PaperQr.ToText(options.Value.VerifierUrl!, cwt)
            : null;

    /// <summary>Asks the issuer anew, for the PDF.</summary>
    public async Task<PaperForm?> FetchAsync(
        CurrentWorker worker, CertificateView view, CancellationToken cancellation)
    {
        if (view.Held.Marking != Marking.Accredited || view.Standing is Standing.NotGenuine or Standing.NotAccredited)
        {
            return null;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            if (await AskAsync(view, patience.Token) is not { } pdf || PdfAttachment.TryRead(pdf) is not { } cwt
                || !IsOf(view, cwt))
            {
                return null;
            }

            await KeepAsync(worker, view, cwt, cancellation);
            return new PaperForm(cwt, pdf);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<byte[]?> AskAsync(CertificateView view, CancellationToken cancellation)
    {
        if (view.Credential.Issuer is not { } issuer || !Uri.TryCreate(issuer, UriKind.Absolute, out var address))
        {
            return null;
        }

        // The issuer's own host only: nobody else learns that this certificate is held here.
        var policy = OutboundPolicy.SameHostAs(address);
        var metadata = await http.GetAsync(
            IssuerDescription.AddressOf(address, Specs.OpenId4Vci.WellKnownIssuer), cancellation);
        if (!metadata.Is(out var reply) || !reply.IsOk || !IssuerDescription.Parse(reply.Json, issuer).Is(out var said)
            || said.NonceEndpoint is not { } nonces || !policy.Allows(nonces))
        {
            return null;
        }

        var given = await http.PostJsonAsync(nonces, null, null, cancellation);
        if (!given.Is(out var answer) || answer.Json.TextOf(Specs.OpenId4Vci.CNonce) is not { Length: > 0 } nonce)
        {
            return null;
        }

        using var body = new StringContent(
            new JsonObject { [Specs.PaperForm.Presentation] = Present(view, issuer, nonce) }.ToJsonString(),
            Encoding.UTF8, Json);
        var paper = new Uri(issuer.TrimEnd('/') + Specs.PaperForm.Path);
        return await gate.PostAsync(paper, policy, body, Pdf, cancel: cancellation)
            is OutboundResult.Answered { IsOk: true } found ? found.Body : null;
    }

    private string Present(CertificateView view, string issuer, string nonce)
    {
        using var holder = HolderKey.Open(view.Content.HolderKey);
        return KeyBinding.Append(view.Presentation.Present(_ => false), holder, issuer, nonce, clock.GetUtcNow());
    }

    private bool IsOf(CertificateView view, byte[] cwt)
    {
        var report = _verifier.Verify(new VerificationRequest { PaperCwt = cwt }, trust.Current, lists);
        return report.Genuine.Value == AnswerValue.Yes && report.Accredited.Value == AnswerValue.Yes
            && PaperCwt.Parse(cwt) is var paper && paper.Issuer == view.Credential.Issuer
            && paper.Certificate.SerialNo is { } serial && serial == ClaimText.Of(view.Claims, "serial_no");
    }

    // Only into the copy that was looked at: one that was re-issued meanwhile stays as it is.
    private async Task KeepAsync(
        CurrentWorker worker, CertificateView view, byte[] cwt, CancellationToken cancellation)
    {
        var content = worker.Vault.Seal(
            CertificateContent.Kind, view.Id, view.Content with { Paper = cwt });
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await db.Certificates
            .Where(one => one.Id == view.Id && one.WalletId == worker.Account.Id && one.Sealed == view.Held.Sealed)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.Sealed, content), cancellation);
    }
}
