using System.Globalization;
using SkillsPassport.Hosting.Languages;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Wallet.History;

/// <summary>The kinds of a history as the worker thinks of them.</summary>
public enum HistoryGroup
{
    Received,
    Shown,
    Opened,
    Changed,
}

/// <summary>Which lines of a history are wanted.</summary>
/// <param name="Certificate">Lines about this certificate and the shares that show it.</param>
/// <param name="Share">Lines about this share and every other made for the same recruiter.</param>
/// <param name="From">First day, in Bangladesh.</param>
/// <param name="Until">Last day, in Bangladesh.</param>
public sealed record HistoryFilter(
    HistoryGroup? Group = null, Guid? Certificate = null, Guid? Share = null, DateOnly? From = null,
    DateOnly? Until = null)
{
    public static HistoryGroup GroupOf(HistoryKind kind) => kind switch
    {
        HistoryKind.OfferAgreed or HistoryKind.CertificateReceived or HistoryKind.CertificateRefused
            or HistoryKind.CertificateRenewed or HistoryKind.OfferKept or HistoryKind.OfferDropped
            or HistoryKind.DataImported => HistoryGroup.Received,
        HistoryKind.ShareMade or HistoryKind.ShareExtended or HistoryKind.ShareStopped => HistoryGroup.Shown,
        HistoryKind.ShareOpened or HistoryKind.SharePinTried => HistoryGroup.Opened,
        _ => HistoryGroup.Changed,
    };

    /// <summary>The kinds that are wanted.</summary>
    public IReadOnlyList<HistoryKind> Kinds =>
        [.. Enum.GetValues<HistoryKind>().Where(kind => Group is null || GroupOf(kind) == Group)];

    public DateTimeOffset Begins => From is { } day ? StartOf(day) : DateTimeOffset.MinValue;

    public DateTimeOffset Ends => Until is { } day && day < DateOnly.MaxValue
        ? StartOf(day.AddDays(1))
        : DateTimeOffset.MaxValue;

    /// <summary>Reads what stands in an address; what is none of these filters nothing.</summary>
    public static HistoryFilter Read(string? group, Guid? certificate, Guid? share, string? from, string? until) => new(
        Enum.TryParse<HistoryGroup>(group, ignoreCase: true, out var known) && Enum.IsDefined(known)
            && !char.IsAsciiDigit(group[0]) ? known : null,
        certificate, share, Day(from), Day(until));

    private static DateOnly? Day(string? typed) => DateOnly.TryParseExact(
        BanglaText.AsciiDigits(typed ?? ""), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None,
        out var day) && day.Year is > 1900 and < 9999 ? day : null;

    private static DateTimeOffset StartOf(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), BanglaText.Dhaka);
}
