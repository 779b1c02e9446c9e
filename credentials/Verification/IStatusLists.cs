using SkillsPassport.Credentials.Status;

namespace SkillsPassport.Credentials.Verification;

/// <summary>The status lists a host has at hand, each already verified with its issuer's keys.</summary>
public interface IStatusLists
{
    /// <summary>The list at this address, null when there is none.</summary>
    StatusListSnapshot? Find(string uri);

    /// <summary>The list at this address, signed by this issuer; null when there is none.</summary>
    StatusListSnapshot? Find(string uri, string issuer) => Find(uri);

    /// <summary>Why <see cref="Find(string, string)"/> gives nothing: unreachable, or what came was refused.</summary>
    ReasonCode WhyMissing(string uri, string issuer) => ReasonCode.StatusUnreachable;
}
