using SkillsPassport.Credentials.Trust;
using SkillsPassport.Hosting.Trust;

namespace SkillsPassport.Issuer.Sheets;

/// <summary>The centres of the trust list by code, or why the list cannot be had.</summary>
public sealed record CentreList(IReadOnlyDictionary<string, IReadOnlyList<AccreditedCentre>> ByCode, string? Problem)
{
    public static CentreList Unavailable(string problem) =>
        new(new Dictionary<string, IReadOnlyList<AccreditedCentre>>(), problem);
}

/// <summary>
/// Accredited centres, from the accrediting authority's signed list. Without a fresh list no centre can be checked, and
/// a
/// result whose centre was not checked is not accepted.
/// </summary>
public sealed class Centres(ITrustList trust, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);
    private CentreList? _read;
    private TrustList? _from;

    public async Task<CentreList> GetAsync(CancellationToken cancel)
    {
        var list = trust.List;
        if (list is null)
        {
            // Just after a start the first list may still be on its way.
            var first = trust.FirstAsync(cancel);
            await Task.WhenAny(first, Task.Delay(Patience, clock, cancel));
            list = trust.List;
        }

        if (list is null)
        {
            return CentreList.Unavailable("trust_list_missing");
        }

        if (list.NextUpdate <= clock.GetUtcNow())
        {
            return CentreList.Unavailable("trust_list_stale");
        }

        if (!ReferenceEquals(_from, list))
        {
            (_read, _from) = (Read(list), list);
        }

        return _read!;
    }

    private static CentreList Read(TrustList list) => new(
        list.Centres.GroupBy(centre => centre.Code.ToUpperInvariant()).ToDictionary(
            group => group.Key, IReadOnlyList<AccreditedCentre> (group) => [.. group], StringComparer.Ordinal), null);
}
