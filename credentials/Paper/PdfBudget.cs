namespace SkillsPassport.Credentials.Paper;

/// <summary>How much of one PDF is read in all: its objects may refer to each other thousands of times, and each
/// reading of ten megabytes of white space or of numbers costs anew.</summary>
internal sealed class PdfBudget
{
    // A certificate and what other programs add to it need some hundred.
    private int _values = 200_000;
    private long _octets = 4L * PdfAttachment.LargestPdf;

    /// <summary>One value is read.</summary>
    /// <exception cref="FormatException">It is one too many.</exception>
    public void SpendValue()
    {
        if (--_values < 0)
        {
            throw new FormatException("Too many values.");
        }
    }

    /// <summary>So many octets were passed.</summary>
    /// <exception cref="FormatException">They are too many.</exception>
    public void SpendOctets(int count)
    {
        _octets -= count;
        if (_octets < 0)
        {
            throw new FormatException("Too much to read.");
        }
    }
}
