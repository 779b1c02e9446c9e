using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Hosting.Languages;
using SkillsPassport.Issuer.Database;

namespace SkillsPassport.Issuer.Desk;

/// <summary>Awards and states in the reader's language.</summary>
public static class Words
{
    public static string Award(this Phrases t, AwardType? award) => award switch
    {
        AwardType.NationalSkillsCertificate => t["award.certificate"],
        AwardType.StatementOfAchievement => t["award.statement"],
        _ => t["award.none"],
    };

    public static string State(this Phrases t, SheetState state) => t[$"sheet.state.{state}"];

    /// <summary>What whoever checks an award reads of it: valid only until its last day.</summary>
    public static string State(this Phrases t, AwardState state, bool isOver) =>
        t[state == AwardState.Valid && isOver ? "award.state.Expired" : $"award.state.{state}"];

    public static string State(this Phrases t, AwardState state) => t.State(state, isOver: false);

    /// <summary>Class of the tag that shows a state: colour beside the word, never instead of it.</summary>
    public static string Tag(SheetState state) => state switch
    {
        SheetState.Submitted => "wait",
        SheetState.Approved => "wait",
        SheetState.Issued => "",
        SheetState.Rejected => "plain",
        SheetState.Stopped => "no",
    };

    public static string Tag(AwardState state, bool isOver = false) => state switch
    {
        AwardState.Valid => isOver ? "wait" : "",
        AwardState.Intended => "wait",
        AwardState.Suspended => "wait",
        AwardState.Revoked => "no",
        AwardState.Replaced => "plain",
    };
}
