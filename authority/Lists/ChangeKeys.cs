using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Authority.Lists;

/// <summary>
/// Keys of a listed issuer: a new one, a retired one, a stolen one. Old keys stay, or old credentials would fall.
/// </summary>
internal static class ChangeKeys
{
    private static readonly Option Issuer = new("id", "URL", "the issuer's address", Required: true);
    private static readonly Option Kid = new("kid", "KID", "the key's id, as show prints it", Required: true);

    public static readonly Operation Add = new("add-key", "Add a key to an issuer (rotation)",
    [
        Issuer,
        new("key", "FILE", "the public key, as a JWK", Required: true),
        new("from", "DAY", "day from which its signatures count; today when left out"),
    ], (list, given, now) =>
    {
        if (Find(list, given) is not { } issuer)
        {
            return NotListed(given);
        }

        var key = given.Keys("key").Single();
        return issuer.Keys.Any(known => known.Jwk.IsSameKey(key) || known.Jwk.Kid == key.Kid)
            ? Change.Refused($"{issuer.Id} has the key {key.Kid} already.")
            : Change.To(With(list, issuer with
            {
                Keys = [.. issuer.Keys, new TrustedKey(key, given.StartOf("from") ?? Arguments.StartOfToday(now),
                    null, null)],
            }), $"{issuer.Name.En} has one more key: {key.Kid}."
                + (issuer.Keys.Count == 0 ? " From now on only the keys on this list count for it." : ""));
    });

    public static readonly Operation Retire = new("retire-key", "Say from which day a key signs no more",
    [
        Issuer, Kid,
        new("until", "DAY", "first day on which its signatures no longer count", Required: true),
    ], (list, given, _) => OnKey(list, given, key => key with { Until = given.StartOf("until") },
        $"no longer counts for credentials signed on or after {given.Text("until")}; older ones stay good."));

    public static readonly Operation Compromise = new("compromise-key", "Mark a key as stolen from a day on",
    [
        Issuer, Kid,
        new("from", "DAY", "first day on which a thief may have signed with it", Required: true),
    ], (list, given, _) => OnKey(list, given, key => key with { CompromisedFrom = given.StartOf("from") },
        $"is marked compromised: nothing signed with it on or after {given.Text("from")} is accepted. A thief can date "
        + "what he signs: the issuer must revoke and reissue what it cannot account for."));

    private static Change OnKey(
        TrustListContent list, Arguments given, Func<TrustedKey, TrustedKey> change, string said)
    {
        if (Find(list, given) is not { } issuer)
        {
            return NotListed(given);
        }

        var kid = given.Text("kid");
        return issuer.Keys.Any(key => key.Jwk.Kid == kid)
            ? Change.To(With(list, issuer with
            {
                Keys = [.. issuer.Keys.Select(key => key.Jwk.Kid == kid ? change(key) : key)],
            }), $"The key {kid} of {issuer.Name.En} {said}")
            : Change.Refused($"{issuer.Id} has no key {kid} on the list. Its keys: "
                + (issuer.Keys.Count == 0 ? "none; they come from its metadata."
                    : string.Join(", ", issuer.Keys.Select(key => key.Jwk.Kid)) + "."));
    }

    internal static TrustedIssuer? Find(TrustListContent list, Arguments given) =>
        list.Issuers.FirstOrDefault(issuer => issuer.Id == given.Text("id"));

    internal static Change NotListed(Arguments given) =>
        Change.Refused($"{given.Text("id")} is not on the list.");

    internal static TrustListContent With(TrustListContent list, TrustedIssuer changed) =>
        list with { Issuers = [.. list.Issuers.Select(issuer => issuer.Id == changed.Id ? changed : issuer)] };
}
