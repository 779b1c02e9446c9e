using SkillsPassport.Credentials.Issuing;

namespace SkillsPassport.Issuer.Database;

/// <summary>Where an award stands; verifiers learn it from the status lists.</summary>
public enum AwardState
{
    /// <summary>Numbered and stored, not yet signed: nothing of it has left the house.</summary>
    Intended,
    Valid,
    Revoked,
    Suspended,
    Replaced,
}

/// <summary>An award with its serial number. The facts never change; the state does.</summary>
public sealed class IssuedAward
{
    public required string SerialNo { get; init; }
    public required string SheetId { get; init; }

    /// <summary>
    /// The row of the sheet it comes from; unique with the sheet, so a result is never awarded twice.
    /// </summary>
    public required int Line { get; init; }
    public required AwardType Type { get; init; }
    public required string RegistrationNo { get; init; }
    public required string FullName { get; init; }

    /// <summary>The words of the full name as a search that forgives spelling compares them, each between blanks; the
    /// database makes it from the name.</summary>
    public string NameSkeleton { get; private set; } = "";
    public required string NameBn { get; init; }
    public required string FatherName { get; init; }
    public required string MotherName { get; init; }
    public required DateOnly BirthDate { get; init; }
    public string? NidLast4 { get; init; }
    public string? PassportLast3 { get; init; }
    public required string OccupationCode { get; init; }
    public required string Framework { get; init; }
    public required string FrameworkVersion { get; init; }
    public required string Level { get; init; }

    /// <summary>Codes of the competent units, separated by blanks, in the order of the framework data.</summary>
    public required string UnitCodes { get; init; }
    public required string Pathway { get; init; }
    public required string CentreCode { get; init; }
    public required string CentreName { get; init; }
    public required DateOnly AssessedOn { get; init; }
    public required DateOnly ResultPublishedOn { get; init; }
    public required DateOnly ValidUntil { get; init; }

    /// <summary>Serial number of the award this one corrects.</summary>
    public string? Replaces { get; init; }

    /// <summary>Serial number of the award that corrects this one.</summary>
    public string? ReplacedBy { get; set; }
    public required bool Demo { get; init; }
    public required string SheetDigest { get; init; }

    /// <summary>Certificate code: ten random characters and two check characters, without hyphens.</summary>
    public required string Code { get; init; }

    /// <summary>Place of the paper copy in the status lists, taken with the serial number.</summary>
    public required int PaperList { get; init; }
    public required int PaperIndex { get; init; }
    public required AwardState State { get; set; }
    public string? StateReason { get; set; }
    public DateTimeOffset? StateChangedAt { get; set; }
    public DateTimeOffset? IssuedAt { get; set; }

    /// <summary>The award as the credentials library signs it, whatever the form.</summary>
    public Award ToAward() => new()
    {
        Type = Type, SerialNo = SerialNo, RegistrationNo = RegistrationNo, FullName = FullName, NameBn = NameBn,
        FatherName = FatherName, MotherName = MotherName, BirthDate = BirthDate, NidLast4 = NidLast4,
        PassportLast3 = PassportLast3, OccupationCode = OccupationCode, Framework = Framework,
        FrameworkVersion = FrameworkVersion, Level = Level, Pathway = Pathway, CentreCode = CentreCode,
        CentreName = CentreName, AssessedOn = AssessedOn, ResultPublishedOn = ResultPublishedOn,
        ValidUntil = ValidUntil, Replaces = Replaces, Demo = Demo, SheetDigest = SheetDigest,
        UnitCodes = UnitCodes.Split(' ', StringSplitOptions.RemoveEmptyEntries),
    };
}

/// <summary>The form of a signed copy.</summary>
public enum CopyForm
{
    /// <summary>CWT for the paper's QR and the PDF's attachment; the bytes are kept.</summary>
    Paper,

    /// <summary>SD-JWT VC in somebody's wallet; only its place in the status list is kept.</summary>
    Wallet,
}

/// <summary>A signed copy of an award and its own place in a status list.</summary>
public sealed class SignedCopy
{
    public required int StatusList { get; init; }
    public required int StatusIndex { get; init; }
    public required string SerialNo { get; init; }
    public required CopyForm Form { get; init; }

    public required DateTimeOffset SignedAt { get; init; }

    /// <summary>The CWT of a paper copy.</summary>
    public byte[]? Bytes { get; init; }

    /// <summary>Thumbprint of the wallet copy's holder key.</summary>
    public string? HolderKey { get; init; }
}

/// <summary>A run of serial numbers: everything before the last hyphen, and the last number given.</summary>
public sealed class SerialSeries
{
    public required string Prefix { get; init; }
    public required long Last { get; set; }
}

/// <summary>One status list: how many of its places are taken, and how often what it says has changed.</summary>
public sealed class StatusListPage
{
    public required int Number { get; init; }
    public required int Taken { get; set; }
    public required long Changes { get; set; }
}
