using System.Formats.Cbor;
using SkillsPassport.Credentials.Cose;
using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Paper;

namespace SkillsPassport.Credentials.Tests.Paper;

public sealed class PaperCwtTests : IDisposable
{
    private readonly TestIssuer _issuer = new();

    public static TheoryData<string> Candidates => [.. SampleAwards.ByCandidate.Keys];

    public void Dispose() => _issuer.Dispose();

    [Theory]
    [MemberData(nameof(Candidates))]
    public void Everything_printed_reads_back_as_it_was_awarded(string candidate)
    {
        var award = SampleAwards.ByCandidate[candidate];
        var cwt = PaperCwt.Parse(_issuer.SignPaper(award, SampleAwards.Target(77)));
        Assert.True(cwt.VerifiedBy(_issuer.Key));
        Assert.Equal(_issuer.Signer.Kid8, cwt.Kid8);
        Assert.Equal(SampleAwards.Issuer, cwt.Issuer);
        Assert.Equal(SampleAwards.StatusUri, cwt.StatusUri);
        Assert.Equal(77, cwt.StatusIndex);
        Assert.Equal(SampleAwards.IssuedAt, cwt.IssuedAt);
        var zone = TimeSpan.FromHours(6);
        Assert.Equal(new DateTimeOffset(award.ResultPublishedOn, TimeOnly.MinValue, zone), cwt.NotBefore);
        Assert.Equal(new DateTimeOffset(award.ValidUntil, new TimeOnly(23, 59, 59), zone), cwt.Expires);
        var certificate = cwt.Certificate;
        Assert.Equal(award.Type, certificate.Award);
        Assert.Equal(award.FullName, certificate.NameEn);
        Assert.Equal(award.NameBn, certificate.NameBn);
        Assert.Equal(award.FatherName, certificate.FatherName);
        Assert.Equal(award.MotherName, certificate.MotherName);
        Assert.Equal(award.NidLast4, certificate.NidLast4);
        Assert.Equal(award.PassportLast3, certificate.PassportLast3);
        Assert.Equal(award.BirthDate.Year, certificate.BirthYear);
        Assert.Equal(award.OccupationCode, certificate.OccupationCode);
        Assert.Equal((award.Framework, award.FrameworkVersion), (certificate.Framework, certificate.FrameworkVersion));
        Assert.Equal(award.Level, certificate.Level);
        Assert.Equal(award.UnitCodes, certificate.Units!.Select(unit => unit.Code));
        Assert.Equal(award.SerialNo, certificate.SerialNo);
        Assert.Equal(award.RegistrationNo, certificate.RegistrationNo);
        Assert.Equal(award.CentreCode, certificate.CentreCode);
        Assert.Equal(award.Pathway, certificate.Pathway);
        Assert.Equal(award.Replaces, certificate.Replaces);
        Assert.Equal(award.AssessedOn, certificate.AssessedOn);
        Assert.Empty(certificate.TextFlaws());
    }

    [Fact]
    public void A_flipped_bit_never_verifies()
    {
        var cwt = _issuer.SignPaper(SampleAwards.Plumber, SampleAwards.Target());
        var read = 0;
        for (var bit = 0; bit < cwt.Length * 8; bit++)
        {
            var flipped = (byte[])cwt.Clone();
            flipped[bit >> 3] ^= (byte)(1 << (bit & 7));
            try
            {
                var parsed = PaperCwt.Parse(flipped);
                read++;
                Assert.False(parsed.VerifiedBy(_issuer.Key), $"bit {bit}");
            }
            catch (InputRefusedException)
            {
                // Refused before the signature was looked at: just as well.
            }
        }

        Assert.InRange(read, 64 * 8, cwt.Length * 8); // the flips inside the signature at least reached it
    }

    [Fact]
    public void Awards_of_every_shape_survive_the_round_trip()
    {
        var random = new Random(7);
        for (var i = 0; i < 500; i++)
        {
            var award = RandomAward(random);
            var cwt = PaperCwt.Parse(_issuer.SignPaper(award, SampleAwards.Target(random.Next(1 << 17))));
            var certificate = cwt.Certificate;
            Assert.True(cwt.VerifiedBy(_issuer.Key));
            Assert.Equal(award.NameBn, certificate.NameBn);
            Assert.Equal(award.SerialNo, certificate.SerialNo);
            Assert.Equal(award.RegistrationNo, certificate.RegistrationNo);
            Assert.Equal(award.Replaces, certificate.Replaces);
            Assert.Equal(award.UnitCodes, certificate.Units!.Select(unit => unit.Code));
            Assert.Equal(award.AssessedOn, certificate.AssessedOn);
        }
    }

    [Fact]
    public void A_certificate_of_a_later_data_version_is_read_but_not_understood()
    {
        var certificate = Parse(Rewritten(Specs.Paper.DataVersion, writer => writer.WriteInt32(2))).Certificate;
        Assert.False(certificate.IsDataKnown);
        Assert.Null(certificate.Units);
        Assert.Null(certificate.Framework);
        Assert.Null(certificate.SerialNo); // written as the number of a series whose sector is not known
        Assert.Equal("MD RAFIQUL ISLAM", certificate.NameEn);
    }

    [Fact]
    public void Units_the_occupation_does_not_have_are_not_understood()
    {
        var certificate = Parse(Rewritten(Specs.Paper.Units, writer => writer.WriteInt64(1L << 40))).Certificate;
        Assert.Equal([40], certificate.UnitIndexes);
        Assert.False(certificate.IsDataKnown);
        Assert.Null(certificate.Units);
    }

    [Fact]
    public void An_entry_at_the_reserved_log_label_is_passed_over()
    {
        var certificate = Parse(Rewritten(Specs.Paper.LogEntry, writer =>
        {
            writer.WriteStartArray(2);
            writer.WriteInt32(5);
            writer.WriteByteString(new byte[32]);
            writer.WriteEndArray();
        })).Certificate;
        Assert.Equal("MD RAFIQUL ISLAM", certificate.NameEn);
    }

    [Fact]
    public void A_log_entry_nested_without_end_is_refused() =>
        Refuses(InputRefusal.TooLarge, Rewritten(Specs.Paper.LogEntry, writer =>
            writer.WriteEncodedValue([.. Enumerable.Repeat((byte)0x81, 200), 0x00])));

    [Theory]
    [InlineData("মোঃ রফিকুল\u202E ইসলাম", TextFlaw.BidiControl)]
    [InlineData("মোঃ\u0000রফিকুল", TextFlaw.ControlCharacter)]
    [InlineData("\u09A1\u09BC\u09DC", TextFlaw.NotNormalized)]
    [InlineData("রফিকুল\u200Bইসলাম", TextFlaw.Invisible)]
    [InlineData("\uE000", TextFlaw.ControlCharacter)]
    public void A_name_that_hides_something_is_flagged_when_read(string name, TextFlaw flaw)
    {
        var cwt = Parse(Rewritten(Specs.Paper.NameBn, writer => writer.WriteTextString(name)));
        Assert.Equal([(nameof(PaperCertificate.NameBn), flaw)], cwt.Certificate.TextFlaws());
    }

    public static TheoryData<int, string> WrongValues => new()
    {
        { Specs.Paper.FormatVersion, "00" },
        { Specs.Paper.FormatVersion, "02" },
        { Specs.Paper.AwardType, "00" },
        { Specs.Paper.AwardType, "03" },
        { Specs.Paper.AwardType, "6131" },
        { Specs.Paper.NameEn, "60" },
        { Specs.Paper.NameEn, "41" + "41" },
        { Specs.Paper.NameBn, "40" },
        { Specs.Paper.NameBn, "4107" }, // a byte that stands for no character
        { Specs.Paper.NidLast4, "6533323130" + "30" }, // five digits
        { Specs.Paper.NidLast4, "71" + "3139393139393139393939303030303031" }, // a whole number
        { Specs.Paper.PassportLast3, "623031" },
        { Specs.Paper.PassportLast3, "633c6131" },
        { Specs.Paper.BirthYear, "192710" }, // 10000
        { Specs.Paper.BirthYear, "21" },
        { Specs.Paper.Framework, "190100" },
        { Specs.Paper.Units, "00" },
        { Specs.Paper.Units, "1B0020000000000000" }, // 2^53
        { Specs.Paper.Units, "820001" },
        { Specs.Paper.SerialNo, "1A3B9ACA00" }, // 10^9
        { Specs.Paper.SerialNo, "20" },
        { Specs.Paper.Pathway, "04" },
        { Specs.Paper.Pathway, "00" },
        { Specs.Paper.AssessedOn, "1A7FFFFFFF" },
        { Specs.Paper.AssessedOn, "20" },
        { Specs.Paper.AssessedOn, "FB40D388B000000000" }, // a float
        { 12, "6432303231" }, // a label this format does not have
        { 22, "00" },
        { -1, "00" },
    };

    [Theory]
    [MemberData(nameof(WrongValues))]
    public void A_value_outside_the_format_is_refused(int label, string value)
    {
        var payload = Rewritten(label, writer => writer.WriteEncodedValue(Convert.FromHexString(value)));
        Assert.Throws<InputRefusedException>(() => Parse(payload));
    }

    [Theory]
    [InlineData("63616E1F")] // a control character is text; it is flagged, not refused
    public void Text_is_judged_after_it_was_read(string value) =>
        Assert.NotEmpty(Parse(Rewritten(Specs.Paper.NameEn, writer =>
            writer.WriteEncodedValue(Convert.FromHexString(value)))).Certificate.TextFlaws());

    [Theory]
    [InlineData("62C328")]
    [InlineData("63EDA080")] // half a surrogate pair
    [InlineData("64F5808080")]
    [InlineData("62C0AF")] // overlong
    public void Bad_utf8_is_refused(string value) =>
        Assert.Throws<InputRefusedException>(() => Parse(Rewritten(Specs.Paper.NameEn, writer =>
            writer.WriteEncodedValue(Convert.FromHexString(value)))));

    [Theory]
    [InlineData(Specs.Paper.FormatVersion)]
    [InlineData(Specs.Paper.AwardType)]
    [InlineData(Specs.Paper.NameEn)]
    [InlineData(Specs.Paper.NameBn)]
    [InlineData(Specs.Paper.FatherName)]
    [InlineData(Specs.Paper.MotherName)]
    [InlineData(Specs.Paper.BirthYear)]
    [InlineData(Specs.Paper.OccupationCode)]
    [InlineData(Specs.Paper.Framework)]
    [InlineData(Specs.Paper.Level)]
    [InlineData(Specs.Paper.Units)]
    [InlineData(Specs.Paper.DataVersion)]
    [InlineData(Specs.Paper.SerialNo)]
    [InlineData(Specs.Paper.CentreCode)]
    [InlineData(Specs.Paper.Pathway)]
    [InlineData(Specs.Paper.AssessedOn)]
    public void A_missing_label_is_refused(int label) => Refuses(InputRefusal.Claims, Rewritten(label, null));

    [Theory]
    [InlineData(Specs.Cwt.Iss)]
    [InlineData(Specs.Cwt.Exp)]
    [InlineData(Specs.Cwt.Nbf)]
    [InlineData(Specs.Cwt.Iat)]
    [InlineData(Specs.Cwt.Status)]
    [InlineData(Specs.Paper.Certificate)]
    public void A_missing_claim_is_refused(int claim) =>
        Refuses(InputRefusal.Claims, Payload.Of(SampleAwards.Plumber).Without(claim).Encode());

    [Theory]
    [InlineData(Specs.Cwt.Exp, "1B0000003AFFF44180")] // the first second of the year 10000
    [InlineData(Specs.Cwt.Exp, "1BFFFFFFFFFFFFFFFF")]
    [InlineData(Specs.Cwt.Iat, "20")]
    [InlineData(Specs.Cwt.Nbf, "C11A65920080")]
    [InlineData(Specs.Cwt.Nbf, "FB41D9648020000000")]
    [InlineData(Specs.Cwt.Iss, "60")]
    [InlineData(Specs.Cwt.Iss, "71" + "687474703A2F2F6578616D706C652E6F72")] // http://example.or
    [InlineData(Specs.Cwt.Iss, "6F" + "68747470733A2F2F7540612E6264" + "2F")] // https://u@a.bd/
    [InlineData(Specs.Cwt.Iss, "6E" + "6A6176617363726970743A616C28")]
    [InlineData(Specs.Cwt.Status, "A0")]
    [InlineData(Specs.Cwt.Status, "A16B7374617475735F6C697374A1636964780" + "5")]
    [InlineData(2, "6161")] // sub: a claim this format does not have
    public void A_claim_outside_the_format_is_refused(int claim, string value)
    {
        var payload = Payload.Of(SampleAwards.Plumber).With(claim, Convert.FromHexString(value)).Encode();
        Assert.Throws<InputRefusedException>(() => Parse(payload));
    }

    [Fact]
    public void A_duplicated_label_is_refused()
    {
        var certificate = CertificateMap.Of(SampleAwards.Plumber);
        var twice = certificate.EncodeWithTwice(Specs.Paper.NameEn);
        Refuses(InputRefusal.NotCanonical,
            Payload.Of(SampleAwards.Plumber).With(Specs.Paper.Certificate, twice).Encode());
    }

    [Fact]
    public void Labels_out_of_order_are_refused()
    {
        var certificate = CertificateMap.Of(SampleAwards.Plumber).EncodeReversed();
        Refuses(InputRefusal.NotCanonical,
            Payload.Of(SampleAwards.Plumber).With(Specs.Paper.Certificate, certificate).Encode());
    }

    [Fact]
    public void A_status_list_token_is_not_a_certificate()
    {
        var token = CoseSign1.Sign(_issuer.Signer, Specs.TokenStatusList.CwtType,
            Payload.Of(SampleAwards.Plumber).Encode());
        var refused = Assert.Throws<InputRefusedException>(() => PaperCwt.Parse(token));
        Assert.Equal(InputRefusal.Type, refused.Refusal);
    }

    [Fact]
    public void Ten_megabytes_are_refused()
    {
        var refused = Assert.Throws<InputRefusedException>(() => PaperCwt.Parse(new byte[10 << 20]));
        Assert.Equal(InputRefusal.TooLarge, refused.Refusal);
    }

    private static byte[] Rewritten(int label, Action<CborWriter>? write) =>
        Payload.Of(SampleAwards.Plumber)
            .With(Specs.Paper.Certificate, CertificateMap.Of(SampleAwards.Plumber).With(label, write).Encode())
            .Encode();

    private PaperCwt Parse(byte[] payload)
    {
        var cwt = PaperCwt.Parse(CoseSign1.Sign(_issuer.Signer, Specs.Paper.Type, payload));
        Assert.True(cwt.VerifiedBy(_issuer.Key));
        return cwt;
    }

    private void Refuses(InputRefusal expected, byte[] payload)
    {
        var refused = Assert.Throws<InputRefusedException>(() => Parse(payload));
        Assert.Equal(expected, refused.Refusal);
    }

    private static Award RandomAward(Random random)
    {
        var occupations = Credentials.Frameworks.FrameworkData.Occupations;
        var occupation = occupations[random.Next(occupations.Count)];
        var framework = Credentials.Frameworks.FrameworkData.Frameworks[random.Next(2)];
        var all = random.Next(2) == 0;
        var units = occupation.Units.Where((_, index) => all || index == 0 || random.Next(3) > 0).ToList();
        all = units.Count == occupation.Units.Count;
        var number = random.Next(3) switch
        {
            0 => random.Next(1, 100),
            1 => random.Next(900_001, 999_999),
            _ => random.Next(1_000_000, 99_999_999),
        };
        var prefix = (framework.Id == "BD-NTVQF" ? "NTVQF-" : "") + (all ? "NSC" : "SOA")
            + $"-{occupation.SectorCode}-{occupation.Code}-L2-";
        var pathway = new[] { "RPL", "Training+Assessment", "Assessment-only" }[random.Next(3)];
        var day = new DateOnly(2021, 1, 1).AddDays(random.Next(2000));
        var bangla = string.Concat(Enumerable.Range(0, random.Next(1, 12))
            .Select(_ => "কখগঘচআঅইমরলািু"[random.Next(9)]));
        return SampleAwards.Plumber with
        {
            Type = all ? AwardType.NationalSkillsCertificate : AwardType.StatementOfAchievement,
            OccupationCode = occupation.Code,
            Framework = framework.Id,
            FrameworkVersion = framework.Version,
            Level = "2",
            UnitCodes = [.. units.Select(unit => unit.Code)],
            SerialNo = random.Next(5) == 0 ? "OLD/" + number : prefix + number.ToString("D6"),
            RegistrationNo = random.Next(2) == 0
                ? "RPL-" + prefix.Replace("NSC-", "").Replace("SOA-", "") + number.ToString("D6")
                : "REG " + number,
            Replaces = random.Next(3) switch { 0 => null, 1 => prefix + "123456780", _ => "NSC-7" },
            Pathway = pathway,
            NameBn = random.Next(4) == 0 ? bangla + "é" : bangla,
            NidLast4 = random.Next(3) == 0 ? null : random.Next(10_000).ToString("D4"),
            PassportLast3 = random.Next(3) == 0 ? null : random.Next(1000).ToString("D3"),
            AssessedOn = day,
            ResultPublishedOn = day.AddDays(random.Next(60)),
            ValidUntil = day.AddYears(5),
        };
    }
}
