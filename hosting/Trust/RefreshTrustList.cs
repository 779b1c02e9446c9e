using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Trust;
using SkillsPassport.Hosting.Outbound;
namespace SkillsPassport.Hosting.Trust;

/// <summary>Keeps the trust list in memory fresh: what was remembered first, then what its address serves.</summary>
public sealed partial class RefreshTrustList(
    TrustState state, ITrustMemory memory, FetchIssuerKeys issuerKeys, PinnedRoots pinned, OutboundGate gate,
    IOptions<TrustOptions> options, TimeProvider clock, ILogger<RefreshTrustList> log) : BackgroundService
{
    private string? _etag;
    private string? _mirrorsTag;
    private bool _unreachable;

    public override async Task StartAsync(CancellationToken cancel)
    {
        // Before the first request: a restart without a network still knows the last list, and what it must refuse.
        await TakeRememberedAsync(cancel);
        await base.StartAsync(cancel);
    }

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await RefreshAsync(stopping);
                // Without any list nothing can be answered: the first one is asked for every second.
                var pause = TimeSpan.FromSeconds(state.List is null ? 1 : options.Value.RefreshSeconds);
                await Task.Delay(pause, clock, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                // The service stops.
            }
            catch (Exception fault)
            {
                RefreshFaulted(fault);
                await Task.Delay(TimeSpan.FromSeconds(1), clock, CancellationToken.None);
            }
        }
    }

    /// <summary>One look at the list's address.</summary>
    public async Task RefreshAsync(CancellationToken cancel)
    {
        var address = options.Value.Address!;
        var answer = await gate.GetAsync(
            address, OutboundPolicy.SameHostAs(address).UpTo(TrustList.MaxLength),
            Specs.TrustList.MediaType + ", */*;q=0.1", _etag, cancel);
        switch (answer)
        {
            case OutboundResult.Answered { IsOk: true } ok:
                await TakeFetchedAsync(Encoding.UTF8.GetString(ok.Body).Trim(), ok.ETag, cancel);
                _unreachable = false;
                break;
            case OutboundResult.NotModified:
                _unreachable = false;
                break;
            default:
                if (!_unreachable)
                {
                    // Once, not every few seconds: an outage must not fill the log.
                    NotFetched(answer);
                    _unreachable = true;
                }

                await AskMirrorAsync(cancel);
                break;
        }

        await issuerKeys.RefreshAsync(cancel);
    }

    private async Task AskMirrorAsync(CancellationToken cancel)
    {
        // Which mirror a list comes from changes nothing in its signature, its number or its end.
        if (options.Value.Mirror is { } mirror
            && await gate.GetAsync(MirrorPaths.At(mirror, MirrorPaths.TrustList),
                OutboundPolicy.SameHostAs(mirror).UpTo(TrustList.MaxLength), "*/*", _mirrorsTag, cancel)
                is OutboundResult.Answered { IsOk: true } ok)
        {
            _mirrorsTag = ok.ETag;
            await TakeFetchedAsync(Encoding.UTF8.GetString(ok.Body).Trim(), etag: null, cancel);
        }
    }

    private async Task TakeRememberedAsync(CancellationToken cancel)
    {
        // The database is not believed either: the remembered bytes must carry the authority's signature.
        if (await memory.RecallAsync(pinned.Thumbprints, cancel) is { } remembered
            && Read(remembered.Jws) is { } list && list.Sequence >= (state.List?.Sequence ?? 0))
        {
            state.Take(TrustSnapshot.Of(list, issuerKeys.Known, state.Current));
        }
    }

    private async Task TakeFetchedAsync(string jws, string? etag, CancellationToken cancel)
    {
        if (state.List?.Text == jws)
        {
            _etag = etag;
            return;
        }
        if (Read(jws) is not { } list)
        {
            return;
        }
        if (state.List?.ShowsHandedOver(list) == true)
        {
            ListRefused("It is signed by a root key that has handed over to another one. Pin the new key only.");
            return;
        }
        if (await memory.RememberAsync(pinned.Thumbprints, list, cancel) is { } newer)
        {
            Refuse(newer, list);
            // Another copy of this service may have remembered a newer list than this one has seen.
            await TakeRememberedAsync(cancel);
            return;
        }
        state.Take(TrustSnapshot.Of(list, issuerKeys.Known, state.Current));
        _etag = etag;
        TookList(list.Sequence);
        if (list.IsFollowed)
        {
            RootChanged(list.Root.Thumbprint, list.Root.Jwk.ToJson().ToJsonString());
        }
    }

    private TrustList? Read(string jws)
    {
        try
        {
            return TrustList.Parse(jws, pinned.Roots);
        }
        catch (TrustListException refused)
        {
            state.Refuse(refused);
            ListRefused(refused.Message);
            return null;
        }
    }

    private void Refuse(TrustListMemory newer, TrustList older)
    {
        try
        {
            newer.Accept(older);
        }
        catch (TrustListException refused)
        {
            state.Refuse(refused);
            ListRefused(refused.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Trust list {Sequence} is in force.")]
    private partial void TookList(long sequence);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The accrediting authority's root key is now {Thumbprint}, "
        + "as the pinned key announced. Pin it (Trust:RootKey or Trust:RootKeyFile): {Jwk}")]
    private partial void RootChanged(string thumbprint, string jwk);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A trust list was refused: {Reason}")]
    private partial void ListRefused(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The trust list could not be fetched: {Answer}")]
    private partial void NotFetched(OutboundResult answer);

    [LoggerMessage(Level = LogLevel.Error, Message = "Refreshing the trust list failed.")]
    private partial void RefreshFaulted(Exception fault);
}
