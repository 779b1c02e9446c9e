using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace SkillsPassport.Services.Tests.Peers;

/// <summary>One HTTP/1.1 POST, written by hand: sends pieces when the test says so, and reads while it sends.</summary>
public sealed class RawRequest : IAsyncDisposable
{
    private readonly TcpClient _connection = new();
    private readonly StringBuilder _read = new();

    public static async Task<RawRequest> PostAsync(Uri server, string path, string contentType, string headers = "")
    {
        var request = new RawRequest();
        await request._connection.ConnectAsync("127.0.0.1", server.Port);
        await request.WriteAsync($"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {contentType}\r\n{headers}"
            + "Transfer-Encoding: chunked\r\n\r\n");
        return request;
    }

    /// <summary>One chunk of the body.</summary>
    public Task SendAsync(string piece) => WriteAsync(
        Encoding.UTF8.GetByteCount(piece).ToString("x", CultureInfo.InvariantCulture) + $"\r\n{piece}\r\n");

    public Task EndAsync() => WriteAsync("0\r\n\r\n");

    /// <summary>Everything since the last reading, up to where this text has come.</summary>
    public async Task<string> ReadUntilAsync(string text, int seconds = 60)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        var buffer = new byte[16 * 1024];
        while (!_read.ToString().Contains(text, StringComparison.Ordinal))
        {
            var count = await _connection.GetStream().ReadAsync(buffer, patience.Token);
            Assert.True(count > 0, $"The connection ended after: {_read}");
            _read.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }

        var all = _read.ToString();
        _read.Clear();
        return all;
    }

    public ValueTask DisposeAsync()
    {
        _connection.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task WriteAsync(string text) => _connection.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text)).AsTask();
}
