using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Receive;

/// <summary>What of a passport's unfinished receptions a session reaches: the worker's own reaches all; one in which a
/// helper helps only what was brought into it, for the rest is the worker's, and the helper has no PIN.</summary>
public static class HelpedOffers
{
    /// <summary>May be seen and gone on with: in a helped session where its slip or number was brought.</summary>
    public static IQueryable<OfferIntention> ReachedBy(this IQueryable<OfferIntention> all, CurrentWorker worker)
    {
        var (wallet, helped) = (worker.Account.Id, worker.HelpedSession?.Id);
        return all.Where(one => one.WalletId == wallet && (helped == null || one.HelpedBy == helped));
    }

    /// <summary>May be changed and dropped: in a helped session what began there. A slip that is brought again does not
    /// make the helper's what the worker had kept.</summary>
    public static IQueryable<OfferIntention> BegunBy(this IQueryable<OfferIntention> all, CurrentWorker worker)
    {
        var since = worker.HelpedSession?.CreatedAt ?? DateTimeOffset.UnixEpoch;
        return all.ReachedBy(worker).Where(one => one.CreatedAt >= since);
    }
}
