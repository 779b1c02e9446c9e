using System.ComponentModel.DataAnnotations;

namespace SkillsPassport.Verifier.Suspicions;

/// <summary>How many reports are taken and how long they are kept, section <c>Suspicions</c>.</summary>
public sealed class SuspicionOptions
{
    /// <summary>From one address in an hour.</summary>
    [Range(1, 1000)] public int PerHour { get; set; } = 5;

    /// <summary>From all addresses in a day: the queue is read by people.</summary>
    [Range(1, 100_000)] public int PerDayForAll { get; set; } = 500;

    /// <summary>Looks at a case with its number and secret, from one address in an hour.</summary>
    [Range(1, 10_000)] public int LooksPerHour { get; set; } = 30;

    /// <summary>Days after closing until a case is deleted with all its evidence.</summary>
    [Range(1, 3650)] public int KeepDays { get; set; } = 365;

    /// <summary>Days until a case that nobody closed is deleted.</summary>
    [Range(1, 3650)] public int KeepOpenDays { get; set; } = 730;

    /// <summary>How often it is looked for cases whose time is over.</summary>
    [Range(1, 10_080)] public int DeleteEveryMinutes { get; set; } = 60;
}
