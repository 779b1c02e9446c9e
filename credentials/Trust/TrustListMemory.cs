namespace SkillsPassport.Credentials.Trust;

/// <summary>
/// The newest list a verifier has accepted. A host keeps it on disk, because whoever can answer in the authority's
/// place could otherwise bring back a list from before a withdrawal.
/// </summary>
/// <param name="Sequence">Its sequence number.</param>
/// <param name="Digest">Its <see cref="TrustList.Digest"/>.</param>
public sealed record TrustListMemory(long Sequence, string Digest)
{
    /// <summary>What is remembered before any list was seen.</summary>
    public static TrustListMemory Nothing { get; } = new(0, "");

    /// <summary>What to remember once this list is accepted.</summary>
    /// <exception cref="TrustListException">With <see cref="TrustListRefusal.Rollback"/>.</exception>
    public TrustListMemory Accept(TrustList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        if (list.Sequence < Sequence)
        {
            throw new TrustListException(TrustListRefusal.Rollback,
                $"List {list.Sequence} is older than list {Sequence}, which was accepted before.");
        }

        if (list.Sequence == Sequence && list.Digest != Digest)
        {
            throw new TrustListException(TrustListRefusal.Rollback,
                $"There are two different lists with the sequence number {Sequence}.");
        }

        return new TrustListMemory(list.Sequence, list.Digest);
    }
}
