using System.Text.Json;
using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.SdJwt;
using SkillsPassport.Credentials.SdJwtVc;

namespace SkillsPassport.Credentials.Tests.Issuing;

public sealed class PrepareWalletTests
{
    public static TheoryData<string, string> Broken() => new()
    {
        { "a name in lower case", "schema:pattern" },
        { "a name with a line feed at its end", "text" },
        { "a name with a hidden direction mark", "text" },
        { "a Bangla name that is not NFC", "text" },
        { "a Bangla name in Latin letters", "schema:pattern" },
        { "a full NID", "schema:pattern" },
        { "five ending digits", "schema:pattern" },
        { "a serial of the other award", "schema:pattern" },
        { "an unknown pathway", "schema:enum" },
        { "an unknown occupation", "framework:occupation" },
        { "an unknown framework", "framework:unknown" },
        { "a framework of another version", "framework:unknown" },
        { "a level of another framework", "framework:level" },
        { "an unknown unit", "framework:unit" },
        { "a unit named twice", "framework:unit" },
        { "no unit", "award:units" },
        { "a certificate with a unit missing", "award:units" },
        { "a statement with all units", "award:units" },
        { "an assessment after the result", "award:dates" },
        { "an end before the beginning", "award:dates" },
        { "a birth after the assessment", "award:dates" },
        { "an award that replaces itself", "award:replaces" },
        { "a centre without a name", "text" },
        { "an issuer on plain http", "target:issuer" },
        { "a status list of somebody else", "target:status" },
        { "a negative status index", "target:status" },
        { "a holder key off the curve", "holder:key" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void An_award_that_breaks_a_rule_cannot_be_prepared(string what, string rule)
    {
        var (award, target, key) = Break(what);
        var refused = Assert.IsType<PrepareResult.Refused>(Issuance.PrepareWallet(award, target, key));
        Assert.Contains(refused.Findings, finding => finding.Rule == rule);
        Assert.DoesNotContain(refused.Findings, finding => finding.Detail.Contains(award.FullName));
    }

    [Fact]
    public void A_broken_rule_is_named_by_its_place_among_the_claims()
    {
        var award = Awards.Plumber with
        {
            CentreCode = "no centre", CentreName = new string('N', 161), FullName = "Md Rafiq", Pathway = "Bought",
        };
        var refused = Assert.IsType<PrepareResult.Refused>(
            Issuance.PrepareWallet(award, Awards.Target, Forge.Holder.PublicJwk));
        Assert.Equal(
            [
                ("schema:pattern", "/full_name"), ("schema:pattern", "/assessment_centre/code"),
                ("schema:length", "/assessment_centre/name"), ("schema:enum", "/pathway"),
            ],
            refused.Findings.Select(finding => (finding.Rule, finding.Path)));
    }

    [Fact]
    public void A_prepared_credential_is_signed_once()
    {
        var prepared = Awards.Prepare(Awards.Plumber);
        var signer = new CredentialSigner(Forge.Issuer);
        signer.Sign(prepared);
        Assert.Throws<InvalidOperationException>(() => signer.Sign(prepared));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_signed_verifies_and_conforms_to_its_type(bool whole)
    {
        var award = whole ? Awards.Plumber : Awards.PartlyPlumber;
        var presentation = SdJwtPresentation.Parse(Awards.Signed(award));
        Assert.True(presentation.IssuerJwt.VerifiedBy(Forge.IssuerKey));
        Assert.Equal(Forge.Issuer.Kid, presentation.IssuerJwt.Kid);
        var credential = SdJwtVcCredential.Read(presentation);
        Assert.True(CredentialTypes.TryGet(credential.Vct, out var type));
        credential.ConformsTo(type);
        Assert.Equal(award.Type, type.Award);
        Assert.Equal(type.Integrity, credential.VctIntegrity);
        Assert.Equal(Awards.IssuerUrl, credential.Issuer);
        Assert.Equal(new StatusReference(Awards.Target.StatusUri, 4711), credential.Status);
        Assert.True(credential.HolderKey!.IsSameKey(Forge.Holder.PublicJwk));
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero), credential.IssuedAt);
        Assert.Equal(new DateTimeOffset(2026, 3, 12, 0, 0, 0, TimeSpan.FromHours(6)), credential.NotBefore);
        Assert.Equal(new DateTimeOffset(2031, 3, 11, 23, 59, 59, TimeSpan.FromHours(6)), credential.Expires);
        var claims = JsonSerializer.SerializeToElement(credential.Claims);
        Assert.Empty(type.Schema.Check(claims));
        Assert.Equal(award.NameBn, claims.GetProperty("name_bn").GetString());
        Assert.Equal(award.UnitCodes, claims.GetProperty("units").EnumerateArray()
            .Select(unit => unit.GetProperty("code").GetString()));
    }

    [Fact]
    public void Nothing_personal_is_in_plain_sight()
    {
        var issuerPart = Jws.Parse(Awards.Signed(Awards.Plumber).Split('~')[0], 100_000);
        var seen = issuerPart.PayloadObject();
        var plain = System.Text.Encoding.UTF8.GetString(issuerPart.Payload);
        Assert.DoesNotContain("RAFIQUL", plain);
        Assert.DoesNotContain("1991", plain);
        Assert.DoesNotContain(Awards.Plumber.SheetDigest, plain);
        var digests = seen.GetProperty("_sd").EnumerateArray().Select(one => one.GetString()!).ToList();
        Assert.Equal(11, digests.Count);
        Assert.All(seen.GetProperty("units").EnumerateArray(), unit => Assert.True(unit.TryGetProperty("...", out _)));
    }

    [Fact]
    public void Copies_share_no_salt_and_no_digest()
    {
        var copies = Enumerable.Range(0, 3).Select(_ => SdJwtPresentation.Parse(Awards.Signed(Awards.Plumber)));
        var disclosures = copies.SelectMany(copy => copy.Disclosures).ToList();
        Assert.Equal(disclosures.Count, disclosures.Select(one => one.Digest).Distinct().Count());
        Assert.Equal(disclosures.Count, disclosures.Select(one => one.Text[..22]).Distinct().Count());
    }

    [Fact]
    public void The_chain_travels_in_x5c_without_the_root()
    {
        var chain = TestChain.Make(Awards.IssuerUrl, Forge.Issuer.PublicJwk);
        using var key = System.Security.Cryptography.ECDsa.Create(
            System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var owned = TestChain.Make(Awards.IssuerUrl, Jwk.FromEcdsa(key));
        using var signer = new EcSigner(key, [owned.Leaf, owned.Intermediate]);
        var jwt = SdJwtPresentation.Parse(Awards.Signed(Awards.Plumber, signer)).IssuerJwt;
        using var found = CertificatePath.Check(jwt.Header.GetProperty("x5c"), [chain.Root, owned.Root],
            TestChain.From.AddDays(30), Awards.IssuerUrl);
        Assert.True(jwt.VerifiedBy(found));
    }

    private static (Award Award, CopyTarget Target, Jwk Key) Break(string what)
    {
        var (award, target, key) = (Awards.Plumber, Awards.Target, Forge.Holder.PublicJwk);
        return what switch
        {
            "a name in lower case" => (award with { FullName = "Md Rafiq" }, target, key),
            "a name with a line feed at its end" => (award with { FullName = "MD RAFIQ\n" }, target, key),
            "a name with a hidden direction mark" => (award with { MotherName = "AMENA\u202E KHATUN" }, target, key),
            "a Bangla name that is not NFC" => (award with { NameBn = "\u09AF\u09BC\u09DF" }, target, key),
            "a Bangla name in Latin letters" => (award with { NameBn = "RAFIQ" }, target, key),
            "a full NID" => (award with { NidLast4 = "19919919999000001" }, target, key),
            "five ending digits" => (award with { NidLast4 = "00001" }, target, key),
            "a serial of the other award" => (award with { SerialNo = "SOA-CON-PLM-L2-900101" }, target, key),
            "an unknown pathway" => (award with { Pathway = "Bought" }, target, key),
            "an unknown occupation" => (award with { OccupationCode = "XXX" }, target, key),
            "an unknown framework" => (award with { Framework = "IN-NSQF" }, target, key),
            "a framework of another version" => (award with { FrameworkVersion = "1999" }, target, key),
            "a level of another framework" => (award with { Level = "PV1" }, target, key),
            "an unknown unit" => (award with { UnitCodes = [.. award.UnitCodes.Skip(1), "XX001"] }, target, key),
            "a unit named twice" => (award with { UnitCodes = [.. award.UnitCodes, award.UnitCodes[0]] }, target, key),
            "no unit" => (Awards.PartlyPlumber with { UnitCodes = [] }, target, key),
            "a certificate with a unit missing" => (award with { UnitCodes = [.. award.UnitCodes.Skip(1)] }, target, key),
            "a statement with all units" => (Awards.PartlyPlumber with { UnitCodes = award.UnitCodes }, target, key),
            "an assessment after the result" => (award with { AssessedOn = new(2026, 3, 13) }, target, key),
            "an end before the beginning" => (award with { ValidUntil = new(2026, 3, 11) }, target, key),
            "a birth after the assessment" => (award with { BirthDate = new(2026, 2, 10) }, target, key),
            "an award that replaces itself" => (award with { Replaces = award.SerialNo }, target, key),
            "a centre without a name" => (award with { CentreName = "" }, target, key),
            "an issuer on plain http" => (award, target with { Issuer = "http://nsda.example", StatusUri = "http://nsda.example/status/1" }, key),
            "a status list of somebody else" => (award, target with { StatusUri = "https://evil.example/status/1" }, key),
            "a negative status index" => (award, target with { StatusIndex = -1 }, key),
            "a holder key off the curve" => (award, target, key with { Y = key.X }),
            _ => throw new ArgumentOutOfRangeException(nameof(what), what, null),
        };
    }
}
