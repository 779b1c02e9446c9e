using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using SkillsPassport.Credentials;

namespace SkillsPassport.Verifier.Shares;

/// <summary>A worker's share link: <c>https://verifier/S#wallet-host/shares/id</c>.</summary>
/// <param name="Text">The whole link: the audience of the presentations behind it.</param>
/// <param name="Wallet">Host, and port where there is one, of the wallet that holds the share.</param>
/// <param name="Id">Unguessable name of the share: the nonce of the presentations behind it.</param>
public sealed partial record ShareLink(string Text, string Wallet, string Id)
{
    private const int Longest = 512;

    public static bool TryParse(string? text, [NotNullWhen(true)] out ShareLink? link)
    {
        link = null;
        if (text is not { Length: <= Longest * 2 } || SentText.Trim(text) is not { Length: <= Longest } trimmed
            || Shape().Match(trimmed) is not { Success: true } match)
        {
            return false;
        }
        link = new(trimmed, match.Groups["wallet"].Value.ToLowerInvariant(), match.Groups["id"].Value);
        return true;
    }

    // No user information, no IPv6 literal, no escapes, no dots in the path: none of them is ever in a link of a
    // wallet.
    [GeneratedRegex(@"\Ahttps?://[A-Za-z0-9.:-]{1,255}/[Ss]#"
        + @"(?<wallet>[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?(?::\d{1,5})?)"
        + @"/shares/(?<id>[A-Za-z0-9_-]{22,128})\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
