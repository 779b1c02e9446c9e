using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SkillsPassport.Hosting.Start;
using SkillsPassport.Hosting.Telemetry;

namespace SkillsPassport.Hosting.Outbound;

/// <summary>
/// The one way out. https only (http to loopback in Development), hosts from a policy, public addresses that are
/// resolved once and connected to as resolved, no redirects, no proxies, no cookies, five seconds, one mebibyte.
/// </summary>
public sealed class OutboundGate : IDisposable
{
    private readonly OutboundOptions _options;
    private readonly HttpClient _client;
    private readonly Measures? _measures;

    /// <summary>Makes the gate; one for the whole process is right, it keeps connections.</summary>
    public OutboundGate(IOptions<OutboundOptions> options, Measures? measures = null)
    {
        _options = options.Value;
        _measures = measures;
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            UseProxy = false,
            MaxResponseHeadersLength = 32,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ConnectCallback = ConnectToPinnedAddressAsync,
        })
        { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>GETs a document.</summary>
    public Task<OutboundResult> GetAsync(Uri address, OutboundPolicy policy, string accept, string? ifNoneMatch = null,
        CancellationToken cancel = default)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.ParseAdd(accept);
        if (ifNoneMatch is not null && EntityTagHeaderValue.TryParse(ifNoneMatch, out var tag))
        {
            request.Headers.IfNoneMatch.Add(tag);
        }

        return SendAsync(request, policy, cancel);
    }

    /// <summary>POSTs a body, optionally with a bearer token.</summary>
    public Task<OutboundResult> PostAsync(Uri address, OutboundPolicy policy, HttpContent? body, string accept,
        string? bearer = null, CancellationToken cancel = default)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = body };
        request.Headers.Accept.ParseAdd(accept);
        if (bearer is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        }

        return SendAsync(request, policy, cancel);
    }

    /// <summary>Why this address would be refused before anything is sent; null when it may be tried.</summary>
    public OutboundRefusal? Refuses(Uri address, OutboundPolicy policy)
    {
        if (!address.IsAbsoluteUri || address.UserInfo.Length > 0 || address.Host.Length == 0 || !HasName(address))
        {
            return OutboundRefusal.AddressNotAllowed;
        }

        var loopbackInDevelopment =
            _options.AllowLoopbackHttp && address.Scheme == Uri.UriSchemeHttp && address.IsLoopback;
        if (address.Scheme != Uri.UriSchemeHttps && !loopbackInDevelopment)
        {
            return OutboundRefusal.SchemeNotAllowed;
        }

        return policy.Allows(address) ? null : OutboundRefusal.HostNotAllowed;
    }

    /// <summary>Whether the host can be written as a name at all (RFC 5891): the parser takes letters that no name
    /// may hold, and asking for the name is what fails.</summary>
    private static bool HasName(Uri address)
    {
        try
        {
            return address.IdnHost.Length > 0;
        }
        catch (UriFormatException)
        {
            return false;
        }
    }

    private async Task<OutboundResult> SendAsync(
        HttpRequestMessage request, OutboundPolicy policy, CancellationToken cancel)
    {
        var result = await ExchangeAsync(request, policy, cancel);
        // Which host was asked is left out: an issuer's or a wallet's name is not ours to count by.
        var (outcome, detail) = result switch
        {
            OutboundResult.Answered answer => ("answered", $"{answer.Status / 100}xx"),
            OutboundResult.NotModified => ("answered", "not modified"),
            OutboundResult.Refused refused => ("refused", refused.Reason.ToString()),
            OutboundResult.Failed failed => ("failed", failed.Reason),
            _ => ("other", ""),
        };
        _measures?.Outbound(outcome, detail);
        return result;
    }

    private async Task<OutboundResult> ExchangeAsync(
        HttpRequestMessage request, OutboundPolicy policy, CancellationToken cancel)
    {
        using (request)
        {
            if (Refuses(request.RequestUri!, policy) is { } refusal)
            {
                return new OutboundResult.Refused(refusal);
            }

            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            patience.CancelAfter(_options.Timeout);
            try
            {
                using var response = await _client.SendAsync(
                    request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
                if (response.StatusCode == HttpStatusCode.NotModified)
                {
                    return new OutboundResult.NotModified();
                }

                if ((int)response.StatusCode is >= 300 and < 400)
                {
                    return new OutboundResult.Refused(OutboundRefusal.Redirected);
                }

                var body = await ReadAsync(response, policy.MostBytes ?? _options.MaxBytes, patience.Token);
                if (body is null)
                {
                    return new OutboundResult.Refused(OutboundRefusal.TooLarge);
                }

                return new OutboundResult.Answered((int)response.StatusCode, body,
                    response.Content.Headers.ContentType?.MediaType, response.Headers.ETag?.ToString())
                {
                    RetryAfter = response.Headers.RetryAfter?.Delta,
                };
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                return new OutboundResult.Failed("timeout");
            }
            catch (HttpRequestException failure) when (failure.InnerException is PrivateAddressException)
            {
                return new OutboundResult.Refused(OutboundRefusal.AddressNotAllowed);
            }
            catch (Exception failure) when (failure is HttpRequestException or IOException or SocketException)
            {
                return new OutboundResult.Failed("unreachable");
            }
        }
    }

    private static async Task<byte[]?> ReadAsync(HttpResponseMessage response, int most, CancellationToken cancel)
    {
        if (response.Content.Headers.ContentLength > most)
        {
            return null;
        }

        await using var stream = await response.Content.ReadAsStreamAsync(cancel);
        using var kept = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(chunk, cancel)) > 0)
        {
            if (kept.Length + read > most)
            {
                return null;
            }

            kept.Write(chunk, 0, read);
        }

        return kept.ToArray();
    }

    private async ValueTask<Stream> ConnectToPinnedAddressAsync(
        SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var secure = context.InitialRequestMessage.RequestUri!.Scheme == Uri.UriSchemeHttps;
        var host = context.DnsEndPoint.Host;
        // The resolver throws on 0.0.0.0 and ::, which connect to this machine.
        var addresses = IPAddress.TryParse(host, out var literal)
            ? [literal] : await Dns.GetHostAddressesAsync(host, cancel);
        // Every address must pass, not only one: a name that also points inside is a trick.
        if (addresses.Length == 0 || !addresses.All(address => MayConnect(address, secure)))
        {
            throw new PrivateAddressException();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private bool MayConnect(IPAddress address, bool secure) =>
        secure ? PublicAddress.Is(address) : _options.AllowLoopbackHttp && IPAddress.IsLoopback(address);

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private sealed class PrivateAddressException() : IOException("The name leads to an address that is not public.");
}

/// <summary>Settings of the gate, section <c>Outbound</c>.</summary>
public sealed class OutboundOptions
{
    /// <summary>Whether plain http to this machine is allowed; Development only.</summary>
    public bool AllowLoopbackHttp { get; set; }

    /// <summary>How long one exchange may take, headers and body.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How many bytes an answer may have.</summary>
    public int MaxBytes { get; set; } = 1024 * 1024;
}

/// <summary>Registers the gate.</summary>
public static class OutboundRegistration
{
    /// <summary>Adds <see cref="OutboundGate"/>; loopback http is on in Development and refused elsewhere.</summary>
    public static void AddOutboundGate(this WebApplicationBuilder builder)
    {
        var development = builder.Environment.IsDevelopment();
        builder.AddValidated<OutboundOptions>("Outbound", options => options.AllowLoopbackHttp && !development
            ? "AllowLoopbackHttp is for Development only." : null);
        builder.Services.PostConfigure<OutboundOptions>(options => options.AllowLoopbackHttp |= development);
        builder.Services.AddSingleton<OutboundGate>();
    }
}
