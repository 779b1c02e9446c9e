using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Authority.Lists;

/// <summary>What the list says of its scheme: who runs it, what kind it is, where its rules are.</summary>
internal static class DescribeScheme
{
    public static readonly Operation Operation = new("describe-scheme", "Say who runs the scheme and by which rules",
    [
        new("operator-en", "TEXT", "who runs it, in English"),
        new("operator-bn", "TEXT", "who runs it, in Bangla"),
        new("operator-ar", "TEXT", "who runs it, in Arabic"),
        new(Specs.TrustList.Type, "URL", "address that names the kind of list"),
        new("about", "URL", "where people read about the scheme"),
        new(Specs.TrustList.Policy, "URL", "address of its rules"),
    ], (list, given, _) =>
    {
        var before = list.Information ?? new SchemeInformation();
        var information = new SchemeInformation(
            given.Has("operator-en") ? Names.Read(given, "operator") : before.Operator,
            given.TextOrNull(Specs.TrustList.Type) ?? before.Type, given.TextOrNull("about") ?? before.About,
            given.TextOrNull(Specs.TrustList.Policy) ?? before.Policy);
        return information == before
            ? Change.Refused("Give at least one of the options something new to say.")
            : Change.To(list with { Information = information }, "The list says so of its scheme from now on.");
    });
}
