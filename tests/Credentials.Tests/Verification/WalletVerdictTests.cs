using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.SdJwt;
using SkillsPassport.Credentials.Status;
using SkillsPassport.Credentials.Tests.Paper;
using SkillsPassport.Credentials.Trust;
using SkillsPassport.Credentials.Verification;
using World = SkillsPassport.Credentials.Tests.Verification.VerdictWorld;

namespace SkillsPassport.Credentials.Tests.Verification;

/// <summary>Verdicts on SD-JWT VC, with and without key binding; real signatures throughout.</summary>
public sealed class WalletVerdictTests
{
    private const string StatusUri = World.Nsda + "/status/1";
    private const string Audience = "https://verifier.example/S#wallet.example/shares/abc";
    private const string Nonce = "abcdefghijklmnopqrstuvwx";

    private static readonly EcSigner Holder = World.Key("holder");

    [Fact]
    public void Presented_by_its_holder_it_is_in_order()
    {
        var report = Verify(Bound(Issue()), request => request);

        Assert.Equal(VerdictState.Valid, report.State);
        Assert.Equal(AnswerValue.Yes, report.Person.Value);
        Assert.Equal("dc+sd-jwt+kb", report.Format);
        Assert.Equal(World.Now.AddMinutes(-5), report.Valid.AsOf);
        Assert.Equal("MD RAFIQUL ISLAM", report.Content!["name_en"]!.GetValue<string>());
        Assert.Equal("Centre RPLC-DEMO-01", report.Content["assessment_centre"]!["name_en"]!.GetValue<string>());
        Assert.Equal(12, report.Content["units"]!.AsArray().Count);
    }

    [Fact]
    public void Without_key_binding_the_person_cannot_be_checked() =>
        Expect(Issue(), VerdictState.CouldNotCheck, Question.Person, AnswerValue.CouldNotCheck, ReasonCode.KbMissing);

    [Theory]
    [InlineData(null, null)]
    [InlineData(Audience, null)]
    [InlineData(null, Nonce)]
    [InlineData("", "")]
    public void Without_audience_and_nonce_the_person_cannot_be_checked(string? audience, string? nonce)
    {
        var report = Verify(Bound(Issue()), request => request with
        {
            ExpectedAudience = audience, ExpectedNonce = nonce,
        });

        Assert.Equal(ReasonCode.KbNotExpected, report.Person.Reason);
        Assert.Equal(AnswerValue.CouldNotCheck, report.Person.Value);
        Assert.Equal(VerdictState.CouldNotCheck, report.State);
    }

    [Fact]
    public void A_proof_for_somebody_else_is_refused() => ExpectPerson(
        KeyBinding.Append(Issue(), Holder, "https://other.example", Nonce, World.Now), ReasonCode.KbAudience);

    [Fact]
    public void A_proof_for_another_occasion_is_refused() => ExpectPerson(
        KeyBinding.Append(Issue(), Holder, Audience, "another nonce", World.Now), ReasonCode.KbNonce);

    [Fact]
    public void A_proof_by_another_key_is_refused() => ExpectPerson(
        KeyBinding.Append(Issue(), World.Key("attacker"), Audience, Nonce, World.Now), ReasonCode.KbInvalid);

    [Fact]
    public void A_proof_from_the_future_or_too_old_is_refused()
    {
        ExpectPerson(KeyBinding.Append(Issue(), Holder, Audience, Nonce, World.Now.AddSeconds(61)), ReasonCode.KbTime);
        ExpectPerson(KeyBinding.Append(Issue(), Holder, Audience, Nonce, World.Now.AddMinutes(-12)), ReasonCode.KbTime);
    }

    [Fact]
    public void A_share_says_how_old_its_proof_may_be()
    {
        var share = KeyBinding.Append(Issue(), Holder, Audience, Nonce, World.Now.AddHours(-20));

        Assert.Equal(ReasonCode.Ok, Verify(share, request => request with
        {
            KeyBindingLifetime = TimeSpan.FromDays(1),
        }).Person.Reason);
    }

    [Fact]
    public void A_proof_over_other_disclosures_is_refused()
    {
        var presented = Bound(Issue());
        var proof = presented[(presented.LastIndexOf('~') + 1)..];
        var fewer = SdJwtPresentation.Parse(presented).Present(path => path != "name_bn");

        ExpectPerson(fewer + proof, ReasonCode.KbHash);
    }

    [Fact]
    public void A_proof_without_signature_says_nothing_against_the_credential()
    {
        var proof = $"{Forge.D("""{"alg":"none","typ":"kb+jwt"}""")}.{Forge.D("{}")}.";

        ExpectPerson(Issue() + proof, ReasonCode.KbInvalid);
    }

    [Fact]
    public void Hiding_claims_is_the_holders_right()
    {
        var hidden = SdJwtPresentation.Parse(Issue()).Present(_ => false);
        var report = Verify(KeyBinding.Append(hidden, Holder, Audience, Nonce, World.Now), request => request);

        Assert.Equal(VerdictState.Valid, report.State);
        Assert.Equal(CheckOutcome.NotApplicable, report.OutcomeOf(Check.Centre));
        Assert.False(report.Content!.ContainsKey("name_en"));
    }

    [Fact]
    public void A_changed_disclosure_is_not_genuine()
    {
        var credential = Issue();
        var disclosure = SdJwtPresentation.Parse(credential).Disclosures.First(one => one.Name == "full_name");
        var changed = Forge.D("""["c2FsdA","full_name","SOMEBODY ELSE"]""");

        ExpectGenuine(credential.Replace(disclosure.Text, changed, StringComparison.Ordinal),
            AnswerValue.No, ReasonCode.DisclosureRefused);
    }

    [Fact]
    public void A_disclosure_sent_twice_is_not_genuine()
    {
        var credential = Issue();
        var disclosure = SdJwtPresentation.Parse(credential).Disclosures[0].Text;

        ExpectGenuine(credential + disclosure + "~", AnswerValue.No, ReasonCode.DisclosureRefused);
    }

    [Theory]
    [InlineData("iss")]
    [InlineData("level")]
    [InlineData("exp")]
    public void A_changed_claim_is_not_genuine(string claim)
    {
        var credential = Resign(claims => claims[claim] = claim == "exp" ? 4_000_000_000 : "3",
            keepSignature: true);
        var report = Verify(credential, request => request);

        Assert.NotEqual(AnswerValue.Yes, report.Genuine.Value);
        if (claim != "iss")
        {
            Assert.Equal((AnswerValue.No, ReasonCode.SignatureInvalid), (report.Genuine.Value, report.Genuine.Reason));
            Assert.Null(report.Content);
        }
    }

    [Theory]
    [InlineData("""{"alg":"none","typ":"dc+sd-jwt","kid":"$"}""", ReasonCode.AlgorithmRefused)]
    [InlineData("""{"alg":"None","typ":"dc+sd-jwt","kid":"$"}""", ReasonCode.AlgorithmRefused)]
    [InlineData("""{"alg":"HS256","typ":"dc+sd-jwt","kid":"$"}""", ReasonCode.AlgorithmRefused)]
    [InlineData("""{"alg":"ES256","typ":"vc+sd-jwt","kid":"$"}""", ReasonCode.TypeRefused)]
    [InlineData("""{"alg":"ES256","typ":"JWT","kid":"$"}""", ReasonCode.TypeRefused)]
    [InlineData("""{"alg":"ES256","typ":"kb+jwt","kid":"$"}""", ReasonCode.TypeRefused)]
    [InlineData("""{"alg":"ES256","kid":"$"}""", ReasonCode.TypeRefused)]
    [InlineData("""{"alg":"ES256","typ":"dc+sd-jwt","kid":"$","jku":"https://evil.example"}""", ReasonCode.HeaderRefused)]
    [InlineData("""{"alg":"ES256","typ":"dc+sd-jwt","kid":"$","x5u":"https://evil.example"}""", ReasonCode.HeaderRefused)]
    [InlineData("""{"alg":"ES256","typ":"dc+sd-jwt","kid":"$","crit":["exp"]}""", ReasonCode.HeaderRefused)]
    [InlineData("""{"alg":"ES256","typ":"dc+sd-jwt","jwk":{}}""", ReasonCode.HeaderRefused)]
    [InlineData("""{"alg":"ES256","alg":"ES256","typ":"dc+sd-jwt"}""", ReasonCode.FormatUnreadable)]
    public void A_refused_header_is_not_genuine(string header, ReasonCode reason)
    {
        var token = Forge.Jws(header.Replace("$", World.Key("nsda").Kid), "{}", World.Key("nsda")) + "~";

        ExpectGenuine(token, AnswerValue.No, reason);
    }

    [Fact]
    public void A_weaker_hash_is_not_genuine() => ExpectGenuine(
        Resign(claims => claims["_sd_alg"] = "sha-1"), AnswerValue.No, ReasonCode.AlgorithmRefused);

    [Fact]
    public void Claims_against_the_type_metadata_are_not_genuine()
    {
        ExpectGenuine(Resign(claims => claims.Remove("serial_no")), AnswerValue.No, ReasonCode.TypeMetadataMismatch);
        ExpectGenuine(Resign(claims => claims["vct#integrity"] = "sha256-AAAA"), AnswerValue.No,
            ReasonCode.TypeMetadataMismatch);
        ExpectGenuine(Resign(claims => claims["full_name"] = "IN PLAIN SIGHT"), AnswerValue.No,
            ReasonCode.DisclosureRefused, ReasonCode.TypeMetadataMismatch);
    }

    [Fact]
    public void A_type_nobody_described_here_could_not_be_checked()
    {
        var report = Verify(Resign(claims =>
        {
            claims["vct"] = "https://university.example/diploma";
            claims.Remove("vct#integrity");
        }), request => request);

        Assert.Equal((AnswerValue.CouldNotCheck, ReasonCode.TypeUnknown), (report.Genuine.Value, report.Genuine.Reason));
        Assert.Equal((AnswerValue.No, ReasonCode.AwardNotPermitted),
            (report.Accredited.Value, report.Accredited.Reason));
    }

    [Fact]
    public void A_framework_version_nobody_published_could_not_be_checked() => ExpectGenuine(
        Resign(claims => claims["framework_version"] = "2099"), AnswerValue.CouldNotCheck,
        ReasonCode.FrameworkDataUnknown);

    [Fact]
    public void A_foreign_issuer_is_not_accredited_and_not_called_a_forger()
    {
        var foreign = Forge.Jws("""{"alg":"ES256","typ":"dc+sd-jwt","kid":"1"}""",
            """{"iss":"https://university.example","vct":"https://university.example/diploma","iat":1790000000}""",
            World.Key("attacker")) + "~";
        var report = Verify(foreign, request => request);

        Assert.Equal((AnswerValue.CouldNotCheck, ReasonCode.IssuerUnknown),
            (report.Genuine.Value, report.Genuine.Reason));
        Assert.Equal((AnswerValue.No, ReasonCode.IssuerUnknown), (report.Accredited.Value, report.Accredited.Reason));
        Assert.Equal(VerdictState.NotAccredited, report.State);
        Assert.Null(report.MissingStatusList);
        Assert.Null(report.Issuer!.Name);
    }

    [Fact]
    public void A_key_id_is_not_needed_where_the_issuer_has_one_key_only()
    {
        var trust = Trust(list => list.WithNsda(nsda => nsda with { Keys = [World.Trusted("nsda")] }));
        var token = Resign(_ => { }, """{"alg":"ES256","typ":"dc+sd-jwt"}""");

        Assert.Equal(AnswerValue.Yes, Verify(token, request => request, trust).Genuine.Value);
        ExpectGenuine(token, AnswerValue.No, ReasonCode.KeyUnknown);
    }

    [Fact]
    public void No_status_in_the_credential_is_never_valid()
    {
        var report = Verify(Resign(claims => claims.Remove("status")), request => request);

        Assert.Equal(ReasonCode.StatusMissing, report.Checks.Single(result => result.Check == Check.Status).Reason);
        Assert.NotEqual(VerdictState.Valid, report.State);
        Assert.NotEqual(AnswerValue.Yes, report.Valid.Value);
    }

    [Fact]
    public void Ten_megabytes_are_refused_unread() => ExpectGenuine(
        new string('a', 10 * 1024 * 1024) + ".b.c~", AnswerValue.No, ReasonCode.FormatTooLarge);

    [Theory]
    [InlineData(1, VerdictState.Revoked, ReasonCode.StatusRevoked)]
    [InlineData(2, VerdictState.Suspended, ReasonCode.StatusSuspended)]
    [InlineData(3, VerdictState.Replaced, ReasonCode.StatusReplaced)]
    public void The_status_list_decides(byte value, VerdictState state, ReasonCode reason)
    {
        var report = Verify(Bound(Issue()), request => request, status: value);

        Assert.Equal(state, report.State);
        Assert.Equal((AnswerValue.No, reason), (report.Valid.Value, report.Valid.Reason));
        Assert.NotNull(report.Content);
    }

    internal static string Issue(EcSigner? signer = null) => new CredentialSigner(signer ?? World.Key("nsda")).Sign(
        (PreparedWalletCredential)Assert.IsType<PrepareResult.Prepared>(Issuance.PrepareWallet(SampleAwards.Plumber,
            new CopyTarget(World.Nsda, StatusUri, World.StatusIndex, World.IssuedAt), Holder.PublicJwk)).Credential);

    internal static TrustSnapshot Trust(Func<TrustListContent, TrustListContent>? change = null)
    {
        using var root = VerificationKey.FromJwk(World.Key("root").PublicJwk);
        var content = change is null ? World.TrustList() : change(World.TrustList());
        return TrustSnapshot.Of(TrustList.Parse(TrustListSigner.Sign(content, World.Key("root")), root));
    }

    internal static VerificationReport Verify(string credential, Func<VerificationRequest, VerificationRequest> change,
        TrustSnapshot? trust = null, byte status = 0)
    {
        var list = new StatusList(2, 1 << 13);
        list[World.StatusIndex] = status;
        var token = StatusListToken.SignJwt(World.Key("nsda"), new StatusListClaims(StatusUri,
            World.Now.AddMinutes(-5), World.Now.AddHours(1), TimeSpan.FromHours(1)), 2, list.Compress());
        var lists = new VerifiedStatusLists();
        var known = trust ?? Trust();
        lists.TryAccept(Encoding.ASCII.GetBytes(token), StatusUri, World.Nsda, known, World.Now, out _);
        return new CredentialVerifier(new FixedClock(World.Now)).Verify(change(new VerificationRequest
        {
            SdJwt = credential, ExpectedAudience = Audience, ExpectedNonce = Nonce,
        }), known, lists);
    }

    private static string Bound(string credential) =>
        KeyBinding.Append(credential, Holder, Audience, Nonce, World.Now.AddSeconds(-30));

    /// <summary>Changes the issuer's claims; signs again with the issuer's key, or keeps the old signature.</summary>
    private static string Resign(Action<JsonObject> change, string? header = null, bool keepSignature = false)
    {
        var credential = Issue();
        var jwt = credential[..credential.IndexOf('~')];
        var parts = jwt.Split('.');
        Assert.True(Base64UrlStrict.TryDecode(parts[0], out var oldHeader));
        Assert.True(Base64UrlStrict.TryDecode(parts[1], out var payload));
        var claims = JsonNode.Parse(payload)!.AsObject();
        change(claims);
        var changed = JsonSerializer.SerializeToUtf8Bytes(claims);
        var signed = Forge.Jws(header is null ? oldHeader : Encoding.UTF8.GetBytes(header), changed, World.Key("nsda"));
        return (keepSignature ? $"{parts[0]}.{Forge.B64(changed)}.{parts[2]}" : signed)
            + credential[credential.IndexOf('~')..];
    }

    private static void ExpectPerson(string presentation, ReasonCode reason) =>
        Expect(presentation, VerdictState.WrongHolder, Question.Person, AnswerValue.No, reason);

    private static void ExpectGenuine(string presentation, AnswerValue answer, params ReasonCode[] reasons)
    {
        var report = Verify(presentation, request => request);
        Assert.Equal(answer, report.Genuine.Value);
        Assert.Contains(report.Genuine.Reason, reasons);
        Assert.Equal(answer == AnswerValue.No, report.Content is null);
        Assert.Null(report.MissingStatusList);
    }

    private static void Expect(
        string presentation, VerdictState state, Question question, AnswerValue answer, ReasonCode reason)
    {
        var report = Verify(presentation, request => request);
        Assert.Equal((state, answer, reason), (report.State, report[question].Value, report[question].Reason));
        Assert.Equal(AnswerValue.Yes, report.Genuine.Value);
    }
}
