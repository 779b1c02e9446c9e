using System.Net;
using System.Net.Sockets;

namespace SkillsPassport.Journeys.Tests.Wallet;

/// <summary>Where the line breaks while a form is on its way.</summary>
public enum Cut
{
    None,

    /// <summary>The request never reaches the service.</summary>
    BeforeTheRequest,

    /// <summary>The service did what was asked; its answer never leaves.</summary>
    BeforeTheAnswer,

    /// <summary>The line breaks within the answer.</summary>
    WithinTheAnswer,
}

/// <summary>The line between a phone and the wallet: passes bytes on, and breaks when a form is sent.</summary>
public sealed class CutLine : IAsyncDisposable
{
    private const int FirstBytes = 12;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly int _wallet;
    private volatile Cut _cut;
    private int _broken;

    public CutLine(string wallet)
    {
        _wallet = new Uri(wallet).Port;
        _listener.Start();
        Url = $"http://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _ = AcceptAsync();
    }

    public string Url { get; }

    /// <summary>How often the line broke: browsers send some forms again by themselves.</summary>
    public int Broken => _broken;

    public Cut Cut
    {
        get => _cut;
        set => _cut = value;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ConnectAsync(await _listener.AcceptSocketAsync(_end.Token));
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ConnectAsync(Socket phone)
    {
        using var service = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using (phone)
        {
            try
            {
                phone.NoDelay = service.NoDelay = true;
                // An abrupt end, as when a phone leaves the network: no tidy goodbye.
                phone.LingerState = new LingerOption(true, 0);
                await service.ConnectAsync(IPAddress.Loopback, _wallet, _end.Token);
                var line = new Line();
                await await Task.WhenAny(SendAsync(phone, service, line), AnswerAsync(service, phone, line));
            }
            catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // One side went away; so does the other.
            }
        }
    }

    private async Task SendAsync(Socket phone, Socket service, Line line)
    {
        var buffer = new byte[32 * 1024];
        while (await phone.ReceiveAsync(buffer, _end.Token) is > 0 and var count)
        {
            if (buffer.AsSpan(0, count).StartsWith("POST "u8))
            {
                line.Cut = _cut;
                if (line.Cut == Cut.BeforeTheRequest)
                {
                    Interlocked.Increment(ref _broken);
                    return;
                }
            }

            await service.SendAsync(buffer.AsMemory(0, count), _end.Token);
        }
    }

    private async Task AnswerAsync(Socket service, Socket phone, Line line)
    {
        var buffer = new byte[32 * 1024];
        while (await service.ReceiveAsync(buffer, _end.Token) is > 0 and var count)
        {
            if (line.Cut != Cut.None)
            {
                Interlocked.Increment(ref _broken);
                if (line.Cut == Cut.WithinTheAnswer)
                {
                    await phone.SendAsync(buffer.AsMemory(0, Math.Min(count, FirstBytes)), _end.Token);
                }

                return;
            }

            await phone.SendAsync(buffer.AsMemory(0, count), _end.Token);
        }
    }

    private sealed class Line
    {
        public volatile Cut Cut;
    }
}
