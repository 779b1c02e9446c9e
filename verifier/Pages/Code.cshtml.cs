using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Credentials.Registers;
using SkillsPassport.Credentials.Verification;
using SkillsPassport.Hosting.Limits;
using SkillsPassport.Verifier.Lookup;
using SkillsPassport.Verifier.Verify;

namespace SkillsPassport.Verifier.Pages;

/// <summary>
/// A typed certificate code, without any script: the service looks the signed bytes up and checks them like any other.
/// Nothing is changed and nobody is signed in, so there is no antiforgery token, and no cookie for it.
/// </summary>
[IgnoreAntiforgeryToken]
public class CodeModel(LookUpCertificate lookup, CheckCredential check, PersonCheck person, LevelAbroad abroad)
    : PageModel
{
    /// <summary>As the field takes it.</summary>
    private const int LongestTyped = 64;

    /// <summary>What was found; null before anything was asked, or when it was refused.</summary>
    public VerificationReport? Report { get; private set; }

    /// <summary>The code that was typed, for the next question about the same certificate.</summary>
    public string? Code { get; private set; }

    /// <summary>What was refused, to be put right where it was typed.</summary>
    public string? Typed { get; private set; }

    /// <summary>What came of comparing with the passport; null when nothing was compared.</summary>
    public PersonAnswer? Person { get; private set; }

    /// <summary>What the level means in the country that was chosen.</summary>
    public AbroadAnswer? Abroad { get; private set; }

    /// <summary>The certificate's text, as in its QR code.</summary>
    public string? Payload { get; private set; }

    /// <summary>The phrase that says why there is no report.</summary>
    public string? Refusal { get; private set; }

    public void OnGet()
    {
    }

    public async Task OnPostAsync(string? code, string? passport, string? year, string? country,
        CancellationToken cancel)
    {
        Response.Headers.CacheControl = "no-store";
        switch (await lookup.FindAsync(code, HttpContext.Connection.RemoteIpAddress, cancel))
        {
            case LookupOutcome.Found found:
                Payload = Base32.Encode(found.Cwt);
                Report = await check.CheckAsync(new VerificationRequest { PaperCwt = found.Cwt }, cancel);
                Code = code;
                Abroad = country is not null && DestinationData.Destinations.Any(one => one.Code == country)
                    && Report.Content is not null ? abroad.Ask(Report, country) : new AbroadAnswer();
                if (Report.Person.Value == AnswerValue.PleaseCheck && Report.Genuine.Value == AnswerValue.Yes)
                {
                    Person = await person.CompareAsync(Report.Content, passport, year,
                        HttpContext.Connection.RemoteIpAddress?.ToString(), cancel);
                }

                break;
            case LookupOutcome.Refused refused:
                Typed = code?.Length <= LongestTyped ? code : null;
                (Refusal, Response.StatusCode) = refused.Refusal switch
                {
                    VerifierRefusal.CertificateCodeUnreadable => ("code.unreadable", StatusCodes.Status400BadRequest),
                    VerifierRefusal.CertificateUnknown => ("code.unknown", StatusCodes.Status404NotFound),
                    VerifierRefusal.TooManyRequests => ("code.limit", StatusCodes.Status429TooManyRequests),
                    VerifierRefusal.IssuerBusy => ("code.limit", StatusCodes.Status503ServiceUnavailable),
                    _ => ("code.unreachable", StatusCodes.Status503ServiceUnavailable),
                };
                if (refused.RetryAfter is { } wait)
                {
                    Response.SayRetryAfter(wait);
                }

                break;
        }
    }
}
