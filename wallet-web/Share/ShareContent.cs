using SkillsPassport.Hosting.Languages;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.Passport;
using SkillsPassport.Wallet.Recruiters;

namespace SkillsPassport.Wallet.Share;

/// <summary>What is sealed of a share.</summary>
public sealed record ShareContent
{
    public const string Kind = "share";

    /// <summary>Whom it was made for, in the worker's words.</summary>
    public required string Label { get; init; }

    public required string Link { get; init; }

    public required IReadOnlyList<string> Presentations { get; init; }

    public required IReadOnlyList<SharedItem> Items { get; init; }

    /// <summary>What the recruiter types before it opens; null when nothing.</summary>
    public string? Pin { get; init; }

    /// <summary>The licensed recruiter it was made for; null for anybody else.</summary>
    public SharedRecruiter? Recruiter { get; init; }
}

/// <summary>What one certificate shows in a share, as it was called when it was made.</summary>
/// <param name="Certificate">Null in a share that was made before this was written down, as is
/// <paramref name="Claims"/>: such a share cannot be extended.</param>
/// <param name="Claims">First parts of the paths that are shown.</param>
public sealed record SharedItem(
    string TitleBn, string TitleEn, IReadOnlyList<string> ShownBn, IReadOnlyList<string> ShownEn,
    Guid? Certificate = null, IReadOnlyList<string>? Claims = null)
{
    /// <summary>What is open in a kind of certificate that this product does not know; null when it knows
    /// it.</summary>
    public IReadOnlyList<string>? OpenBn { get; init; }

    public IReadOnlyList<string>? OpenEn { get; init; }

    /// <summary>What is always seen of it, in words.</summary>
    public string Always(Phrases phrases) =>
        CertificateView.Always(phrases.Language == "bn" ? OpenBn : OpenEn, phrases);
}

/// <summary>A visit to a share.</summary>
/// <param name="Country">Two letters; null when nothing is known.</param>
public sealed record OpeningView(DateTimeOffset At, string? Country);

/// <summary>A share as its worker sees it.</summary>
public sealed record ShareView(ShareLink Share, ShareContent Content, DateTimeOffset Now)
{
    public Guid Id => Share.Id;

    public bool IsUsedUp => Share.OpeningsLimit <= Share.Openings;

    public bool IsOpen => Share.StoppedAt is null && Share.EndsAt > Now && !IsUsedUp;

    /// <summary>The last opening is used up, but whoever has it still sees it until then; null when nobody
    /// does.</summary>
    public DateTimeOffset? SeenUntil =>
        IsUsedUp && Share is { StoppedAt: null } && Share.LastOpenedAt + OpenShare.OneVisit is { } over
        && (over < Share.EndsAt ? over : Share.EndsAt) is var until && until > Now
            ? until
            : null;

    /// <summary>There is something to stop.</summary>
    public bool MayStop => IsOpen || SeenUntil is not null;

    /// <summary>What was stopped stays stopped; a link that came to its end may go on.</summary>
    public bool MayGoOn => Share.StoppedAt is null && Content.Items.All(one => one is { Certificate: not null });

    /// <summary>Openings the worker has not seen yet.</summary>
    public int News => Share.Openings - Share.SeenOpenings;

    public string StateKey => this switch
    {
        { Share.StoppedAt: not null } => "share.stopped",
        { IsOpen: true } => "share.open",
        { IsUsedUp: true } => "share.used_up",
        _ => "share.ended",
    };

    /// <summary>How often it was opened and when last, in words.</summary>
    public string Opened(Phrases phrases) => Share.LastOpenedAt is { } last
        ? phrases[
            Share.Openings == 1 ? "share.opened_once" : "share.opened",
            BanglaText.Number(phrases.Language, Share.Openings), BanglaText.Moment(phrases.Language, last)]
        : phrases["share.not_opened"];
}
