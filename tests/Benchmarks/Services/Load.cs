using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SkillsPassport.Benchmarks.Services;

/// <summary>
/// Many keep-alive connections that send one request again and again, over bare sockets: an HTTP client library would
/// take more of the processor than the service that is measured.
/// </summary>
internal static class Load
{
    private const int Connections = 32;
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(2);

    /// <summary>Answers a second.</summary>
    public static async Task<double> RateAsync(Uri address, byte[] body)
    {
        var request = Request(address, body);
        var stop = new CancellationTokenSource(Slice);
        var watch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, Connections)
            .Select(_ => Task.Run(() => RepeatAsync(address, request, stop.Token))));
        return counts.Sum() / watch.Elapsed.TotalSeconds;
    }

    private static async Task<int> RepeatAsync(Uri address, byte[] request, CancellationToken stop)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, address.Port), CancellationToken.None);
        var buffer = new byte[64 * 1024];
        var count = 0;
        while (!stop.IsCancellationRequested)
        {
            await socket.SendAsync(request, SocketFlags.None, CancellationToken.None);
            await ReadAnswerAsync(socket, buffer);
            count++;
        }

        return count;
    }

    // Either Content-Length or chunks; the status must be 200.
    private static async Task ReadAnswerAsync(Socket socket, byte[] buffer)
    {
        var length = 0;
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(length), SocketFlags.None);
            if (read == 0)
            {
                throw new IOException("The connection was closed.");
            }

            length += read;
            if (IsWhole(buffer.AsSpan(0, length)))
            {
                return;
            }
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var headers = answer.IndexOf("\r\n\r\n"u8);
        if (headers < 0)
        {
            return false;
        }

        if (!answer.StartsWith("HTTP/1.1 200"u8))
        {
            throw new InvalidOperationException(Encoding.ASCII.GetString(answer));
        }

        var marker = answer.IndexOf("Content-Length: "u8);
        if (marker < 0 || marker > headers)
        {
            return answer.EndsWith("0\r\n\r\n"u8);
        }

        System.Buffers.Text.Utf8Parser.TryParse(answer[(marker + 16)..], out int expected, out _);
        return answer.Length >= headers + 4 + expected;
    }

    private static byte[] Request(Uri address, byte[] body) =>
    [
        .. Encoding.ASCII.GetBytes($"POST {address.AbsolutePath} HTTP/1.1\r\nHost: {address.Authority}\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n"),
        .. body,
    ];
}
