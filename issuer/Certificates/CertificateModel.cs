namespace SkillsPassport.Issuer.Certificates;

/// <summary>The same words in the two languages of the paper.</summary>
public sealed record Bilingual(string En, string Bn);

/// <summary>Everything one certificate shows, ready to print: drawing looks nothing up and decides nothing.</summary>
/// <remarks>A full identity number has no place here: only its ending is accepted.</remarks>
public sealed record CertificateModel
{
    public required CertificateIssuer Issuer { get; init; }

    /// <summary>A statement covers some of the units and says that it is not the certificate.</summary>
    public required bool IsStatement { get; init; }

    /// <summary>The printed title; null takes the usual one of the award type.</summary>
    public Bilingual? Title { get; init; }

    public required string NameEn { get; init; }
    public required string NameBn { get; init; }
    public required string FatherName { get; init; }
    public required string MotherName { get; init; }
    public required int BirthYear { get; init; }

    /// <summary>The last four digits of the national ID or birth registration.</summary>
    public string? NidLast4 { get; init; }

    /// <summary>The last three characters of the passport number.</summary>
    public string? PassportLast3 { get; init; }

    public required Bilingual Occupation { get; init; }

    /// <summary>The level as its framework words it: "Level 2" and "স্তর ২".</summary>
    public required Bilingual Level { get; init; }

    /// <summary>
    /// The framework's printed form: "National Skills Qualifications Framework, NSQF (BNQF levels 1–6)".
    /// </summary>
    public required Bilingual Framework { get; init; }

    /// <summary>The units in which the candidate is competent, in the order of the standard.</summary>
    public required IReadOnlyList<CertificateUnit> Units { get; init; }

    /// <summary>How many units the whole qualification has.</summary>
    public required int UnitsTotal { get; init; }

    /// <summary>RPL, Training+Assessment or Assessment-only.</summary>
    public required string Pathway { get; init; }

    public required string CentreCode { get; init; }
    public required string CentreName { get; init; }
    public required string SerialNo { get; init; }
    public required string RegistrationNo { get; init; }
    public required DateOnly AssessedOn { get; init; }
    public required DateOnly ResultPublishedOn { get; init; }
    public required DateOnly ValidUntil { get; init; }

    /// <summary>The serial number of the certificate that this one replaces.</summary>
    public string? Replaces { get; init; }

    /// <summary>The text of the QR symbol: HTTPS://HOST/C#BASE32.</summary>
    public required string QrText { get; init; }

    /// <summary>The certificate code as shown: XXXX-XXXX-XXXX.</summary>
    public required string CertificateCode { get; init; }

    /// <summary>The signed COSE_Sign1 CWT, the same bytes as in <see cref="QrText"/>; attached to the PDF.</summary>
    public required byte[] Cwt { get; init; }

    /// <summary>When the paper was signed: the creation date of the file.</summary>
    public required DateTimeOffset IssuedAt { get; init; }
}

/// <summary>One unit of competency on the paper: the official English title.</summary>
/// <param name="Title">The title as the competency standard words it.</param>
/// <param name="Code">Printed before the title when given; the real certificate prints titles only.</param>
/// <param name="CodeIsIllustrative">True where the code was constructed for the demo: a footnote says so.</param>
public sealed record CertificateUnit(string Title, string? Code = null, bool CodeIsIllustrative = false);

/// <summary>Who issues: the heading, the two signatories, and whether all of it is only a demo.</summary>
public sealed record CertificateIssuer
{
    public Bilingual Heading { get; init; } =
        new("Government of the People’s Republic of Bangladesh", "গণপ্রজাতন্ত্রী বাংলাদেশ সরকার");

    public Bilingual Name { get; init; } =
        new("National Skills Development Authority", "জাতীয় দক্ষতা উন্নয়ন কর্তৃপক্ষ");

    public Bilingual FirstSignatory { get; init; } = new("Certifying Officer", "সনদ প্রদানকারী কর্মকর্তা");

    public Bilingual SecondSignatory { get; init; } =
        new("Executive Chairman, NSDA", "নির্বাহী চেয়ারম্যান, এনএসডিএ");

    /// <summary>A demo issuer's paper carries a DEMO mark and a drawn ring instead of the state emblem.</summary>
    public required bool Demo { get; init; }
}
