using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Authority.Lists;

/// <summary>How a list names those before it: a chain of digests back to the first.</summary>
internal static class EarlierLists
{
    /// <summary>The history of the list that follows this one.</summary>
    public static IEnumerable<EarlierList> Before(TrustList present) => present.Content.History
        .Prepend(new EarlierList(present.Sequence, present.Digest, AddressOf(present)))
        .Take(TrustListRules.LongestHistory);

    private static string AddressOf(TrustList list) =>
        $"{list.Content.Authority}/{Specs.TrustList.HistoryFolder}/{list.Sequence}.jwt";
}
