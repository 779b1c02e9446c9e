using System.Security.Cryptography;

namespace SkillsPassport.Hosting.Officers;

/// <summary>A person with a sign-in at a service's desk.</summary>
public sealed class Officer
{
    public required string UserName { get; init; }
    public required string DisplayName { get; set; }

    /// <summary>One of the roles that the service named in <c>AddOfficers</c>; nobody has two.</summary>
    public required string Role { get; set; }
    public required string PasswordHash { get; set; }

    /// <summary>Changes with the password, at sign-out and when the account is closed, so that older cookies
    /// end.</summary>
    public required string Stamp { get; set; }
    public bool Closed { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }

    public static string NewStamp() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
