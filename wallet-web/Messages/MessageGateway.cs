using System.Net.Http.Json;
using Microsoft.Extensions.Options;
using SkillsPassport.Hosting.Outbound;
using SkillsPassport.Hosting.Protection;
using SkillsPassport.Hosting.Start;

namespace SkillsPassport.Wallet.Messages;

/// <summary>The way a text message leaves. The seam for a provider: implement it, register it instead.</summary>
public interface IMessageGateway
{
    /// <returns>Whether the gateway took the message; if not, it is offered again later.</returns>
    Task<bool> SendAsync(Guid id, string number, string text, CancellationToken cancellation);
}

/// <summary>Nothing leaves the machine: the message stays in the outbox.</summary>
public sealed class OutboxOnly : IMessageGateway
{
    public Task<bool> SendAsync(Guid id, string number, string text, CancellationToken cancellation) =>
        Task.FromResult(true);
}

/// <summary>Posts JSON to one configured address through the outbound gate; the id lets the gateway drop a message that
/// was offered twice.</summary>
public sealed class HttpMessageGateway(OutboundGate gate, IOptions<MessagesOptions> options, KeyFolder keys)
    : IMessageGateway, IStartCheck
{
    private readonly Uri _endpoint = options.Value.Endpoint!;

    public async Task<bool> SendAsync(Guid id, string number, string text, CancellationToken cancellation)
    {
        using var body = JsonContent.Create(new { id, to = number, text });
        var result = await gate.PostAsync(
            _endpoint, OutboundPolicy.SameHostAs(_endpoint), body, "application/json", Token(), cancellation);
        return result is OutboundResult.Answered { Status: >= 200 and < 300 };
    }

    public void Check() => Token();

    private string Token() => System.Text.Encoding.UTF8.GetString(keys.Read(options.Value.TokenFile)).Trim();
}
