using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials.Paper;

namespace SkillsPassport.Credentials.Tests.Paper;

/// <summary>
/// <c>Vectors/paper.json</c>: signed certificates and what they say, read by this library and by the browser module.
/// </summary>
public class PaperGoldenTests
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonNode Golden = JsonNode.Parse(File.ReadAllBytes(Vector.Path("paper.json")))!;

    public static TheoryData<string> Names =>
        [.. Golden["certificates"]!.AsArray().Select(certificate => (string)certificate!["name"]!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_published_payload_still_reads_as_the_same_certificate(string name)
    {
        var entry = Golden["certificates"]!.AsArray().Single(certificate => (string)certificate!["name"]! == name)!;
        Assert.True(Base32.TryDecode((string)entry["payload"]!, out var cwt));
        var actual = Describe(PaperCwt.Parse(cwt)).ToJsonString(Readable);
        Assert.Equal(entry["expected"]!.ToJsonString(Readable), actual);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_published_payload_is_signed_by_the_published_key(string name)
    {
        var entry = Golden["certificates"]!.AsArray().Single(certificate => (string)certificate!["name"]! == name)!;
        using var document = JsonDocument.Parse(Golden["issuerJwk"]!.ToJsonString());
        using var key = Credentials.Jose.VerificationKey.FromJwk(Credentials.Jose.Jwk.Parse(document.RootElement));
        Assert.True(Base32.TryDecode((string)entry["payload"]!, out var cwt));
        Assert.True(PaperCwt.Parse(cwt).VerifiedBy(key));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_award_is_laid_out_in_the_same_bytes_today(string name)
    {
        using var issuer = new TestIssuer();
        var entry = Golden["certificates"]!.AsArray().Single(certificate => (string)certificate!["name"]! == name)!;
        Assert.True(Base32.TryDecode((string)entry["payload"]!, out var published));
        var index = (int)entry["expected"]!["statusIndex"]!;
        var today = issuer.SignPaper(SampleAwards.ByCandidate[name], SampleAwards.Target(index));
        Assert.Equal(PayloadOf(published), PayloadOf(today));
    }

    // Run with SKILLSPASSPORT_WRITE_VECTORS=1 to make a new file after the format changed on purpose.
    [Fact]
    public void The_vector_file_holds_certificates_statements_and_a_replacement()
    {
        if (Environment.GetEnvironmentVariable("SKILLSPASSPORT_WRITE_VECTORS") is { Length: > 0 } folder)
        {
            Write(Path.Combine(folder, "paper.json"));
        }

        var certificates = Golden["certificates"]!.AsArray();
        Assert.Equal(15, certificates.Count);
        Assert.Contains(certificates, certificate => (int)certificate!["expected"]!["award"]! == 2);
        Assert.Contains(certificates, certificate => certificate!["expected"]!["replaces"] is not null);
    }

    internal static JsonObject Describe(PaperCwt cwt)
    {
        var certificate = cwt.Certificate;
        return new JsonObject
        {
            ["issuer"] = cwt.Issuer,
            ["expires"] = cwt.Expires.ToUnixTimeSeconds(),
            ["notBefore"] = cwt.NotBefore.ToUnixTimeSeconds(),
            ["issuedAt"] = cwt.IssuedAt.ToUnixTimeSeconds(),
            ["statusIndex"] = cwt.StatusIndex,
            ["statusUri"] = cwt.StatusUri,
            ["award"] = (int)certificate.Award,
            ["nameEn"] = certificate.NameEn,
            ["nameBn"] = certificate.NameBn,
            ["fatherName"] = certificate.FatherName,
            ["motherName"] = certificate.MotherName,
            ["nidLast4"] = certificate.NidLast4,
            ["passportLast3"] = certificate.PassportLast3,
            ["birthYear"] = certificate.BirthYear,
            ["occupationCode"] = certificate.OccupationCode,
            ["framework"] = certificate.Framework,
            ["frameworkVersion"] = certificate.FrameworkVersion,
            ["level"] = certificate.Level,
            ["unitIndexes"] = new JsonArray([.. certificate.UnitIndexes.Select(index => (JsonNode)index)]),
            ["unitCodes"] = new JsonArray([.. certificate.Units!.Select(unit => (JsonNode)unit.Code)]),
            ["dataVersion"] = certificate.DataVersion,
            ["serialNo"] = certificate.SerialNo,
            ["registrationNo"] = certificate.RegistrationNo,
            ["centreCode"] = certificate.CentreCode,
            ["pathway"] = certificate.Pathway,
            ["replaces"] = certificate.Replaces,
            ["assessedOn"] = certificate.AssessedOn.ToString("yyyy-MM-dd"),
        };
    }

    private static void Write(string path)
    {
        using var issuer = new TestIssuer();
        var certificates = new JsonArray();
        var index = 1000;
        foreach (var (name, award) in SampleAwards.ByCandidate)
        {
            var cwt = issuer.SignPaper(award, SampleAwards.Target(index += 7919));
            certificates.Add(new JsonObject
            {
                ["name"] = name,
                ["payload"] = Base32.Encode(cwt),
                ["expected"] = Describe(PaperCwt.Parse(cwt)),
            });
        }

        var file = new JsonObject
        {
            ["source"] = "Awards of sample-candidates.json, signed once with a key that was then thrown away.",
            ["issuerJwk"] = issuer.Signer.PublicJwk.ToJson(),
            ["kid8Hex"] = Convert.ToHexString(issuer.Signer.Kid8),
            ["certificates"] = certificates,
        };
        File.WriteAllText(path, file.ToJsonString(Readable) + "\n", new UTF8Encoding(false));
    }

    private static byte[] PayloadOf(byte[] cwt) =>
        Cose.CoseParts.Of(cwt).Payload;
}
