using System.Globalization;
using SkillsPassport.Credentials.Paper;

namespace SkillsPassport.Issuer.Certificates;

/// <summary>
/// Every fixed sentence of the certificate, in both languages at once: the paper is bilingual for everybody.
/// </summary>
internal static class CertificateWords
{
    public static readonly Bilingual CertificateTitle = new("National Skills Certificate", "জাতীয় দক্ষতা সনদ");
    public static readonly Bilingual StatementTitle = new("Statement of Achievement", "অর্জনের বিবরণী");
    public static readonly Bilingual Lead = new("This certifies that", "এই মর্মে প্রত্যয়ন করা যাচ্ছে যে");
    public static readonly Bilingual Father = new("Father", "পিতা");
    public static readonly Bilingual Mother = new("Mother", "মাতা");
    public static readonly Bilingual Born = new("Born", "জন্ম");
    public static readonly Bilingual Units = new("Units of competency", "দক্ষতার একক");
    public static readonly Bilingual Serial = new("Serial no.", "ক্রমিক নম্বর");
    public static readonly Bilingual Registration = new("Registration no.", "রেজিস্ট্রেশন নম্বর");
    public static readonly Bilingual Centre = new("Assessment centre", "মূল্যায়ন কেন্দ্র");
    public static readonly Bilingual Assessed = new("Assessed on", "মূল্যায়নের তারিখ");
    public static readonly Bilingual Published = new("Result published on", "ফলাফল প্রকাশের তারিখ");
    public static readonly Bilingual ValidUntil = new("Valid until", "মেয়াদোত্তীর্ণের তারিখ");
    public static readonly Bilingual NationalId = new("National ID", "জাতীয় পরিচয়পত্র");
    public static readonly Bilingual Passport = new("Passport", "পাসপোর্ট");
    public static readonly Bilingual EndsIn = new("ends in", "শেষ অংশ");
    public static readonly Bilingual Replaces = new("Replaces", "যে সনদের পরিবর্তে");
    public static readonly Bilingual Scan = new("Scan to check", "যাচাই করতে স্ক্যান করুন");
    public static readonly Bilingual Code = new("Certificate code", "সনদ কোড");
    public static readonly Bilingual OrType = new("or enter the code at", "অথবা এই ঠিকানায় কোডটি লিখুন");
    public static readonly Bilingual Emblem = new("EMBLEM", "প্রতীক");

    public static readonly Bilingual Demo =
        new("DEMO · not a real certificate", "নমুনা · এটি আসল সনদ নয়");

    public static readonly Bilingual NotTheCertificate =
        new("This statement is not the National Skills Certificate.", "এই বিবরণী জাতীয় দক্ষতা সনদ নয়।");

    public static readonly Bilingual DemoCodes =
        new("Demo codes: unit codes marked * are illustrative, not official.", "তারকা চিহ্নিত কোড নমুনা মাত্র।");

    /// <summary>How the candidate came to be found competent, ending where the occupation follows.</summary>
    public static Bilingual FoundCompetent(CertificateModel model)
    {
        var (english, bangla) = model.Pathway switch
        {
            Pathways.Rpl => ("was assessed through recognition of prior learning (RPL)",
                "পূর্ব অভিজ্ঞতার স্বীকৃতি (আরপিএল) মূল্যায়নে"),
            Pathways.Training => ("completed training, was assessed", "প্রশিক্ষণ ও মূল্যায়ন শেষে"),
            Pathways.AssessmentOnly => ("was assessed without a training course", "প্রশিক্ষণ ছাড়া সরাসরি মূল্যায়নে"),
            var other => throw new ArgumentOutOfRangeException(nameof(model), other, "Unknown pathway."),
        };
        var (some, all) = (model.Units.Count, model.UnitsTotal);
        return model.IsStatement
            ? new($"{english} and found competent in {some} of the {all} units of",
                $"{bangla} নিচের পেশার {Bengali(all)}টি এককের মধ্যে {Bengali(some)}টিতে দক্ষ প্রমাণিত হয়েছেন")
            : new($"{english} and found competent in", $"{bangla} নিচের পেশায় দক্ষ প্রমাণিত হয়েছেন");
    }

    /// <summary>"12 of 14 units" and its Bangla.</summary>
    public static Bilingual UnitCount(CertificateModel model) => new(
        $"{model.Units.Count} of {model.UnitsTotal} units",
        $"{Bengali(model.UnitsTotal)}টি এককের মধ্যে {Bengali(model.Units.Count)}টি");

    /// <summary>dd-mm-yyyy, as the real certificate prints it.</summary>
    public static Bilingual Date(DateOnly date)
    {
        var english = date.ToString("dd-MM-yyyy", CultureInfo.InvariantCulture);
        return new(english, Bengali(english));
    }

    public static Bilingual Number(int number)
    {
        var english = number.ToString(CultureInfo.InvariantCulture);
        return new(english, Bengali(english));
    }

    public static string Bengali(int number) => Bengali(number.ToString(CultureInfo.InvariantCulture));

    public static string Bengali(string digits) => string.Create(digits.Length, digits, static (to, from) =>
    {
        for (var i = 0; i < to.Length; i++)
        {
            to[i] = char.IsAsciiDigit(from[i]) ? (char)(from[i] - '0' + '০') : from[i];
        }
    });
}
