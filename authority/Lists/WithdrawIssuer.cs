using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Authority.Lists;

/// <summary>Ends an issuer's accreditation; what it signed before stays good, because it stays on the list.</summary>
internal static class WithdrawIssuer
{
    public static readonly Operation Operation = new("withdraw-issuer", "End an issuer's accreditation",
    [
        new("id", "URL", "the issuer's address", Required: true),
        new("from", "DAY", "first day on which nothing it signs is accepted", Required: true),
        new("reason", "TEXT", "why, in plain words", Required: true),
    ], (list, given, _) => list.Issuers.FirstOrDefault(one => one.Id == given.Text("id")) is { } issuer
        ? Change.To(With(list, issuer with
        {
            WithdrawnFrom = given.StartOf("from"),
            WithdrawnReason = given.Text("reason"),
        }), $"{issuer.Name.En} is withdrawn: nothing it signs on or after {given.Text("from")} is accepted; what it "
            + "signed before stays good.")
        : ChangeKeys.NotListed(given));

    /// <summary>The list with this issuer in the place of the one with its address.</summary>
    internal static TrustListContent With(TrustListContent list, TrustedIssuer changed) =>
        list with { Issuers = [.. list.Issuers.Select(issuer => issuer.Id == changed.Id ? changed : issuer)] };
}
