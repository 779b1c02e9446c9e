using System.Text.Json.Nodes;
using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Credentials.Tests.Paper;
using SkillsPassport.Credentials.Trust;
using World = SkillsPassport.Credentials.Tests.Verification.VerdictWorld;

namespace SkillsPassport.Credentials.Tests.Verification;

/// <summary>What a verdict must be, said by hand. Several reasons: any of them will do (malformed bytes).</summary>
internal sealed record Expected(string State, (string Answer, string[] Reason) Genuine,
    (string Answer, string[] Reason) Accredited, (string Answer, string[] Reason) Valid,
    (string Answer, string[] Reason) Person)
{
    private static readonly (string, string[]) Yes = ("yes", ["ok"]);
    private static readonly (string, string[]) Ask = ("please_check", ["person_please_check"]);

    public static readonly Expected AllRight = new("valid", Yes, Yes, Yes, Ask);

    public static Expected NotGenuine(params string[] reasons) =>
        new("not_genuine", No(reasons), Open(reasons), Open(reasons), Open(reasons));

    public static Expected GenuineOpen(string reason) =>
        new("could_not_check", Open(reason), Open(reason), Open(reason), Open(reason));

    public static Expected NotAccredited(string reason) => AllRight with
    {
        State = "not_accredited",
        Accredited = No(reason),
    };

    public static Expected NotValid(string state, string reason) => AllRight with { State = state, Valid = No(reason) };

    public static Expected ValidOpen(string reason) => AllRight with { State = "could_not_check", Valid = Open(reason) };

    public static Expected AccreditedOpen(string reason) =>
        AllRight with { State = "could_not_check", Accredited = Open(reason) };

    public static (string, string[]) No(params string[] reasons) => ("no", reasons);

    public static (string, string[]) Open(params string[] reasons) => ("could_not_check", reasons);
}

/// <summary>One case: everything as usual but for what it changes.</summary>
internal sealed record VerdictCase(string Name, Expected Expect)
{
    public DateTimeOffset Now { get; init; } = World.Now;

    public string Candidate { get; init; } = "CAND-01";

    public Func<Award, Award> Award { get; init; } = award => award;

    public string Issuer { get; init; } = World.Nsda;

    public string Key { get; init; } = "nsda";

    public DateTimeOffset IssuedAt { get; init; } = World.IssuedAt;

    public int Index { get; init; } = World.StatusIndex;

    public Func<byte[], byte[]> Forge { get; init; } = cwt => cwt;

    public Func<string, string> Text { get; init; } = text => text;

    public Func<TrustListContent, TrustListContent> Trust { get; init; } = list => list;

    public string SignedByRoot { get; init; } = "root";

    public Func<string, string?> TrustText { get; init; } = text => text;

    public Func<TrustList, TrustListMemory>? Remembered { get; init; }

    public string? MetadataKey { get; init; }

    public Func<byte[]>? Status { get; init; } = () => World.StatusList();

    public byte[] Cwt() => Forge(World.Paper(Award(SampleAwards.ByCandidate[Candidate]), Issuer, Key, IssuedAt, Index));

    /// <summary>A change to the trust list's JSON before it is signed, past what the signer would refuse.</summary>
    public Action<JsonObject>? ListJson { get; init; }

    public string Payload() => Text(Base32.Encode(Cwt()));

    public string StatusUri => Issuer + "/status/1.cwt";
}
