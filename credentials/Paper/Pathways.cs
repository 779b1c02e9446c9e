namespace SkillsPassport.Credentials.Paper;

/// <summary>
/// How the competence was come by: the words of the credential and their numbers on paper (label 19).
/// </summary>
public static class Pathways
{
    /// <summary>Recognition of prior learning; 1.</summary>
    public const string Rpl = "RPL";

    /// <summary>Training followed by assessment; 2.</summary>
    public const string Training = "Training+Assessment";

    /// <summary>Assessment without training; 3.</summary>
    public const string AssessmentOnly = "Assessment-only";

    private static readonly string[] ByNumber = [Rpl, Training, AssessmentOnly];

    /// <summary>The number of a pathway, 0 when it is none.</summary>
    public static int NumberOf(string pathway) => Array.IndexOf(ByNumber, pathway) + 1;

    /// <summary>The pathway with this number, null when there is none.</summary>
    public static string? FromNumber(int number) => number is >= 1 and <= 3 ? ByNumber[number - 1] : null;
}
