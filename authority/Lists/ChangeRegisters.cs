using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Authority.Lists;

/// <summary>
/// Signed registers beside the list, such as comparisons of qualifications: which there are and who signs them. Their
/// keys are added, retired and marked as stolen like an issuer's.
/// </summary>
internal static class ChangeRegisters
{
    public static readonly Operation Add = new("add-register", "Name a signed register and the keys that sign it",
    [
        new("kind", "KIND", $"{Specs.TrustList.Comparisons} or {Specs.TrustList.Recruiters}", Required: true),
        new("id", "URL", "address of the signed register", Required: true),
        new("key", "FILE", "a public key that signs it, as a JWK", Required: true, Many: true),
        new("key-from", "DAY", "day from which signatures of the keys count; today when left out"),
    ], (list, given, now) =>
    {
        var (kind, id) = (given.Text("kind"), given.Text("id"));
        if (kind is not (Specs.TrustList.Comparisons or Specs.TrustList.Recruiters))
        {
            return Change.Refused($"{kind} is not a kind of register. Known: {Specs.TrustList.Comparisons}, "
                + $"{Specs.TrustList.Recruiters}.");
        }

        if (AddIssuer.WhyNotHere(list, id) is { } why)
        {
            return Change.Refused(why);
        }

        if (list.Registers.FirstOrDefault(known => known.Kind == kind || known.Id == id) is { } there)
        {
            return Change.Refused($"The register {there.Kind} is on the list already, at {there.Id}. Keys are added "
                + "with add-key; to move it: remove-register first.");
        }

        var keys = given.Keys("key").Select(key => key.Jwk).ToList();
        var from = given.StartOf("key-from") ?? Arguments.StartOfToday(now);
        return ChangeKeys.UsedElsewhere(list, keys) ?? Change.To(list with
        {
            Registers =
                [.. list.Registers, new(kind, id, [.. keys.Select(key => new TrustedKey(key, from, null, null))])],
        }, $"Verifiers now follow the register {kind} at {id}, signed with {keys.Count} key(s).");
    });

    public static readonly Operation Remove = new("remove-register", "Take a register off the list",
    [
        new("id", "URL", "address of the signed register", Required: true),
    ], (list, given, _) => list.Registers.FirstOrDefault(known => known.Id == given.Text("id")) is { } gone
        ? Change.To(list with { Registers = [.. list.Registers.Where(known => known != gone)] },
            $"Verifiers no longer follow the register {gone.Kind} at {gone.Id}.")
        : ChangeKeys.NotListed(given));

    /// <summary>The list with this register in the place of the one with its address.</summary>
    internal static TrustListContent With(TrustListContent list, TrustedRegister changed) => list with
    {
        Registers = [.. list.Registers.Select(register => register.Id == changed.Id ? changed : register)],
    };
}
