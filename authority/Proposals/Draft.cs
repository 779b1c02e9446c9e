using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SkillsPassport.Authority.Database;
using SkillsPassport.Credentials.Registers;

namespace SkillsPassport.Authority.Proposals;

/// <summary>What an officer wants changed, before it is stored.</summary>
/// <param name="Base">SHA-256 of the row that is changed; empty for a new one.</param>
/// <param name="Content">The row as it shall be, JSON.</param>
public sealed record Draft(string Register, ProposalAct Act, string Subject, string Base, string Content,
    string Reason = "")
{
    /// <summary>A new row of the comparison register.</summary>
    public static Draft Of(ComparisonRow row) => new(RegisterKind.Comparisons.Name, ProposalAct.AddRow, row.Id, "",
        Write(row));

    /// <summary>A new licence.</summary>
    public static Draft Of(Recruiter recruiter) => new(RegisterKind.Recruiters.Name, ProposalAct.AddLicence,
        recruiter.Rl, "", Write(recruiter));

    /// <summary>A row that is there, changed by this act.</summary>
    public static Draft Changing(RegisterRow row, ProposalAct act, object changed, string reason) =>
        new(row.Register, act, row.Subject, Sha256(row.Content), Write(changed), reason);

    /// <summary>SHA-256 over everything that is proposed and who proposes it, each member behind its length.</summary>
    public string Digest(string proposer)
    {
        var text = new StringBuilder();
        foreach (var member in new[]
        {
            "skillspassport/proposal/1", Register, Act.ToString(), Subject, Base, Content, Reason, proposer,
        })
        {
            text.Append(CultureInfo.InvariantCulture, $"{member.Length}:").Append(member);
        }

        return Sha256(text.ToString());
    }

    public static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>The same row is always the same text.</summary>
    public static string Write(object row) => JsonSerializer.Serialize(row, row.GetType(), RegisterJson.Options);

    public static T Read<T>(string content) => JsonSerializer.Deserialize<T>(content, RegisterJson.Options)!;
}
