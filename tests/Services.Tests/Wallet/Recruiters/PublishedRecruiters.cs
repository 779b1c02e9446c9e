using System.Text;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Registers;
using SkillsPassport.Services.Tests.Verifier;

namespace SkillsPassport.Services.Tests.Wallet.Recruiters;

/// <summary>The scheme's authority publishes a recruiter register, and names it on its trust list.</summary>
public sealed class PublishedRecruiters(Scheme scheme)
{
    private readonly EcSigner _key = Scheme.NewKey();
    private long _sequence;

    public string Address => scheme.Authority.Url + "/recruiters.jwt";

    public static DateOnly Today => DateOnly.FromDateTime(DateTime.UtcNow.AddHours(6));

    /// <summary>Names the register on the trust list.</summary>
    public void Name() => scheme.PublishNextTrustList(list => list with
    {
        Registers = [new(RegisterKind.Recruiters.Name, Address, [Scheme.Key(_key)])],
    });

    /// <summary>Signs these recruiters with the next number and publishes them.</summary>
    public void Publish(params Recruiter[] recruiters) => Publish(TimeSpan.FromDays(1), recruiters);

    public void Publish(TimeSpan life, params Recruiter[] recruiters)
    {
        var register = new RecruiterRegister
        {
            Iss = scheme.Authority.Url,
            Iat = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
            Sequence = ++_sequence,
            NextUpdate = (DateTimeOffset.UtcNow + life).ToUnixTimeSeconds(),
            Demo = true,
            Recruiters = recruiters,
        };
        scheme.Authority.Serve(
            "/recruiters.jwt", Encoding.ASCII.GetBytes(SignedRegister<RecruiterRegister>.Sign(register, _key)),
            RegisterKind.Recruiters.MediaType);
    }

    public static Recruiter One(string rl, string en, string bn) => new()
    {
        Rl = rl,
        Name = new(en, bn),
        Status = RecruiterStatus.Active,
        From = new(2024, 1, 1),
        Until = new(2090, 12, 31),
        Branches = [new(new($"{en} Sylhet branch", "সিলেট শাখা"), "Sylhet", null, null)],
        SubAgents = [new(new("Karim Travels", "করিম ট্রাভেলস"), "Cumilla", null)],
    };

    public static Recruiter Suspended(Recruiter one) => one with
    {
        Status = RecruiterStatus.Suspended,
        SuspendedFrom = Today.AddDays(-1),
        Suspensions = [new(Today.AddDays(-1), null, "Complaint")],
    };
}
