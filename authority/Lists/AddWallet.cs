using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Authority.Lists;

/// <summary>Names a wallet service whose share links verifiers follow.</summary>
internal static class AddWallet
{
    public static readonly Operation Operation = new("add-wallet", "Let verifiers follow a wallet's share links",
    [
        new("id", "URL", "the wallet's address", Required: true),
        new("name-en", "TEXT", "its name in English", Required: true),
        new("name-bn", "TEXT", "its name in Bangla"),
        new("name-ar", "TEXT", "its name in Arabic"),
    ], (list, given, _) =>
    {
        var wallet = new TrustedWallet(given.Text("id"), Names.Read(given));
        return AddIssuer.WhyNotHere(list, wallet.Id) is { } why ? Change.Refused(why)
            : list.Wallets.Any(known => known.Id == wallet.Id)
            ? Change.Refused($"{wallet.Id} is on the list already.")
            : Change.To(list with { Wallets = [.. list.Wallets, wallet] },
                $"Verifiers now follow share links of {wallet.Name.En} ({wallet.Id}).");
    });
}
