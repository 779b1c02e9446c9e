using System.Net;
using System.Net.Sockets;

namespace SkillsPassport.Journeys.Tests.Fleet;

/// <summary>Ports nobody uses now, and that nobody is given by chance before they are used: below those the kernel gives
/// away by itself, for a port 0 or for a call to somewhere else.</summary>
public static class FreePorts
{
    private const int First = 20_000, Count = 11_000;
    private static int _next = Random.Shared.Next(Count);

    /// <summary>Different ones.</summary>
    public static int[] Take(int count) => [.. Enumerable.Range(0, count).Select(_ => Take())];

    /// <summary>One that was never given before.</summary>
    public static int Take()
    {
        for (var tries = 0; tries < Count; tries++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _next) % Count);
            if (IsFree(IPAddress.Loopback, port) && (!Socket.OSSupportsIPv6 || IsFree(IPAddress.IPv6Loopback, port)))
            {
                return port;
            }
        }

        throw new InvalidOperationException("No port is free.");
    }

    /// <summary>Addresses on this machine.</summary>
    public static Uri[] Addresses(int count) => [.. Take(count).Select(port => new Uri($"http://localhost:{port}/"))];

    private static bool IsFree(IPAddress address, int port)
    {
        using var listener = new TcpListener(address, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return false;
        }
        catch (SocketException)
        {
            // No such address on this machine: nobody can be in the way there.
            return true;
        }
    }
}
