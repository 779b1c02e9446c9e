using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Log;
using SkillsPassport.Credentials.SdJwtVc;
using SkillsPassport.Credentials.Trust;
using SkillsPassport.Hosting.Outbound;
using SkillsPassport.Hosting.Status;
using SkillsPassport.Hosting.Trust;

namespace SkillsPassport.Verifier.Bundle;

/// <summary>
/// Fetches everything a bundle holds of others, each from its own address and else from the mirror, and keeps only what
/// carries its author's signature. What cannot be had is named with the reason.
/// </summary>
public sealed class GatherDocuments(
    ITrustList trust, PinnedRoots pinned, StatusLists lists, OutboundGate gate, TimeProvider clock)
{
    private const int MostListsOfAnIssuer = 4096;
    private const int AtOnce = 8;
    private const string Json = "application/json";

    private readonly ConcurrentDictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _addresses = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<MissingDocument> _missing = [];

    /// <summary>Files by path.</summary>
    public IReadOnlyDictionary<string, byte[]> Files => _files;

    /// <summary>Paths by address.</summary>
    public IReadOnlyDictionary<string, string> Addresses => _addresses;

    /// <summary>What could not be had. Issuers at one origin are asked for the same lists when they do not say which
    /// are theirs: one that had it from its own issuer is not missing.</summary>
    public IReadOnlyList<MissingDocument> Missing => [.. _missing.Where(one => !_addresses.ContainsKey(one.Address))
        .OrderBy(one => one.Address, StringComparer.Ordinal)];

    /// <summary>Fetches all.</summary>
    /// <param name="list">The trust list in force.</param>
    /// <param name="mirror">Another bundle, for what its author does not serve now.</param>
    /// <param name="known">Status lists of an earlier bundle, for issuers that cannot be asked for theirs.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task RunAsync(TrustList list, Uri? mirror, IReadOnlyCollection<string> known, CancellationToken cancel)
    {
        Keep(MirrorPaths.TrustList, list.Bytes);
        Keep(MirrorPaths.EarlierList(list.Sequence), list.Bytes);
        if (list.NextUpdate <= clock.GetUtcNow())
        {
            Miss(MirrorPaths.TrustList, $"stale since {list.NextUpdate.UtcDateTime:yyyy-MM-dd HH:mm'Z'}");
        }

        foreach (var type in CredentialTypes.All)
        {
            Keep($"credentials/{type.Name}/{type.Version}/vct.json", type.MetadataBytes, type.Vct);
            Keep($"credentials/{type.Name}/{type.Version}/schema.json", type.SchemaBytes);
        }

        await HistoryAsync(list, mirror, cancel);
        foreach (var register in list.Content.Registers)
        {
            await RegisterAsync(register, mirror, cancel);
        }

        var few = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel };
        await Parallel.ForEachAsync(list.Issuers, few,
            async (issuer, stop) => await IssuerAsync(issuer, mirror, known, stop));
    }

    private async Task HistoryAsync(TrustList newest, Uri? mirror, CancellationToken cancel)
    {
        var list = newest;
        // Each list names those just before it: the oldest of them leads on.
        while (list.Content.History is { Count: > 0 } history)
        {
            TrustList? oldest = null;
            foreach (var earlier in history)
            {
                if (await EarlierAsync(earlier, mirror, cancel) is { } had)
                {
                    oldest = had;
                }
            }

            if (oldest is null || oldest.Sequence >= list.Sequence)
            {
                return;
            }

            list = oldest;
        }
    }

    private async Task<TrustList?> EarlierAsync(EarlierList earlier, Uri? mirror, CancellationToken cancel)
    {
        var path = MirrorPaths.EarlierList(earlier.Sequence);
        var bytes = await FetchAsync(new Uri(earlier.Address), mirror, path, Specs.TrustList.MediaType, cancel);
        try
        {
            if (bytes is null)
            {
                Miss(earlier.Address, "not served");
                return null;
            }

            var list = TrustList.Parse(Encoding.ASCII.GetString(bytes), pinned.Roots);
            if (list.Digest != earlier.Digest || list.Sequence != earlier.Sequence)
            {
                Miss(earlier.Address, "not the list that was published");
                return null;
            }

            Keep(path, list.Bytes, earlier.Address);
            return list;
        }
        catch (TrustListException refused)
        {
            Miss(earlier.Address, refused.Message);
            return null;
        }
    }

    private async Task RegisterAsync(TrustedRegister register, Uri? mirror, CancellationToken cancel)
    {
        var path = MirrorPaths.Register(register.Kind);
        var bytes = await FetchAsync(new Uri(register.Id), mirror, path, "*/*", cancel);
        if (bytes is null)
        {
            Miss(register.Id, "not served");
        }
        else if (!IsSigned(bytes, register.Keys))
        {
            Miss(register.Id, "not signed by the register's key");
        }
        else
        {
            Keep(path, bytes, register.Id);
        }
    }

    private async Task IssuerAsync(
        TrustedIssuer issuer, Uri? mirror, IReadOnlyCollection<string> known, CancellationToken cancel)
    {
        await MetadataAsync(issuer, cancel);
        await CheckpointAsync(issuer, mirror, cancel);
        var uris = await ListsOfAsync(issuer, cancel);
        if (uris is null)
        {
            uris = [.. known.Where(uri => lists.BelongsTo(uri, issuer.Id))];
            if (uris.Count == 0)
            {
                Miss($"{issuer.Id}/status-lists", "the issuer does not say which status lists it has");
            }
        }

        foreach (var uri in uris)
        {
            await StatusAsync(uri, issuer.Id, cancel);
        }
    }

    private async Task StatusAsync(string uri, string issuer, CancellationToken cancel)
    {
        await lists.EnsureAsync(new Uri(uri), issuer, cancel);
        if (lists.Held(uri, issuer)?.Token is not { } token)
        {
            Miss(uri, $"{lists.WhyMissing(uri, issuer)}");
        }
        else if (token.Snapshot.IsExpired(clock.GetUtcNow()))
        {
            Miss(uri, "expired");
        }
        else
        {
            Keep(MirrorPaths.StatusList(uri), token.Bytes, uri);
        }
    }

    /// <summary>Addresses of the issuer's lists (Token Status List section 9.3), only such as are its own.</summary>
    private async Task<IReadOnlyList<string>?> ListsOfAsync(TrustedIssuer issuer, CancellationToken cancel)
    {
        var bytes = await FetchAsync(new Uri(issuer.Id + "/status-lists"), null, null, Json, cancel);
        try
        {
            using var json = StrictJson.Parse(bytes ?? []);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty(Specs.TokenStatusList.StatusLists, out var given)
                && given.ValueKind == JsonValueKind.Array
                ? [.. given.EnumerateArray().Take(MostListsOfAnIssuer)
                    .Where(uri => uri.ValueKind == JsonValueKind.String).Select(uri => uri.GetString()!)
                    .Where(uri => lists.BelongsTo(uri, issuer.Id))]
                : null;
        }
        catch (InputRefusedException)
        {
            return null;
        }
    }

    private async Task MetadataAsync(TrustedIssuer issuer, CancellationToken cancel)
    {
        var address = IssuerMetadata.AddressOf(new Uri(issuer.Id));
        var bytes = await FetchAsync(address, null, null, Json, cancel);
        try
        {
            if (bytes is not null)
            {
                IssuerMetadata.Parse(bytes, issuer.Id);
                Keep(MirrorPaths.IssuerMetadata(issuer.Id), bytes, address.AbsoluteUri);
                return;
            }
        }
        catch (InputRefusedException)
        {
            Miss(address.AbsoluteUri, "what is there is not the issuer's metadata");
            return;
        }

        if (issuer.Keys.Count == 0)
        {
            Miss(address.AbsoluteUri, "the issuer is listed without keys and its metadata give none");
        }
    }

    private async Task CheckpointAsync(TrustedIssuer issuer, Uri? mirror, CancellationToken cancel)
    {
        var (address, path) = (issuer.Id + Specs.LogCheckpoint.Path, MirrorPaths.Checkpoint(issuer.Id));
        // Not every issuer has such a log; one that offers none is not a gap in the bundle.
        if (await FetchAsync(new Uri(address), mirror, path, Specs.LogCheckpoint.MediaType, cancel) is not { } bytes)
        {
            return;
        }

        try
        {
            var checkpoint = LogCheckpoint.Read(Encoding.ASCII.GetString(bytes));
            if (checkpoint.Issuer == issuer.Id && checkpoint.Kid is { } kid
                && trust.Current?.FindKey(issuer.Id, kid) is { } key && checkpoint.VerifiedBy(key.Key))
            {
                Keep(path, bytes, address);
                return;
            }
        }
        catch (InputRefusedException)
        {
            // Not a checkpoint at all: missing like one that somebody else signed.
        }

        Miss(address, "the checkpoint is not signed by a key of the issuer");
    }

    private static bool IsSigned(byte[] bytes, IReadOnlyList<TrustedKey> keys)
    {
        try
        {
            var jws = Jws.Parse(Encoding.ASCII.GetString(bytes).Trim(), TrustList.MaxLength);
            return jws.PayloadObject().TryGetProperty(Specs.Jose.Iat, out var iat)
                && StrictJson.TryGetDate(iat, out var at)
                && keys.Any(key =>
                {
                    using var verification = VerificationKey.FromJwk(key.Jwk);
                    return key.From <= at && !(key.Until <= at) && !(key.CompromisedFrom <= at)
                        && jws.VerifiedBy(verification);
                });
        }
        catch (InputRefusedException)
        {
            return false;
        }
    }

    private async Task<byte[]?> FetchAsync(
        Uri address, Uri? mirror, string? path, string accept, CancellationToken cancel) =>
        await FetchAsync(address, accept, cancel)
        ?? (mirror is null || path is null ? null : await FetchAsync(MirrorPaths.At(mirror, path), "*/*", cancel));

    private async Task<byte[]?> FetchAsync(Uri address, string accept, CancellationToken cancel) =>
        await gate.GetAsync(address, OutboundPolicy.SameHostAs(address), accept, cancel: cancel)
            is OutboundResult.Answered { IsOk: true } ok ? ok.Body : null;

    private void Keep(string path, byte[] bytes, string? address = null)
    {
        _files[path] = bytes;
        if (address is not null)
        {
            _addresses[address] = path;
        }
    }

    private void Miss(string address, string reason) => _missing.Add(new(address, reason));
}
