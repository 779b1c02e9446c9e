using System.Net;
using System.Net.Sockets;

namespace SkillsPassport.Hosting.Outbound;

/// <summary>Tells addresses of the public internet from all others (IANA special-purpose registries, RFC
/// 6890).</summary>
public static class PublicAddress
{
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
            "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
            "203.0.113.0/24", "224.0.0.0/3",
            "::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32",
            "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/9", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>Whether the address is reachable on the public internet and nowhere special.</summary>
    public static bool Is(IPAddress address) =>
        // IPNetwork.Contains looks at an IPv4-mapped address as IPv4, so that ::ffff:0:0/96 would not match it.
        !address.IsIPv4MappedToIPv6
        && (address.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6)
        && !NotPublic.Any(network =>
            network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address));
}
