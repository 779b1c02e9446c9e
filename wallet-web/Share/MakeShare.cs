using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.SdJwt;
using SkillsPassport.Wallet.Custody;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.History;
using SkillsPassport.Wallet.Passport;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Share;

public enum ShareRefusal
{
    NothingChosen,
    LabelMissing,
    LabelTooLong,
    EndUnknown,
    NotShareable,
}

/// <summary>What the worker decided: which certificates, what of them, for whom, for how long.</summary>
/// <param name="Id">The share's id, chosen with the form: a form that is sent twice makes one share.</param>
public sealed record ShareWish(
    Guid Id, IReadOnlyList<CertificateView> Certificates, Preset Preset, IReadOnlyCollection<string> Own, string? Label,
    int Days);

/// <summary>Makes the presentations of a share, once: SD-JWT with key binding, audience the whole link, nonce its id,
/// ending with the share. The link opens the verifier's page, which fetches and checks them like any others.</summary>
public sealed class MakeShare(
    IDbContextFactory<WalletDb> databases, IOptions<WalletOptions> options, HistoryLog history, TimeProvider clock)
{
    public static readonly IReadOnlyList<int> DayChoices = [1, 7, 30, 90];

    private const int LongestLabel = 80;

    public async Task<ShareRefusal?> RunAsync(CurrentWorker worker, ShareWish wish, CancellationToken cancellation)
    {
        if (Refuse(wish) is { } refusal)
        {
            return refusal;
        }

        var label = LabelOf(wish);
        var now = clock.GetUtcNow();
        var ends = now.AddDays(wish.Days);
        var linkId = Base64UrlStrict.Encode(RandomNumberGenerator.GetBytes(16));
        var link = LinkOf(options.Value, linkId);
        var id = wish.Id;
        var content = new ShareContent
        {
            Label = label,
            Link = link,
            Presentations = [.. wish.Certificates.Select(one => Present(one, wish, link, linkId, now, ends))],
            Items = [.. wish.Certificates.Select(one => Item(one, wish))],
        };
        await using var db = await databases.CreateDbContextAsync(cancellation);
        db.Shares.Add(new ShareLink
        {
            Id = id,
            WalletId = worker.Account.Id,
            LinkDigest = Digest(linkId),
            Sealed = worker.Vault.Seal(ShareContent.Kind, id, content),
            CreatedAt = now,
            EndsAt = ends,
        });
        db.History.Add(history.Entry(worker.Vault, worker.Account.Id, HistoryKind.ShareMade, label));
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException)
        {
            // Sent twice at once: the other one was first. Anything else is a fault.
            if (await IsMineAsync(worker, id, cancellation) != true)
            {
                throw;
            }
        }

        return null;
    }

    /// <summary>Whose share this is: null when there is none, which is how a form begins.</summary>
    public async Task<bool?> IsMineAsync(CurrentWorker worker, Guid id, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await db.Shares.Where(one => one.Id == id).Select(one => (bool?)(one.WalletId == worker.Account.Id))
            .SingleOrDefaultAsync(cancellation);
    }

    /// <summary><c>verifier/S#wallet-host/shares/id</c>; both hosts from the settings.</summary>
    public static string LinkOf(WalletOptions options, string linkId) =>
        $"{options.VerifierUrl!.GetLeftPart(UriPartial.Authority)}/S#{options.PublicUrl!.Authority}/shares/{linkId}";

    public static byte[] Digest(string linkId) => SHA256.HashData(Encoding.UTF8.GetBytes(linkId));

    /// <summary>What is missing from a wish; null when nothing is.</summary>
    public static ShareRefusal? Refuse(ShareWish wish)
    {
        var label = LabelOf(wish);
        if (wish.Certificates.Count == 0)
        {
            return ShareRefusal.NothingChosen;
        }

        if (label.Length == 0)
        {
            return ShareRefusal.LabelMissing;
        }

        if (label.Length > LongestLabel || label.Any(char.IsControl))
        {
            return ShareRefusal.LabelTooLong;
        }

        if (!DayChoices.Contains(wish.Days))
        {
            return ShareRefusal.EndUnknown;
        }

        return wish.Certificates.Any(one => one.Standing == Standing.NotGenuine) ? ShareRefusal.NotShareable : null;
    }

    private static string LabelOf(ShareWish wish) => wish.Label?.Trim().Normalize() ?? "";

    private static string Present(
        CertificateView certificate, ShareWish wish, string link, string linkId, DateTimeOffset now,
        DateTimeOffset ends)
    {
        var shown = Presets.Shown(wish.Preset, certificate, wish.Own).ToHashSet();
        var presentation = certificate.Presentation.Present(path => shown.Contains(path.Split('/')[0]));
        using var holder = HolderKey.Open(certificate.Content.HolderKey);
        return KeyBinding.Append(presentation, holder, link, linkId, now, ends);
    }

    private static SharedItem Item(CertificateView certificate, ShareWish wish)
    {
        var shown = Presets.Shown(wish.Preset, certificate, wish.Own);
        return new SharedItem(
            certificate.Title("bn"),
            certificate.Title("en"),
            [.. shown.Select(name => certificate.Label(name, "bn"))],
            [.. shown.Select(name => certificate.Label(name, "en"))]);
    }
}
