using System.Net;
using System.Net.Sockets;

namespace SkillsPassport.Journeys.Tests.Fleet;

/// <summary>Ports nobody uses now.</summary>
public static class FreePorts
{
    /// <summary>Different ones.</summary>
    public static int[] Take(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        foreach (var listener in listeners)
        {
            listener.Start();
        }

        var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        foreach (var listener in listeners)
        {
            listener.Stop();
        }

        return ports;
    }

    /// <summary>Addresses on this machine.</summary>
    public static Uri[] Addresses(int count) => [.. Take(count).Select(port => new Uri($"http://localhost:{port}/"))];
}
