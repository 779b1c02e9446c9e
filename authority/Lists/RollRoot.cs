using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Authority.Lists;

/// <summary>
/// The root key changes: the old root announces the next one, the next one signs the list that carries the
/// announcement.
/// </summary>
internal static class RollRoot
{
    public const string Name = "roll-root";
    public const string Summary = "Let the next root key take over, announced by the old one";
    public const string PrepareName = "prepare-root";
    public const string PrepareSummary = "Make the next root key, so that verifiers can pin it before it takes over";

    private const string Previewed = "This was a preview. Nothing was changed.";

    /// <summary>Makes the next key and shows its public half; the list stays as it is.</summary>
    public static void Prepare(AuthorityFolder folder, bool preview, TextWriter output)
    {
        folder.ReadList();
        if (preview)
        {
            output.WriteLine(folder.NextKid() is { } waiting ? $"The next root key waits already: {waiting}."
                : $"A next root key would be made in {folder.Path}; it would sign nothing yet.");
            output.WriteLine(Previewed);
            return;
        }

        using var next = folder.NextKey();
        output.WriteLine($"The next root key waits in {folder.Path}; it signs nothing yet.");
        output.WriteLine("Verifiers may pin it now, beside the present one (Trust:RootKey takes several, separated by "
            + "commas):");
        output.WriteLine(next.PublicJwk.ToJson().ToJsonString());
    }

    /// <summary>Says what the roll would do.</summary>
    public static void Preview(AuthorityFolder folder, TrustList list, long sequence, TextWriter output)
    {
        using var old = folder.ReadKey();
        output.WriteLine($"- root key {old.Kid}");
        output.WriteLine(folder.NextKid() is { } next ? $"+ root key {next}"
            : $"+ a root key made at that moment: no verifier can pin it before ({PrepareName} makes it now)");
        output.WriteLine($"List {sequence} would say what list {list.Sequence} says, signed with the next key and with "
            + "the old root's announcement.");
        output.WriteLine(Previewed);
    }

    /// <summary>The present list with the announcement; what the next key has to sign.</summary>
    public static TrustListContent Announce(TrustListContent present, ISigner old, Jwk next, DateTimeOffset now) =>
        present with
        {
            Rollovers =
            [
                .. present.Rollovers.TakeLast(RootRollover.Most - 1),
                RootRollover.Sign(present.Authority, next, now, old),
            ],
        };

    /// <summary>Who is root from now on: the old one until this very second, the next one from it.</summary>
    public static IEnumerable<TrustRoot> Succession(TrustRoots before, Jwk old, Jwk next, DateTimeOffset now) =>
    [
        .. before.All.Where(root => !root.Jwk.IsSameKey(next)).TakeLast(TrustRoots.Most - 1)
            // A list signed earlier in the same second is the old root's still.
            .Select(root => root.Jwk.IsSameKey(old) ? root with { Until = now.AddSeconds(1) } : root),
        new TrustRoot(next, now),
    ];
}
