using System.Globalization;
using SkillsPassport.Credentials.Frameworks;
using SkillsPassport.Credentials.Issuing;

namespace SkillsPassport.Credentials.Paper;

/// <summary>
/// Serial and registration numbers repeat what the certificate says elsewhere (award, sector, occupation, level). On
/// paper only the running number is written when the rest follows from the series; any other number is written in full.
/// </summary>
internal static class SerialForm
{
    private const string LegacyFramework = "BD-NTVQF";
    private const string LegacyPrefix = "NTVQF-";
    private const string CertificatePrefix = "NSC-";
    private const string StatementPrefix = "SOA-";
    private const string TrainingPrefix = "TRN-";
    private const string RplPrefix = "RPL-";
    private const int MaxNumber = 999_999_999;

    /// <summary><c>NSC-CON-PLM-L2-</c>: everything of the serial number before its running number.</summary>
    public static string Series(AwardType award, string framework, Occupation occupation, string level) =>
        string.Concat(
            framework == LegacyFramework ? LegacyPrefix : "",
            award == AwardType.NationalSkillsCertificate ? CertificatePrefix : StatementPrefix,
            $"{occupation.SectorCode}-{occupation.Code}-L{level}-");

    /// <summary><c>RPL-CON-PLM-L2-900101</c>: the registration number that belongs to a serial number.</summary>
    public static string Registration(string serial, string pathway)
    {
        var at = FirstAwardPrefix(serial);
        var stem = at < 0 ? serial : serial.Remove(at, CertificatePrefix.Length);
        return (pathway == Pathways.Training ? TrainingPrefix : RplPrefix) + stem;
    }

    /// <summary>The running number, when the whole is the series and a number of at least six digits.</summary>
    public static bool TryNumber(string whole, string series, out int number)
    {
        number = 0;
        return whole.StartsWith(series, StringComparison.Ordinal)
            && int.TryParse(whole.AsSpan(series.Length), NumberStyles.None, CultureInfo.InvariantCulture, out number)
            && number <= MaxNumber
            && WithNumber(series, number) == whole;
    }

    /// <summary>Series and number put together.</summary>
    public static string WithNumber(string series, int number) =>
        series + number.ToString("D6", CultureInfo.InvariantCulture);

    private static int FirstAwardPrefix(string serial)
    {
        var certificate = serial.IndexOf(CertificatePrefix, StringComparison.Ordinal);
        var statement = serial.IndexOf(StatementPrefix, StringComparison.Ordinal);
        return certificate < 0 ? statement : statement < 0 ? certificate : Math.Min(certificate, statement);
    }
}
