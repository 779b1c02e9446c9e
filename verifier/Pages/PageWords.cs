namespace SkillsPassport.Verifier.Pages;

/// <summary>Which phrases a page never says, so that its first load does not carry them.</summary>
public static class PageWords
{
    public static readonly string[] NotOnHome =
    [
        "state.", "question.", "answer.", "ok.", "reason.", "check.", "outcome.", "content.", "award.", "statement.",
        "driving.", "pathway.", "units.", "person.", "report.", "framework.", "level.", "occupation.", "share.",
        "real.", "error.", "month.", "cannot.", "basis.", "face.", "welding.", "abroad.", "comparison.", "country.",
        "requires.", "test.", "trade.",
    ];

    public static readonly string[] NotOnChecker = 
        ["home.c", "home.d", "home.f", "home.s", "scan.", "file.", "code.", "share.", "real.", "error.", "month."];

    public static readonly string[] NotOnShare = 
        ["home.", "scan.", "file.", "code.", "real.", "error.", "person.", "cannot.c", "cannot.b", "month."];
}
