using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SkillsPassport.Credentials.Registers;
using SkillsPassport.Credentials.Trust;
using SkillsPassport.Hosting.Outbound;
using SkillsPassport.Hosting.Trust;

namespace SkillsPassport.Hosting.Registers;

/// <summary>
/// Keeps one kind of register in memory fresh. Where it is and who signs it stands on the trust list; nothing else is
/// pinned. What cannot be believed is never taken, and the last good one stays until its own nextUpdate.
/// </summary>
public sealed partial class FollowRegister<T>(
    RegisterState<T> state, IRegisterMemory memory, ITrustList trust, OutboundGate gate,
    IOptions<RegisterOptions> options, TimeProvider clock, ILogger<FollowRegister<T>> log) : BackgroundService
    where T : RegisterContent
{
    private static readonly RegisterKind Kind = RegisterKind.Of<T>();

    private TrustedRegister? _named;
    private string? _judgedBy;
    private string? _etag;
    private bool _unreachable;

    public override async Task StartAsync(CancellationToken cancel)
    {
        // Before the first request: a restart without a network still knows the last register, and what to refuse.
        if (trust.List is { } remembered)
        {
            await JudgeAgainAsync(remembered, cancel);
        }

        await base.StartAsync(cancel);
    }

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        await WaitForTrustAsync(stopping);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await RefreshAsync(stopping);
                // Without one, nothing can be answered: it is asked for every second.
                var pause = TimeSpan.FromSeconds(state.Current is null ? 1 : options.Value.RefreshSeconds);
                await Task.Delay(pause, clock, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                // The service stops.
            }
            catch (Exception fault)
            {
                RefreshFaulted(fault, Kind.Name);
                await Task.Delay(TimeSpan.FromSeconds(1), clock, CancellationToken.None);
            }
        }
    }

    private async Task WaitForTrustAsync(CancellationToken stopping)
    {
        try
        {
            await trust.FirstAsync(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The service stops.
        }
    }

    /// <summary>One look at the trust list, and at the address it names.</summary>
    public async Task RefreshAsync(CancellationToken cancel)
    {
        if (trust.List is not { } list)
        {
            return;
        }

        if (_judgedBy != list.Digest)
        {
            await JudgeAgainAsync(list, cancel);
        }

        if (_named is not { } named || !Uri.TryCreate(named.Id, UriKind.Absolute, out var address))
        {
            state.Looked();
            return;
        }

        var policy = OutboundPolicy.SameHostAs(address).UpTo(SignedRegister<T>.MaxLength);
        switch (await gate.GetAsync(address, policy, Kind.MediaType + ", */*;q=0.1", _etag, cancel))
        {
            case OutboundResult.Answered { IsOk: true } ok:
                _unreachable = false;
                await TakeFetchedAsync(named, Encoding.UTF8.GetString(ok.Body).Trim(), ok.ETag, cancel);
                break;
            case OutboundResult.NotModified:
                _unreachable = false;
                break;
            case var answer:
                if (!_unreachable)
                {
                    // Once, not every few seconds: an outage must not fill the log.
                    NotFetched(Kind.Name, answer);
                    _unreachable = true;
                }

                break;
        }

        state.Looked();
    }

    /// <summary>Another trust list may name other keys: what was taken by the old ones is judged again.</summary>
    private async Task JudgeAgainAsync(TrustList list, CancellationToken cancel)
    {
        _named = list.FindRegister(Kind.Name);
        _etag = null;
        // The database is not believed either: the remembered bytes must carry a listed key's signature.
        var remembered = _named is null ? null : await memory.RecallAsync(_named.Id, cancel);
        var known = remembered is null ? null : Read(remembered, _named!);
        if (known is not null || state.Current is not null)
        {
            state.Take(known);
        }

        _judgedBy = list.Digest;
    }

    private async Task TakeFetchedAsync(TrustedRegister named, string jws, string? etag, CancellationToken cancel)
    {
        if (state.Current?.Text == jws)
        {
            _etag = etag;
            return;
        }

        if (Read(jws, named) is not { } register)
        {
            return;
        }

        try
        {
            await memory.RememberAsync(named.Id, register.Sequence, register.Digest, register.Text, cancel);
        }
        catch (RegisterException rollback)
        {
            RegisterRefused(Kind.Name, rollback.Message);
            // Another copy of this service may have remembered a newer one than this one has seen.
            if (await memory.RecallAsync(named.Id, cancel) is { } newer && Read(newer, named) is { } known)
            {
                state.Take(known);
            }

            return;
        }

        state.Take(register);
        _etag = etag;
        RegisterTaken(Kind.Name, register.Sequence);
    }

    private SignedRegister<T>? Read(string jws, TrustedRegister named)
    {
        try
        {
            return SignedRegister<T>.Parse(jws, named.Id, named.Keys);
        }
        catch (RegisterException refused)
        {
            RegisterRefused(Kind.Name, refused.Message);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Register {Kind} {Sequence} is in force.")]
    private partial void RegisterTaken(string kind, long sequence);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A register of {Kind} was refused: {Reason}")]
    private partial void RegisterRefused(string kind, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The register of {Kind} could not be fetched: {Answer}")]
    private partial void NotFetched(string kind, OutboundResult answer);

    [LoggerMessage(Level = LogLevel.Error, Message = "Following the register of {Kind} failed.")]
    private partial void RefreshFaulted(Exception fault, string kind);
}
