using SkillsPassport.Hosting.Languages;
using SkillsPassport.Wallet.Database;

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
}

/// <summary>What one certificate shows in a share, as it was called when it was made.</summary>
public sealed record SharedItem(
    string TitleBn, string TitleEn, IReadOnlyList<string> ShownBn, IReadOnlyList<string> ShownEn);

/// <summary>A share as its worker sees it.</summary>
public sealed record ShareView(ShareLink Share, ShareContent Content, DateTimeOffset Now)
{
    public Guid Id => Share.Id;

    public bool IsOpen => Share.StoppedAt is null && Share.EndsAt > Now;

    public string StateKey => this switch
    {
        { Share.StoppedAt: not null } => "share.stopped",
        { IsOpen: true } => "share.open",
        _ => "share.ended",
    };

    /// <summary>How often it was opened and when last, in words.</summary>
    public string Opened(Phrases phrases) => Share.LastOpenedAt is { } last
        ? phrases[
            "share.opened", BanglaText.Number(phrases.Language, Share.Openings),
            BanglaText.Moment(phrases.Language, last)]
        : phrases["share.not_opened"];
}
