using SkillsPassport.Credentials.Issuing;

namespace SkillsPassport.Issuer.Database;

/// <summary>How a sheet came to be.</summary>
public enum SheetKind
{
    /// <summary>Uploaded results; needs two officers.</summary>
    Upload,

    /// <summary>
    /// One corrected row that replaces an issued award; asked for by one officer, approved by another.
    /// </summary>
    Correction,
}

/// <summary>Where a sheet stands.</summary>
public enum SheetState
{
    /// <summary>Sealed, waiting for approval.</summary>
    Submitted,

    /// <summary>Approved; certificates are being made.</summary>
    Approved,

    /// <summary>Every certificate is signed and stored.</summary>
    Issued,

    /// <summary>Sent back by an officer; nothing was issued.</summary>
    Rejected,

    /// <summary>Issuing stopped because what is stored is not what was approved, or cannot be signed.</summary>
    Stopped,
}

/// <summary>A sealed result sheet. Its rows never change; the digest is over them, the seal over the digest.</summary>
public sealed class ResultSheet
{
    public const int AllNumbered = int.MaxValue;

    public required string Id { get; init; }
    public required SheetKind Kind { get; init; }

    /// <summary>SHA-256 over the canonical rows, lower-case hexadecimal: what officers approve.</summary>
    public required string Digest { get; init; }

    /// <summary>
    /// The digest again while the sheet is neither rejected nor stopped; unique, so the same results are never taken
    /// twice.
    /// </summary>
    public string? LiveDigest { get; set; }

    /// <summary>
    /// Keyed hash over id, digest, uploader and time: a sheet put into the database by hand has none.
    /// </summary>
    public required byte[] Seal { get; init; }
    public required string FileName { get; init; }
    public required int RowCount { get; init; }
    public required int Certificates { get; init; }
    public required int Statements { get; init; }
    public required string UploadedBy { get; init; }
    public required DateTimeOffset UploadedAt { get; init; }
    public required SheetState State { get; set; }

    /// <summary>
    /// Last line that has its serial number, or <see cref="AllNumbered"/>; the numbering goes on behind it.
    /// </summary>
    public int NumberedTo { get; set; }
    public string? ClosedBy { get; set; }

    /// <summary>Why it was rejected or stopped; for a correction, see <see cref="CorrectionReason"/>.</summary>
    public string? ClosedReason { get; set; }
    public DateTimeOffset? ApprovedAt { get; set; }
    public DateTimeOffset? IssuedAt { get; set; }

    /// <summary>Serial number of the award a correction replaces.</summary>
    public string? Replaces { get; init; }
    public string? CorrectionReason { get; init; }

    public int NoAward => RowCount - Certificates - Statements;

    public int Awards => Certificates + Statements;

    public int ApprovalsNeeded => Kind == SheetKind.Correction ? 1 : 2;
}

/// <summary>One candidate's result as it was checked. Identity numbers and phones are encrypted.</summary>
public sealed class ResultRow
{
    public required string SheetId { get; init; }

    /// <summary>Row in the spreadsheet; the header is row 1.</summary>
    public required int Line { get; init; }
    public required int RowNo { get; init; }
    public required string NameEn { get; init; }
    public required string NameBn { get; init; }
    public required string FatherNameEn { get; init; }
    public required string MotherNameEn { get; init; }
    public required DateOnly BirthDate { get; init; }
    public required string IdentityType { get; init; }
    public required byte[] IdentityNo { get; init; }

    /// <summary>Keyed hash of the number in the form that a 13- and a 17-digit NID share.</summary>
    public required byte[] IdentityIndex { get; init; }
    public required string? NidLast4 { get; init; }
    public required byte[]? PassportNo { get; init; }
    public required byte[]? PassportIndex { get; init; }
    public required string? PassportLast3 { get; init; }
    public required byte[] Mobile { get; init; }

    /// <summary>Code of the occupation in the framework data.</summary>
    public required string OccupationCode { get; init; }
    public required string Framework { get; init; }
    public required string FrameworkVersion { get; init; }
    public required string Level { get; init; }
    public required string Pathway { get; init; }
    public required string CentreCode { get; init; }
    public required string CentreName { get; init; }
    public required string SessionCode { get; init; }
    public required DateOnly AssessedOn { get; init; }
    public required DateOnly? ResultPublishedOn { get; init; }
    public required string Assessor1 { get; init; }
    public required string Assessor2 { get; init; }
    public required string Attendance { get; init; }

    /// <summary><c>CODE=C;CODE=NYC</c> in the order of the framework data; empty when not present.</summary>
    public required string UnitResults { get; init; }

    /// <summary>What the result earns; null when nothing.</summary>
    public required AwardType? Award { get; init; }

    /// <summary>Keyed hash of session and person while the result counts; unique.</summary>
    public byte[]? Claim { get; set; }
}

/// <summary>
/// One officer's approval of exactly one digest. The database itself refuses the uploader and a third one.
/// </summary>
public sealed class SheetApproval
{
    public required string SheetId { get; init; }
    public required string Officer { get; init; }

    /// <summary>1 or 2; unique with the sheet.</summary>
    public required int Ordinal { get; init; }
    public required string Uploader { get; init; }
    public required string Digest { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Keyed hash over all of the above: an approval put into the database by hand has none.</summary>
    public required byte[] Seal { get; init; }
}
