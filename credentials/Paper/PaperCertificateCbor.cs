using System.Formats.Cbor;
using SkillsPassport.Credentials.Cose;
using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.Paper;

/// <summary>The certificate map (claim -70001) in CBOR, with the short forms that keep it small.</summary>
internal static class PaperCertificateCbor
{
    private const int RequiredLabels = 16;
    private const int MaxNameBytes = 240;
    private const int MaxCodeLength = 48;
    private const int MaxDay = 2_932_896; // 9999-12-31
    private const long UnixEpochDay = 719_162; // DateOnly.DayNumber of 1970-01-01
    private const ulong MaxUnitMask = (1UL << 53) - 1; // exact in every language that reads it
    private static readonly string Missing = "";

    public static PaperCertificate Read(CborReader reader)
    {
        int format = 0, award = 0, birthYear = -1, framework = -1, dataVersion = -1, pathway = 0, day = -1;
        string? nid = null, passport = null;
        string name = Missing, nameBn = Missing, father = Missing, mother = Missing;
        string occupation = Missing, level = Missing, centre = Missing;
        ulong units = 0;
        NumberOrText serial = default, registration = default, replaces = default;
        for (var left = reader.ReadDefiniteMap(); left > 0; left--)
        {
            switch (reader.ReadLabel())
            {
                case Specs.Paper.FormatVersion:
                    format = reader.ReadNumber(PaperCertificate.CurrentFormat);
                    break;
                case Specs.Paper.AwardType:
                    award = reader.ReadNumber((int)AwardType.StatementOfAchievement);
                    break;
                case Specs.Paper.NameEn:
                    name = reader.ReadText(MaxNameBytes);
                    break;
                case Specs.Paper.NameBn:
                    nameBn = reader.PeekState() == CborReaderState.ByteString
                        ? ReadBangla(reader)
                        : reader.ReadText(MaxNameBytes);
                    break;
                case Specs.Paper.FatherName:
                    father = reader.ReadText(MaxNameBytes);
                    break;
                case Specs.Paper.MotherName:
                    mother = reader.ReadText(MaxNameBytes);
                    break;
                case Specs.Paper.NidLast4:
                    nid = ReadEnding(reader, 4);
                    break;
                case Specs.Paper.PassportLast3:
                    passport = ReadEnding(reader, 3);
                    break;
                case Specs.Paper.BirthYear:
                    birthYear = reader.ReadNumber(9999);
                    break;
                case Specs.Paper.OccupationCode:
                    occupation = reader.ReadText(MaxCodeLength);
                    break;
                case Specs.Paper.Framework:
                    framework = reader.ReadNumber(byte.MaxValue);
                    break;
                case Specs.Paper.Level:
                    level = reader.ReadText(MaxCodeLength);
                    break;
                case Specs.Paper.Units:
                    units = reader.ReadUInt64();
                    break;
                case Specs.Paper.DataVersion:
                    dataVersion = reader.ReadNumber(ushort.MaxValue);
                    break;
                case Specs.Paper.SerialNo:
                    serial = NumberOrText.Read(reader);
                    break;
                case Specs.Paper.RegistrationNo:
                    registration = NumberOrText.Read(reader);
                    break;
                case Specs.Paper.CentreCode:
                    centre = reader.ReadText(MaxCodeLength);
                    break;
                case Specs.Paper.Pathway:
                    pathway = reader.ReadNumber(3);
                    break;
                case Specs.Paper.Replaces:
                    replaces = NumberOrText.Read(reader);
                    break;
                case Specs.Paper.AssessedOn:
                    day = reader.ReadNumber(MaxDay);
                    break;
                case Specs.Paper.LogEntry:
                    reader.PassOver();
                    break;
                default:
                    throw new InputRefusedException(InputRefusal.Claims, "A label that this format does not have.");
            }
        }

        reader.ReadEndMap();
        if (format != PaperCertificate.CurrentFormat || award == 0 || birthYear < 0 || framework < 0
            || units is 0 or > MaxUnitMask || dataVersion < 0 || pathway == 0 || day < 0 || serial.IsAbsent
            || name.Length == 0 || nameBn.Length == 0 || father.Length == 0 || mother.Length == 0
            || occupation.Length == 0 || level.Length == 0 || centre.Length == 0)
        {
            throw new InputRefusedException(InputRefusal.Claims, "A required label is missing or out of range.");
        }

        var certificate = new PaperCertificate
        {
            Award = (AwardType)award,
            NameEn = name,
            NameBn = nameBn,
            FatherName = father,
            MotherName = mother,
            NidLast4 = nid,
            PassportLast3 = passport,
            BirthYear = birthYear,
            OccupationCode = occupation,
            FrameworkIndex = framework,
            Level = level,
            UnitMask = (long)units,
            DataVersion = dataVersion,
            CentreCode = centre,
            Pathway = Pathways.FromNumber(pathway)!,
            AssessedOn = DateOnly.FromDayNumber((int)UnixEpochDay + day),
        };
        return WithNumbers(certificate, serial, registration, replaces);
    }

    public static void Write(CborWriter writer, PaperCertificate certificate)
    {
        var series = SeriesOf(certificate);
        var serial = certificate.SerialNo!;
        var registration = certificate.RegistrationNo!;
        var derived = SerialForm.Registration(serial, certificate.Pathway);
        var writesRegistration = registration != derived;
        writer.WriteStartMap(RequiredLabels
            + (certificate.NidLast4 is null ? 0 : 1)
            + (certificate.PassportLast3 is null ? 0 : 1)
            + (writesRegistration ? 1 : 0)
            + (certificate.Replaces is null ? 0 : 1));
        Number(Specs.Paper.FormatVersion, PaperCertificate.CurrentFormat);
        Number(Specs.Paper.AwardType, (int)certificate.Award);
        Text(Specs.Paper.NameEn, certificate.NameEn);
        if (BanglaBytes.TryEncode(certificate.NameBn, out var bangla))
        {
            writer.WriteInt32(Specs.Paper.NameBn);
            writer.WriteByteString(bangla);
        }
        else
        {
            Text(Specs.Paper.NameBn, certificate.NameBn);
        }

        Text(Specs.Paper.FatherName, certificate.FatherName);
        Text(Specs.Paper.MotherName, certificate.MotherName);
        Text(Specs.Paper.NidLast4, certificate.NidLast4);
        Text(Specs.Paper.PassportLast3, certificate.PassportLast3);
        Number(Specs.Paper.BirthYear, certificate.BirthYear);
        Text(Specs.Paper.OccupationCode, certificate.OccupationCode);
        Number(Specs.Paper.Framework, certificate.FrameworkIndex);
        Text(Specs.Paper.Level, certificate.Level);
        Number(Specs.Paper.Units, certificate.UnitMask);
        Number(Specs.Paper.DataVersion, certificate.DataVersion);
        NumberOrText.Write(writer, Specs.Paper.SerialNo, serial, series);
        if (writesRegistration)
        {
            var stem = RegistrationStem(certificate, series);
            NumberOrText.Write(writer, Specs.Paper.RegistrationNo, registration, stem);
        }

        Text(Specs.Paper.CentreCode, certificate.CentreCode);
        Number(Specs.Paper.Pathway, Pathways.NumberOf(certificate.Pathway));
        if (certificate.Replaces is not null)
        {
            NumberOrText.Write(writer, Specs.Paper.Replaces, certificate.Replaces, series);
        }

        Number(Specs.Paper.AssessedOn, certificate.AssessedOn.DayNumber - UnixEpochDay);
        writer.WriteEndMap();

        void Text(int label, string? value)
        {
            if (value is not null)
            {
                writer.WriteInt32(label);
                writer.WriteTextString(value);
            }
        }

        void Number(int label, long value)
        {
            writer.WriteInt32(label);
            writer.WriteInt64(value);
        }
    }

    private static PaperCertificate WithNumbers(
        PaperCertificate certificate, NumberOrText serial, NumberOrText registration, NumberOrText replaces)
    {
        var series = SeriesOf(certificate);
        var serialNo = serial.Resolve(series);
        var registrationNo = registration.IsAbsent
            ? serialNo is null ? null : SerialForm.Registration(serialNo, certificate.Pathway)
            : registration.Resolve(RegistrationStem(certificate, series));
        return certificate with
        {
            SerialNo = serialNo,
            RegistrationNo = registrationNo,
            Replaces = replaces.Resolve(series),
        };
    }

    private static string? SeriesOf(PaperCertificate certificate) =>
        certificate is { Occupation: { } occupation, Framework: { } framework }
            ? SerialForm.Series(certificate.Award, framework, occupation, certificate.Level)
            : null;

    private static string? RegistrationStem(PaperCertificate certificate, string? series) =>
        series is null ? null : SerialForm.Registration(series, certificate.Pathway);

    private static string ReadBangla(CborReader reader)
    {
        var bytes = reader.ReadDefiniteLengthByteString();
        return bytes.Length <= MaxNameBytes
            ? BanglaBytes.Decode(bytes.Span)
            : throw new InputRefusedException(InputRefusal.TooLarge, "A text longer than any honest one.");
    }

    // An ending is all that may stand on paper: a longer one would be an identity number.
    private static string ReadEnding(CborReader reader, int length)
    {
        var text = reader.ReadTextString();
        return text.Length == length && !text.AsSpan().ContainsAnyExcept("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
            ? text
            : throw new InputRefusedException(InputRefusal.Claims, "An ending of another length or alphabet.");
    }

    /// <summary>A serial number as its running number (the series is known from the rest) or in full.</summary>
    private readonly record struct NumberOrText(int? Number, string? Text)
    {
        private const int MaxNumber = 999_999_999;

        public bool IsAbsent => Number is null && Text is null;

        public static NumberOrText Read(CborReader reader) => reader.PeekState() == CborReaderState.UnsignedInteger
            ? new(reader.ReadNumber(MaxNumber), null)
            : new(null, reader.ReadText(MaxCodeLength) is { Length: > 0 } text ? text
                : throw new InputRefusedException(InputRefusal.Claims, "An empty number."));

        public static void Write(CborWriter writer, int label, string value, string? series)
        {
            writer.WriteInt32(label);
            if (series is not null && SerialForm.TryNumber(value, series, out var number))
            {
                writer.WriteInt32(number);
            }
            else
            {
                writer.WriteTextString(value);
            }
        }

        public string? Resolve(string? series) =>
            Text ?? (Number is { } number && series is not null ? SerialForm.WithNumber(series, number) : null);
    }
}
