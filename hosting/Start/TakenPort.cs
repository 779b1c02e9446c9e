using System.Net;
using System.Net.Sockets;

namespace SkillsPassport.Hosting.Start;

/// <summary>
/// Looks before the server starts whether its addresses are free: the server itself would tell a taken one with a page
/// of stack trace in the log.
/// </summary>
internal static class TakenPort
{
    /// <summary>The first of these addresses that another program listens on; null when all are free.</summary>
    /// <param name="urls">Addresses as <c>--urls</c> has them, with semicolons between them.</param>
    public static string? Among(string? urls) =>
        (urls ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .FirstOrDefault(url => Uri.TryCreate(url, UriKind.Absolute, out var address) && IsTaken(address));

    private static bool IsTaken(Uri address)
    {
        var ip = address.IsLoopback && address.HostNameType == UriHostNameType.Dns ? IPAddress.Loopback
            : IPAddress.TryParse(address.Host, out var given) ? given : IPAddress.Any;
        using var probe = new TcpListener(ip, address.Port);
        try
        {
            probe.Start();
            return false;
        }
        catch (SocketException refused)
        {
            return refused.SocketErrorCode == SocketError.AddressAlreadyInUse;
        }
    }
}
