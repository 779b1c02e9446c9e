namespace SkillsPassport.Hosting.Outbound;

/// <summary>Which hosts one kind of fetch may reach.</summary>
public sealed class OutboundPolicy
{
    private readonly HashSet<string>? _authorities;

    private OutboundPolicy(HashSet<string>? authorities) => _authorities = authorities;

    /// <summary>Any public host; only for what a person asked for by hand, such as receiving from an issuer.</summary>
    public static OutboundPolicy AnyPublicHost { get; } = new(null);

    /// <summary>Just the scheme, host and port of these addresses.</summary>
    public static OutboundPolicy SameHostAs(params IEnumerable<Uri> addresses) =>
        new([.. addresses.Select(address => address.GetLeftPart(UriPartial.Authority).ToLowerInvariant())]);

    /// <summary>How much may come back; null for the gate's own limit.</summary>
    public int? MostBytes { get; private init; }

    /// <summary>The same hosts, with room for a large document.</summary>
    public OutboundPolicy UpTo(int bytes) => new(_authorities) { MostBytes = bytes };

    /// <summary>Whether the policy lets this address through.</summary>
    public bool Allows(Uri address) =>
        _authorities is null || _authorities.Contains(address.GetLeftPart(UriPartial.Authority).ToLowerInvariant());
}

/// <summary>What came of an outbound exchange.</summary>
public abstract record OutboundResult
{
    /// <summary>The other side answered; the status may be an error of theirs.</summary>
    public sealed record Answered(int Status, byte[] Body, string? ContentType, string? ETag) : OutboundResult
    {
        /// <summary>When to come back, when they said so in seconds.</summary>
        public TimeSpan? RetryAfter { get; init; }

        /// <summary>Whether the status is 200.</summary>
        public bool IsOk => Status == 200;
    }

    /// <summary>304: what we hold is still right.</summary>
    public sealed record NotModified : OutboundResult;

    /// <summary>We did not want to go there, or did not want what came back.</summary>
    public sealed record Refused(OutboundRefusal Reason) : OutboundResult;

    /// <summary>Nobody answered: <c>timeout</c> or <c>unreachable</c>.</summary>
    public sealed record Failed(string Reason) : OutboundResult;
}

/// <summary>Why the gate stayed shut.</summary>
public enum OutboundRefusal
{
    /// <summary>Not https.</summary>
    SchemeNotAllowed,

    /// <summary>Not on the policy's list.</summary>
    HostNotAllowed,

    /// <summary>User information, no host, or an address that is not public.</summary>
    AddressNotAllowed,

    /// <summary>The answer was a redirect; redirects are never followed.</summary>
    Redirected,

    /// <summary>The answer was larger than allowed.</summary>
    TooLarge,
}
