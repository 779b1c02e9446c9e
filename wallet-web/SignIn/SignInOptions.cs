using System.ComponentModel.DataAnnotations;

namespace SkillsPassport.Wallet.SignIn;

/// <summary>How many wrong PINs are looked at, beside the pace of each phone. Section <c>SignIn</c>.</summary>
public sealed class SignInOptions
{
    public const string Section = "SignIn";

    /// <summary>Wrong PINs for one number in 30 days, from phones that are not known; after that a code to the number
    /// is needed first.</summary>
    [Range(5, 1000)]
    public int WrongPerNumber { get; set; } = 20;

    /// <summary>Wrong PINs for one number in 30 days by whoever reads its messages; after that a known phone or a
    /// counter is needed.</summary>
    [Range(5, 1000)]
    public int WrongPerProvenNumber { get; set; } = 20;

    /// <summary>Wrong PINs in 30 days on a phone on which the right one was entered before; after that it is like any
    /// other phone. Only the passports opened there can be found by them.</summary>
    [Range(5, 1000)]
    public int WrongPerKnownPhone { get; set; } = 50;

    /// <summary>Wrong PINs in 30 days in an open session, or in all sessions of one passport together that no PIN
    /// opened; after that it is closed.</summary>
    [Range(5, 1000)]
    public int WrongPerSession { get; set; } = 10;

    /// <summary>New PINs chosen in 30 days for all passports of one number together, since each tells that no other
    /// passport of the number has it; after that each passport may have two more.</summary>
    [Range(5, 1000)]
    public int NewPinsPerNumber { get; set; } = 10;

    /// <summary>Wrong PINs an hour from one address, for all numbers, from phones that are not known.</summary>
    [Range(5, 100_000)]
    public int WrongPerAddressPerHour { get; set; } = 30;

    /// <summary>Wrong PINs a day of all together, from phones that are not known.</summary>
    [Range(100, 10_000_000)]
    public int WrongPerDayForAll { get; set; } = 1_000;
}
