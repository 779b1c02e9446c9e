using SkillsPassport.Credentials.Frameworks;
using SkillsPassport.Credentials.Issuing;

namespace SkillsPassport.Credentials.Paper;

/// <summary>
/// Everything printed about person and award, as signed in the paper certificate (claim -70001,
/// <c>schemas/api/paper-cwt.cddl</c>). Members that come out of the framework data are null when this library does not
/// know the data version, framework, occupation or level that the certificate points at.
/// </summary>
public sealed record PaperCertificate
{
    /// <summary>Format version this library writes and reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Format version.</summary>
    public int FormatVersion { get; init; } = CurrentFormat;

    /// <summary>Certificate or statement.</summary>
    public required AwardType Award { get; init; }

    /// <summary>Name in Latin letters.</summary>
    public required string NameEn { get; init; }

    /// <summary>Name in Bangla.</summary>
    public required string NameBn { get; init; }

    /// <summary>Father's name.</summary>
    public required string FatherName { get; init; }

    /// <summary>Mother's name.</summary>
    public required string MotherName { get; init; }

    /// <summary>Last four digits of the national identity number.</summary>
    public string? NidLast4 { get; init; }

    /// <summary>
    /// Last three characters of the passport number: the challenge to the person who shows the paper.
    /// </summary>
    public string? PassportLast3 { get; init; }

    /// <summary>Year of birth.</summary>
    public required int BirthYear { get; init; }

    /// <summary>Occupation code, for example <c>PLM</c>.</summary>
    public required string OccupationCode { get; init; }

    /// <summary>Position of the framework in the framework data.</summary>
    public required int FrameworkIndex { get; init; }

    /// <summary>Level in that framework.</summary>
    public required string Level { get; init; }

    /// <summary>Bit i set: unit i of the occupation was judged competent.</summary>
    public required long UnitMask { get; init; }

    /// <summary>Version of the framework data that indexes refer to.</summary>
    public required int DataVersion { get; init; }

    /// <summary>Serial number; null when it is written as a number of an unknown series.</summary>
    public string? SerialNo { get; init; }

    /// <summary>Registration number; null when it is derived from an unknown series.</summary>
    public string? RegistrationNo { get; init; }

    /// <summary>Code of the assessment centre.</summary>
    public required string CentreCode { get; init; }

    /// <summary><c>RPL</c>, <c>Training+Assessment</c> or <c>Assessment-only</c>.</summary>
    public required string Pathway { get; init; }

    /// <summary>Serial number of the certificate this one replaces.</summary>
    public string? Replaces { get; init; }

    /// <summary>Day of the assessment.</summary>
    public required DateOnly AssessedOn { get; init; }

    /// <summary>The occupation, when the data version is known.</summary>
    public Occupation? Occupation =>
        DataVersion == FrameworkData.Version ? FrameworkData.FindOccupation(OccupationCode) : null;

    /// <summary>The framework with the meaning of its levels, when the data version is known.</summary>
    public Framework? FrameworkEntry =>
        DataVersion == FrameworkData.Version && FrameworkIndex < FrameworkData.Frameworks.Count
            ? FrameworkData.Frameworks[FrameworkIndex]
            : null;

    /// <summary>Framework id, for example <c>BD-NSQF</c>.</summary>
    public string? Framework => FrameworkEntry?.Id;

    /// <summary>Framework version, for example <c>2021</c>.</summary>
    public string? FrameworkVersion => FrameworkEntry?.Version;

    /// <summary>Positions of the competent units in the occupation's unit list, ascending.</summary>
    public IReadOnlyList<int> UnitIndexes
    {
        get
        {
            var indexes = new int[System.Numerics.BitOperations.PopCount((ulong)UnitMask)];
            for (int i = 0, at = 0; at < indexes.Length; i++)
            {
                if ((UnitMask >> i & 1) != 0)
                {
                    indexes[at++] = i;
                }
            }

            return indexes;
        }
    }

    /// <summary>True when everything the certificate points at is in the framework data.</summary>
    public bool IsDataKnown => Occupation is { } occupation
        && FrameworkEntry?.FindLevel(Level) is not null
        && UnitMask >> occupation.Units.Count == 0;

    /// <summary>The competent units, when the data are known.</summary>
    public IReadOnlyList<UnitOfCompetency>? Units => IsDataKnown
        ? [.. UnitIndexes.Select(index => Occupation!.Units[index])]
        : null;

    /// <summary>
    /// Members whose text would not show what was signed (not NFC, control, bidirectional or invisible characters). A
    /// careful issuer never signs one; a verifier that meets one treats the content as not conforming.
    /// </summary>
    public IReadOnlyList<(string Member, TextFlaw Flaw)> TextFlaws()
    {
        List<(string, TextFlaw)>? flaws = null;
        Check(nameof(NameEn), NameEn);
        Check(nameof(NameBn), NameBn);
        Check(nameof(FatherName), FatherName);
        Check(nameof(MotherName), MotherName);
        Check(nameof(NidLast4), NidLast4);
        Check(nameof(PassportLast3), PassportLast3);
        Check(nameof(OccupationCode), OccupationCode);
        Check(nameof(Level), Level);
        Check(nameof(SerialNo), SerialNo);
        Check(nameof(RegistrationNo), RegistrationNo);
        Check(nameof(CentreCode), CentreCode);
        Check(nameof(Replaces), Replaces);
        return flaws ?? (IReadOnlyList<(string, TextFlaw)>)[];

        void Check(string member, string? text)
        {
            if (text is not null && PrintableText.FindFlaw(text) is not TextFlaw.None and var flaw)
            {
                (flaws ??= []).Add((member, flaw));
            }
        }
    }
}
