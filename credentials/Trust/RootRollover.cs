using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.Trust;

/// <summary>
/// The accrediting authority's announcement that another root key takes over, signed with the old root (typ
/// <c>root-rollover+jwt</c>). The new root proves that it exists by signing the list that carries the announcement: so
/// both roots speak, and whoever pins the old one needs nothing else (ADR 0021).
/// </summary>
/// <param name="Authority">The authority's address, claim <c>iss</c>.</param>
/// <param name="Old">Thumbprint of the root that signed it.</param>
/// <param name="Next">The root that takes over.</param>
/// <param name="From">Lists signed from then on are signed by the next root, not by the old one.</param>
public sealed record RootRollover(string Authority, string Old, Jwk Next, DateTimeOffset From)
{
    /// <summary>Announcements a list carries at most; the oldest ones go first.</summary>
    public const int Most = 8;

    private const int MaxLength = 4096;

    /// <summary>Signs an announcement with the old root.</summary>
    public static string Sign(string authority, Jwk next, DateTimeOffset from, ISigner old)
    {
        ArgumentNullException.ThrowIfNull(next);
        ArgumentNullException.ThrowIfNull(old);
        var header = new JsonObject { [Specs.Jose.Typ] = Specs.TrustList.RolloverTyp, [Specs.Jose.Kid] = old.Kid };
        var payload = new JsonObject
        {
            [Specs.Jose.Iss] = authority,
            [Specs.Jose.Iat] = from.ToUnixTimeSeconds(),
            [Specs.TrustList.From] = from.ToUnixTimeSeconds(),
            [Specs.TrustList.Next] = next.ToJson(),
        };
        return Jws.Sign(old, header, Encoding.UTF8.GetBytes(payload.ToJsonString(WireJson.Options)));
    }

    /// <summary>
    /// The announcements of a list that lead from pinned roots to others, in the order in which they lead on. The list
    /// itself may still be unbelieved: only what a known root signed is taken from it.
    /// </summary>
    internal static IReadOnlyList<RootRollover> LeadingFrom(TrustRoots pinned, JsonElement list)
    {
        if (!list.TryGetProperty(Specs.TrustList.Rollover, out var given) || given.ValueKind != JsonValueKind.Array
            || given.GetArrayLength() is 0 or > Most)
        {
            return [];
        }

        var left = given.EnumerateArray().Select(Parse).OfType<Jws>().ToList();
        List<RootRollover> found = [];
        var known = pinned;
        for (var i = 0; i < left.Count; i++)
        {
            if (known.SignerOf(left[i]) is { } signer && Read(left[i], signer) is { } rollover
                && list.TryGetProperty(Specs.Jose.Iss, out var authority) && authority.ValueKind == JsonValueKind.String
                && authority.ValueEquals(rollover.Authority))
            {
                // A root that is known now may have signed one that was passed over before.
                found.Add(rollover);
                known = known.With(new TrustRoot(rollover.Next, rollover.From));
                left.RemoveAt(i);
                i = -1;
            }
        }

        return found;
    }

    private static Jws? Parse(JsonElement text)
    {
        try
        {
            return text.ValueKind == JsonValueKind.String
                ? Jws.Parse(text.GetString()!, MaxLength).RequireType(Specs.TrustList.RolloverTyp) : null;
        }
        catch (InputRefusedException)
        {
            return null;
        }
    }

    private static RootRollover? Read(Jws jws, TrustRoot signer)
    {
        try
        {
            var payload = jws.PayloadObject();
            return payload.TryGetProperty(Specs.Jose.Iss, out var authority)
                && authority.ValueKind == JsonValueKind.String
                && payload.TryGetProperty(Specs.TrustList.From, out var given)
                && StrictJson.TryGetDate(given, out var from) && signer.Covers(from)
                && payload.TryGetProperty(Specs.TrustList.Next, out var next)
                && next.ValueKind == JsonValueKind.Object
                ? new RootRollover(authority.GetString()!, signer.Thumbprint, Jwk.Parse(next), from) : null;
        }
        catch (InputRefusedException)
        {
            return null;
        }
    }
}
