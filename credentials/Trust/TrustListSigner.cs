using System.Text;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.Trust;

/// <summary>Signs trust lists with the accrediting authority's root key.</summary>
public static class TrustListSigner
{
    /// <summary>Signs a sound list as compact JWS, typ <c>trust-list+jwt</c>.</summary>
    /// <exception cref="TrustListException">With <see cref="TrustListRefusal.ContentInvalid"/>: a rule is
    /// broken.</exception>
    public static string Sign(TrustListContent content, ISigner root)
    {
        ArgumentNullException.ThrowIfNull(root);
        if (TrustListRules.Broken(content) is { Count: > 0 } broken)
        {
            throw new TrustListException(TrustListRefusal.ContentInvalid, string.Join(" ", broken));
        }

        var header = new JsonObject { [Specs.Jose.Typ] = Specs.TrustList.Typ, [Specs.Jose.Kid] = root.Kid };
        var payload = TrustListJson.Write(content).ToJsonString(WireJson.Options);
        return Jws.Sign(root, header, Encoding.UTF8.GetBytes(payload));
    }
}
