using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Issuer.Database;

namespace SkillsPassport.Issuer.Issuing;

/// <summary>Where the addresses inside signed copies come from, once for all forms.</summary>
public static class PaperCopies
{
    /// <summary>Address of a status list: the CWT form for paper, the JWT form for wallets.</summary>
    public static string StatusUri(IssuerOptions issuer, int list, CopyForm form) =>
        $"{issuer.Id}/status/{list}" + (form == CopyForm.Paper ? ".cwt" : "");

    /// <summary>The paper copy's own place.</summary>
    public static CopyTarget Target(IssuerOptions issuer, IssuedAward award, DateTimeOffset now) =>
        new(issuer.Id, StatusUri(issuer, award.PaperList, CopyForm.Paper), award.PaperIndex, now);

    /// <summary>The text of the paper's QR symbol.</summary>
    public static string QrText(IssuerOptions issuer, byte[] cwt) => PaperQr.ToText(issuer.VerifierUrl!, cwt);
}
