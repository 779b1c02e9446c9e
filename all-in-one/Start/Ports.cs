using System.Net;
using System.Net.Sockets;

namespace SkillsPassport.AllInOne.Start;

/// <summary>Looks for a taken port before anything starts, so that the message can be plain.</summary>
public static class Ports
{
    /// <summary>The first service whose port somebody else listens on; null when all are free.</summary>
    public static async Task<(string Service, int Port)?> FirstTakenAsync(CommandLine command)
    {
        foreach (var (service, port) in command.Services)
        {
            foreach (var address in new[] { IPAddress.Loopback, IPAddress.IPv6Loopback })
            {
                if (await SomebodyAnswersAsync(address, port))
                {
                    return (service, port);
                }
            }
        }

        return null;
    }

    private static async Task<bool> SomebodyAnswersAsync(IPAddress address, int port)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(address, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
