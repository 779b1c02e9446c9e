using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Credentials.SdJwt;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Wallet.Custody;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.History;
using SkillsPassport.Wallet.Passport;
using SkillsPassport.Wallet.Receive;
using SkillsPassport.Wallet.Recruiters;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Share;

public enum ShareRefusal
{
    NothingChosen,
    LabelMissing,
    LabelTooLong,

    /// <summary>Signs that nobody sees, or that turn the text around.</summary>
    LabelHides,
    EndUnknown,
    OpeningsUnknown,
    NotShareable,

    /// <summary>The recruiter may not recruit, and the worker did not say "anyway".</summary>
    RecruiterNotFine,
    NotExtendable,
}

/// <summary>What the worker decided: which certificates, what of them, for whom, for how long.</summary>
public sealed record ShareWish(
    IReadOnlyList<CertificateView> Certificates, Preset Preset, IReadOnlyCollection<string> Own, string? Label,
    int Days)
{
    /// <summary>The share's own id, from the form: a form whose answer was lost and that is sent again makes no second
    /// share.</summary>
    public Guid Id { get; init; }

    /// <summary>How often it may be opened; 0 is any number.</summary>
    public int Openings { get; init; }

    /// <summary>The recruiter types a PIN first.</summary>
    public bool WithPin { get; init; }

    /// <summary>A message tells of openings.</summary>
    public bool Tell { get; init; }

    /// <summary>The recruiter, as the register knows it now; null for anybody else.</summary>
    public Licence? Recruiter { get; init; }

    /// <summary>Though the recruiter may not recruit now.</summary>
    public bool Anyway { get; init; }
}

/// <summary>Makes the presentations of a share, once: SD-JWT with key binding, audience the whole link, nonce its id,
/// ending with the share. The link opens the verifier's page, which fetches and checks them like any others.</summary>
public sealed class MakeShare(
    IDbContextFactory<WalletDb> databases, IOptions<WalletOptions> options, SpareCopies copies, HistoryLog history,
    RecruiterEvents recruiterEvents, TimeProvider clock)
{
    public static readonly IReadOnlyList<int> DayChoices = [1, 7, 30, 90];

    public static readonly IReadOnlyList<int> OpeningChoices = [0, 1, 3, 10];

    private const int LongestLabel = 80;

    public async Task<(Guid Id, ShareRefusal? Refusal)> RunAsync(
        CurrentWorker worker, ShareWish wish, CancellationToken cancellation)
    {
        if (Refuse(wish) is { } refusal)
        {
            return (Guid.Empty, refusal);
        }

        var label = LabelOf(wish);
        var now = clock.GetUtcNow();
        var ends = now.AddDays(wish.Days);
        var linkId = Base64UrlStrict.Encode(RandomNumberGenerator.GetBytes(16));
        var link = LinkOf(options.Value, linkId);
        var id = wish.Id == Guid.Empty ? Guid.CreateVersion7(now) : wish.Id;
        var shown = await copies.TakeAsync(worker, wish.Certificates, cancellation);
        var content = new ShareContent
        {
            Label = label,
            Link = link,
            Presentations =
            [
                .. wish.Certificates.Select((one, i) => Present(
                    shown[i], Presets.Shown(wish.Preset, one, wish.Own), link, linkId, now, ends)),
            ],
            Items = [.. wish.Certificates.Select(one => Item(one, wish))],
            Pin = wish.WithPin ? SharePin.New() : null,
            Recruiter = wish.Recruiter?.Named,
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
            OpeningsLimit = wish.Openings == 0 ? null : wish.Openings,
            TellByMessage = wish.Tell,
            RecruiterIndex = wish.Recruiter is { } recruiter ? recruiterEvents.Index(recruiter.Rl) : null,
        });
        db.History.Add(history.Entry(worker.Vault, worker.Account.Id, HistoryKind.ShareMade, label, id));
        if (wish.Recruiter is { IsBad: true } known)
        {
            // Said on the page just now: it is not told again.
            await recruiterEvents.NoteAsSaidAsync(db, worker, known, cancellation);
        }

        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException twice) when (UniqueViolation.Is(twice))
        {
            // The same form, sent twice at once: the other one was first. Anything else is a fault.
            if (await IsMineAsync(worker, id, cancellation) != true)
            {
                throw;
            }
        }

        return (id, null);
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
        return wish switch
        {
            { Certificates.Count: 0 } => ShareRefusal.NothingChosen,
            _ when label.Length == 0 => ShareRefusal.LabelMissing,
            _ when label.Length > LongestLabel => ShareRefusal.LabelTooLong,
            _ when PrintableText.FindFlaw(label) != TextFlaw.None => ShareRefusal.LabelHides,
            _ when !DayChoices.Contains(wish.Days) => ShareRefusal.EndUnknown,
            _ when !OpeningChoices.Contains(wish.Openings) => ShareRefusal.OpeningsUnknown,
            _ when wish.Certificates.Any(one => one.Standing == Standing.NotGenuine) => ShareRefusal.NotShareable,
            { Recruiter.IsBad: true, Anyway: false } => ShareRefusal.RecruiterNotFine,
            _ => null,
        };
    }

    /// <summary>One copy of a certificate, showing these claims and no others, bound to the link until its
    /// end.</summary>
    internal static string Present(
        CredentialCopy copy, IEnumerable<string> claims, string link, string linkId, DateTimeOffset now,
        DateTimeOffset ends)
    {
        var shown = claims.ToHashSet();
        var presentation = SdJwtPresentation.Parse(copy.SdJwt).Present(path => shown.Contains(path.Split('/')[0]));
        using var holder = HolderKey.Open(copy.HolderKey);
        return KeyBinding.Append(presentation, holder, link, linkId, now, ends);
    }

    private static string LabelOf(ShareWish wish) =>
        NormalText.Of(string.Join(' ', (wish.Label ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));

    private static SharedItem Item(CertificateView certificate, ShareWish wish)
    {
        var shown = Presets.Shown(wish.Preset, certificate, wish.Own);
        return new SharedItem(
            certificate.Title("bn"),
            certificate.Title("en"),
            [.. shown.Select(name => certificate.Label(name, "bn"))],
            [.. shown.Select(name => certificate.Label(name, "en"))],
            certificate.Id,
            shown)
        {
            OpenBn = certificate.Type is null ? certificate.Open("bn") : null,
            OpenEn = certificate.Type is null ? certificate.Open("en") : null,
        };
    }
}
