using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.SdJwtVc;
using SkillsPassport.Credentials.Trust;
using SkillsPassport.Hosting.Outbound;

namespace SkillsPassport.Hosting.Trust;

/// <summary>
/// Keys of issuers that the trust list names without keys, from their JWT VC Issuer Metadata
/// (draft-ietf-oauth-sd-jwt-vc section 3). Fetched in the background, never while a credential waits.
/// </summary>
public sealed partial class FetchIssuerKeys(
    TrustState state, OutboundGate gate, IOptions<TrustOptions> options, TimeProvider clock,
    ILogger<FetchIssuerKeys> log)
{
    private const string Accept = "application/json";
    private readonly Dictionary<string, DateTimeOffset> _nextLook = [];
    private volatile IReadOnlyDictionary<string, IReadOnlyList<Jwk>> _known =
        new Dictionary<string, IReadOnlyList<Jwk>>();

    /// <summary>Keys by issuer.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Jwk>> Known => _known;

    /// <summary>Looks where a look is due.</summary>
    public async Task RefreshAsync(CancellationToken cancel)
    {
        if (state.List is not { } list)
        {
            return;
        }

        var now = clock.GetUtcNow();
        var changed = false;
        var known = new Dictionary<string, IReadOnlyList<Jwk>>(_known);
        foreach (var issuer in list.Issuers.Where(issuer => issuer.Keys.Count == 0))
        {
            if (_nextLook.TryGetValue(issuer.Id, out var next) && now < next)
            {
                continue;
            }

            // A failure keeps the keys known so far and is tried again with the next look at the trust list.
            if (await FetchAsync(issuer.Id, cancel) is { Count: > 0 } keys)
            {
                _nextLook[issuer.Id] = now.AddSeconds(options.Value.IssuerKeysSeconds);
                changed |= !known.TryGetValue(issuer.Id, out var before) || !before.SequenceEqual(keys);
                known[issuer.Id] = keys;
            }
        }

        if (changed)
        {
            _known = known;
            state.Take(TrustSnapshot.Of(list, known, state.Current));
        }
    }

    private async Task<IReadOnlyList<Jwk>?> FetchAsync(string issuer, CancellationToken cancel)
    {
        var id = new Uri(issuer);
        try
        {
            // The keys may live at another path, not at another host.
            var own = OutboundPolicy.SameHostAs(id);
            if (await GetAsync(IssuerMetadata.AddressOf(id), own, cancel) is not { } document)
            {
                return null;
            }

            var metadata = IssuerMetadata.Parse(document, issuer);
            if (metadata.JwksUri is not { } address)
            {
                return metadata.Keys;
            }

            if (await GetAsync(address, own, cancel) is not { } set)
            {
                return null;
            }

            using var json = StrictJson.Parse(set);
            return IssuerMetadata.ParseKeys(json.RootElement);
        }
        catch (FormatException unreadable)
        {
            NotUsable(issuer, unreadable.Message);
            return null;
        }
    }

    private async Task<byte[]?> GetAsync(Uri address, OutboundPolicy policy, CancellationToken cancel)
    {
        var answer = await gate.GetAsync(address, policy, Accept, ifNoneMatch: null, cancel);
        if (answer is OutboundResult.Answered { IsOk: true } ok)
        {
            return ok.Body;
        }

        NotUsable(address.Host, answer.GetType().Name);
        return null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The keys of {Issuer} cannot be used: {Reason}")]
    private partial void NotUsable(string issuer, string reason);
}
