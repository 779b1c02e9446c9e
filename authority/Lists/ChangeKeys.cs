using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Authority.Lists;

/// <summary>
/// Keys of a listed issuer or register: a new one, a retired one, a stolen one. Old keys stay, or what they signed
/// would fall.
/// </summary>
internal static class ChangeKeys
{
    private static readonly Option Owner = new("id", "URL", "the issuer's or register's address", Required: true);
    private static readonly Option Kid = new("kid", "KID", "the key's id, as show prints it", Required: true);

    public static readonly Operation Add = new("add-key", "Add a key to an issuer or a register (rotation)",
    [
        Owner,
        new("key", "FILE", "the public key, as a JWK", Required: true),
        new("from", "DAY", "day from which its signatures count; today when left out"),
    ], (list, given, now) =>
    {
        if (Find(list, given.Text("id")) is not { } owner)
        {
            return NotListed(given);
        }

        var key = given.Keys("key").Single().Jwk;
        if (owner.Keys.Any(known => known.Jwk.IsSameKey(key) || known.Jwk.Kid == key.Kid))
        {
            return Change.Refused($"{owner.Id} has the key {key.Kid} already.");
        }

        var added = new TrustedKey(key, given.StartOf("from") ?? Arguments.StartOfToday(now), null, null);
        return UsedElsewhere(list, [key]) ?? Change.To(owner.With([.. owner.Keys, added]),
            $"{owner.Name} has one more key: {key.Kid}."
            + (owner.Keys.Count == 0 ? " From now on only the keys on this list count for it." : ""));
    });

    public static readonly Operation Retire = new("retire-key", "Say from which day a key signs no more",
    [
        Owner, Kid,
        new("until", "DAY", "first day on which its signatures no longer count", Required: true),
    ], (list, given, _) => OnKey(list, given, key => key with { Until = given.StartOf("until") },
        $"no longer counts for what is signed on or after {given.Text("until")}; older signatures stay good."));

    public static readonly Operation Compromise = new("compromise-key", "Mark a key as stolen from a day on",
    [
        Owner, Kid,
        new("from", "DAY", "first day on which a thief may have signed with it", Required: true),
    ], (list, given, _) => OnKey(list, given, key => key with { CompromisedFrom = given.StartOf("from") },
        $"is marked compromised: nothing signed with it on or after {given.Text("from")} is accepted. A thief can date "
        + "what he signs: the owner must revoke and reissue what it cannot account for."));

    private static Change OnKey(
        TrustListContent list, Arguments given, Func<TrustedKey, TrustedKey> change, string said)
    {
        if (Find(list, given.Text("id")) is not { } owner)
        {
            return NotListed(given);
        }

        var kid = given.Text("kid");
        return owner.Keys.Any(key => key.Jwk.Kid == kid)
            ? Change.To(owner.With([.. owner.Keys.Select(key => key.Jwk.Kid == kid ? change(key) : key)]),
                $"The key {kid} of {owner.Name} {said}")
            : Change.Refused($"{owner.Id} has no key {kid} on the list. Its keys: "
                + (owner.Keys.Count == 0 ? "none; they come from its metadata."
                    : string.Join(", ", owner.Keys.Select(key => key.Jwk.Kid)) + "."));
    }

    /// <summary>A refusal when somebody on the list signs with one of these keys already: whose signature it is must
    /// never be a question.</summary>
    internal static Change? UsedElsewhere(TrustListContent list, IEnumerable<Jwk> keys) =>
        (from key in keys
         from owner in Owners(list)
         where owner.Keys.Any(known => known.Jwk.IsSameKey(key))
         select Change.Refused($"The key {key.Kid} is used by {owner.Id} already. Every issuer and register signs with "
             + "keys of its own.")).FirstOrDefault();

    internal static Change NotListed(Arguments given) =>
        Change.Refused($"{given.Text("id")} is not on the list.");

    private static KeyOwner? Find(TrustListContent list, string id) =>
        Owners(list).FirstOrDefault(owner => owner.Id == id);

    private static IEnumerable<KeyOwner> Owners(TrustListContent list) =>
        list.Issuers.Select(issuer => new KeyOwner(issuer.Id, issuer.Name.En, issuer.Keys,
                keys => WithdrawIssuer.With(list, issuer with { Keys = keys })))
            .Concat(list.Registers.Select(register => new KeyOwner(register.Id, $"The register {register.Kind}",
                register.Keys, keys => ChangeRegisters.With(list, register with { Keys = keys }))));

    /// <summary>Somebody on the list who signs, and the list with other keys for it.</summary>
    private sealed record KeyOwner(string Id, string Name, IReadOnlyList<TrustedKey> Keys,
        Func<IReadOnlyList<TrustedKey>, TrustListContent> With);
}
