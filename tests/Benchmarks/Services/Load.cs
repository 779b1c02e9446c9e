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

    /// <summary>What came of one slice of load.</summary>
    /// <param name="Rate">Answers a second.</param>
    /// <param name="P99">Milliseconds in which 99 of 100 answers came.</param>
    public readonly record struct Result(double Rate, double P99);

    /// <summary>Answers a second to one request.</summary>
    public static async Task<double> RateAsync(Uri address, byte[] body) => (await RunAsync(address, [body])).Rate;

    /// <summary>Sends the bodies in turn, each connection from another place.</summary>
    public static async Task<Result> RunAsync(
        Uri address, byte[][] bodies, int connections = Connections, string mediaType = "application/json")
    {
        byte[][] requests = [.. bodies.Select(body => Request(address, body, mediaType))];
        using var stop = new CancellationTokenSource(Slice);
        var watch = Stopwatch.StartNew();
        var times = await Task.WhenAll(Enumerable.Range(0, connections).Select(connection => Task.Run(
            () => RepeatAsync(address, requests, connection * requests.Length / connections, stop.Token))));
        var rate = times.Sum(own => own.Count) / watch.Elapsed.TotalSeconds;
        List<double> all = [.. times.SelectMany(own => own)];
        all.Sort();
        return new Result(rate, all.Count == 0 ? 0 : all[all.Count * 99 / 100]);
    }

    private static async Task<List<double>> RepeatAsync(Uri address, byte[][] requests, int next, CancellationToken stop)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, address.Port), CancellationToken.None);
        var buffer = new byte[64 * 1024];
        var times = new List<double>(4096);
        while (!stop.IsCancellationRequested)
        {
            var sent = Stopwatch.GetTimestamp();
            await SendAsync(socket, requests[next]);
            buffer = await ReadAnswerAsync(socket, buffer);
            times.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            next = (next + 1) % requests.Length;
        }

        return times;
    }

    private static async Task SendAsync(Socket socket, byte[] request)
    {
        for (var sent = 0; sent < request.Length;)
        {
            sent += await socket.SendAsync(request.AsMemory(sent), SocketFlags.None, CancellationToken.None);
        }
    }

    // Either Content-Length or chunks; the status must be 200.
    private static async Task<byte[]> ReadAnswerAsync(Socket socket, byte[] buffer)
    {
        var length = 0;
        while (true)
        {
            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, 2 * length);
            }

            var read = await socket.ReceiveAsync(buffer.AsMemory(length), SocketFlags.None);
            if (read == 0)
            {
                throw new IOException("The connection was closed.");
            }

            length += read;
            if (IsWhole(buffer.AsSpan(0, length)))
            {
                return buffer;
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

        // Looked for among the headers only: an answer of megabytes comes in many reads.
        var marker = answer[..headers].IndexOf("Content-Length: "u8);
        if (marker < 0)
        {
            return answer.EndsWith("0\r\n\r\n"u8);
        }

        System.Buffers.Text.Utf8Parser.TryParse(answer[(marker + 16)..], out int expected, out _);
        return answer.Length >= headers + 4 + expected;
    }

    private static byte[] Request(Uri address, byte[] body, string mediaType) =>
    [
        .. Encoding.ASCII.GetBytes($"POST {address.AbsolutePath} HTTP/1.1\r\nHost: {address.Authority}\r\n"
            + $"Content-Type: {mediaType}\r\nContent-Length: {body.Length}\r\n\r\n"),
        .. body,
    ];
}
