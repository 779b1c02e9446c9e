using System.Net;
using System.Net.Sockets;

namespace SkillsPassport.Hosting.Limits;

/// <summary>Whom a limit counts.</summary>
public static class Subscriber
{
    /// <summary>One subscriber is one IPv4 address or one IPv6 /64: the rest of it is theirs to vary.</summary>
    public static string Of(IPAddress? from)
    {
        if (from is null)
        {
            return "unknown";
        }

        if (from.IsIPv4MappedToIPv6)
        {
            from = from.MapToIPv4();
        }

        return from.AddressFamily == AddressFamily.InterNetwork
            ? from.ToString() : Convert.ToHexString(from.GetAddressBytes().AsSpan(0, 8));
    }
}
