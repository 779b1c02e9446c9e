using System.Text;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Registers;
using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Services.Tests.Verifier.Comparisons;

/// <summary>The scheme's authority publishes a comparison register, and names it on its trust list.</summary>
public sealed class PublishedRegister(Scheme scheme)
{
    public const string Path = "/comparisons.jwt";

    public EcSigner Key { get; } = Scheme.NewKey();

    public string Address => scheme.Authority.Url + Path;

    public ComparisonRegister Content { get; private set; } = new()
    {
        Iss = scheme.Authority.Url,
        Iat = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
        Sequence = 1,
        NextUpdate = DateTimeOffset.UtcNow.AddDays(1).ToUnixTimeSeconds(),
        Demo = true,
        Destinations = DestinationData.Destinations,
        Frameworks = DestinationData.Frameworks,
        Rows = [],
    };

    /// <summary>Names the register on the trust list, signed by this key from the first day on.</summary>
    public void Name(EcSigner? key = null, DateTimeOffset? compromisedFrom = null) =>
        scheme.PublishNextTrustList(list => list with
        {
            Registers = [new("comparisons", Address, [new TrustedKey((key ?? Key).PublicJwk, DateTimeOffset.UnixEpoch,
                null, compromisedFrom)])],
        });

    /// <summary>Signs these rows, after a change, and publishes them.</summary>
    public string Publish(IReadOnlyList<ComparisonRow>? rows = null,
        Func<ComparisonRegister, ComparisonRegister>? change = null, EcSigner? key = null)
    {
        Content = Content with { Rows = rows ?? Content.Rows };
        Content = change?.Invoke(Content) ?? Content;
        var jws = SignedRegister<ComparisonRegister>.Sign(Content, key ?? Key);
        scheme.Authority.Serve(Path, Encoding.ASCII.GetBytes(jws), RegisterKind.Comparisons.MediaType);
        return jws;
    }

    /// <summary>The same with the next number.</summary>
    public string PublishNext(params ComparisonRow[] rows) =>
        Publish(rows, register => register with { Sequence = register.Sequence + 1 });

    public static ComparisonRow Row(string id, ComparisonStatus status, string to = "SA-NQF", string? level = null,
        string from = "*", params string[] occupations) => new()
        {
            Id = id,
            From = new("BD-NSQF", "2021", from),
            To = new(to, null, level),
            Status = status,
            LegalInstrument = "Decree 1",
            Publisher = "Publisher",
            SourceUrl = "https://publisher.example/1",
            RetrievedOn = new(2026, 11, 1),
            ValidFrom = new(2026, 1, 1),
            Scope = new(occupations.Length == 0 ? ["*"] : occupations),
            Disclaimer = "As published.",
            ProposedBy = "one",
            ApprovedBy = "two",
        };
}
