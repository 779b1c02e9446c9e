using Microsoft.EntityFrameworkCore;
using SkillsPassport.Credentials;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Issuer.Offers;

namespace SkillsPassport.Issuer.Protocol;

/// <summary>The access token of a request: in the header and nowhere else (RFC 6750 section 2.1).</summary>
public static class BearerToken
{
    public static async Task<(AccessGrant? Grant, ProtocolRefusal? Refused)> FindAsync(
        IssuerDb db, HttpRequest request, DateTimeOffset now, CancellationToken cancel)
    {
        var header = request.Headers.Authorization.ToString();
        var scheme = Specs.OpenId4Vci.Bearer + " ";
        if (!header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
        {
            return (null, ProtocolRefusal.MissingToken);
        }

        var id = OfferSecrets.Hash(header[scheme.Length..].Trim());
        var grant = await db.AccessGrants.AsNoTracking()
            .SingleOrDefaultAsync(one => one.Id == id && one.ExpiresAt > now, cancel);
        return grant is null ? (null, ProtocolRefusal.InvalidToken) : (grant, null);
    }
}
