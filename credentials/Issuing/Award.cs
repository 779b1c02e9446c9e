namespace SkillsPassport.Credentials.Issuing;

/// <summary>
/// One result that was approved and numbered: the same facts whatever the form (paper or wallet) they are signed in.
/// All text is Unicode NFC; dates are calendar dates in Asia/Dhaka.
/// </summary>
public sealed record Award
{
    /// <summary>Certificate (all units) or statement (some units).</summary>
    public required AwardType Type { get; init; }

    /// <summary>Serial number, e.g. <c>NSC-CON-PLM-L2-900101</c>.</summary>
    public required string SerialNo { get; init; }

    /// <summary>Registration number, e.g. <c>RPL-CON-PLM-L2-900101</c>.</summary>
    public required string RegistrationNo { get; init; }

    /// <summary>Name in Latin capitals.</summary>
    public required string FullName { get; init; }

    /// <summary>Name in Bangla.</summary>
    public required string NameBn { get; init; }

    /// <summary>Father's name in Latin capitals.</summary>
    public required string FatherName { get; init; }

    /// <summary>Mother's name in Latin capitals.</summary>
    public required string MotherName { get; init; }

    /// <summary>Date of birth.</summary>
    public required DateOnly BirthDate { get; init; }

    /// <summary>Last four digits of the national identity number, never more.</summary>
    public string? NidLast4 { get; init; }

    /// <summary>Last three digits of the passport number, never more.</summary>
    public string? PassportLast3 { get; init; }

    /// <summary>Occupation code of the framework data, e.g. <c>PLM</c>.</summary>
    public required string OccupationCode { get; init; }

    /// <summary>Framework id, e.g. <c>BD-NSQF</c>.</summary>
    public required string Framework { get; init; }

    /// <summary>Version of the framework, e.g. <c>2021</c>.</summary>
    public required string FrameworkVersion { get; init; }

    /// <summary>Level inside that framework; text, because <c>PV1</c> is a level.</summary>
    public required string Level { get; init; }

    /// <summary>Codes of the units judged competent, in the order of the framework data.</summary>
    public required IReadOnlyList<string> UnitCodes { get; init; }

    /// <summary><c>RPL</c>, <c>Training+Assessment</c> or <c>Assessment-only</c>.</summary>
    public required string Pathway { get; init; }

    /// <summary>Code of the assessment centre.</summary>
    public required string CentreCode { get; init; }

    /// <summary>Name of the assessment centre.</summary>
    public required string CentreName { get; init; }

    /// <summary>Day of the assessment.</summary>
    public required DateOnly AssessedOn { get; init; }

    /// <summary>Day the result was published; the award is valid from its first second.</summary>
    public required DateOnly ResultPublishedOn { get; init; }

    /// <summary>Last day of validity: result date + 5 years - 1 day.</summary>
    public required DateOnly ValidUntil { get; init; }

    /// <summary>Serial number of the award this one corrects.</summary>
    public string? Replaces { get; init; }

    /// <summary>Issued for demonstration only.</summary>
    public bool Demo { get; init; }

    /// <summary>Digest of the approved result sheet this award comes from; never in a credential.</summary>
    public required string SheetDigest { get; init; }
}

/// <summary>Where one signed copy of an award belongs: its issuer, its own place in the status list, its
/// time.</summary>
/// <param name="Issuer">Issuer URL, the <c>iss</c> claim.</param>
/// <param name="StatusUri">Address of the status list (the JWT form for a wallet copy, the CWT form for paper).</param>
/// <param name="StatusIndex">Index in that list, used by this copy only.</param>
/// <param name="IssuedAt">Time of signing.</param>
public sealed record CopyTarget(string Issuer, string StatusUri, int StatusIndex, DateTimeOffset IssuedAt);
